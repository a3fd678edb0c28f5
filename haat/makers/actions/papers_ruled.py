"""Kinds of papers and the rules about them as an office keeps them: what holds changes with a day, and what was stays.

The project's own list needs no rows: the first change of a line makes its row, which stands before it from then on.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.events import changes, record
from haat.core.locks import hold
from haat.core.rows import insert_new, update
from haat.core.slugs import slug as slug_of
from haat.makers.errors.paper_rules import BadPaperKind, BadPaperRule, NoSuchPaper, PaperChanged, PaperNameTaken
from haat.makers.models import PaperKind, PaperRule
from haat.makers.paper_book import book, project_book
from haat.makers.paper_told import (
    KIND_FIELDS,
    MOST_SLUG_OF_KIND,
    MOST_SLUG_OF_RULE,
    RULE_FIELDS,
    PaperKindTold,
    PaperRuleTold,
    check_kind,
    check_rule,
    columns_of,
    ended,
    is_slug,
    kept_of_kind,
    kept_of_rule,
    told_days,
    turned,
)

Row = TypeVar("Row", PaperKind, PaperRule)
LAST = 32_000
NEW = "new"  # where the page of a rule to be added stands


@transaction.atomic
def make_paper_kind(told: PaperKindTold, *, slug: str = "", by: Actor) -> PaperKind:
    """A kind of paper nobody had; without a `slug` it is made of its English name. Raises BadPaperKind,
    PaperNameTaken."""
    known = book()
    check_kind(told, known)
    named = slug or slug_of(told.names.get("en") or next(iter(told.names.values())), limit=MOST_SLUG_OF_KIND)
    named = named.replace("-", "_")
    if not is_slug(named, MOST_SLUG_OF_KIND):
        raise BadPaperKind("slug")
    place = min(max((kind.position for kind in known.kinds.values()), default=0) + 1, LAST)
    row = PaperKind(slug=named, position=place, changed_at=timezone.now(), **kept_of_kind(named, told))
    if named in known.kinds or not insert_new([row]):
        raise PaperNameTaken(named)
    row = PaperKind.objects.get(slug=named)
    record("makers.paper_kind_made", row, by=by, slug=named, **changes({}, kept_of_kind(named, told)))
    return row


@transaction.atomic
def change_paper_kind(slug: str, told: PaperKindTold, *, seen: datetime | None = None, by: Actor) -> PaperKind:
    """All that is said of a kind; numbers that were given stay as they are.

    `seen`: its `changed_at` as the writer saw it, None for a line of the project. Raises NoSuchPaper, BadPaperKind,
    PaperChanged.
    """
    held = _line_held(PaperKind, slug, project_book().kinds.get(slug), seen)
    check_kind(told, book(), known=held)
    after = kept_of_kind(slug, told)
    before = {name: getattr(held, name) for name in KIND_FIELDS}
    if before == after:
        return _as_it_was(held, seen)
    _write(held, after)
    record("makers.paper_kind_changed", held, by=by, slug=slug, **changes(before, after))
    return held


@transaction.atomic
def make_paper_rule(told: PaperRuleTold, *, slug: str = "", by: Actor) -> PaperRule:
    """A rule nobody had, which only adds to those there are. Raises BadPaperRule, PaperNameTaken."""
    check_rule(told, book())
    if told.from_on is None:
        raise BadPaperRule("from_on")
    named = slug or slug_of(f"{told.paper} {told.need} {told.from_on:%Y%m%d}", limit=MOST_SLUG_OF_RULE)
    if not is_slug(named, MOST_SLUG_OF_RULE) or named == NEW:
        raise BadPaperRule("slug")
    if slug in {rule.slug for rule in project_book().rules}:
        raise PaperNameTaken(slug)
    kept = kept_of_rule(told)
    kept["conditions"] = {**kept["conditions"], "besides": True}
    free = _free(named) if not slug else named
    row = PaperRule(slug=free, position=_last(), changed_at=timezone.now(), **kept)
    if not insert_new([row]):
        raise PaperNameTaken(free)
    row = PaperRule.objects.get(slug=free)
    record("makers.paper_rule_made", row, by=by, slug=free, **changes({}, told_days(kept)))
    return row


@transaction.atomic
def change_paper_rule(slug: str, told: PaperRuleTold, *, seen: datetime | None = None, by: Actor) -> PaperRule:
    """A rule says something else from `told.from_on` on: as it was it ends the day before, and another begins.

    Answers the one that begins, or the rule itself where only its words, its source or its last day changed, or it had
    not begun. Raises NoSuchPaper, BadPaperRule, PaperChanged, RuleEnded, BeginsTooEarly, PaperNameTaken.
    """
    held = _line_held(PaperRule, slug, _of_project(slug), seen)
    check_rule(told, book())
    comes = turned(held, told, on=today())
    before = columns_of(held)
    if before == comes.rule and comes.after is None:
        return _as_it_was(held, seen)
    _write(held, comes.rule)
    following: dict[str, Any] = {"next": comes.slug} if comes.after is not None else {}
    told_of = changes(told_days(before), told_days(comes.rule))
    record("makers.paper_rule_changed", held, by=by, slug=slug, **following, **told_of)
    if comes.after is None:
        return held
    row = PaperRule(slug=comes.slug, position=held.position, changed_at=timezone.now(), **comes.after)
    if not insert_new([row]):
        raise PaperNameTaken(comes.slug)
    row = PaperRule.objects.get(slug=comes.slug)
    was = {**told_days(before), "until_on": None}
    record("makers.paper_rule_made", row, by=by, slug=row.slug, was=slug, **changes(was, told_days(comes.after)))
    return row


@transaction.atomic
def end_paper_rule(slug: str, *, last: date | None, seen: datetime | None = None, by: Actor) -> PaperRule:
    """A rule holds until `last` (None: without an end); what was kept by it before stays.

    Raises NoSuchPaper, PaperChanged, RuleEnded, EndsTooEarly.
    """
    held = _line_held(PaperRule, slug, _of_project(slug), seen)
    before, after = columns_of(held), ended(held, last, on=today())
    if before == after:
        return _as_it_was(held, seen)
    _write(held, after)
    record("makers.paper_rule_ended", held, by=by, slug=slug, **changes(told_days(before), told_days(after)))
    return held


def _of_project(slug: str) -> PaperRule | None:
    return next((rule for rule in project_book().rules if rule.slug == slug), None)


def _line_held(model: type[Row], slug: str, project: Row | None, seen: datetime | None) -> Row:
    """The row of a line, made of the project's own where there was none, and held. Raises NoSuchPaper, PaperChanged."""
    new = _copy(model, project) if project is not None and seen is None else None
    if new is not None and insert_new([new]):
        return hold(model._default_manager.get(slug=slug))
    row = model._default_manager.filter(slug=slug).first()
    if row is None and project is None:
        raise NoSuchPaper
    if row is None:
        raise PaperChanged
    held = hold(row)
    if held.changed_at != seen:
        raise PaperChanged
    return held


def _copy(model: type[Row], project: Row) -> Row:
    fields: tuple[str, ...] = KIND_FIELDS if model is PaperKind else RULE_FIELDS
    told = {name: getattr(project, name) for name in ("slug", "position", *fields)}
    return model(**told, changed_at=timezone.now())


def _as_it_was(held: Row, seen: datetime | None) -> Row:
    """Nothing changed: a row that was made only to be held goes again, so that the project's line stays its own."""
    if seen is None:
        type(held)._default_manager.filter(pk=held.pk).delete()
    return held


def _write(row: PaperKind | PaperRule, columns: Mapping[str, Any]) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
    row.changed_at = timezone.now()
    update(row, *columns, "changed_at")


def _last() -> int:
    rows = PaperRule.objects.aggregate(last=Max("position"))["last"] or 0
    return min(max(rows, len(project_book().rules)) + 1, LAST)


def _free(named: str) -> str:
    """A short name that no rule has."""
    taken = {rule.slug for rule in book().rules}
    several = (f"{named[: MOST_SLUG_OF_RULE - 3]}-{number}" for number in range(2, 100))
    return next((each for each in (named, *several) if each not in taken), named)
