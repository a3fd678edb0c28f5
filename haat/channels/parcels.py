"""What a marketplace does with parcels, where it carries them itself: times to hand one over, labels, and what left.

A second, optional module of a channel's folder: `parcels.py` that holds `PARCELS`, an object of a class made from
`Parcels`. Like the channel it reads and sends, and writes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from haat.channels.channel import PACKAGE, Keys, Line, Trouble
from haat.core import folders

PICKUP, DROPOFF = "pickup", "dropoff"
# How a parcel leaves: the channel fetches it at a time that is booked, or a carrier of the seller's own has it.
FETCHED, CARRIED = "fetched", "carried"
# Where a booked parcel is: it waits for the channel (and its time may still be moved), it is with the channel, the
# buyer has it, its road is over otherwise (lost, or back), or the channel has let the booking go.
AWAITED, ON_ITS_WAY, DELIVERED, ENDED, DROPPED = "awaited", "on_its_way", "delivered", "ended", "dropped"


class NotTaken(Trouble):
    """The channel read what was told, and said no: nothing of it happened.

    `about`: which part of it, a field of what was told ("slot", "size", "carrier", "tracking", "left_at"); empty where
    the channel does not say.
    """

    def __init__(self, said: str, about: str = "") -> None:
        super().__init__("bad_request", said)
        self.about = about


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
    """A parcel that is to be handed over: the channel's number of it, when, its tracking number, state and invoice.

    `state` is the channel's own word, `stage` where that is on the road (AWAITED …); empty where nobody knows.
    """

    order: str
    key: str
    slot: Slot
    tracking: str = ""
    state: str = ""
    invoice: str = ""
    stage: str = ""


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

    # The states of orders of which something is to be handed over.
    open_states: Sequence[str] = ()
    # The channel's own words for where a parcel is → what each means.
    states: "Mapping[str, str | Promise]" = {}

    def way(self, state: str, raw: Mapping[str, Any]) -> str:
        """How an order leaves (FETCHED, CARRIED); empty when nothing of it is to be handed over in this state.

        `raw` is the order in the channel's own words.
        """
        raise NotImplementedError

    def slots(self, order: str, packed: Packed, keys: Keys, line: Line) -> Sequence[Slot]:
        """When it may be handed over. Raises NotTaken, Trouble or Shut."""
        raise NotImplementedError

    def booked(self, order: str, keys: Keys, line: Line) -> Booked | None:
        """What is booked for the order; None when nothing is. Raises Trouble or Shut."""
        raise NotImplementedError

    def book(self, order: str, slot: Slot, keys: Keys, line: Line, *, reference: str = "") -> Booked:
        """Book a time once: what is booked already is answered. Raises NotTaken, Trouble, Lost or Shut."""
        raise NotImplementedError

    def move(self, order: str, key: str, slot: Slot, keys: Keys, line: Line) -> Booked:
        """Another time for what is booked under `key`. Raises NotTaken, Trouble, Lost or Shut."""
        raise NotImplementedError

    def ask_labels(self, order: str, keys: Keys, line: Line) -> str:
        """Ask for the label of a booked parcel; the channel's number of the asking. Raises Trouble, Lost or Shut."""
        raise NotImplementedError

    def labels(self, ref: str, keys: Keys, line: Line) -> bytes | None:
        """The label as PDF; None while it is not made. Raises Trouble or Shut."""
        raise NotImplementedError

    def left(self, parcel: Left, keys: Keys, line: Line) -> None:
        """Tell that it has left with another carrier. Raises NotTaken, Trouble, Lost or Shut."""
        raise NotImplementedError

    def has_left(self, parcel: Left, keys: Keys, line: Line) -> bool:
        """Whether the channel knows that it has left: it is asked when nobody answered. Raises Trouble or Shut."""
        raise NotImplementedError


def find(slug: str) -> Parcels | None:
    """The parcels of the channel in the folder `slug`; None where it carries none."""
    if slug not in folders.names(PACKAGE, "parcels"):
        return None
    found: Parcels = folders.load(PACKAGE, slug, "parcels")
    return found
