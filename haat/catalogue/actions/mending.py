"""Mending a good that is there, whatever its state; what was seen may be told, and then nothing newer is overwritten.

What the desk changes is in the shop at once. What a maker changes of a good in the shop waits (`changing.py`).
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any

from django.db import transaction
from django.db.models import F

from haat.catalogue import rules
from haat.catalogue.actions.following import LINE, follow_answers, line_now
from haat.catalogue.actions.touching import Texts, touch
from haat.catalogue.actions.variants import save_under_code, variant_facts
from haat.catalogue.answers import COLUMNS, check_answers
from haat.catalogue.errors import (
    BadDays,
    BadHsn,
    GoodChanged,
    LabelTooLong,
    LastPhoto,
    TooManyPhotos,
    WeightNeeded,
)
from haat.catalogue.models import Good, Photo, Variant
from haat.core.actor import Actor
from haat.core.events import changes, record
from haat.core.languages import LANGUAGES
from haat.core.locks import hold, hold_key
from haat.core.models import Picture

MOST_DAYS, MOST_SHELF_LIFE, MOST_LABEL = 365, 3650, 40
_HSN = re.compile(r"[0-9]{4}(?:[0-9]{2}){0,2}")
FIELDS = ("hsn", "tax_slug", "packed_and_labelled", "shelf_life_days", "fragile", "made_to_order", "making_days")


def unless_changed(good: Good, seen: datetime | None) -> None:
    """Raises GoodChanged when the good, held, is not as it was `seen` (its `changed_at`); None asks nothing."""
    if seen is not None and good.changed_at != seen:
        raise GoodChanged()


@transaction.atomic
def set_facts(
    good: Good,
    *,
    hsn: str,
    tax_slug: str,
    packed_and_labelled: bool,
    shelf_life_days: int | None,
    fragile: bool,
    made_to_order: bool,
    making_days: int,
    by: Actor,
) -> Good:
    """What is declared of a good, all at once. Raises BadHsn, BadDays.

    `making_days` is what one made to order takes. That the tax line exists, `studio` asks.
    """
    if hsn and not _HSN.fullmatch(hsn):
        raise BadHsn()
    if shelf_life_days is not None and not 1 <= shelf_life_days <= MOST_SHELF_LIFE:
        raise BadDays("shelf_life_days", MOST_SHELF_LIFE)
    if made_to_order and not 1 <= making_days <= MOST_DAYS:
        raise BadDays("making_days", MOST_DAYS)
    held = hold(good)
    before = {field: getattr(held, field) for field in FIELDS}
    after: dict[str, Any] = {
        "hsn": hsn,
        "tax_slug": tax_slug,
        "packed_and_labelled": packed_and_labelled,
        "shelf_life_days": shelf_life_days,
        "fragile": fragile,
        "made_to_order": made_to_order,
        "making_days": making_days if made_to_order else 0,
    }
    if before == after:
        return held
    for field, value in after.items():
        setattr(held, field, value)
    held.attributes = _repeated(held, before)
    held.save(update_fields=[*FIELDS, "attributes"])
    touch(held)
    record("catalogue.good_saved", held, by=by, **changes(before, after))
    return held


def _repeated(good: Good, before: Mapping[str, Any]) -> dict[str, Any]:
    """Its answers, with those that a column repeats as the column has been set now; its craft's own stay as told."""
    changed = {
        slug: getattr(good, column) for slug, column in COLUMNS.items() if getattr(good, column) != before[column]
    }
    if not changed.keys() & good.attributes.keys():
        return good.attributes
    of_craft = {asked["slug"] for asked in good.craft.attributes}
    told = {slug: value for slug, value in changed.items() if slug in good.attributes and slug not in of_craft}
    return {slug: value for slug, value in {**good.attributes, **told}.items() if told.get(slug, value) is not None}


@transaction.atomic
def set_attributes(good: Good, *, attributes: Mapping[str, Any], by: Actor) -> Good:
    """What the craft asks about the good (material, ingredients …), all at once. Raises BadAnswer.

    Where its kind asks the same, code and tax line follow (`say_answers`).
    """
    held = hold(good, "craft", "kind")
    told = check_answers(held.craft.attributes, attributes, known=held.attributes)
    if told == held.attributes:
        return held
    was, before = line_now(held), {field: getattr(held, field) for field in ("attributes", *LINE)}
    held.attributes = told
    followed = follow_answers(held, was)
    held.save(update_fields=["attributes", *LINE])
    touch(held)
    asked = {"asked": True} if followed.asked else {}
    after = {"attributes": told, **followed.after}
    record("catalogue.good_saved", held, by=by, **changes(before, after), **asked)
    return held


@transaction.atomic
def set_size(
    good: Good,
    *,
    length_mm: int | None,
    width_mm: int | None,
    height_mm: int | None,
    by: Actor,
) -> Good:
    """How large the good is, in millimetres; None for all three takes a wrong size away. Raises BadSize."""
    sides = rules.check_sides({"length_mm": length_mm, "width_mm": width_mm, "height_mm": height_mm})
    held = hold(good)
    before = {"size_mm": [getattr(held, side) for side in sides]}
    after = {"size_mm": list(sides.values())}
    if before == after:
        return held
    for side, value in sides.items():
        setattr(held, side, value)
    held.save(update_fields=list(sides))
    touch(held)
    record("catalogue.good_saved", held, by=by, **changes(before, after))
    return held


@transaction.atomic
def change_variant(
    variant: Variant,
    *,
    sku: str,
    labels: Texts,
    price_paise: int,
    mrp_paise: int,
    weight_g: int | None,
    net_quantity: int,
    net_unit: str,
    place: int,
    reason: str = "",
    seen: datetime | None = None,
    by: Actor,
) -> Variant:
    """All that is said of a size; one that was stopped is made again. `place` counts from 1 among those that are made.

    `reason` is why its price may be what it is, where somebody asked. Raises HaatError of the field it belongs to.
    """
    figures: dict[str, Any] = {"weight_g": weight_g, "net_quantity": net_quantity, "net_unit": net_unit}
    rules.check_figures(price_paise=price_paise, mrp_paise=mrp_paise, **figures)
    labels = _labels(labels)
    good = hold_key(Good, variant.good_id)
    held = hold(variant)
    unless_changed(good, seen)
    if sku != held.sku:
        rules.check_sku(sku)
    if weight_g is None and good.state not in rules.OPEN_STATES:
        raise WeightNeeded()
    facts, price = {"sku": held.sku, **variant_facts(held)}, held.price_paise
    held.sku, held.labels, held.active = sku, labels, True
    held.price_paise, held.mrp_paise = price_paise, mrp_paise
    for field, value in figures.items():
        setattr(held, field, value)
    save_under_code(held)
    moved = _place(good, held, place)
    told = changes(facts, {"sku": held.sku, **variant_facts(held)})
    if price != price_paise:
        why: dict[str, Any] = {"reason": reason} if reason else {}
        record("catalogue.price_changed", held, by=by, before=price, after=price_paise, good=good.pk, **why)
    if told["after"] or price != price_paise or moved:
        touch(good)
    if told["after"]:
        record("catalogue.good_saved", good, by=by, of=held.sku, **told)
    return held


def _labels(labels: Texts) -> dict[str, str]:
    """Those that say something, trimmed."""
    kept = {code: " ".join(text.split()) for code, text in labels.items() if code in LANGUAGES and text.strip()}
    for code, text in kept.items():
        if len(text) > MOST_LABEL:
            raise LabelTooLong(code)
    return kept


def _place(good: Good, moved: Variant, place: int) -> bool:
    """Put a size at its place (from 1) among those of the good that are made; the stopped ones stand behind them."""
    rows = list(Variant.objects.filter(good=good).exclude(pk=moved.pk).order_by("position", "pk"))
    made = [row for row in rows if row.active]
    made.insert(max(0, min(place - 1, len(made))), moved)
    changed = []
    for position, row in enumerate([*made, *(row for row in rows if not row.active)]):
        if row.position != position:
            row.position = position
            changed.append(row)
    Variant.objects.bulk_update(changed, ["position"])
    return bool(changed)


@transaction.atomic
def show_pictures(good: Good, *, pictures: Sequence[Picture], seen: datetime | None = None, by: Actor) -> Good:
    """These pictures in this order and no others; the first is the main one.

    Raises TooManyPhotos, LastPhoto (a good past its draft needs one), GoodChanged.
    """
    wanted = list({picture.pk: picture for picture in pictures}.values())
    if len(wanted) > rules.MOST_PHOTOS:
        raise TooManyPhotos()
    held = hold(good)
    unless_changed(held, seen)
    if not wanted and held.state not in rules.OPEN_STATES:
        raise LastPhoto()
    there = list(Photo.objects.filter(good=held).order_by("position").annotate(digest=F("picture__digest")))
    if [photo.picture_id for photo in there] == [picture.pk for picture in wanted]:
        return held
    Photo.objects.filter(good=held).delete()
    Photo.objects.bulk_create(
        [Photo(good=held, picture=picture, position=place) for place, picture in enumerate(wanted)]
    )
    touch(held)
    before = {"pictures": [getattr(photo, "digest") for photo in there]}  # noqa: B009 — annotated above
    record("catalogue.good_saved", held, by=by, **changes(before, {"pictures": [row.digest for row in wanted]}))
    return held


@transaction.atomic
def add_variant(
    good: Good,
    *,
    sku: str,
    labels: Texts,
    price_paise: int,
    mrp_paise: int,
    weight_g: int | None,
    net_quantity: int,
    net_unit: str,
    seen: datetime | None = None,
    by: Actor,
) -> Variant:
    """One more size, behind those that are made; without a `sku` it gets the next one. Raises as `change_variant`."""
    if sku:
        rules.check_sku(sku)
    figures: dict[str, Any] = {"weight_g": weight_g, "net_quantity": net_quantity, "net_unit": net_unit}
    rules.check_figures(price_paise=price_paise, mrp_paise=mrp_paise, **figures)
    labels = _labels(labels)
    held = hold(good, "mart")
    unless_changed(held, seen)
    if weight_g is None and held.state not in rules.OPEN_STATES:
        raise WeightNeeded()
    variant = Variant(
        mart_id=held.mart_id,
        good=held,
        sku=sku or _next_sku(held),
        labels=labels,
        price_paise=price_paise,
        mrp_paise=mrp_paise,
        **figures,
    )
    save_under_code(variant)
    _place(held, variant, rules.MOST_SIZES)
    touch(held)
    record("catalogue.good_saved", held, by=by, of=variant.sku, **changes({}, variant_facts(variant)))
    return variant


def _next_sku(good: Good) -> str:
    """The house's code of the good's next size: one that nothing of the mart has."""
    stem = f"{good.mart.order_prefix}{good.pk:06d}"
    taken = set(Variant.objects.filter(mart_id=good.mart_id, sku__startswith=f"{stem}-").values_list("sku", flat=True))
    return next(code for code in (f"{stem}-{number}" for number in count(1)) if code not in taken)
