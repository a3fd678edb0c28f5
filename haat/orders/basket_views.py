"""A basket as it stands now: what would go with an order, and what stays behind, with its reason."""

from dataclasses import dataclass, field
from datetime import date

from haat.catalogue.models import Variant
from haat.core.languages import Text, best
from haat.makers.models import Maker
from haat.orders.models import BasketLine
from haat.orders.promises import DeliveryPromise, Reason
from haat.orders.rules import for_sale


@dataclass(frozen=True)
class LineView:
    """A basket line as it stands now. `was_paise` is set when the price moved since the buyer saw it."""

    line: BasketLine
    name: Text
    free: int
    gone: bool
    blocked: Reason = ""

    @property
    def apart(self) -> bool:
        """True when it goes with no order as it stands: not for sale, sold out, or not to this PIN."""
        return self.gone or bool(self.blocked) or not self.free

    @property
    def variant(self) -> Variant:
        return self.line.variant

    @property
    def quantity(self) -> int:
        return self.line.quantity

    @property
    def piece_paise(self) -> int:
        return self.line.variant.price_paise

    @property
    def goods_paise(self) -> int:
        return self.piece_paise * self.quantity

    @property
    def was_paise(self) -> int | None:
        return self.line.seen_paise if self.line.seen_paise != self.piece_paise else None

    @property
    def short(self) -> bool:
        """True when fewer are free than the basket holds."""
        return not self.gone and self.free < self.quantity

    @property
    def can_go(self) -> bool:
        return not (self.gone or self.short or self.blocked)


def view_of(line: BasketLine, free: int, promise: DeliveryPromise | None, language: str | None) -> LineView:
    """A line of `queries.read_lines` of which so many pieces are free."""
    return LineView(
        line=line,
        name=best(getattr(line, "names", None) or {}, language),
        free=free,
        gone=not for_sale(line.variant),
        blocked=promise.blocked.get(line.variant_id, "") if promise else "",
    )


@dataclass(frozen=True)
class PartView:
    """One maker's lines in a basket, and when they arrive if a PIN is known."""

    maker: Maker
    lines: list[LineView] = field(default_factory=list)
    promise: date | None = None

    @property
    def promised_by(self) -> date | None:
        """The day, when a PIN is known."""
        return self.promise

    @property
    def goods_paise(self) -> int:
        return sum(line.goods_paise for line in self.lines)


@dataclass(frozen=True)
class BasketView:
    """A basket by maker; `charge_paise` is None until a PIN is known. The sums are of what can go.

    `apart` are the lines that go with no order as they stand: they stay in the basket.
    """

    parts: list[PartView]
    charge_paise: int | None = None
    apart: list[LineView] = field(default_factory=list)

    @property
    def lines(self) -> list[LineView]:
        """Every line, those that stay as well."""
        return [line for part in self.parts for line in part.lines] + self.apart

    @property
    def pieces(self) -> int:
        """How many the basket holds in all."""
        return sum(line.quantity for line in self.lines)

    @property
    def going(self) -> int:
        """How many pieces the order would have."""
        return sum(line.quantity for part in self.parts for line in part.lines)

    @property
    def goods_paise(self) -> int:
        return sum(part.goods_paise for part in self.parts)

    @property
    def total_paise(self) -> int:
        return self.goods_paise + (self.charge_paise or 0)

    @property
    def changed(self) -> bool:
        """True when the buyer must look again: a price moved, or a line is gone or short."""
        return any(line.gone or line.short or line.was_paise is not None for line in self.lines)

    @property
    def can_be_ordered(self) -> bool:
        """True when something goes, and nothing of it must be mended first."""
        return bool(self.parts) and all(line.can_go for part in self.parts for line in part.lines)
