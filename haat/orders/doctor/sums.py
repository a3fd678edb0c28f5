"""What must hold of orders, their stock and their events."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from haat.core.doctor import check
from haat.core.models import Event
from haat.orders.models import Order, OrderLine, Part
from haat.orders.rules import CLOSED_STATES, OPEN_STATES
from haat.stock.models import Movement, StockItem

PART, ORDER, ORDER_PAYS = Part.State, Order.State, Order.Pays


@check("reserved stock = open order lines")
def reserved_is_open_lines() -> Iterable[str]:
    """Per variant with ready pieces: what lies reserved is what orders that have not left still want, and what was
    cancelled under way before it was sent and is not home yet."""
    waits = Q(part__state__in=OPEN_STATES) | Q(part__pieces=Part.Pieces.AWAY)
    lines = OrderLine.objects.filter(waits, part__sent_at=None)
    promised = Movement.objects.filter(week__isnull=False)
    by_week = set(promised.values_list("owner_cause", "week__variant_id"))
    wanted: Counter[int] = Counter()
    for line in lines.select_related("part"):
        if (line.part.cause, line.variant_id) not in by_week:
            wanted[line.variant_id] += line.quantity
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


@check("only an order that is paid before waits for its payment")
def waiting_pays_before() -> Iterable[str]:
    """One paid at the door may wait for its buyer's word: payments knows of which."""
    for order in Order.objects.filter(state=ORDER.AWAITING_PAYMENT, pays=Order.Pays.ELSEWHERE):
        yield f"order {order.number}: it waits for a payment, but is paid {order.pays}"


@check("an order = its parts")
def orders_are_their_parts() -> Iterable[str]:
    orders = Order.objects.annotate(
        goods=Coalesce(Sum("parts__goods_paise"), 0),
        delivery=Coalesce(Sum("parts__delivery_paise"), 0),
        left_off=Coalesce(Sum("parts__rounding_paise"), 0),
    )
    right = Q(goods=F("goods_paise"), delivery=F("delivery_paise"), left_off=F("rounding_paise"))
    for order in orders.exclude(right):
        yield f"order {order.number}: its parts come to {order.goods} + {order.delivery} − {order.left_off} paise"


@check("a parcel paid in cash costs whole rupees")
def cash_is_whole_rupees() -> Iterable[str]:
    """What is left off makes whole rupees, and is left off in cash only. Parcels of 0.2.0 leave nothing off."""
    parts = Part.objects.filter(rounding_paise__gt=0).select_related("order")
    whole = F("goods_paise") + F("delivery_paise") - F("rounding_paise")
    for part in parts.annotate(odd=whole % 100).exclude(odd=0, order__pays=ORDER_PAYS.AT_THE_DOOR):
        yield f"part {part.number}: {part.rounding_paise} paise are left off, and it costs {part.total_paise}"


@check("a part = its lines")
def parts_are_their_lines() -> Iterable[str]:
    parts = Part.objects.annotate(
        goods=Coalesce(Sum("lines__goods_paise"), 0), makers=Coalesce(Sum("lines__maker_paise"), 0)
    )
    for part in parts.exclude(goods=F("goods_paise"), makers=F("maker_paise")):
        yield f"part {part.number}: its lines come to {part.goods} paise, {part.makers} to the maker"


SPLIT = F("maker_paise") + F("tax_paise") + F("fee_paise") + F("packing_paise")


@check("an order line = its split")
def lines_are_their_split() -> Iterable[str]:
    """Goods = tax + fee + packing + maker, line by line, and part by part every head is that of its lines."""
    for line in OrderLine.objects.exclude(goods_paise=SPLIT).select_related("part"):
        yield f"line {line.pk} of {line.part.number}: its heads do not come to {line.goods_paise} paise"
    heads = ("tax_paise", "fee_paise", "packing_paise")
    parts = Part.objects.annotate(**{f"sum_{head}": Coalesce(Sum(f"lines__{head}"), 0) for head in heads})
    for head in heads:
        for part in parts.exclude(**{head: F(f"sum_{head}")}):
            yield f"part {part.number}: {head} is {getattr(part, head)}, its lines come to other"


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
