"""From what is told of a good to a good that waits for its check."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from haat.catalogue import actions as catalogue
from haat.catalogue.errors import NoPrice
from haat.catalogue.models import Craft, Good, Variant
from haat.catalogue.rules import MOST_PHOTOS
from haat.core.actor import Actor
from haat.core.locks import hold_all, hold_key
from haat.core.models import Picture
from haat.core.sendings import first
from haat.makers.models import Maker
from haat.places.models import Mart
from haat.pricing.actions import set_cost
from haat.stock import actions as stock
from haat.studio.errors import SentBefore
from haat.studio.facts import Cost, GoodFacts, Listed, Size
from haat.studio.rules import is_past, meant, sending_name, stands


@transaction.atomic
def list_good(
    maker: Maker, facts: GoodFacts, *, key: str, turn: int = 0, sending: str = "", send: bool = True, by: Actor
) -> Listed:
    """Take in a good whole, with sizes, cost, pieces and pictures, and ask the desk to look; twice makes one good.

    `key` is the teller's own name of it. `turn` is how many times the desk had looked when the teller began: an old
    sending that arrives after the desk sent the good back changes nothing. `sending` (at most 64 letters) names this
    very telling: what comes too late and was never taken raises SentBefore, unless it says what stands there anyhow;
    without a name it is passed over. With `send` False it stays a draft.
    Raises HaatError, whose field is that of the phone: photo, name, price, weight, cost, minutes, on_hand, capacity …
    """
    before = _held(maker, key)
    taken = bool(sending) and not first(sending_name(key, sending), by=by)
    if before is not None and (taken or is_past(before, turn)):
        if sending and not taken and not stands(before, facts):
            raise SentBefore()
        return Listed(before, new=False)
    if not facts.sizes:
        raise NoPrice()
    good = catalogue.save_draft(
        maker,
        key=key,
        craft=facts.craft,
        names=facts.names,
        descriptions=facts.descriptions,
        made_to_order=facts.made_to_order,
        making_days=facts.making_days,
        by=by,
        **_said_or_known(facts, before),
    )
    for language, care in facts.care.items():
        if facts.names.get(language):
            catalogue.set_text(good, language=language, name=facts.names[language], care=care, by=by)
    for size, known, position in meant(good.variants.all(), facts.sizes):
        _offer(good, size, position, known, by)
    _show(good, facts.pictures, by)
    if send:
        catalogue.send_for_check(good, by=by)
    return Listed(good, new=True)


def _held(maker: Maker, key: str) -> Good | None:
    """The good as it stands, locked. Two who tell of a new one wait for each other at the mart, and make one."""
    mine = Good.objects.filter(maker=maker, key=key)
    found = hold_all(mine)
    if not found:
        hold_key(Mart, maker.mart_id)
        found = hold_all(mine)
    return next(iter(found), None)


def _said_or_known(facts: GoodFacts, before: Good | None) -> dict[str, Any]:
    """What may be left unsaid: as told, else as the good had it; the tax line follows another craft."""
    told: dict[str, Any] = {
        "attributes": facts.attributes,
        "hsn": facts.hsn,
        "packed_and_labelled": facts.packed_and_labelled,
        "shelf_life_days": facts.shelf_life_days,
        "fragile": facts.fragile,
        "ground": facts.ground,
        "size_mm": facts.size_mm,
        "tax_slug": facts.tax_slug,
    }
    if before is not None:
        sides = (before.length_mm, before.width_mm, before.height_mm)
        known = {name: getattr(before, name, None) for name in told}
        known["size_mm"] = sides if all(sides) else None
        known["tax_slug"] = before.tax_slug if before.craft_id == facts.craft.pk else None
        told = {name: known[name] if value is None else value for name, value in told.items()}
        told["attributes"] = {**_beside_craft(before, facts.craft), **told["attributes"]}
    return {name: value for name, value in told.items() if value is not None}


def _beside_craft(good: Good, craft: Craft) -> dict[str, Any]:
    """What was said of a good that its craft does not ask (its kind does): who tells the craft's answers leaves it."""
    if not good.attributes:
        return {}
    own = craft if craft.pk == good.craft_id else good.craft
    of_craft = {asked["slug"] for asked in own.attributes}
    return {slug: value for slug, value in good.attributes.items() if slug not in of_craft}


def _offer(good: Good, size: Size, position: int, known: Variant | None, by: Actor) -> None:
    """A size with its price, what it costs her, and how many there are."""
    variant = catalogue.set_variant(
        good,
        sku=size.sku or (known.sku if known else None),
        price_paise=size.price_paise,
        mrp_paise=_printed(known) if size.mrp_paise is None else size.mrp_paise,
        weight_g=size.weight_g if size.weight_g is not None or known is None else known.weight_g,
        labels=size.labels if size.labels is not None or known is None else known.labels,
        net_quantity=size.net_quantity or (known.net_quantity if known else 1),
        net_unit=size.net_unit or (known.net_unit if known else "piece"),
        position=position,
        by=by,
    )
    if size.cost is not None:
        _write_cost(variant, size.cost, by)
    if size.pieces is None:
        return
    if good.made_to_order:
        stock.set_capacity(variant, capacity=size.pieces, by=by)
    else:
        # Lock and turn have seen to it that this telling is a new one; its moment names it.
        cause = f"listed:{good.pk}:{good.changed_at.timestamp():.6f}"
        stock.count(variant, on_hand=size.pieces, cause=cause, by=by)


def _printed(known: Variant | None) -> int | None:
    """The price printed on it, when that is another than the price itself."""
    return known.mrp_paise if known is not None and known.mrp_paise != known.price_paise else None


def _write_cost(variant: Variant, cost: Cost, by: Actor) -> None:
    set_cost(variant, materials=cost.materials, minutes=cost.minutes, other_paise=cost.other_paise, by=by)


def _show(good: Good, pictures: Sequence[Picture], by: Actor) -> None:
    """The new pictures first, the older ones behind them, the last ones gone when there are too many."""
    there = list(good.photos.order_by("position"))
    known = {photo.picture_id for photo in there}
    new = [picture for picture in pictures if picture.pk not in known]
    if not new:
        return
    kept = there[: max(0, MOST_PHOTOS - len(new))]
    if len(kept) < len(there):
        catalogue.order_photos(good, photos=kept, by=by)
    added = [catalogue.add_photo(good, picture=picture, by=by) for picture in new]
    if kept:
        catalogue.order_photos(good, photos=[*added, *kept], by=by)
