"""From a basket to an order, in one transaction and at most twelve statements for one or two lines.

Nothing here waits for another buyer except the guarded update of a stock row that both want: the order's
number comes from its key, not from a counter (docs/decisions/order-numbers.md), and stock is taken last.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, Func, JSONField, OuterRef, QuerySet, Subquery
from django.utils import timezone

from haat.catalogue.models import GoodText
from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.errors import HaatError
from haat.core.events import record
from haat.core.prepared import Prepared, Slot
from haat.core.rows import change, insert
from haat.orders.errors import BasketChanged, CannotSend, Change, EmptyBasket, MethodClosed
from haat.orders.models import Basket, BasketLine, Order, OrderLine, SellerOrder
from haat.orders.quotes import Quote
from haat.orders.rules import Buyer, checked_buyer, for_sale
from haat.places.models import Mart
from haat.pricing.queries import LineRules, rules_for
from haat.pricing.split import split_line
from haat.stock import actions as stock
from haat.stock.errors import OutOfStock
from haat.stock.queries import roomiest_item

CHANNEL = "mart"
# How many digits the number has at each try: a longer one when a shorter one is taken.
TAKE_OUT = f'DELETE FROM "{BasketLine._meta.db_table}" WHERE basket_id = %s AND id IN'
NUMBER_DIGITS = (8, 8, 9, 10, 12)


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


class NamesByLanguage(Func):
    """All rows of a subquery on GoodText as one JSON object: language → name."""

    function = "jsonb_object_agg"
    output_field = JSONField()

    def __init__(self) -> None:
        super().__init__("language", "name")

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite's name of the same function."""
        return self.as_sql(compiler, connection, function="json_group_object", **context)


@Prepared
def _lines_of() -> "QuerySet[BasketLine]":
    names = GoodText.objects.filter(good=OuterRef("variant__good")).values(found=NamesByLanguage())
    return (
        BasketLine.objects.filter(basket=Slot("basket", BigIntegerField()))
        .select_related("variant__good__maker__seller")
        .only(*READ)
        .annotate(item_id=roomiest_item("variant"), names=Subquery(names))
    )


@dataclass
class _Part:
    """One maker's lines, on their way into rows."""

    row: SellerOrder
    lines: list[OrderLine]


def place_order(
    basket: Basket,
    *,
    buyer: Buyer,
    quote: Quote,
    method: str,
    key: str,
    accept_changes: bool = False,
    by: Actor,
) -> Order:
    """Order what is in the basket and empty it. The same `key` gives the same order, even twice at once.

    Cash orders are placed at once; UPI orders wait for their payment with the stock reserved. Raises
    BadBuyer, EmptyBasket, BasketChanged (price, stock or promise moved; prices and a later promise pass with
    `accept_changes`), CannotSend, MethodClosed. After any of them the basket is as it was.
    """
    buyer = checked_buyer(buyer)
    for digits in NUMBER_DIGITS:
        try:
            with transaction.atomic():
                return _place(basket, buyer, quote, method, key, digits, accept_changes, by)
        except (IntegrityError, HaatError) as error:
            told = Order.objects.filter(mart_id=basket.mart_id, channel=CHANNEL, account="", external_id=key).first()
            if told is not None:
                return told
            if isinstance(error, HaatError):
                raise
    raise RuntimeError("no free order number")


def _place(
    basket: Basket, buyer: Buyer, quote: Quote, method: str, key: str, digits: int, accept: bool, by: Actor
) -> Order:
    lines = _read(basket)
    _check(lines, quote, method, buyer, accept)
    mart = basket.mart
    order = _order_row(mart, buyer, quote, method, key, digits)
    rules = rules_for(mart, [line.variant for line in lines], today())
    parts = [
        _part(order, index, list(group), rules, quote)
        for index, (_maker, group) in enumerate(groupby(lines, key=_maker_of), start=1)
    ]
    order.goods_paise = sum(part.row.goods_paise for part in parts)
    order.total_paise = order.goods_paise + order.delivery_paise
    if order.goods_paise != quote.goods_paise:
        raise BasketChanged([])
    insert([order])
    for part in parts:
        part.row.order = order
    insert([part.row for part in parts])
    for part in parts:
        for line in part.lines:
            line.part = part.row
    insert([line for part in parts for line in part.lines])
    _empty(basket, lines)
    _record(order, parts, by)
    _take_stock(order, parts, lines, quote, accept, by)
    return order


def _read(basket: Basket) -> list[BasketLine]:
    """The basket's lines, maker by maker, with just what an order keeps: one statement."""
    lines = sorted(_lines_of.all(basket=basket.pk), key=lambda line: (_maker_of(line), line.variant_id))
    if not lines:
        raise EmptyBasket
    return lines


def _maker_of(line: BasketLine) -> tuple[int, int]:
    maker = line.variant.good.maker
    return maker.seller_id, maker.pk


def _check(lines: list[BasketLine], quote: Quote, method: str, buyer: Buyer, accept: bool) -> None:
    gone = [Change(line.variant_id, "gone", line.quantity, 0) for line in lines if not for_sale(line.variant)]
    prices = [
        Change(line.variant_id, "price", line.seen_paise, line.variant.price_paise)
        for line in lines
        if line.seen_paise != line.variant.price_paise
    ]
    if gone or (prices and not accept):
        raise BasketChanged([*gone, *prices])
    if quote.pin != buyer.pin or quote.pieces != {line.variant_id: line.quantity for line in lines}:
        raise BasketChanged([])
    if quote.blocked:
        raise CannotSend(quote.blocked)
    if method == Order.Method.COD and quote.cod_reason:
        raise MethodClosed(quote.cod_reason)


def _order_row(mart: Mart, buyer: Buyer, quote: Quote, method: str, key: str, digits: int) -> Order:
    waits = method != Order.Method.COD
    return Order(
        mart=mart,
        number=f"{mart.order_prefix}-" + number_from(f"{mart.slug}:{CHANNEL}::{key}", digits=digits),
        token=secrets.token_urlsafe(16),
        channel=CHANNEL,
        external_id=key,
        state=Order.State.AWAITING_PAYMENT if waits else Order.State.PLACED,
        method=Order.Method(method),
        language=buyer.language,
        buyer_id=buyer.user_id,
        phone=buyer.phone,
        name=buyer.name,
        address=buyer.address,
        landmark=buyer.landmark,
        pin=buyer.pin,
        district_id=quote.district_id,
        ship_state_id=quote.state_id,
        delivery_paise=quote.charge_paise,
        placed_at=timezone.now(),
    )


def number_from(seed: str, *, digits: int) -> str:
    """A number people can read out, the same for the same order: `4821-7730`. Never begins with 0."""
    first = 10 ** (digits - 1)
    number = str(first + int.from_bytes(hashlib.sha256(f"{digits}:{seed}".encode()).digest()[:8]) % (9 * first))
    return "-".join(number[start : start + 4] for start in range(0, digits, 4))


def _part(order: Order, index: int, group: list[BasketLine], rules: dict[int, LineRules], quote: Quote) -> _Part:
    seller_id, maker_id = _maker_of(group[0])
    promise = quote.parts[seller_id, maker_id]
    lines = [_line(line, rules[line.variant_id]) for line in group]
    row = SellerOrder(
        mart_id=order.mart_id,
        order=order,
        seller_id=seller_id,
        maker_id=maker_id,
        number=f"{order.number}-{index}",
        state=SellerOrder.State(order.state),
        goods_paise=sum(line.goods_paise for line in lines),
        delivery_paise=promise.delivery_paise,
        maker_paise=sum(line.maker_paise for line in lines),
        tax_paise=sum(line.tax_paise for line in lines),
        fee_paise=sum(line.fee_paise for line in lines),
        packing_paise=sum(line.packing_paise for line in lines),
        carrier=quote.carrier,
        promised_by=promise.promised_by,
        placed_at=order.placed_at,
    )
    return _Part(row, lines)


def _line(line: BasketLine, rules: LineRules) -> OrderLine:
    variant = line.variant
    split = split_line(
        variant.price_paise,
        line.quantity,
        tax_bp=rules.tax_bp,
        fee_bp=rules.fee_bp,
        packing_paise=rules.packing_paise,
        charges_tax=rules.charges_tax,
    )
    return OrderLine(
        variant=variant,
        good_id=variant.good_id,
        names=getattr(line, "names") or {},  # noqa: B009 - annotated by `_read`
        labels=variant.labels,
        hsn=rules.hsn,
        quantity=line.quantity,
        piece_paise=variant.price_paise,
        goods_paise=split.goods,
        tax_bp=rules.charged_tax_bp,
        tax_rule_id=rules.tax_rule_id,
        tax_paise=split.tax,
        fee_paise=split.fee,
        packing_paise=split.packing,
        maker_paise=split.maker,
        weight_g=(variant.weight_g or 0) * line.quantity,
    )


def _empty(basket: Basket, lines: Sequence[BasketLine]) -> None:
    """Take the ordered lines out. When another tab has just ordered them, this order is not made."""
    places = ", ".join(["%s"] * len(lines))
    taken = change(f"{TAKE_OUT} ({places})", basket.pk, *(line.pk for line in lines))
    if taken != len(lines):
        raise BasketChanged([])


def part_facts(row: SellerOrder) -> dict[str, Any]:
    """A seller order as events carry it."""
    return {
        "part_id": row.pk,
        "order_id": row.order_id,
        "number": row.number,
        "maker_id": row.maker_id,
        "seller_id": row.seller_id,
        "goods_paise": row.goods_paise,
        "delivery_paise": row.delivery_paise,
        "maker_paise": row.maker_paise,
        "tax_paise": row.tax_paise,
        "fee_paise": row.fee_paise,
        "packing_paise": row.packing_paise,
    }


def _record(order: Order, parts: list[_Part], by: Actor) -> None:
    lines = [line for part in parts for line in part.lines]
    record(
        "orders.placed",
        order,
        by=by,
        number=order.number,
        method=order.method,
        channel=order.channel,
        state=order.state,
        goods_paise=order.goods_paise,
        delivery_paise=order.delivery_paise,
        total_paise=order.total_paise,
        parts=[part_facts(part.row) for part in parts],
        good_ids=sorted({line.good_id for line in lines}),
    )


def _take_stock(
    order: Order, parts: list[_Part], lines: list[BasketLine], quote: Quote, accept: bool, by: Actor
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
        weeks = stock.reserve(wanted, cause=f"order:{order.pk}", items=items, by=by)
    except OutOfStock as error:
        asked = dict(wanted)[error.variant_id]
        raise BasketChanged([Change(error.variant_id, "short", asked, error.available)]) from error
    later = {v: week - quote.weeks[v] for v, week in weeks.items() if week > quote.weeks.get(v, date.max)}
    if later and not accept:
        raise BasketChanged([Change(v, "later", 0, delay.days) for v, delay in later.items()])
    for part in parts:
        delay = max((later.get(line.variant_id, timedelta()) for line in part.lines), default=timedelta())
        if delay:
            part.row.promised_by += delay
            part.row.save(update_fields=["promised_by"])
