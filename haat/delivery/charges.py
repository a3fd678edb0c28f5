"""What a parcel weighs for its carrier, what it costs, and whether it may go at all."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from haat.catalogue.models import Good, Variant
from haat.core.money import share_rupees
from haat.delivery.carriers import Limits
from haat.delivery.models import Zone
from haat.orders.promises import PartKey, Reason, Wanted

KILOGRAM = 1000


def sides(good: Good) -> tuple[int, ...]:
    """Length, width and height (mm) where all are known; else nothing."""
    known = [side for side in (good.length_mm, good.width_mm, good.height_mm) if side]
    return tuple(known) if len(known) == 3 else ()


def grams(variant: Variant, limits: Limits) -> int:
    """What a piece counts for. What nobody has weighed counts by its size, or nothing."""
    return limits.weighs(variant.weight_g or 0, *sides(variant.good))


def weights(lines: Sequence[Wanted], limits: Limits) -> dict[PartKey, int]:
    """Grams of each parcel."""
    found: dict[PartKey, int] = {}
    for line in lines:
        found[line.part_key] = found.get(line.part_key, 0) + grams(line.variant, limits) * line.quantity
    return found


def by_weight(zone: Zone, weight_g: int) -> int | None:
    """What a parcel of a zone with slabs costs (paise); None when it is heavier than any that goes there."""
    for up_to_g, paise in zone.slabs:
        if weight_g <= up_to_g:
            return int(paise)
    if zone.further_kg_paise is None:
        return None
    up_to_g, paise = zone.slabs[-1]
    return int(paise) + zone.further_kg_paise * -(-(weight_g - up_to_g) // KILOGRAM)


def charges(zone: Zone, parcels: Mapping[PartKey, int], goods: Mapping[PartKey, int]) -> dict[PartKey, int]:
    """What the delivery of each parcel costs (paise); `goods` are their prices, by which one charge is shared.

    What is too heavy to go is charged nothing: it is not sent. Free from the sum of the zone, but for parcels
    heavier than it says.
    """
    free = zone.free_from_paise is not None and sum(goods.values()) >= zone.free_from_paise
    heavy = {key for key, weight in parcels.items() if zone.free_up_to_g is not None and weight > zone.free_up_to_g}
    if not zone.slabs:
        whole = 0 if free and not heavy else zone.charge_paise
        shares = share_rupees(whole, list(goods.values())) if goods else []
        return dict(zip(goods, shares, strict=True))
    return {key: 0 if free and key not in heavy else by_weight(zone, weight) or 0 for key, weight in parcels.items()}


def too_much(line: Wanted, zone: Zone, limits: Limits, weight_g: int) -> Reason:
    """Why a line cannot travel in its parcel of `weight_g`: its size, its or the parcel's weight; empty when it can."""
    if zone.slabs and not grams(line.variant, limits):
        return _("Its weight is not known yet, and the way to this PIN is paid by weight. Ask us: we weigh it.")
    size = sides(line.variant.good)
    if size and not limits.fits(*size):
        return _("It is too large for a parcel to this PIN. Ask us: we look for another way.")
    most_g = heaviest(zone, limits)
    if most_g is None or weight_g <= most_g:
        return ""
    return _("Together %(weight)s kg: a parcel to this PIN may weigh %(most)s kg. Take fewer, or ask us.") % {
        "weight": kilograms(weight_g),
        "most": kilograms(most_g),
    }


def heaviest(zone: Zone, limits: Limits) -> int | None:
    """The most a parcel to a zone may weigh (grams), by its carrier and its slabs; None: anything."""
    ends = [limits.most_g] if limits.most_g is not None else []
    if zone.slabs and zone.further_kg_paise is None:
        ends.append(zone.slabs[-1][0])
    return min(ends, default=None)


def kilograms(weight_g: int) -> str:
    """Kilograms as people write them: 112, 0.5."""
    return f"{weight_g / KILOGRAM:.2f}".rstrip("0").rstrip(".")
