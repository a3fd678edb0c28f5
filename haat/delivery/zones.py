"""A PIN code, and the zone of a mart in which it lies."""

from collections.abc import Sequence
from typing import Any

from django.db.models import BigIntegerField, CharField, QuerySet, Subquery

from haat.core.identifiers import InvalidIdentifier, clean_pin
from haat.core.prepared import Prepared, Slot
from haat.delivery.errors import UnknownPin
from haat.delivery.models import Zone
from haat.delivery.rules import fitting_zone
from haat.places import queries as places
from haat.places.models import Mart, PinCode, Place

# What a promise reads of a PIN, and where it stands.
PIN_FIELDS = {
    **{"pin_district": "district_id", "pin_state": "state_id", "pin_path": "district__path"},
    **{"pin_names": "district__names", "pin_state_names": "state__names"},
}


@Prepared
def _pins() -> QuerySet[PinCode]:
    pins = PinCode.objects.filter(pin=Slot("pin", CharField())).select_related("district")
    return pins.only("state_id", "district_id", "district__path")


@Prepared
def _zones() -> QuerySet[Zone]:
    return _of_mart()


def _of_mart() -> QuerySet[Zone]:
    zones = Zone.objects.filter(mart=Slot("mart", BigIntegerField())).select_related("place")
    return zones.defer(*(f"place__{field.name}" for field in Place._meta.fields if field.name not in ("id", "path")))


@Prepared
def _zones_and_pin() -> QuerySet[Zone]:
    """The zones of a mart, each with what is known of one PIN."""
    pins = PinCode.objects.filter(pin=Slot("pin", CharField()))
    told = {name: Subquery(pins.values(field)) for name, field in PIN_FIELDS.items()}
    return _of_mart().annotate(**told)


def find_pin(text: str) -> PinCode | None:
    """The PIN code as typed with its district's path, all a promise needs; None when no post office has it."""
    try:
        code = clean_pin(text)
    except InvalidIdentifier:
        return None
    return _pins.first(pin=code)


def _below(place: Place, district: Place) -> bool:
    return place.pk != district.pk and district.contains(place)


def zone_for(mart: Mart, pin: PinCode) -> Zone | None:
    """The mart's zone for a PIN: of the most specific place (block, district, state, India)."""
    return _zone_of(_zones.all(mart=mart.pk), pin)


def _zone_of(zones: Sequence[Zone], pin: PinCode) -> Zone | None:
    paths = [pin.district.path]
    if any(zone.place is not None and _below(zone.place, pin.district) for zone in zones):
        # Only a zone within the district asks in which of its blocks the PIN lies.
        paths += Place.objects.within(pin.district).filter(pin=pin.pin).values_list("path", flat=True)
    return fitting_zone(zones, paths)


def asked(mart: Mart, pin: str) -> tuple[PinCode, Zone | None]:
    """A PIN as typed, with the names of its places, and the mart's zone for it; mostly one query. Raises UnknownPin."""
    try:
        code = clean_pin(pin)
    except InvalidIdentifier as error:
        raise UnknownPin from error
    zones: list[Any] = _zones_and_pin.all(mart=mart.pk, pin=code)
    if not zones:
        known = places.pin(code)
        if known is None:
            raise UnknownPin
        return known, None
    first = zones[0]
    if first.pin_district is None:
        raise UnknownPin
    district = Place(pk=first.pin_district, path=first.pin_path, names=first.pin_names)
    state = Place(pk=first.pin_state, names=first.pin_state_names)
    found = PinCode(pin=code, district=district, state=state)
    return found, _zone_of(zones, found)
