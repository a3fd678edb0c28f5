"""What must hold of orders, their stock and their events."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from haat.core.doctor import check
from haat.core.models import Event
from haat.orders.models import Order, OrderLine, SellerOrder
from haat.orders.rules import CLOSED_STATES, OPEN_STATES
from haat.stock.models import Movement, StockItem

PART, ORDER = SellerOrder.State, Order.State


@check("reserved stock = open order lines")
def reserved_is_open_lines() -> Iterable[str]:
    """Per variant with ready pieces: what lies reserved is what orders that have not left still want."""
    lines = OrderLine.objects.filter(part__state__in=OPEN_STATES, part__sent_at=None)
    open_lines = {
        f"order:{order_id}:{variant_id}:{Movement.Kind.RESERVED}": (variant_id, quantity)
        for order_id, variant_id, quantity in lines.values_list("part__order_id", "variant_id", "quantity")
    }
    by_week = set(
        Movement.objects.filter(cause__startswith="order:", week__isnull=False).values_list("cause", flat=True)
    )
    wanted: Counter[int] = Counter()
    for cause, (variant_id, quantity) in open_lines.items():
        if cause not in by_week:
            wanted[variant_id] += quantity
    reserved: Counter[int] = Counter()
    for variant_id, pieces in StockItem.objects.filter(reserved__gt=0).values_list("variant_id", "reserved"):
        reserved[variant_id] += pieces
    for variant_id in sorted(wanted.keys() | reserved.keys()):
        if wanted[variant_id] != reserved[variant_id]:
            yield (f"variant {variant_id}: {reserved[variant_id]} reserved, but open orders want {wanted[variant_id]}")


@check("no order without its event")
def orders_have_events() -> Iterable[str]:
    placed = Event.objects.filter(kind="orders.placed", subject_type=Order._meta.label_lower, subject_id=OuterRef("pk"))
    for order in Order.objects.filter(~Exists(placed)):
        yield f"order {order.number}: its event orders.placed is missing"


@check("an order = its parts")
def orders_are_their_parts() -> Iterable[str]:
    orders = Order.objects.annotate(
        goods=Coalesce(Sum("parts__goods_paise"), 0), delivery=Coalesce(Sum("parts__delivery_paise"), 0)
    )
    for order in orders.exclude(goods=F("goods_paise"), delivery=F("delivery_paise")):
        yield f"order {order.number}: its parts come to {order.goods} + {order.delivery} paise"


@check("a seller order = its lines")
def parts_are_their_lines() -> Iterable[str]:
    parts = SellerOrder.objects.annotate(
        goods=Coalesce(Sum("lines__goods_paise"), 0), makers=Coalesce(Sum("lines__maker_paise"), 0)
    )
    for part in parts.exclude(goods=F("goods_paise"), makers=F("maker_paise")):
        yield f"seller order {part.number}: its lines come to {part.goods} paise, {part.makers} to the maker"


@check("an order stands where its parts stand")
def orders_stand_with_parts() -> Iterable[str]:
    orders = Order.objects.annotate(
        all=Count("parts"),
        waiting=Count("parts", filter=Q(parts__state=PART.AWAITING_PAYMENT)),
        cancelled=Count("parts", filter=Q(parts__state=PART.CANCELLED)),
        closed=Count("parts", filter=Q(parts__state__in=CLOSED_STATES)),
    )
    right = (
        Q(state=ORDER.CANCELLED, cancelled=F("all"))
        | Q(state=ORDER.DONE, closed=F("all"), cancelled__lt=F("all"))
        | Q(state=ORDER.AWAITING_PAYMENT, closed__lt=F("all"), all=F("waiting") + F("cancelled"))
        | Q(state=ORDER.PLACED, closed__lt=F("all"), waiting=0)
    )
    for order in orders.exclude(right):
        yield f"order {order.number}: it is {order.state}, but {order.closed} of {order.all} parts are closed"
