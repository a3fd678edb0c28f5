"""Kinds of goods and the questions about them as an office keeps them: one added, one changed."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from haat.catalogue.asking import attributes_for
from haat.catalogue.kind_errors import BadAttribute, BadKind, KindChanged, KindTaken, StillRuled
from haat.catalogue.kind_facts import AttributeTold, KindTold, check_attribute, check_kind, check_slug
from haat.catalogue.models import Attribute, Craft, GoodKind
from haat.core.actor import Actor
from haat.core.events import changes, record
from haat.core.locks import hold
from haat.core.rows import insert_new
from haat.core.slugs import slug as slug_of

FIELDS = ("names", "hsn", "tax_slug", "rules", "shelf_life_days", "net_unit", "channels", "sure")
RULED = ("hsn", "tax_slug", "rules", "sure")
ASKS = (*("labels", "type", "unit", "choices", "words", "example", "required_for", "expected_by", "maps", "sure"),)
MOST_SLUG, LAST = 40, 32_000


@transaction.atomic
def add_kind(craft: Craft | None, told: KindTold, *, slug: str = "", by: Actor) -> GoodKind:
    """A kind of good nobody had, of a craft or of any (None); without a `slug` it is made of its English name.

    Raises BadKind, BadRule, KindTaken. That the tax lines exist, `studio` asks.
    """
    check_kind(told, attributes_for([None])[None])
    named = slug or slug_of(told.names.get("en") or next(iter(told.names.values())), limit=MOST_SLUG)
    if not check_slug(named):
        raise BadKind("slug")
    place = min((GoodKind.objects.aggregate(last=Max("position"))["last"] or 0) + 1, LAST)
    kind = GoodKind(slug=named, craft=craft, position=place, changed_at=timezone.now(), **_kept(told))
    if not insert_new([kind]):
        raise KindTaken(named)
    kind = GoodKind.objects.get(slug=named)
    record("catalogue.kind_made", kind, by=by, slug=named, **changes({}, _kept(told)))
    return kind


@transaction.atomic
def set_kind(kind: GoodKind, told: KindTold, *, seen: datetime | None = None, by: Actor) -> GoodKind:
    """All that is said of a kind. Its goods follow other rules afterwards (`follow_kind`), but for those whose code or
    tax line somebody set by hand; `asking.moved_by` says before which they are.

    `seen`: its `changed_at` as the writer saw it. Raises BadKind, BadRule, KindChanged.
    """
    held = hold(kind)
    if held.changed_at != seen:
        raise KindChanged()
    check_kind(told, attributes_for([held])[held.pk])
    before = {field: getattr(held, field) for field in FIELDS}
    was = {field: getattr(held, field) for field in RULED}
    after = _kept(told, held.channels, held.sure)
    if before == after:
        return held
    for field, value in after.items():
        setattr(held, field, value)
    held.changed_at = timezone.now()
    held.save()
    record("catalogue.kind_changed", held, by=by, was=was, **changes(before, after))
    return held


def _kept(
    told: KindTold, channels: Mapping[str, Any] = MappingProxyType({}), sure: Mapping[str, Any] = MappingProxyType({})
) -> dict[str, Any]:
    """A kind's columns. What a channel calls it is said by a person now; what else is known of the channel stays."""
    kept: dict[str, Any] = {channel: dict(facts) for channel, facts in channels.items()}
    for channel, word in told.types.items():
        facts = kept.setdefault(channel, {})
        if str(facts.get(_word_of(channel), "")) != word:
            facts |= {_word_of(channel): _as_told(channel, word), "sure": "yes"}
    return {
        "names": dict(told.names),
        "hsn": told.hsn,
        "tax_slug": told.tax_slug,
        "rules": [dict(rule) for rule in told.rules],
        "shelf_life_days": told.shelf_life_days,
        "net_unit": told.net_unit,
        "channels": kept,
        "sure": {**sure, "tax_slug": told.proven},
    }


def _word_of(channel: str) -> str:
    """Under which name a kind keeps what a channel calls it."""
    return {"google": "id", "ondc": "category"}.get(channel, "type")


def _as_told(channel: str, word: str) -> "str | int":
    return int(word) if channel == "google" and word.isascii() and word.isdigit() else word


@transaction.atomic
def add_attribute(kind: GoodKind | None, told: AttributeTold, *, slug: str = "", by: Actor) -> Attribute:
    """A question about goods of a kind, or about all (None), that nobody asked. Raises BadAttribute, KindTaken."""
    check_attribute(told)
    named = slug or slug_of(told.labels.get("en") or next(iter(told.labels.values())), limit=MOST_SLUG).replace(
        "-", "_"
    )
    if not check_slug(named):
        raise BadAttribute("slug")
    last = Attribute.objects.filter(kind=kind).aggregate(last=Max("position"))["last"] or 0
    row = Attribute(kind=kind, slug=named, position=min(last + 1, LAST), changed_at=timezone.now(), **_asks(told))
    if not insert_new([row]):
        raise KindTaken(named)
    row = Attribute.objects.get(kind=kind, slug=named)
    of = kind.slug if kind is not None else ""
    record("catalogue.attribute_made", row, by=by, slug=named, kind=of, **changes({}, _asks(told)))
    return row


@transaction.atomic
def set_attribute(attribute: Attribute, told: AttributeTold, *, seen: datetime | None = None, by: Actor) -> Attribute:
    """All that is said of a question; answers that were given stay.

    Raises BadAttribute, KindChanged, StillRuled (a rule of its kind hangs on an answer it would not have any more).
    """
    check_attribute(told)
    held = hold(attribute, "kind")
    if held.changed_at != seen:
        raise KindChanged()
    before, after = {field: getattr(held, field) for field in ASKS}, _asks(told)
    if before == after:
        return held
    if held.kind is not None:
        _unless_ruled(held.kind, held, told)
    for field, value in after.items():
        setattr(held, field, value)
    held.changed_at = timezone.now()
    held.save()
    record("catalogue.attribute_changed", held, by=by, **changes(before, after))
    return held


def _unless_ruled(kind: GoodKind, held: Attribute, told: AttributeTold) -> None:
    """Raises StillRuled when a rule of the kind asks for an answer that the question would not have."""
    for rule in kind.rules:
        wanted = rule["when"].get(held.slug)
        if wanted is None:
            continue
        lost = [each for each in wanted if isinstance(each, str) and each not in told.choices]
        if told.type != held.type or (isinstance(wanted, list) and lost):
            raise StillRuled(lost[0] if lost else held.slug)


def _asks(told: AttributeTold) -> dict[str, Any]:
    return {
        "labels": dict(told.labels),
        "type": told.type,
        "unit": told.unit,
        "choices": list(told.choices),
        "words": {value: dict(words) for value, words in told.words.items()},
        "example": told.example,
        "required_for": list(told.required_for),
        "expected_by": list(told.expected_by),
        "maps": {channel: list(names) for channel, names in told.maps.items() if names},
        "sure": told.sure,
    }
