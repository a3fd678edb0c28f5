"""Amazon's parcels: Easy Ship where Amazon fetches them, and what left with a carrier of the seller's own."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from haat.channels import parcels
from haat.channels.amazon import easyship, shipping
from haat.channels.channel import Keys, Line
from haat.channels.parcels import CARRIED, FETCHED, Booked, Left, Packed, Slot

# Of an order's states, in both versions of Amazon's orders, those in which something is to be handed over.
TO_HAND_OVER = ("UNSHIPPED", "PARTIALLY_SHIPPED", "Unshipped", "PartiallyShipped")
EASY_SHIP = "AMAZON_EASY_SHIP"


class AmazonParcels(parcels.Parcels):
    """Easy Ship and self-ship of Amazon in India."""

    open_states = TO_HAND_OVER
    states = {
        "ReadyForPickup": _("waits to be picked up"),
        "PickedUp": _("picked up"),
        "AtOriginFC": _("at Amazon’s first centre"),
        "AtDestinationFC": _("at Amazon’s last centre"),
        "OutForDelivery": _("out for delivery"),
        "Delivered": _("delivered"),
        "Rejected": _("refused at the door"),
        "Undeliverable": _("could not be delivered"),
        "ReturnedToSeller": _("given back to the seller"),
        "LostInTransit": _("lost on the way"),
        "DamagedInTransit": _("damaged on the way"),
        "LabelCanceled": _("the label was cancelled"),
    }

    def way(self, state: str, raw: Mapping[str, Any]) -> str:
        if state not in TO_HAND_OVER:
            return ""
        programs = raw.get("programs")
        easy = isinstance(programs, list) and EASY_SHIP in programs
        return FETCHED if easy or raw.get("EasyShipShipmentStatus") else CARRIED

    def slots(self, order: str, packed: Packed, keys: Keys, line: Line) -> Sequence[Slot]:
        return easyship.slots(order, packed, keys, line)

    def booked(self, order: str, keys: Keys, line: Line) -> Booked | None:
        return easyship.booked(order, keys, line)

    def book(self, order: str, slot: Slot, keys: Keys, line: Line, *, reference: str = "") -> Booked:
        return easyship.book(order, slot, keys, line, reference=reference)

    def move(self, order: str, key: str, slot: Slot, keys: Keys, line: Line) -> Booked:
        return easyship.move(order, key, slot, keys, line)

    def ask_labels(self, order: str, keys: Keys, line: Line) -> str:
        return easyship.ask_labels(order, keys, line)

    def labels(self, ref: str, keys: Keys, line: Line) -> bytes | None:
        return easyship.labels(ref, keys, line)

    def left(self, parcel: Left, keys: Keys, line: Line) -> None:
        shipping.left(parcel, keys, line)

    def has_left(self, parcel: Left, keys: Keys, line: Line) -> bool:
        return shipping.has_left(parcel, keys, line)


PARCELS = AmazonParcels()
