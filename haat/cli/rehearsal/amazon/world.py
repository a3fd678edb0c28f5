"""What all rooms of the double share: its clock, what is still to happen, its dice, and its switches."""

import heapq
import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any

from haat.cli.rehearsal.amazon.wire import BadInput


@dataclass(frozen=True)
class Some:
    """Some of the goods: these SKUs, all of them, or a share that is the same at every look."""

    names: frozenset[str] = frozenset()
    share: float = 0.0

    @classmethod
    def of(cls, told: object) -> "Some":
        """From a control: true, false, a list of SKUs, or a share between 0 and 1. Raises BadInput."""
        if isinstance(told, bool) or told in ("*", None, ""):
            return cls(share=1.0 if told in (True, "*") else 0.0)
        if isinstance(told, int | float) and 0 <= told <= 1:
            return cls(share=float(told))
        if isinstance(told, list) and all(isinstance(each, str) for each in told):
            return cls(frozenset(told))
        raise BadInput("some goods: true, false, a list of SKUs, or a share from 0 to 1")

    def __contains__(self, sku: object) -> bool:
        if sku in self.names:
            return True
        return self.share > 0 and zlib.crc32(str(sku).encode()) % 10_000 < self.share * 10_000

    def told(self) -> object:
        return sorted(self.names) if self.names else self.share


@dataclass
class Switches:
    """What is as it is until somebody switches it. Times are seconds of the double's clock."""

    revoked: bool = False  # the seller took the permission back
    secret_ended: bool = False  # the application's secret was not renewed in 180 days
    region: str = "eu"  # where the address lies: "na" knows nothing of India
    denied: list[str] = field(default_factory=list)  # operations for which the app's keys lack the role
    suspended: bool = False
    participating: bool = True
    review_seconds: float = 300  # until a new listing can be live, half as much or half again
    change_seconds: float = 30  # until a change is seen
    queue_seconds: float = 15  # until a feed begins
    feed_a_second: float = 400  # messages of a feed worked through in a second
    feeds: str = "done"  # done, fatal, stuck
    pay_seconds: float = 1800  # until a buyer has paid
    never_live: Some = Some()  # ACCEPTED, and then nothing
    lettered: Some = Some()  # a word on the main picture: hidden from those who search
    grace_seconds: float = 0  # how long such a listing is still shown
    stale: Some = Some()  # a feed ends clean and the quantity stays
    asks: dict[str, list[str]] = field(default_factory=dict)  # product type → what only a preview asks for
    exempt: set[tuple[str, str]] = field(default_factory=set)  # brand and product type that need no barcode
    exempt_all: bool = False
    orders_late_seconds: float = 0  # until an order is told of, though its time is earlier
    orders_repeated: bool = False  # each is told twice
    orders_lack: list[str] = field(default_factory=list)  # names of fields that are absent
    buyers_an_hour: float = 0  # who come by themselves

    def told(self) -> dict[str, Any]:
        """As JSON."""
        found: dict[str, Any] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, Some):
                value = value.told()
            found[each.name] = sorted(map(list, value)) if isinstance(value, set) else value
        return found


class World:
    """`clock` gives seconds since 1970; `advance` moves the double ahead of it, and what was due meanwhile happens."""

    def __init__(self, seed: int, clock: Callable[[], float]) -> None:
        self._clock, self.ahead = clock, 0.0
        self._at: float | None = None  # while something happens: the time it was due
        self.random = random.Random(seed)  # who buys, and how long a review takes: not how often somebody asked
        self.names = random.Random(~seed)
        self.switches = Switches()
        self.due: list[tuple[float, int, str, Any]] = []
        self.turn = 0  # how much has been put on the list of what is due: of one moment, what came first happens first
        self.happened = False  # something did, since somebody last asked
        self._reactions: dict[str, Callable[[Any], None]] = {}

    def now(self) -> float:
        return self._clock() + self.ahead if self._at is None else self._at

    def advance(self, seconds: float) -> None:
        self.ahead += seconds
        self.tick()

    def on(self, kind: str, reaction: Callable[[Any], None]) -> None:
        self._reactions[kind] = reaction

    def later(self, seconds: float, kind: str, what: Any) -> None:
        """Have something happen so many seconds from now."""
        self.turn += 1
        heapq.heappush(self.due, (self.now() + seconds, self.turn, kind, what))

    def waiting(self) -> int:
        """How much is still to happen."""
        return len(self.due)

    def tick(self) -> None:
        """Let happen what is due, each at its own time."""
        until = self.now()
        while self.due and self.due[0][0] <= until:
            self._at, _turn, kind, what = heapq.heappop(self.due)
            self.happened = True
            try:
                self._reactions[kind](what)
            finally:
                self._at = None

    def number(self, digits: int) -> str:
        """A number nobody had yet, as long as these are."""
        return str(self.names.randrange(10 ** (digits - 1), 10**digits))

    def name(self, bits: int = 128) -> str:
        """A name of hexadecimal digits nobody had yet."""
        return f"{self.names.getrandbits(bits):0{bits // 4}x}"
