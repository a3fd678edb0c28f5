"""What the bazaar does after a sale: it fetches parcels at booked times, prints labels, and settles with its sellers.

`DEPOT` is the world behind it. Its calls go through `Bazaar.call`, so that they can be lost like all others.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from haat.channels.channel import Keys, Line
from haat.channels.finances import Closed, Finances, Settlement, Unreadable
from haat.channels.parcels import AWAITED, CARRIED, FETCHED, Booked, Left, NotTaken, Packed, Parcels, Slot
from tests.channels.toy import SLUG, WORLD

PDF = b"%PDF-1.7 a label"
FOLDERS = {"parcels": ("SpeaksParcels", "PARCELS"), "finances": ("SpeaksFinances", "FINANCES")}


@dataclass
class Depot:
    """What is booked by order, what left by (order, number), labels by the number of their asking, settlements."""

    booked: dict[str, Booked] = field(default_factory=dict)
    moved: list[str] = field(default_factory=list)
    left: dict[tuple[str, int], Left] = field(default_factory=dict)
    packed: list[Packed] = field(default_factory=list)
    refuses: dict[str, NotTaken] = field(default_factory=dict)  # call → what it says
    label: bytes | None = PDF
    closed: dict[str, Settlement | Unreadable] = field(default_factory=dict)

    def slot(self, day: int = 1, key: str = "") -> Slot:
        """A time so many days from now and some hours, from ten to one in India."""
        begins = (timezone.now() + timedelta(days=day)).replace(hour=4, minute=30, second=0, microsecond=0)
        if begins < timezone.now() + timedelta(days=day):
            begins += timedelta(days=1)
        key = key or f"slot-{day}"
        return Slot(key, begins, begins + timedelta(hours=3), told={"slotId": key})

    def stands(self, order: str, slot: Slot, state: str = "READY", stage: str = AWAITED) -> Booked:
        """So it stands there from now on."""
        found = Booked(order, f"P-{order}", slot, f"TRK-{order}", state, "INV-1", stage)
        self.booked[order] = found
        return found

    def asked(self, what: str) -> None:
        WORLD.call(what, "before")
        if what in self.refuses:
            raise self.refuses[what]


DEPOT = Depot()


class SpeaksParcels(Parcels):
    """How one speaks to the depot."""

    open_states = ("Unshipped", "Held")
    states = {"READY": "waits for the van"}

    def way(self, state: str, raw: Mapping[str, Any]) -> str:
        if state != "Unshipped":
            return ""
        return CARRIED if raw.get("way") == CARRIED else FETCHED

    def slots(self, order: str, packed: Packed, keys: Keys, line: Line) -> Sequence[Slot]:
        DEPOT.asked("slots")
        DEPOT.packed.append(packed)
        return [DEPOT.slot(1), DEPOT.slot(2)]

    def booked(self, order: str, keys: Keys, line: Line) -> Booked | None:
        DEPOT.asked("booked")
        return DEPOT.booked.get(order)

    def book(self, order: str, slot: Slot, keys: Keys, line: Line, *, reference: str = "") -> Booked:
        DEPOT.asked("book")
        found = DEPOT.stands(order, slot)
        WORLD.call("book", "after")
        return found

    def move(self, order: str, key: str, slot: Slot, keys: Keys, line: Line) -> Booked:
        DEPOT.asked("move")
        assert DEPOT.booked[order].key == key
        DEPOT.moved.append(slot.key)
        found = DEPOT.stands(order, slot)
        WORLD.call("move", "after")
        return found

    def ask_labels(self, order: str, keys: Keys, line: Line) -> str:
        DEPOT.asked("ask_labels")
        return f"L-{order}"

    def labels(self, ref: str, keys: Keys, line: Line) -> bytes | None:
        DEPOT.asked("labels")
        return DEPOT.label

    def left(self, parcel: Left, keys: Keys, line: Line) -> None:
        DEPOT.asked("left")
        DEPOT.left[parcel.order, parcel.number] = parcel
        WORLD.call("left", "after")

    def has_left(self, parcel: Left, keys: Keys, line: Line) -> bool:
        DEPOT.asked("has_left")
        return (parcel.order, parcel.number) in DEPOT.left


class SpeaksFinances(Finances):
    """Its settlements, by the numbers of their reports."""

    def closed(self, since: datetime, keys: Keys, line: Line) -> Iterator[Closed]:
        DEPOT.asked("closed")
        for ref in DEPOT.closed:
            yield Closed(ref, f"document of {ref}", None, None)

    def settled(self, closed: Closed, keys: Keys, line: Line) -> Settlement:
        DEPOT.asked("settled")
        found = DEPOT.closed[closed.key]
        if isinstance(found, Unreadable):
            raise found
        return found


@contextmanager
def depot_at(place: Path, *, only: Sequence[str] = tuple(FOLDERS)) -> Iterator[Depot]:
    """The depot of the bazaar that is open at `place`; nothing of another test is in it."""
    DEPOT.__init__()  # type: ignore[misc]
    for module in only:
        speaks, name = FOLDERS[module]
        text = f"from tests.channels.toy_parcels import {speaks}\n\n{name} = {speaks}()\n"
        (place / "channels" / SLUG / f"{module}.py").write_text(text, encoding="utf-8")
    yield DEPOT
