"""What kind a good is of, and what is said of it; its code and tax line follow."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from haat.catalogue.actions.following import LINE, follow_answers, line_now
from haat.catalogue.actions.mending import MOST_SHELF_LIFE, unless_changed
from haat.catalogue.actions.touching import touch
from haat.catalogue.answers import COLUMNS, FOLLOWS, MOST_ASKED_LETTERS, NOTHING, NUMBER, YES_NO, asked_of, fits
from haat.catalogue.asking import attributes_for, follows, is_of, own_line
from haat.catalogue.kind_errors import LineOpen, OtherCraft, OtherSize, SaidElsewhere, WrongAnswer
from haat.catalogue.models import Good, GoodKind, Variant
from haat.catalogue.taxing import NOTHING_MOVES, Followed, Rules
from haat.core.actor import Actor
from haat.core.events import changes, record
from haat.core.languages import best
from haat.core.locks import hold

_COLUMN_KINDS = {"packed_and_labelled": YES_NO, "shelf_life": NUMBER, "fragile": YES_NO}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_ .:/()@-]{0,99}")  # of a channel's own question
Told = dict[str, Any]


@transaction.atomic
def choose_kind(good: Good, kind: GoodKind | None, *, seen: datetime | None = None, by: Actor) -> Good:
    """The good is of this kind, or of none we know (None). What was said of it stays. Raises OtherCraft, GoodChanged.

    Its code and tax line follow as soon as its answers say which; the event says what moved (`asked`: somebody must
    look, for they were set by hand).
    """
    held = hold(good, "craft", "kind")
    unless_changed(held, seen)
    if kind is not None and not is_of(kind, held.craft):
        raise OtherCraft(best(kind.names).text)
    if held.kind_id == (kind.pk if kind else None):
        return held
    before = {"kind": _slug(held.kind), **{field: getattr(held, field) for field in LINE}}
    was = line_now(held)
    held.kind = GoodKind.objects.get(pk=kind.pk) if kind is not None else None  # its rules as they are after the lock
    followed = follow_answers(held, was)
    held.save(update_fields=["kind", *LINE])
    touch(held)
    after = {"kind": _slug(kind), **{field: getattr(held, field) for field in LINE}}
    record("catalogue.kind_chosen", held, by=by, **changes(before, after), **_asked(followed))
    return held


def _slug(kind: GoodKind | None) -> str:
    return kind.slug if kind is not None else ""


def _asked(followed: Followed) -> dict[str, Any]:
    return {"asked": True} if followed.asked else {}


@transaction.atomic
def say_answers(
    good: Good,
    answers: Mapping[str, Any],
    *,
    variant: Variant | None = None,
    seen: datetime | None = None,
    by: Actor,
) -> Good:
    """Answers about a good, or about one size of it; those not told stay, and an empty one takes one away.

    What neither its kind nor its craft asks is kept as it is told (a channel's own question). Where an answer chooses
    another code or tax line, the good gets it, unless somebody set another by hand: then the event says `asked`.
    A good in the shop stays there. Raises WrongAnswer, SaidElsewhere (field: the attribute), OtherSize, GoodChanged.
    """
    held = hold(good, "craft", "kind")
    of = hold(variant) if variant is not None else None
    if of is not None and of.good_id != held.pk:
        raise OtherSize()
    unless_changed(held, seen)
    told = _checked(held, answers, of)
    if not told:
        return held
    row = held if of is None else of
    was, before = line_now(held), _state(held, row, told)
    row.attributes = {
        slug: value for slug, value in {**row.attributes, **told}.items() if told.get(slug, 0) is not None
    }
    if of is not None:
        of.save(update_fields=["attributes"])
        followed = NOTHING_MOVES
    else:
        _repeat(held, told)
        followed = follow_answers(held, was)
        held.save(update_fields=["attributes", *COLUMNS.values(), *LINE])
    touch(held)
    size: dict[str, Any] = {"of": of.sku} if of is not None else {}
    record(
        "catalogue.answers_said", held, by=by, **size, **changes(before, _state(held, row, told)), **_asked(followed)
    )
    return held


def _checked(good: Good, answers: Mapping[str, Any], variant: Variant | None) -> Told:
    """The answers that differ from what is known, each of them one that fits. Raises WrongAnswer, SaidElsewhere."""
    asked = {slug: {"slug": slug, "label": {"en": slug}, "type": kind} for slug, kind in _COLUMN_KINDS.items()}
    asked |= {each["slug"]: each for each in good.craft.attributes}
    asked |= {each.slug: asked_of(each) for each in attributes_for([good.kind])[good.kind_id]}
    known = good.attributes if variant is None else variant.attributes
    found: Told = {}
    for slug, value in answers.items():
        if value == known.get(slug) and isinstance(value, bool) == isinstance(known.get(slug), bool):
            continue
        one = asked.get(slug)
        if value not in NOTHING:
            _check(slug, one, value)
        found[slug] = None if value in NOTHING else value
    return found


def _check(slug: str, asked: Mapping[str, Any] | None, value: Any) -> None:
    label = best(asked["label"]).text if asked is not None else slug
    if slug in FOLLOWS:
        raise SaidElsewhere(slug, label)
    if asked is None:
        if not _NAME.fullmatch(slug) or not _is_plain(slug, value):
            raise WrongAnswer(slug, label, "text")
    elif not fits(asked, value) or (slug == "shelf_life" and value not in range(1, MOST_SHELF_LIFE + 1)):
        raise WrongAnswer(slug, label, asked.get("type", "text"))


def _is_plain(slug: str, value: Any) -> bool:
    """Whether it can be kept though nobody here knows the question: yes or no, a number, or words."""
    words = {"slug": slug, "type": "text", "most_letters": MOST_ASKED_LETTERS}
    return isinstance(value, (bool, int, float)) or fits(words, value)


def _repeat(good: Good, told: Told) -> None:
    """Columns of the good that repeat an answer say it too; one that is taken away says what a new good's would."""
    empty = {"packed_and_labelled": False, "shelf_life": None, "fragile": good.craft.fragile}
    for slug, column in COLUMNS.items():
        if slug in told:
            value = told[slug]
            setattr(good, column, empty[slug] if value is None else value)


def _state(good: Good, row: Good | Variant, told: Told) -> dict[str, Any]:
    """What a history keeps of it: the answers that were told, as they stand, and what follows from them."""
    answers = {slug: row.attributes[slug] for slug in sorted(told) if slug in row.attributes}
    return {"attributes": answers, **{column: getattr(good, column) for column in (*COLUMNS.values(), *LINE)}}


@transaction.atomic
def take_line(good: Good, *, seen: datetime | None = None, by: Actor) -> Good:
    """The code and tax line its answers say, in the place of what was set by hand. Raises LineOpen, GoodChanged."""
    held = hold(good, "craft", "kind")
    unless_changed(held, seen)
    found = own_line(held)
    if found is None or found[0].tax_open or not found[0].tax_slug:
        raise LineOpen()
    line = found[0]
    wanted = {"hsn": "" if line.hsn_open else line.hsn, "tax_slug": line.tax_slug}
    return _moved(held, wanted, by)


@transaction.atomic
def follow_kind(good: Good, before: Mapping[str, Any], *, by: Actor) -> Good:
    """The good's code and tax line follow rules of its kind that were `before` and are others now; twice counts once.

    `before`: hsn, tax_slug, rules and sure of the kind as they were.
    """
    held = hold(good, "craft", "kind")
    if held.kind is None:
        return held
    asked = attributes_for([held.kind])[held.kind_id]
    was = Rules(before["hsn"], before["tax_slug"], before["rules"], before["sure"])
    return _moved(held, dict(follows(held, asked, was, held.kind).after), by)


def _moved(good: Good, wanted: Mapping[str, str], by: Actor) -> Good:
    told = changes({field: getattr(good, field) for field in LINE}, wanted)
    if told["after"]:
        for field, value in wanted.items():
            setattr(good, field, value)
        good.save(update_fields=list(LINE))
        touch(good)
        record("catalogue.line_moved", good, by=by, **told)
    return good
