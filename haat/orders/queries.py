"""Reading baskets and orders."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import BigIntegerField, Prefetch, QuerySet

from haat.catalogue.models import GoodText, Variant
from haat.core.languages import Text, best
from haat.core.prepared import Prepared, Slot
from haat.makers.models import Maker
from haat.orders.models import Basket, BasketLine, Order, OrderLine, SellerOrder
from haat.orders.quotes import Quote, Reason
from haat.orders.rules import for_sale
from haat.people.models import User
from haat.people.rules import scope
from haat.places.models import Mart
from haat.stock import queries as stock


@dataclass(frozen=True)
class LineView:
    """A basket line as it stands now. `was_paise` is set when the price moved since the buyer saw it."""

    line: BasketLine
    name: Text
    free: int
    gone: bool
    blocked: Reason = ""

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


@dataclass(frozen=True)
class PartView:
    """One maker's lines in a basket, and when they arrive if a PIN is known."""

    maker: Maker
    lines: list[LineView] = field(default_factory=list)
    promise: date | None = None

    @property
    def promised_by(self) -> date | None:
        """The day, when any of the lines can go to the PIN."""
        return self.promise if any(not line.blocked for line in self.lines) else None

    @property
    def goods_paise(self) -> int:
        return sum(line.goods_paise for line in self.lines)


@dataclass(frozen=True)
class BasketView:
    """A basket by maker; `charge_paise` is None until a PIN is known."""

    parts: list[PartView]
    charge_paise: int | None = None

    @property
    def lines(self) -> list[LineView]:
        return [line for part in self.parts for line in part.lines]

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines)

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
        return bool(self.lines) and all(line.can_go for line in self.lines)


def basket_lines(basket: Basket) -> list[BasketLine]:
    """The basket's lines with what `delivery.queries.quote` wants of variant, good, maker and seller."""
    return sorted(_to_quote.all(basket=basket.pk), key=_by_maker)


@Prepared
def _to_quote() -> QuerySet[BasketLine]:
    good, maker = "variant__good__", "variant__good__maker__"
    lines = BasketLine.objects.filter(basket=Slot("basket", BigIntegerField()))
    return lines.select_related("variant__good__maker__seller").only(
        "quantity",
        "seen_paise",
        "basket_id",
        *("variant__price_paise", "variant__good_id", "variant__mart_id"),
        *(f"{good}{name}" for name in ("made_to_order", "making_days", "shelf_life_days", "maker_id")),
        *(f"{maker}seller_id", f"{maker}seller__gstin", f"{maker}seller__state_id"),
    )


def _by_maker(line: BasketLine) -> tuple[int, int, int]:
    return line.variant.good.maker.seller_id, line.variant.good.maker_id, line.pk


def review_basket(basket: Basket, *, quote: Quote | None = None, language: str | None = None) -> BasketView:
    """The basket as it stands now: changed prices, short stock; with a quote, what cannot go to the PIN."""
    found = BasketLine.objects.filter(basket=basket).select_related("variant__good__maker__seller__state")
    lines = sorted(found, key=_by_maker)
    free = stock.available([line.variant_id for line in lines])
    names = _names([line.variant.good_id for line in lines])
    parts: dict[tuple[int, int], PartView] = {}
    for line in lines:
        maker = line.variant.good.maker
        key = (maker.seller_id, maker.pk)
        if key not in parts:
            promise = quote.parts.get(key) if quote else None
            parts[key] = PartView(maker, promise=promise.promised_by if promise else None)
        parts[key].lines.append(
            LineView(
                line=line,
                name=best(names.get(line.variant.good_id, {}), language),
                free=free[line.variant_id],
                gone=not for_sale(line.variant),
                blocked=quote.blocked.get(line.variant_id, "") if quote else "",
            )
        )
    return BasketView(list(parts.values()), quote.charge_paise if quote else None)


def _names(good_ids: Collection[int]) -> dict[int, dict[str, str]]:
    names: dict[int, dict[str, str]] = {}
    for text in GoodText.objects.filter(good__in=good_ids).only("good_id", "language", "name"):
        names.setdefault(text.good_id, {})[text.language] = text.name
    return names


def pieces_in(basket: Basket) -> int:
    """How many pieces the basket holds."""
    return sum(BasketLine.objects.filter(basket=basket).values_list("quantity", flat=True))


def _with_parts(orders: QuerySet[Order]) -> QuerySet[Order]:
    lines = Prefetch("lines", OrderLine.objects.select_related("good", "rating").order_by("pk"))
    parts = SellerOrder.objects.select_related("maker__block", "seller", "return_asked").prefetch_related(lines)
    return orders.select_related("mart", "district", "ship_state").prefetch_related(
        Prefetch("parts", parts.order_by("pk"))
    )


def order_by_token(token: str) -> Order | None:
    """The order behind a tracking link, with parts, lines and ratings; None when there is none."""
    return _with_parts(Order.objects.filter(token=token)).first()


def orders_of_phone(mart: Mart, phone: str) -> QuerySet[Order]:
    """A buyer's orders by her checked phone, newest first, with parts and lines."""
    return _with_parts(Order.objects.filter(mart=mart, phone=phone)).order_by("-placed_at", "-pk")


def parts_visible_to(user: User, mart: Mart) -> QuerySet[SellerOrder]:
    """Seller orders of makers within the place at which `user` may see orders; none for everybody else."""
    place = scope(user, mart, "see_orders")
    if place is None:
        return SellerOrder.objects.none()
    parts = SellerOrder.objects.filter(place.range("maker__place__path"), mart=mart)
    return parts.select_related("order__district", "maker__block", "seller")


def parts_of_maker(maker: Maker, states: Collection[str]) -> QuerySet[SellerOrder]:
    """A maker's seller orders in these states with their lines, the most urgent first."""
    parts = SellerOrder.objects.filter(maker=maker, state__in=states).select_related("order__district")
    return parts.prefetch_related("lines__good").order_by("promised_by", "pk")
