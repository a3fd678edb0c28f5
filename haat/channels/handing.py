"""Reading what is to be handed over of channels' orders: which pieces, which times were offered, how large it is."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from haat.channels.models import Account, Sale, Shipment
from haat.channels.parcels import PICKUP, Packed, Slot
from haat.delivery.models import Parcel
from haat.orders.models import OrderLine
from haat.places.models import Mart

State = Shipment.State
# What waits for a person.
WAITING = (State.WAITS,)
TOLD = (State.LEFT, State.ASKING, State.UNKNOWN)


@dataclass(frozen=True)
class ToSend:
    """A line of an order of which pieces are still to be told of as sent."""

    key: str
    title: str
    sku: str
    pieces: int


def shipments_of(sale: Sale) -> list[Shipment]:
    """The parcels of an order, in their order."""
    return list(Shipment.objects.filter(sale=sale).order_by("number"))


def shipment_of(sale: Sale, number: int) -> Shipment | None:
    """One of them."""
    return Shipment.objects.filter(sale=sale, number=number).select_related("sale__account").first()


def shipments_waiting(mart: Mart) -> QuerySet[Shipment]:
    """Parcels for which nobody has booked a time, or told that they left."""
    return Shipment.objects.filter(mart=mart, state__in=WAITING).select_related("sale__account").order_by("pk")


def to_send(sale: Sale, *, without: Shipment | None = None) -> list[ToSend]:
    """What of an order is wanted and was not told of as sent; `without` leaves one parcel out."""
    lines = (sale.facts or {}).get("lines")
    gone: dict[str, int] = {}
    for row in Shipment.objects.filter(sale=sale, state__in=TOLD).exclude(pk=without.pk if without else 0):
        for key, pieces in (row.pieces or row.asked.get("pieces") or {}).items():
            gone[key] = gone.get(key, 0) + int(pieces)
    found = []
    for place, line in enumerate(lines if isinstance(lines, list) else [], start=1):
        if isinstance(line, Mapping) and (left := _left(sale, line, place, gone)) > 0:
            found.append(ToSend(_key(line, place), str(line.get("title") or ""), str(line.get("sku") or ""), left))
    return found


def _key(line: Mapping[str, Any], place: int) -> str:
    return str(line.get("id") or place)


def _left(sale: Sale, line: Mapping[str, Any], place: int, gone: Mapping[str, int]) -> int:
    quantity, key = line.get("quantity"), _key(line, place)
    whole = quantity if isinstance(quantity, int) and not isinstance(quantity, bool) else 0
    return whole - int(sale.cancelled.get(key, 0)) - gone.get(key, 0)


# ---- times ----


def slot_told(slot: Slot) -> dict[str, Any]:
    """A time as a shipment keeps it."""
    told = asdict(slot)
    for name in ("begins", "ends"):
        told[name] = told[name].isoformat() if told[name] else None
    return told | {"told": dict(slot.told)}


def slot_from(told: Mapping[str, Any]) -> Slot:
    """The same, read."""
    return Slot(
        key=str(told.get("key") or ""),
        begins=_moment(told.get("begins")),
        ends=_moment(told.get("ends")),
        way=str(told.get("way") or PICKUP),
        told=told.get("told") or {},
    )


def _moment(text: Any) -> datetime | None:
    return parse_datetime(text) if isinstance(text, str) else None


def slots_of(row: Shipment, *, now: datetime | None = None) -> list[Slot]:
    """The times that were offered and have not begun, the earliest first."""
    now = now or timezone.now()
    found = [slot_from(each) for each in row.slots]
    return [slot for slot in found if slot.begins is None or slot.begins > now]


# ---- how large it is ----


def packed_as(row: Shipment) -> Packed | None:
    """As its size was told for the times that were offered."""
    sides = (row.weight_g, row.length_mm, row.width_mm, row.height_mm)
    weight, length, width, height = sides
    if weight and length and width and height:
        return Packed(weight, length, width, height)
    return None


def known_size(sale: Sale) -> dict[str, int]:
    """What of a parcel's weight and sides is known here: as it was weighed, and as one good alone is packed.

    `weight_g` (grams) when every part of the order is packed; the sides (mm) when it is one piece. Else they are left
    out: nobody has measured them.
    """
    order = sale.arrival.order_id if sale.arrival else None
    if order is None:
        return {}
    found: dict[str, int] = {}
    parcels = list(Parcel.objects.filter(part__order=order).exclude(part__state="cancelled").select_related("part"))
    lines = list(
        OrderLine.objects.filter(part__order=order).exclude(part__state="cancelled").select_related("good", "part")
    )
    if parcels and {line.part_id for line in lines} <= {parcel.part_id for parcel in parcels}:
        found["weight_g"] = sum(parcel.weight_g for parcel in parcels)
    if len(lines) == 1 and lines[0].quantity == 1:
        good = lines[0].good
        sides = {name: getattr(good, name) for name in ("length_mm", "width_mm", "height_mm")}
        if all(sides.values()):
            found |= sides
    return found


def known_carrier(sale: Sale, titles: Mapping[str, Any]) -> dict[str, str]:
    """Who has it, as the desk told it of the order here: the carrier's name (`titles` by slug) and its article."""
    order = sale.arrival.order_id if sale.arrival else None
    rows = Parcel.objects.filter(part__order=order or 0).exclude(article="").order_by("pk")
    for parcel in rows:
        return {"carrier": str(titles.get(parcel.carrier, "")), "tracking": parcel.article}
    return {}


def not_ended(account: Account) -> QuerySet[Shipment]:
    """The parcels of an account for which its keys are still needed."""
    return Shipment.objects.filter(sale__account=account, state__in=(State.WAITS, *TOLD[1:], State.BOOKED))
