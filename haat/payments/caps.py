"""How much may be open unpaid for one phone and one address, and who is known to a mart."""

from datetime import datetime, timedelta

from django.db.models import BigIntegerField, F, Q, QuerySet, Sum
from django.utils import timezone

from haat.core.prepared import Prepared, Slot
from haat.orders.models import Order, OrderLine
from haat.orders.promises import DeliveryPromise
from haat.orders.rules import Buyer
from haat.payments.errors import TooManyOpen
from haat.payments.models import CashRule, Payment
from haat.stock.models import StockItem

LIVING = (Order.State.AWAITING_PAYMENT, Order.State.PLACED)


@Prepared
def _rules() -> QuerySet[CashRule]:
    return CashRule.objects.filter(mart=Slot("mart", BigIntegerField()))


def cash_rule(mart_id: int) -> CashRule | None:
    """What the mart asks of who orders for cash; None: nothing."""
    return _rules.first(mart=mart_id)


def is_known(mart_id: int, phone: str) -> bool:
    """Whether an order to this phone was paid in this mart before: bank or rider have seen the money."""
    paid = Payment.State.CONFIRMED
    return Order.objects.filter(mart=mart_id, phone=phone, payment__state=paid).exists()


def refuse_too_much(mart_id: int, buyer: Buyer, promise: DeliveryPromise, rule: CashRule) -> None:
    """Raises TooManyOpen when this order would be one, or its pieces would be, too many."""
    if rule.most_orders is None and rule.most_pieces is None:
        return
    open_ = Order.objects.filter(mart=mart_id, state__in=LIVING, paid_at=None).exclude(pays=Order.Pays.ELSEWHERE)
    house = Q(pin=buyer.pin, address__iexact=" ".join(buyer.address.split()))
    for field, whose in (("phone", Q(phone=buyer.phone)), ("address", house)):
        theirs = open_.filter(whose)
        if rule.most_orders is not None and theirs.count() >= rule.most_orders:
            raise TooManyOpen(rule.most_orders, pieces=False, field=field)
        lines = OrderLine.objects.filter(part__order__in=theirs).exclude(part__state="cancelled")
        held = lines.aggregate(pieces=Sum("quantity"))["pieces"] or 0
        if rule.most_pieces is not None and held + sum(promise.pieces.values()) > rule.most_pieces:
            raise TooManyOpen(rule.most_pieces, pieces=True, field=field)


def let_go_at(rule: CashRule | None, promise: DeliveryPromise) -> datetime | None:
    """When an order is let go that waits now, its pieces being held already; None: as without a rule."""
    if rule is None:
        return None
    if rule.last_minutes is not None and _holds_the_last(list(promise.pieces)):
        return timezone.now() + timedelta(minutes=rule.last_minutes)
    return timezone.now() + timedelta(hours=rule.lapse_hours)


def _holds_the_last(variants: list[int]) -> bool:
    """Whether of one of these nothing is free any more, wherever it lies."""
    free = dict(
        StockItem.objects.filter(variant__in=variants)
        .values_list("variant")
        .annotate(free=Sum(F("on_hand") - F("reserved")))
        .values_list("variant", "free")
    )
    return any(pieces <= 0 for pieces in free.values())
