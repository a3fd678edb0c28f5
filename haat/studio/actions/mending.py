"""Mending a good at the desk where more than the catalogue has a say: what is promised, what a piece cost its maker."""

from datetime import datetime

from django.db import transaction

from haat.catalogue import actions as catalogue
from haat.catalogue.models import Good, Variant
from haat.core.actor import Actor
from haat.core.locks import hold, hold_key
from haat.core.texts import clean_line
from haat.pricing.queries import below_cost, has_tax_line
from haat.stock.queries import promises_of
from haat.studio.errors import NoSuchTaxLine, ReasonNeeded, StillPromised
from haat.studio.facts import Mended, SizeMended

MOST_REASON = 200


@transaction.atomic
def mend_good(good: Good, told: Mended, *, seen: datetime | None = None, by: Actor) -> Good:
    """What is declared of a good, what its craft asks and how large it is: all of it, or nothing.

    Raises GoodChanged, NoSuchTaxLine, StillPromised (how it is made cannot change while pieces are promised), and the
    catalogue's refusals.
    """
    held = hold(good)
    catalogue.unless_changed(held, seen)
    if told.tax_slug != held.tax_slug and not has_tax_line(told.tax_slug):
        raise NoSuchTaxLine()
    if told.made_to_order != held.made_to_order and promises_of(held):
        raise StillPromised()
    catalogue.set_facts(
        held,
        hsn=told.hsn,
        tax_slug=told.tax_slug,
        packed_and_labelled=told.packed_and_labelled,
        shelf_life_days=told.shelf_life_days,
        fragile=told.fragile,
        made_to_order=told.made_to_order,
        making_days=told.making_days,
        by=by,
    )
    catalogue.set_attributes(held, attributes=told.attributes, by=by)
    length, width, height = told.size_mm
    return catalogue.set_size(held, length_mm=length, width_mm=width, height_mm=height, by=by)


@transaction.atomic
def mend_size(
    variant: Variant, told: SizeMended, *, reason: str = "", seen: datetime | None = None, by: Actor
) -> Variant:
    """All that is said of a size. A price that pays the maker less than a piece costs her wants a reason, once.

    Raises ReasonNeeded, GoodChanged, and the catalogue's refusals.
    """
    reason = clean_line(reason)[:MOST_REASON]
    good = hold_key(Good, variant.good_id, "mart", "maker__seller")
    held = hold(variant)
    held.good = good
    if told.price_paise != held.price_paise and not reason:
        _require_reason(held, told.price_paise)
    return catalogue.change_variant(
        held,
        sku=told.sku,
        labels=told.labels,
        price_paise=told.price_paise,
        mrp_paise=told.mrp_paise,
        weight_g=told.weight_g,
        net_quantity=told.net_quantity,
        net_unit=told.net_unit,
        place=told.place,
        reason=reason,
        seen=seen,
        by=by,
    )


def _require_reason(variant: Variant, price_paise: int) -> None:
    """Raises ReasonNeeded when at this price the maker gets less than the piece costs her (its good loaded)."""
    found = below_cost(variant, price_paise)
    if found is not None:
        raise ReasonNeeded(gets_paise=found[0], costs_paise=found[1])
