"""Reading baskets and orders."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Sum,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from haat.catalogue.models import Good, Variant
from haat.core.dates import start_of
from haat.core.prepared import Prepared, Slot, keep
from haat.makers.models import Maker, MakerQuerySet
from haat.makers.queries import one_with
from haat.orders.basket_views import BasketView, LineView, PartView, view_of
from haat.orders.models import Basket, BasketLine, Order, OrderLine, Part, Return
from haat.orders.names import digest_of, names_of
from haat.orders.promises import DeliveryPromise, PartKey, Reason, Wanted
from haat.orders.rules import CLOSED_STATES, for_sale, unpacked
from haat.people.models import User
from haat.people.rules import scope
from haat.places.models import Mart, Place
from haat.places.queries import places_by_id
from haat.stock import queries as stock

NOT_FOR_SALE = _("Not for sale now.")
SOLD_OUT = _("Sold out for now.")


def basket_lines(basket: Basket) -> list[Wanted]:
    """The basket's lines with what `delivery.queries.promise_for` wants of variant, good, maker, seller and stock."""
    lines: list[Any] = sorted(_to_promise.all(basket=basket.pk), key=_by_maker)
    return [Wanted(line.variant, line.quantity, place_id=line.place_id) for line in lines]


@Prepared
def _to_promise() -> QuerySet[BasketLine]:
    good, maker = "variant__good__", "variant__good__maker__"
    lines = BasketLine.objects.filter(basket=Slot("basket", BigIntegerField())).annotate(
        place_id=stock.away_place("variant")
    )
    return lines.select_related("variant__good__maker__seller").only(
        "quantity",
        "seen_paise",
        "basket_id",
        *("variant__price_paise", "variant__weight_g", "variant__good_id", "variant__mart_id"),
        *(f"{good}{name}" for name in ("made_to_order", "making_days", "shelf_life_days", "maker_id")),
        *(f"{good}{name}" for name in ("fragile", "length_mm", "width_mm", "height_mm")),
        *(f"{maker}seller_id", f"{maker}seller__gstin", f"{maker}seller__state_id"),
    )


def _by_maker(line: BasketLine) -> tuple[int, int, int]:
    return line.variant.good.maker.seller_id, line.variant.good.maker_id, line.pk


def read_lines(basket: Basket) -> list[BasketLine]:
    """The basket's lines, maker by maker, with all that a promise and a review read of them: one statement.

    Of each good the digest of its main picture as `shot`.
    """
    lines: list[Any] = sorted(_to_review.all(basket=basket.pk), key=_by_maker)
    for line in lines:
        line.variant.good.shot = line.shot or ""
    return lines


@Prepared
def _to_review() -> QuerySet[BasketLine]:
    lines = BasketLine.objects.filter(basket=Slot("basket", BigIntegerField()))
    return lines.select_related("variant__good__maker__seller").annotate(
        place_id=stock.away_place("variant"),
        free=stock.free_pieces("variant"),
        names=names_of("variant__good"),
        shot=digest_of("variant__good"),
    )


def to_promise(lines: Sequence[BasketLine], free: Mapping[int, int]) -> list[Wanted]:
    """What `delivery.queries.promise_for` wants of `read_lines`, of those that may go at all (see `stays`)."""
    stay = stays(lines, free)
    read: Sequence[Any] = [line for line in lines if line.variant_id not in stay]
    return [Wanted(line.variant, line.quantity, place_id=line.place_id) for line in read]


def wished(lines: Sequence[BasketLine]) -> list[Wanted]:
    """All that a buyer asks for who asks for another way than a parcel, whether there are so many or not."""
    read: Sequence[Any] = [line for line in lines if for_sale(line.variant)]
    return [Wanted(line.variant, line.quantity, place_id=line.place_id) for line in read]


def stays(lines: Sequence[BasketLine], free: Mapping[int, int]) -> dict[int, Reason]:
    """Variant → why it goes nowhere, of the lines that are not for sale now or of which no piece is free."""
    gone: dict[int, Reason] = {line.variant_id: NOT_FOR_SALE for line in lines if not for_sale(line.variant)}
    out: dict[int, Reason] = {line.variant_id: SOLD_OUT for line in lines if not free[line.variant_id]}
    return out | gone


def review_lines(
    lines: Sequence[BasketLine],
    *,
    promise: DeliveryPromise | None = None,
    language: str | None = None,
    free: Mapping[int, int] | None = None,
) -> BasketView:
    """A basket's lines (`read_lines`) as they stand now: changed prices, short stock; with a promise, what cannot go to
    the PIN. `free`: `free_of` them, where that is known."""
    free = free_of(lines) if free is None else free
    parts: dict[PartKey, PartView] = {}
    apart: list[LineView] = []
    for line in lines:
        view = view_of(line, free[line.variant_id], promise, language)
        if view.apart:
            apart.append(view)
            continue
        maker = line.variant.good.maker
        key = (maker.seller_id, maker.pk, promise.places.get(line.variant_id) if promise else None)
        if key not in parts:
            own = promise.parts.get(key) if promise else None
            parts[key] = PartView(maker, promise=own.promised_by if own else None)
        parts[key].lines.append(view)
    return BasketView(list(parts.values()), promise.charge_paise if promise else None, apart)


def free_of(lines: Sequence[BasketLine]) -> dict[int, int]:
    """By variant, how many pieces one order may take now."""
    rooms = stock.rooms_ahead([line.variant for line in lines if line.variant.good.made_to_order])
    read: Sequence[Any] = lines
    return {line.variant_id: line.free or 0 for line in read} | {pk: max(weeks.values()) for pk, weeks in rooms.items()}


def pieces_in(basket: Basket) -> int:
    """How many pieces the basket holds."""
    return sum(line.quantity for line in _quantities.all(basket=basket.pk))


def pieces_of(basket: Basket, variant: Variant) -> int:
    """How many pieces of a variant the basket holds."""
    line = line_of(basket, variant)
    return line.quantity if line is not None else 0


@Prepared
def _quantities() -> QuerySet[BasketLine]:
    return BasketLine.objects.filter(basket=Slot("basket", BigIntegerField())).only("quantity")


def line_of(basket: Basket, variant: Variant) -> BasketLine | None:
    """The basket's line of a variant."""
    return _line.first(basket=basket.pk, variant=variant.pk)


@Prepared
def _line() -> QuerySet[BasketLine]:
    return BasketLine.objects.filter(
        basket=Slot("basket", BigIntegerField()), variant=Slot("variant", BigIntegerField())
    )


def _with_parts(orders: QuerySet[Order]) -> QuerySet[Order]:
    lines = Prefetch("lines", OrderLine.objects.select_related("good", "rating").order_by("pk"))
    parts = Part.objects.select_related("maker__block", "seller").prefetch_related(
        lines, Prefetch("returns", Return.objects.prefetch_related("lines__line").order_by("pk"))
    )
    return orders.select_related("mart", "district", "ship_state").prefetch_related(
        Prefetch("parts", parts.order_by("pk"))
    )


def order_by_token(token: str) -> Order | None:
    """The order behind a tracking link, with parts, lines and ratings; None when there is none."""
    order = _by_token.first(token=token)
    if order is not None:
        parts = _parts_of.all(order=order.pk)
        keep(order, "parts", parts)
        _fill(order, parts)
    return order


@Prepared
def _by_token() -> QuerySet[Order]:
    orders = Order.objects.filter(token=Slot("token", CharField()))
    return orders.select_related("mart", "district", "ship_state")


@Prepared
def _parts_of() -> QuerySet[Part]:
    parts = Part.objects.filter(order=Slot("order", BigIntegerField()))
    return parts.select_related("maker__block", "seller").order_by("pk")


@Prepared
def _lines_of() -> QuerySet[OrderLine]:
    lines = OrderLine.objects.filter(part__order=Slot("order", BigIntegerField()))
    return lines.select_related("good", "rating").order_by("pk")


@Prepared
def _returns_of() -> QuerySet[Return]:
    return Return.objects.filter(part__order=Slot("order", BigIntegerField())).order_by("pk")


def _fill(order: Order, parts: list[Part]) -> None:
    """What `_with_parts` fetches of an order's parts."""
    lines = _lines_of.all(order=order.pk)
    returns = [] if unpacked(parts) else _returns_of.all(order=order.pk)
    if returns:
        prefetch_related_objects(returns, "lines__line")
    for part in parts:
        part.order = order
        own = [line for line in lines if line.part_id == part.pk]
        back = [ret for ret in returns if ret.part_id == part.pk]
        for line in own:
            line.part = part
        for ret in back:
            ret.part = part
        keep(part, "lines", own)
        keep(part, "returns", back)


def orders_of_phone(mart: Mart, phone: str) -> QuerySet[Order]:
    """A buyer's orders by her checked phone, newest first, with parts and lines."""
    return _with_parts(Order.objects.filter(mart=mart, phone=phone)).order_by("-placed_at", "-pk")


def parts_visible_to(user: User, mart: Mart) -> QuerySet[Part]:
    """Parts of makers within the place at which `user` may see orders; none for everybody else."""
    place = scope(user, mart, "see_orders")
    if place is None:
        return Part.objects.none()
    parts = Part.objects.filter(place.reach(mart, "maker__block"), mart=mart)
    return parts.select_related("order__district", "maker__block", "seller", "place")


def parts_sold_by(makers: MakerQuerySet) -> QuerySet[Part]:
    """The parts these makers made."""
    return Part.objects.filter(maker__in=makers).select_related("order", "maker__block", "seller")


def to_pack(makers: MakerQuerySet) -> QuerySet[Part]:
    """The parts of these makers that wait to be taken on or packed, the longest first."""
    return parts_sold_by(makers).filter(state__in=(Part.State.PLACED, Part.State.ACCEPTED)).order_by("placed_at", "pk")


def listed(parts: QuerySet[Part]) -> QuerySet[Part]:
    """`parts` with what a list shows of each: a few fields of it, its order, and its maker."""
    own = (
        "number",
        "state",
        "placed_at",
        "promised_by",
        "closed_at",
        "goods_paise",
        "delivery_paise",
        "rounding_paise",
        "carrier",
        "held_until",
        "place_id",
    )
    order = ("name", "method", "pays", "country", "region", "language", "district_id", "pin")
    maker = ("names", "block_id")
    return (
        parts.select_related(None)
        .select_related("order", "maker")
        .only(
            *own, "order_id", "maker_id", *(f"order__{name}" for name in order), *(f"maker__{name}" for name in maker)
        )
    )


def with_places(parts: Sequence[Part]) -> None:
    """Read the blocks and districts of `listed` parts at once, each place as one object; one statement."""
    wanted = {part.maker.block_id for part in parts} | {part.order.district_id for part in parts}
    found = places_by_id(pk for pk in wanted if pk)
    for part in parts:
        part.maker.block = found[part.maker.block_id]
        if part.order.district_id:
            part.order.district = found[part.order.district_id]


def parts_of_maker(maker: Maker, states: Collection[str]) -> QuerySet[Part]:
    """A maker's parts in these states with their lines, the most urgent first."""
    parts = Part.objects.filter(maker=maker, state__in=states).select_related("order__district", "place")
    return parts.prefetch_related("lines__good").order_by("promised_by", "pk")


def basket_by_token(mart: Mart, token: str) -> Basket | None:
    """The basket behind a buyer's cookie; None when the mart has none of this token."""
    return _baskets.first(token=token, mart=mart.pk)


@Prepared
def _baskets() -> QuerySet[Basket]:
    return Basket.objects.filter(token=Slot("token", CharField()), mart=Slot("mart", BigIntegerField()))


def order_by_key(mart: Mart, key: str) -> Order | None:
    """The order the mart's own checkout made under this key."""
    return _by_key.first(mart=mart.pk, key=key)


@Prepared
def _by_key() -> QuerySet[Order]:
    own = Order.objects.filter(channel="mart", account="")
    return own.filter(mart=Slot("mart", BigIntegerField()), external_id=Slot("key", CharField()))


def going_within(mart: Mart, place: Place) -> QuerySet[Part]:
    """The mart's parts of makers at or below `place` that are to be accepted or packed."""
    going = (Part.State.PLACED, Part.State.ACCEPTED)
    return Part.objects.filter(place.reach(mart, "maker__block"), mart=mart, state__in=going)


def part_to_see(user: User, mart: Mart, deed: str) -> QuerySet[Part]:
    """Those `parts_visible_to` of makers within the place at which `user` may do `deed`, as a page shows one."""
    place = scope(user, mart, deed)
    if place is None:
        return Part.objects.none()
    parts = parts_visible_to(user, mart).filter(place.reach(mart, "maker__block"))
    return parts.select_related("order__district", "order__ship_state", "mart")


def return_of(part: Part) -> Return | None:
    """The return of a part that waits for an answer, or the last one, its order loaded; None when there is none."""
    return Return.objects.filter(part=part).select_related("part__order").order_by("pk").last()


def known_to(maker: Maker) -> QuerySet[Part]:
    """The maker's parts that she may know of: paid for, or to be paid at the door."""
    parts = Part.objects.filter(maker=maker).exclude(state=Part.State.AWAITING_PAYMENT)
    return parts.select_related("order__district", "maker", "mart", "place")


@dataclass(frozen=True)
class Sold:
    """What was sold of a good in some time: pieces, and what of the money is its maker's (paise)."""

    pieces: int
    maker_paise: int


def sold_of(good: Good, *, since: date, until: date | None = None) -> Sold:
    """What was ordered of a good from a day on (before another), and not cancelled or sent back since."""
    state = Part.State
    gone = (state.AWAITING_PAYMENT, state.CANCELLED, state.RETURNED)
    lines = OrderLine.objects.filter(good=good, part__placed_at__gte=start_of(since)).exclude(part__state__in=gone)
    if until is not None:
        lines = lines.filter(part__placed_at__lt=start_of(until))
    found = lines.aggregate(pieces=Coalesce(Sum("quantity"), 0), paise=Coalesce(Sum("maker_paise"), 0))
    return Sold(found["pieces"], found["paise"])


def ended_parts(maker: Maker) -> QuerySet[Part]:
    """A maker's parts that are over, the last first, with their lines."""
    state = Part.State
    parts = Part.objects.filter(maker__in=one_with(maker).values("pk"))
    parts = parts.filter(state__in=(state.DELIVERED, state.CANCELLED, state.RETURNED))
    return parts.select_related("order__district", "place").prefetch_related("lines").order_by("-pk")


def days_in_hand(maker: Maker) -> list[tuple[str, date]]:
    """(state, promised day) of what the maker is to accept, pack or hand over herself.

    And of what is delivered and asked back, while she has not seen that.
    """
    state = Part.State
    mine = Q(place=None, state__in=(state.PLACED, state.ACCEPTED, state.PACKED))
    asked = Return.objects.filter(part=OuterRef("pk"), state=Return.State.ASKED, maker_saw_at=None)
    parts = Part.objects.filter(mine | Q(Exists(asked), state=state.DELIVERED), maker=maker)
    return list(parts.values_list("state", "promised_by"))


def open_parts(maker: Maker) -> QuerySet[Part]:
    """What was ordered of the maker and is not closed yet."""
    return Part.objects.filter(maker=maker).exclude(state__in=CLOSED_STATES)


def any_made(goods: Collection[int], *, by: Maker, but: Collection[int]) -> bool:
    """Whether any of these goods stands in a part that `by` makes or made, other than those of `but`."""
    return OrderLine.objects.filter(good__in=goods, part__maker=by).exclude(part__in=but).exists()
