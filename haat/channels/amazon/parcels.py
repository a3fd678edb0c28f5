"""Amazon's parcels: Easy Ship where Amazon fetches them, and what left with a carrier of the seller's own."""

from collections.abc import Sequence

from haat.channels import parcels
from haat.channels.amazon import easyship, shipping
from haat.channels.channel import Keys, Line
from haat.channels.parcels import Booked, Left, Packed, Slot


class AmazonParcels(parcels.Parcels):
    """Easy Ship and self-ship of Amazon in India."""

    def slots(self, order: str, packed: Packed, keys: Keys, line: Line) -> Sequence[Slot]:
        return easyship.slots(order, packed, keys, line)

    def booked(self, order: str, keys: Keys, line: Line) -> Booked | None:
        return easyship.booked(order, keys, line)

    def book(self, order: str, slot: Slot, keys: Keys, line: Line, *, reference: str = "") -> Booked:
        return easyship.book(order, slot, keys, line, reference=reference)

    def ask_labels(self, order: str, keys: Keys, line: Line) -> str:
        return easyship.ask_labels(order, keys, line)

    def labels(self, ref: str, keys: Keys, line: Line) -> bytes | None:
        return easyship.labels(ref, keys, line)

    def left(self, parcel: Left, keys: Keys, line: Line) -> None:
        shipping.left(parcel, keys, line)


PARCELS = AmazonParcels()
