"""How a mart delivers where."""

from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import changes, record
from haat.core.locks import hold
from haat.delivery import carriers
from haat.delivery.models import Zone
from haat.places.models import Mart, Place


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
    by: Actor,
) -> Zone:
    """How the mart delivers to a place and below (None: all of India). Raises LookupError (carrier)."""
    carriers.get(carrier)
    wanted = {
        "carrier": carrier,
        "days": days,
        "charge_paise": charge_paise,
        "free_from_paise": free_from_paise,
        "cod": cod,
        "cod_limit_paise": cod_limit_paise,
        "fresh_food": fresh_food,
    }
    hold(mart)
    before = Zone.objects.filter(mart=mart, place=place).values(*wanted).first() or {}
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
