"""Until when a part must be packed: from the day it was promised for, and how long its carrier's way takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from haat.core.dates import today
from haat.delivery import carriers
from haat.delivery.models import Fetch, Pickup, Zone
from haat.delivery.queries import zones_of
from haat.delivery.rules import fitting_zone
from haat.orders.models import Part
from haat.places.models import Mart, PinCode, Place

# So long a way is reckoned with where no zone says another: what came from elsewhere names its day itself.
USUAL_DAYS = 7
# Who comes for parcels has them before this hour.
NOON = time(12)
TO_PACK = (Part.State.PLACED, Part.State.ACCEPTED)


@dataclass(frozen=True)
class PackBy:
    """The last day on which a part can be packed and still arrive as promised; `hour` when a rider comes that day."""

    day: date
    hour: time | None = None

    @property
    def late(self) -> bool:
        """True once that day is over."""
        return self.day < today()

    @property
    def now(self) -> bool:
        """True on that day itself."""
        return self.day == today()


def last_day(promised_by: date, *, carrier: str, days: int) -> date:
    """The last day on which what is ready arrives by `promised_by` when its way takes `days`."""
    ready = promised_by - timedelta(days=days)
    try:
        found = carriers.get(carrier)
    except LookupError:  # a channel's own name for who fetches it
        return ready
    while found.arrives(ready, days) > promised_by:
        ready -= timedelta(days=1)
    while found.arrives(ready + timedelta(days=1), days) <= promised_by:
        ready += timedelta(days=1)
    return ready


def pack_days(mart: Mart, parts: Sequence[Part]) -> dict[int, PackBy]:
    """Part → until when, of those that are to be accepted or packed by a maker or at a place (orders loaded).

    Four statements at most, whatever their number, and one more in a district that is divided into zones.
    """
    wanted = [part for part in parts if part.state in TO_PACK]
    if not wanted:
        return {}
    ways = _ways(mart, wanted)
    comes = _rider_days(mart, {part.maker_id for part in wanted if part.place_id is None})
    return {part.pk: _pack_by(part, ways[part.pk], comes) for part in wanted}


def _pack_by(part: Part, way: "_Way", comes: dict[int, set[date]]) -> PackBy:
    if part.held_until is not None:
        return PackBy(part.held_until)
    day = last_day(part.promised_by, carrier=way.carrier, days=way.days)
    return PackBy(day, NOON if part.place_id is None and day in comes.get(part.maker_id, ()) else None)


@dataclass(frozen=True)
class _Way:
    carrier: str
    days: int


def _ways(mart: Mart, parts: Iterable[Part]) -> dict[int, _Way]:
    codes = {part.order.pin for part in parts} - {""}
    pins = {pin.pin: pin for pin in PinCode.objects.filter(pin__in=codes).select_related("district")}
    zones = zones_of(mart)
    within = _within(zones, pins)
    ways = {}
    for part in parts:
        pin = pins.get(part.order.pin)
        zone = fitting_zone(zones, [pin.district.path, *within.get(pin.pin, ())]) if pin is not None else None
        carrier = part.carrier or (zone.carrier if zone is not None else "")
        ways[part.pk] = _Way(carrier, zone.days if zone is not None else USUAL_DAYS)
    return ways


def _within(zones: Iterable[Zone], pins: dict[str, PinCode]) -> dict[str, list[str]]:
    """PIN → paths of the places within its district that have it, where zones of places there can be."""
    paths = {pin.district.path for pin in pins.values()}
    narrow = [zone.place.path for zone in zones if zone.place is not None and zone.place.path not in paths]
    divided = any(one.startswith(path) for one in narrow for path in paths)
    found: dict[str, list[str]] = {}
    if divided:
        for code, path in Place.objects.filter(pin__in=pins).values_list("pin", "path"):
            found.setdefault(code, []).append(path)
    return found


def _rider_days(mart: Mart, makers: set[int]) -> dict[int, set[date]]:
    """Maker → the days on which a rider who fetches comes to her."""
    rows = Fetch.objects.filter(
        pickup__mart=mart, pickup__state=Pickup.State.OPEN, state=Fetch.State.DUE, parcel__part__maker__in=makers
    )
    found: dict[int, set[date]] = {}
    for maker, day in rows.values_list("parcel__part__maker", "pickup__day").distinct() if makers else ():
        found.setdefault(maker, set()).add(day)
    return found


def pack_day(part: Part) -> PackBy | None:
    """The same of one part (order and mart loaded); None once it is packed."""
    return pack_days(part.mart, [part]).get(part.pk)
