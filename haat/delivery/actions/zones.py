"""How a mart delivers where."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from haat.core.actor import Actor
from haat.core.errors import Changed
from haat.core.events import changes, record
from haat.core.locks import hold, hold_all
from haat.delivery import carriers
from haat.delivery.errors import BadSlabs, ChargeTooHigh, LastZone
from haat.delivery.models import Zone
from haat.delivery.rules import MOST_WEIGHT_G
from haat.orders.models import Order
from haat.places.models import Mart, Place

# Grams up to which, and what a parcel so heavy costs (paise).
Slab = tuple[int, int]
MOST_SLABS = 20
# What a parcel may cost at most, in paise.
MOST_PAISE = 1_000_000
BY_WEIGHT = ("slabs", "further_kg_paise")


def _checked(slabs: Sequence[Slab], further_kg_paise: int | None) -> dict[str, Any]:
    """Slabs that rise in weight and do not fall in price; raises BadSlabs."""
    bad = BadSlabs(MOST_SLABS, MOST_WEIGHT_G, MOST_PAISE)
    if len(slabs) > MOST_SLABS or (further_kg_paise is not None and not slabs):
        raise bad
    least_g, least_paise = 1, 0
    for up_to_g, paise in slabs:
        if not least_g <= up_to_g <= MOST_WEIGHT_G or not least_paise <= paise <= MOST_PAISE:
            raise bad
        least_g, least_paise = up_to_g + 1, paise
    if further_kg_paise is not None and not 0 <= further_kg_paise <= MOST_PAISE:
        raise bad
    return {"slabs": [list(slab) for slab in slabs], "further_kg_paise": further_kg_paise}


@transaction.atomic
def set_zone(
    mart: Mart,
    *,
    place: Place | None,
    days: int,
    charge_paise: int,
    carrier: str,
    free_from_paise: int | None = None,
    cod: bool = True,
    cod_limit_paise: int = 500_000,
    fresh_food: bool = True,
    slabs: Sequence[Slab] | None = None,
    further_kg_paise: int | None = None,
    free_up_to_g: int | None = None,
    seen: str | None = None,
    by: Actor,
) -> Zone:
    """How the mart delivers to a place and below (None: all of India).

    `slabs` are (grams up to which, paise a parcel), from light to heavy, and `further_kg_paise` what each kilogram
    begun above the last costs; the charge is then that of the first. None keeps slabs and what hangs on the weight as
    they are while the charge is, and takes them away with another charge. `seen` is `Zone.standing` as its writer read
    it, empty where she saw no zone. Raises BadSlabs, ChargeTooHigh, Changed, LookupError (carrier).
    """
    carriers.get(carrier)
    if charge_paise > MOST_PAISE:
        raise ChargeTooHigh(MOST_PAISE)
    hold(mart)
    stood = Zone.objects.filter(mart=mart, place=place).first()
    if seen is not None and seen != (stood.standing if stood else ""):
        raise Changed()
    before: dict[str, Any] = stood.told if stood else {}
    if slabs is not None:
        weights = _checked(slabs, further_kg_paise)
    elif before and before["charge_paise"] == charge_paise:
        weights = {name: before[name] for name in BY_WEIGHT}
        free_up_to_g = before["free_up_to_g"] if free_up_to_g is None else free_up_to_g
    else:
        weights = {"slabs": [], "further_kg_paise": None}
    if weights["slabs"]:
        charge_paise = weights["slabs"][0][1]
    wanted = {
        "carrier": carrier,
        "days": days,
        "charge_paise": charge_paise,
        "free_from_paise": free_from_paise,
        "cod": cod,
        "cod_limit_paise": cod_limit_paise,
        "fresh_food": fresh_food,
        "free_up_to_g": free_up_to_g,
        **weights,
    }
    zone, _made = Zone.objects.update_or_create(mart=mart, place=place, defaults=wanted)
    record(
        "delivery.zone_set",
        zone,
        by=by,
        place=place.pk if place else None,
        days=days,
        charge_paise=charge_paise,
        carrier=carrier,
        **changes(before, wanted),
    )
    return zone


@transaction.atomic
def remove_zone(zone: Zone, *, by: Actor) -> None:
    """Deliver there as to the wider place around it from now on, or not at all; told twice it counts once.

    Orders keep what they were promised. Raises LastZone for the only zone of a mart that sells.
    """
    mart = hold(zone.mart)
    held = hold_all(Zone.objects.filter(pk=zone.pk))
    if not held:
        return
    others = Zone.objects.filter(mart=mart).exclude(pk=zone.pk)
    if not others.exists() and (mart.opened_at is not None or Order.objects.filter(mart=mart).exists()):
        raise LastZone()
    gone = held[0]
    record(
        "delivery.zone_removed",
        gone,
        by=by,
        place=gone.place_id,
        days=gone.days,
        charge_paise=gone.charge_paise,
        carrier=gone.carrier,
    )
    gone.delete()
