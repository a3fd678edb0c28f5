"""Sizes, weights, colours and their prices."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, QuerySet

from haat.catalogue import rules
from haat.catalogue.actions.touching import Texts, touch
from haat.catalogue.errors import LastVariant, SkuTaken
from haat.catalogue.models import Good, Variant
from haat.core.actor import Actor
from haat.core.events import changes, record
from haat.core.locks import hold, hold_key
from haat.core.prepared import Prepared, Slot


@transaction.atomic
def set_variant(
    good: Good,
    *,
    sku: str | None = None,
    price_paise: int,
    mrp_paise: int | None = None,
    weight_g: int | None = None,
    labels: Texts | None = None,
    net_quantity: int = 1,
    net_unit: str = "piece",
    position: int = 0,
    by: Actor,
) -> Variant:
    """Make or change the variant with this `sku`, or without one that at this `position` of the good.

    `mrp_paise` is the price if not given; `labels` is language → "250 g". Raises HaatError.
    """
    good = hold(good, "mart")
    mrp_paise = price_paise if mrp_paise is None else mrp_paise
    figures: dict[str, Any] = {"weight_g": weight_g, "net_quantity": net_quantity, "net_unit": net_unit}
    rules.check_figures(price_paise=price_paise, mrp_paise=mrp_paise, **figures)
    variant = _variant_of(good, sku, position)
    facts, before = variant_facts(variant), variant.price_paise
    variant.price_paise, variant.mrp_paise, variant.position, variant.active = price_paise, mrp_paise, position, True
    variant.labels = dict(labels or {})
    for field, value in figures.items():
        setattr(variant, field, value)
    if sku is None:
        variant.save()
    else:
        save_under_code(variant)
    if before is not None and before != price_paise:
        record("catalogue.price_changed", variant, by=by, before=before, after=price_paise, good=good.pk)
    touch(good)
    record("catalogue.good_saved", good, by=by, sku=variant.sku, **changes(facts, variant_facts(variant)))
    return variant


def variant_facts(variant: Variant) -> dict[str, Any]:
    """A variant as its good's history keeps it; its price has events of its own."""
    fields = ("mrp_paise", "weight_g", "labels", "net_quantity", "net_unit", "active")
    return {} if variant.pk is None else {field: getattr(variant, field) for field in fields}


def save_under_code(variant: Variant) -> None:
    """Save a variant whose code somebody chose. Raises SkuTaken when another one has it."""
    try:
        with transaction.atomic():
            variant.save()
    except IntegrityError:
        if not Variant.objects.filter(mart_id=variant.mart_id, sku=variant.sku).exclude(pk=variant.pk).exists():
            raise
        raise SkuTaken(variant.sku) from None


@Prepared
def _variants() -> QuerySet[Variant]:
    variants = Variant.objects.select_for_update(no_key=True)
    return variants.filter(good=Slot("good", BigIntegerField())).order_by("pk")


def _variant_of(good: Good, sku: str | None, position: int) -> Variant:
    """The variant meant, locked, or a new one that is not saved yet."""
    mine = _variants.all(good=good.pk)
    found: Variant | None = None
    if sku is not None:
        found = Variant.objects.filter(mart_id=good.mart_id, sku=sku).first()
    else:
        found = next((row for row in mine if row.position == position), None)
    if found is None:
        if sku:
            rules.check_sku(sku)
        number = len(mine) + 1
        return Variant(mart_id=good.mart_id, good=good, sku=sku or f"{good.mart.order_prefix}{good.pk:06d}-{number}")
    if found.good_id != good.pk:
        raise SkuTaken(found.sku)
    return found


def _held(variant: Variant) -> Variant:
    """The variant as it stands, held after its good."""
    good = hold_key(Good, variant.good_id)
    held = hold(variant)
    held.good = good
    return held


@transaction.atomic
def stop_variant(variant: Variant, *, by: Actor) -> Variant:
    """A size or colour is not made any more; its orders and stock stay on record.

    Raises LastVariant for the only one of a good past its draft.
    """
    variant = _held(variant)
    others = Variant.objects.filter(good=variant.good_id, active=True).exclude(pk=variant.pk)
    if variant.good.state not in rules.OPEN_STATES and not others.exists():
        raise LastVariant()
    before, variant.active = {"active": variant.active}, False
    variant.save(update_fields=["active"])
    touch(variant.good)
    told = changes(before, {"active": False})
    record("catalogue.good_saved", variant.good, by=by, sku=variant.sku, stopped=variant.sku, **told)
    return variant


@transaction.atomic
def change_price(variant: Variant, *, price_paise: int, by: Actor) -> Variant:
    """A new price in paise, tax included. The MRP follows when it was the price itself. Raises HaatError."""
    variant = _held(variant)
    before = variant.price_paise
    mrp_paise = price_paise if variant.mrp_paise == before else variant.mrp_paise
    rules.check_figures(
        price_paise=price_paise,
        mrp_paise=mrp_paise,
        weight_g=variant.weight_g,
        net_quantity=variant.net_quantity,
        net_unit=variant.net_unit,
    )
    if before != price_paise:
        variant.price_paise, variant.mrp_paise = price_paise, mrp_paise
        variant.save(update_fields=["price_paise", "mrp_paise"])
        touch(variant.good)
        record("catalogue.price_changed", variant, by=by, before=before, after=price_paise, good=variant.good_id)
    return variant


@transaction.atomic
def weigh(variant: Variant, *, weight_g: int, by: Actor) -> Variant:
    """What one packed piece of a size weighs, in grams; told twice it counts once. Raises BadWeight."""
    variant = _held(variant)
    if variant.weight_g == weight_g:
        return variant
    rules.check_weight(weight_g)
    facts, variant.weight_g = variant_facts(variant), weight_g
    variant.save(update_fields=["weight_g"])
    touch(variant.good)
    told = changes(facts, variant_facts(variant))
    record("catalogue.good_saved", variant.good, by=by, sku=variant.sku, of=variant.sku, **told)
    return variant
