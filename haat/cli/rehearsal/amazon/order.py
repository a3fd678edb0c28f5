"""One order of a simulated buyer, its lines, and the parcel it leaves in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from haat.cli.rehearsal.amazon.buyers import Buyer
from haat.cli.rehearsal.amazon.wire import DAY

SHIP_WITHIN, DELIVER_WITHIN = 2 * DAY, 7 * DAY


@dataclass
class Line:
    """Pieces of one SKU; `piece` is the price of one, in the smallest unit. `asks`: why the buyer would cancel."""

    name: str
    sku: str
    asin: str
    title: str
    ordered: int
    piece: int
    shipped: int = 0
    cancelled: int = 0
    cancelled_by: str = ""
    why: str = ""
    asks: str = ""

    @property
    def left(self) -> int:
        return self.ordered - self.shipped - self.cancelled


@dataclass
class Parcel:
    """A parcel of Easy Ship with its slot, or one that the seller sent and told of."""

    name: str
    slot: Mapping[str, Any] = field(default_factory=dict)
    size: Mapping[str, Any] = field(default_factory=dict)
    weight: Mapping[str, Any] = field(default_factory=dict)
    identifier: str = ""
    tracking: str = ""
    carrier: str = ""
    method: str = ""
    made: float = 0.0
    left: float | None = None
    arrived: float | None = None
    pieces: Mapping[str, int] = field(default_factory=dict)


@dataclass
class Order:
    """`told_from`: when it can first be read as it is now; `odd_state`: a state that no model knows."""

    name: str
    created: float
    buyer: Buyer
    lines: list[Line]
    currency: str
    easy_ship: bool
    state: str = "PENDING"
    updated: float = 0.0
    told_from: float = 0.0
    odd_state: str = ""
    delivery: int = 0
    package: Parcel | None = None
    sent: list[Parcel] = field(default_factory=list)
    slots: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    measured: tuple[Mapping[str, Any], Mapping[str, Any]] | None = None
    settled: bool = False

    @property
    def goods(self) -> int:
        """What the pieces that were not cancelled cost, in the smallest unit."""
        return sum(line.piece * (line.ordered - line.cancelled) for line in self.lines)

    @property
    def total(self) -> int:
        return self.goods + self.delivery

    @property
    def ship_by(self) -> tuple[float, float]:
        return self.created, self.created + SHIP_WITHIN

    @property
    def deliver_by(self) -> tuple[float, float]:
        return self.created + SHIP_WITHIN, self.created + DELIVER_WITHIN

    def line(self, name: str) -> Line | None:
        return next((line for line in self.lines if line.name == name), None)

    def follow(self) -> None:
        """The state that its pieces come to."""
        if all(line.cancelled == line.ordered for line in self.lines):
            self.state = "CANCELLED"
        elif self.state != "PENDING":
            shipped, left = (any(getattr(line, each) for line in self.lines) for each in ("shipped", "left"))
            self.state = ("PARTIALLY_SHIPPED" if left else "SHIPPED") if shipped else "UNSHIPPED"
