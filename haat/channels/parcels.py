"""What a marketplace does with parcels, where it carries them itself: times to hand one over, labels, and what left.

A second, optional module of a channel's folder: `parcels.py` that holds `PARCELS`, an object of a class made from
`Parcels`. Like the channel it reads and sends, and writes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from haat.channels.channel import PACKAGE, Keys, Line
from haat.core import folders

PICKUP, DROPOFF = "pickup", "dropoff"


@dataclass(frozen=True)
class Packed:
    """A packed parcel: grams, and its three sides in mm."""

    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int


@dataclass(frozen=True)
class Slot:
    """A time at which a parcel may be handed over, in UTC; `way` is PICKUP or DROPOFF. `told` goes back as it came."""

    key: str
    begins: datetime | None
    ends: datetime | None
    way: str = PICKUP
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Booked:
    """A parcel that is to be handed over: the channel's number of it, when, its tracking number, state and invoice."""

    order: str
    key: str
    slot: Slot
    tracking: str = ""
    state: str = ""
    invoice: str = ""


@dataclass(frozen=True)
class Left:
    """A parcel that another carrier has: since when, its number there, and of which lines how many pieces."""

    order: str
    number: int  # of the parcel within the order, from 1
    carrier: str
    tracking: str
    at: datetime
    lines: Mapping[str, int]


class Parcels:
    """Parcels of a channel's orders, named by the channel's own numbers of them."""

    def slots(self, order: str, packed: Packed, keys: Keys, line: Line) -> Sequence[Slot]:
        """When it may be handed over. Raises Trouble or Shut."""
        raise NotImplementedError

    def booked(self, order: str, keys: Keys, line: Line) -> Booked | None:
        """What is booked for the order; None when nothing is. Raises Trouble or Shut."""
        raise NotImplementedError

    def book(self, order: str, slot: Slot, keys: Keys, line: Line, *, reference: str = "") -> Booked:
        """Book a time once: what is booked already is answered. Raises Trouble, Lost or Shut."""
        raise NotImplementedError

    def ask_labels(self, order: str, keys: Keys, line: Line) -> str:
        """Ask for the label of a booked parcel; the channel's number of the asking. Raises Trouble, Lost or Shut."""
        raise NotImplementedError

    def labels(self, ref: str, keys: Keys, line: Line) -> bytes | None:
        """The label as PDF; None while it is not made. Raises Trouble or Shut."""
        raise NotImplementedError

    def left(self, parcel: Left, keys: Keys, line: Line) -> None:
        """Tell that it has left with another carrier. Raises Trouble, Lost or Shut."""
        raise NotImplementedError


def find(slug: str) -> Parcels | None:
    """The parcels of the channel in the folder `slug`; None where it carries none."""
    if slug not in folders.names(PACKAGE, "parcels"):
        return None
    found: Parcels = folders.load(PACKAGE, slug, "parcels")
    return found
