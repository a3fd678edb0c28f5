"""Crafts as an office keeps them: one added, one changed, their order; and those makers ask for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from haat.catalogue.craft_facts import SLUG, CraftTold, check_craft
from haat.catalogue.errors import BadSlug, CraftChanged, CraftTaken, NoWords
from haat.catalogue.models import Craft, CraftAsk
from haat.core.actor import Actor
from haat.core.errors import Answered
from haat.core.events import changes, record
from haat.core.languages import best
from haat.core.locks import hold, hold_all
from haat.core.rows import insert_new
from haat.core.slugs import slug as slug_of
from haat.core.texts import clean_line
from haat.makers.models import Maker

FIELDS = (
    *("names", "lines", "tax_slug", "papers", "materials", "attributes"),
    *("drawing", "ground", "fragile", "making_days"),
)
MOST_SLUG, MOST_WORDS = 40, 200


@transaction.atomic
def add_craft(told: CraftTold, *, slug: str = "", by: Actor) -> Craft:
    """A craft nobody had, offered from now on in every mart; without a `slug` it is made from its English name.

    Raises BadCraft, BadSlug, CraftTaken. That the tax line exists, `studio` asks.
    """
    check_craft(told)
    named = slug or slug_of(told.names.get("en") or next(iter(told.names.values())), limit=MOST_SLUG)
    if not SLUG.fullmatch(named) or len(named) > MOST_SLUG:
        raise BadSlug()
    last = Craft.objects.aggregate(last=Max("position"))["last"] or 0
    craft = Craft(slug=named, position=min(last + 1, 32_000), changed_at=timezone.now(), **_kept(told))
    if not insert_new([craft]):
        raise CraftTaken(named)
    craft = Craft.objects.get(slug=named)
    record("catalogue.craft_made", craft, by=by, slug=named, **changes({}, _kept(told)))
    return craft


@transaction.atomic
def set_craft(craft: Craft, told: CraftTold, *, seen: datetime | None = None, by: Actor) -> Craft:
    """All that is said of a craft; goods keep what they took from it. Raises BadCraft, CraftChanged.

    `seen`: its `changed_at` as the writer saw it; nobody overwrites what he has not seen.
    """
    check_craft(told)
    held = hold(craft)
    if held.changed_at != seen:
        raise CraftChanged()
    before, after = {field: getattr(held, field) for field in FIELDS}, _kept(told)
    del after["food"]
    if before == after:
        return held
    for field, value in _kept(told).items():
        setattr(held, field, value)
    held.changed_at = timezone.now()
    held.save()
    record("catalogue.craft_changed", held, by=by, **changes(before, after))
    return held


def _kept(told: CraftTold) -> dict[str, Any]:
    """A craft's columns; what needs an FSSAI number is food."""
    kept: dict[str, Any] = {field: getattr(told, field) for field in FIELDS}
    kept |= {field: dict(kept[field]) for field in ("names", "lines")}
    kept |= {field: [*kept[field]] for field in ("papers", "materials", "attributes")}
    return kept | {"food": "fssai" in told.papers}


@transaction.atomic
def order_crafts(slugs: Sequence[str], *, by: Actor) -> None:
    """Crafts in this order, those not named behind them as they were: on the phone, in lists, on the home page."""
    held = sorted(hold_all(Craft.objects.all()), key=lambda craft: (craft.position, craft.slug))
    place = {slug: number for number, slug in enumerate(dict.fromkeys(slugs))}
    held.sort(key=lambda craft: place.get(craft.slug, len(place)))
    now = timezone.now()
    for position, craft in enumerate(held, start=1):
        if craft.position != position:
            before, craft.position, craft.changed_at = {"position": craft.position}, position, now
            craft.save(update_fields=["position", "changed_at"])
            record("catalogue.craft_changed", craft, by=by, **changes(before, {"position": position}))


@transaction.atomic
def ask_craft(maker: Maker, *, words: str, by: Actor) -> CraftAsk:
    """A maker's craft is not on the list; the same words again while nobody has answered are the same ask."""
    words = clean_line(words)[:MOST_WORDS]
    if not words:
        raise NoWords()
    hold(maker)
    open_ = CraftAsk.objects.filter(maker=maker, words=words, answered_at=None).first()
    if open_ is not None:
        return open_
    ask = CraftAsk.objects.create(mart_id=maker.mart_id, maker=maker, words=words, by_id=by.user_id)
    record("catalogue.craft_asked", ask, by=by, words=words, maker_id=maker.pk)
    return ask


@transaction.atomic
def answer_craft_ask(ask: CraftAsk, *, craft: Craft | None, by: Actor) -> CraftAsk:
    """It is this craft, or none of ours; the maker is told. Told twice it counts once.

    Raises Answered when somebody has answered otherwise.
    """
    held = hold(ask)
    if held.answered_at is not None:
        if held.craft_id != (craft.pk if craft else None):
            raise Answered(best(held.craft.names).text if held.craft else _("it cannot be sold here"))
        return held
    held.craft, held.answered_at, held.answered_by_id = craft, timezone.now(), by.user_id
    held.save()
    slug = craft.slug if craft else ""
    record("catalogue.craft_answered", held, by=by, words=held.words, maker_id=held.maker_id, craft=slug)
    return held
