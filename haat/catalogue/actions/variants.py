"""Sizes, weights, colours and their prices."""

from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, QuerySet

from haat.catalogue import errors, rules
from haat.catalogue.actions.touching import Texts, touch
from haat.catalogue.models import Good, Variant
from haat.core.actor import Actor
from haat.core.events import record
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
    variant = write_variant(
        good,
        sku=sku,
        price_paise=price_paise,
        mrp_paise=mrp_paise,
        weight_g=weight_g,
        labels=labels or {},
        net_quantity=net_quantity,
        net_unit=net_unit,
        position=position,
        by=by,
    )
    touch(good)
    record("catalogue.good_saved", good, by=by, sku=variant.sku)
    return variant


def write_variant(
    good: Good,
    *,
    sku: str | None,
    price_paise: int,
    mrp_paise: int | None,
    position: int,
    by: Actor,
    **rest: Any,
) -> Variant:
    mrp_paise = price_paise if mrp_paise is None else mrp_paise
    figures = {field: rest[field] for field in ("weight_g", "net_quantity", "net_unit")}
    rules.check_figures(price_paise=price_paise, mrp_paise=mrp_paise, **figures)
    variant = _variant_of(good, sku, position)
    before = variant.price_paise
    variant.price_paise, variant.mrp_paise, variant.position, variant.active = (
        price_paise,
        mrp_paise,
        position,
        True,
    )
    for field, value in rest.items():
        setattr(variant, field, value)
    variant.save()
    if before is not None and before != price_paise:
        record("catalogue.price_changed", variant, by=by, before=before, after=price_paise, good=good.pk)
    return variant


@Prepared
def _variants() -> QuerySet[Variant]:
    variants = Variant.objects.select_for_update(no_key=True)
    return variants.filter(good=Slot("good", BigIntegerField())).order_by("pk")


def _variant_of(good: Good, sku: str | None, position: int) -> Variant:
    """The variant meant, locked, or a new one that is not saved yet."""
    mine = _variants.all(good=good.pk)
    found: Variant | None = None
    if sku is not None:
        rows = Variant.objects.select_for_update(no_key=True).filter(mart_id=good.mart_id)
        found = rows.filter(sku=sku).first()
    else:
        found = next((row for row in mine if row.position == position), None)
    if found is None:
        number = len(mine) + 1
        return Variant(mart_id=good.mart_id, good=good, sku=sku or f"{good.mart.order_prefix}{good.pk:06d}-{number}")
    if found.good_id != good.pk:
        raise errors.sku_taken(found.sku)
    return found


@transaction.atomic
def stop_variant(variant: Variant, *, by: Actor) -> Variant:
    """A size or colour is not made any more; its orders and stock stay on record."""
    variant.active = False
    variant.save(update_fields=["active"])
    touch(variant.good)
    record("catalogue.good_saved", variant.good, by=by, stopped=variant.sku)
    return variant


@transaction.atomic
def change_price(variant: Variant, *, price_paise: int, by: Actor) -> Variant:
    """A new price in paise, tax included. The MRP follows when it was the price itself. Raises HaatError."""
    variant = Variant.objects.select_for_update(of=("self",), no_key=True).select_related("good").get(pk=variant.pk)
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
