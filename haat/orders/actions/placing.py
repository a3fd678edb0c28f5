"""From a basket to an order, in one transaction and at most twelve statements for one or two lines.

Nothing here waits for another buyer except the guarded update of a stock row that both want: the order's
number comes from its key, not from a counter (docs/decisions/order-numbers.md), and stock is taken last.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import groupby

from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, QuerySet
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.errors import HaatError
from haat.core.events import Happened
from haat.core.prepared import Prepared, Slot, fresh
from haat.core.rows import change
from haat.orders.actions.making import (
    NUMBER_DIGITS,
    Draft,
    Sold,
    Way,
    draft_part,
    keep,
    number_from,
    record_placed,
)
from haat.orders.errors import BasketChanged, CannotSend, Change, EmptyBasket, MethodClosed
from haat.orders.models import Basket, BasketLine, Order
from haat.orders.names import names_of
from haat.orders.promises import DeliveryPromise, PartKey
from haat.orders.rules import Buyer, checked_buyer, for_sale
from haat.orders.terms import Terms
from haat.places.models import Mart
from haat.pricing.queries import LineRules, rules_for
from haat.stock import actions as stock
from haat.stock.errors import OutOfStock
from haat.stock.queries import away_place, roomiest_item

CHANNEL = "mart"
# What else belongs to a new order, written in its transaction; what it answers is told together with the order.
Then = Callable[[Order], Sequence[Happened]]
# Only lines that hold what was read: another tab may have changed them since.
TAKE_OUT = f'DELETE FROM "{BasketLine._meta.db_table}" WHERE basket_id = %s AND (id, quantity) IN'


READ = (
    "quantity",
    "seen_paise",
    "basket_id",
    *(f"variant__{name}" for name in ("active", "labels", "price_paise", "weight_g", "good_id")),
    *(
        f"variant__good__{name}"
        for name in ("state", "made_to_order", "tax_slug", "hsn", "packed_and_labelled", "maker_id")
    ),
    "variant__good__maker__state",
    "variant__good__maker__seller__gstin",
)


@Prepared
def _lines_of() -> "QuerySet[BasketLine]":
    return (
        BasketLine.objects.filter(basket=Slot("basket", BigIntegerField()))
        .select_related("variant__good__maker__seller")
        .only(*READ)
        .annotate(item_id=roomiest_item("variant"), place_id=away_place("variant"), names=names_of("variant__good"))
    )


def place_order(
    basket: Basket,
    *,
    buyer: Buyer,
    promise: DeliveryPromise,
    terms: Terms | Callable[[], Terms],
    key: str,
    accept_changes: bool = False,
    then: Then | None = None,
    by: Actor,
) -> Order:
    """Order what the promise says can go, and take it out of the basket; what is `blocked` stays there.

    The same `key` gives the same order, even twice at once. `terms` that hang on what else is ordered are asked for
    first in the order's transaction; `then` is called in it with a new order whose stock is taken.

    An order whose `terms` say that it is paid before, or is not sure, waits with the stock reserved for its payment or
    its buyer's word; every other is placed at once. Raises
    BadBuyer, EmptyBasket, BasketChanged (price, stock or promise moved; prices and a later promise pass with
    `accept_changes`), CannotSend, MethodClosed. After any of them the basket is as it was.
    """
    buyer = checked_buyer(buyer)
    for digits in NUMBER_DIGITS:
        try:
            with transaction.atomic():
                given = terms() if callable(terms) else terms
                return _place(basket, buyer, promise, given, key, digits, accept_changes, then, by)
        except (IntegrityError, HaatError) as error:
            told = Order.objects.filter(mart_id=basket.mart_id, channel=CHANNEL, account="", external_id=key).first()
            if told is not None:
                return told
            if isinstance(error, HaatError):
                raise
    raise RuntimeError("no free order number")


def _place(
    basket: Basket,
    buyer: Buyer,
    promise: DeliveryPromise,
    terms: Terms,
    key: str,
    digits: int,
    accept: bool,
    then: Then | None,
    by: Actor,
) -> Order:
    lines = _going(_read(basket), promise)
    _check(lines, promise, terms, buyer, accept)
    mart = basket.mart
    order = _order_row(mart, buyer, promise, terms, key, digits)
    order.source = basket.source
    rules = rules_for(mart, [line.variant for line in lines], today())
    parts = [
        _draft(order, index, list(group), rules, promise)
        for index, (_key, group) in enumerate(groupby(lines, key=_part_of), start=1)
    ]
    order.goods_paise = sum(part.row.goods_paise for part in parts)
    order.rounding_paise = sum(part.row.rounding_paise for part in parts)
    order.total_paise = order.goods_paise + order.delivery_paise - order.rounding_paise
    if order.goods_paise != promise.goods_paise:
        raise BasketChanged([])
    keep(order, parts)
    _empty(basket, lines)
    _take_stock(order, parts, lines, promise, accept, by)
    record_placed(order, parts, by=by, more=then(order) if then is not None else ())
    return order


def _read(basket: Basket) -> list[BasketLine]:
    """The basket's lines, parcel by parcel, with just what an order keeps: one statement."""
    lines = sorted(
        _lines_of.all(basket=basket.pk), key=lambda line: (*_maker_of(line), _place_of(line) or 0, line.variant_id)
    )
    if not lines:
        raise EmptyBasket
    return lines


def _going(lines: list[BasketLine], promise: DeliveryPromise) -> list[BasketLine]:
    """The lines that are ordered. Raises CannotSend when none is left."""
    going = [line for line in lines if line.variant_id not in promise.blocked]
    if not going:
        raise CannotSend(promise.blocked)
    return going


def _maker_of(line: BasketLine) -> tuple[int, int]:
    maker = line.variant.good.maker
    return maker.seller_id, maker.pk


def _place_of(line: BasketLine) -> int | None:
    """The stock place it leaves from; None when that is its maker's."""
    place_id: int | None = getattr(line, "place_id")  # noqa: B009 - annotated by `_read`
    return place_id


def _part_of(line: BasketLine) -> PartKey:
    """Which part it goes with: of one maker, from one place."""
    return *_maker_of(line), _place_of(line)


def _check(lines: list[BasketLine], promise: DeliveryPromise, terms: Terms, buyer: Buyer, accept: bool) -> None:
    gone = [Change(line.variant_id, "gone", line.quantity, 0) for line in lines if not for_sale(line.variant)]
    prices = [
        Change(line.variant_id, "price", line.seen_paise, line.variant.price_paise)
        for line in lines
        if line.seen_paise != line.variant.price_paise
    ]
    if gone or (prices and not accept):
        raise BasketChanged([*gone, *prices])
    if promise.pin != buyer.pin or promise.pieces != {line.variant_id: line.quantity for line in lines}:
        raise BasketChanged([])
    if promise.places != {line.variant_id: place_id for line in lines if (place_id := _place_of(line)) is not None}:
        raise BasketChanged([])
    if terms.pays == Order.Pays.AT_THE_DOOR and promise.cod_reason:
        raise MethodClosed(promise.cod_reason)


def _order_row(mart: Mart, buyer: Buyer, promise: DeliveryPromise, terms: Terms, key: str, digits: int) -> Order:
    waits = terms.pays == Order.Pays.BEFORE or not terms.sure
    return fresh(
        Order,
        mart=mart,
        number=f"{mart.order_prefix}-" + number_from(f"{mart.slug}:{CHANNEL}::{key}", digits=digits),
        token=secrets.token_urlsafe(16),
        channel=CHANNEL,
        external_id=key,
        state=Order.State.AWAITING_PAYMENT if waits else Order.State.PLACED,
        method=terms.method,
        pays=terms.pays,
        language=buyer.language,
        buyer_id=buyer.user_id,
        phone=buyer.phone,
        name=buyer.name,
        address=buyer.address,
        landmark=buyer.landmark,
        pin=buyer.pin,
        district_id=promise.district_id,
        ship_state_id=promise.state_id,
        delivery_paise=promise.charge_paise,
        placed_at=timezone.now(),
    )


def _draft(
    order: Order, index: int, group: list[BasketLine], rules: dict[int, LineRules], promise: DeliveryPromise
) -> Draft:
    own = promise.parts[_part_of(group[0])]
    sold = [Sold(line.variant, line.quantity, line.variant.price_paise, _names(line)) for line in group]
    return draft_part(
        order, index, sold, rules, Way(own.delivery_paise, promise.carrier, own.promised_by, own.place_id)
    )


def _names(line: BasketLine) -> dict[str, str]:
    return getattr(line, "names") or {}  # noqa: B009 - annotated by `_read`


def _empty(basket: Basket, lines: Sequence[BasketLine]) -> None:
    """Take the ordered lines out. When another tab has just ordered or changed them, this order is not made."""
    places = ", ".join(["(%s, %s)"] * len(lines))
    seen = (value for line in lines for value in (line.pk, line.quantity))
    taken = change(f"{TAKE_OUT} (VALUES {places})", basket.pk, *seen)
    if taken != len(lines):
        raise BasketChanged([])


def _take_stock(
    order: Order, parts: list[Draft], lines: list[BasketLine], promise: DeliveryPromise, accept: bool, by: Actor
) -> None:
    """Promise the pieces last, so that the rows other buyers want are held shortest."""
    items: dict[int, int | None] = {}
    for line in lines:
        made_to_order = line.variant.good.made_to_order
        item_id: int | None = getattr(line, "item_id")  # noqa: B009 - annotated by `_read`
        items[line.variant_id] = None if made_to_order else item_id
        if not made_to_order and item_id is None:
            raise BasketChanged([Change(line.variant_id, "short", line.quantity, 0)])
    wanted = [(line.variant_id, line.quantity) for line in lines]
    try:
        weeks = stock.reserve(
            wanted,
            cause=f"order:{order.pk}",
            channel=order.channel,
            account=order.account,
            items=items,
            by=by,
        )
    except OutOfStock as error:
        asked = dict(wanted)[error.variant_id]
        raise BasketChanged([Change(error.variant_id, "short", asked, error.available)]) from error
    later = {v: week - promise.weeks[v] for v, week in weeks.items() if week > promise.weeks.get(v, date.max)}
    if later and not accept:
        raise BasketChanged([Change(v, "later", 0, delay.days) for v, delay in later.items()])
    for part in parts:
        delay = max((later.get(line.variant_id, timedelta()) for line in part.lines), default=timedelta())
        if delay:
            part.row.promised_by += delay
            part.row.save(update_fields=["promised_by"])
