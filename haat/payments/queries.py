"""Reading payments and refunds."""

from copy import copy

from django.db.models import QuerySet

from haat.orders.models import Order, SellerOrder
from haat.orders.quotes import Quote
from haat.payments import gateways
from haat.payments.gateways import Instructions, Offer
from haat.payments.models import Payment, Refund
from haat.places.models import Mart


def offers(mart: Mart, quote: Quote) -> dict[str, Offer]:
    """By method, whether it is open for this promise and why not, in the order they are shown."""
    return {
        method: gateways.get(method).offered(mart, quote.total_paise, quote)
        for method in (Order.Method.COD.value, Order.Method.UPI.value)
    }


def amount_of(order: Order) -> int:
    """What the order's parts that are not cancelled cost with delivery, in paise."""
    return sum(part.total_paise for part in order.parts.all() if part.living)


def asked_paise(payment: Payment) -> int:
    """What is asked of the buyer now: until she says that she paid, the parts that are not cancelled.

    From then on it is the amount of that moment; what is cancelled later is owed back when the money has come.
    """
    if payment.state in (Payment.State.WAITING, Payment.State.REFUSED):
        return amount_of(payment.order)
    return payment.amount_paise


def came_for(payment: Payment, part: SellerOrder) -> bool:
    """True when the payment's amount holds the price of this part of its order.

    Only a part cancelled before the buyer paid is not in it, so of the cancelled parts the first ones are left
    out, as many as the amount falls short of the whole order.
    """
    left_out = payment.order.total_paise - payment.amount_paise
    if part.living or left_out <= 0:
        return True
    for other in _by_cancelling(payment.order):
        if left_out <= 0:
            return True
        if other.pk == part.pk:
            return False
        left_out -= other.total_paise
    return True


def may_have_come(order: Order) -> set[int]:
    """Amounts (paise) a buyer may have been asked for: what is alive, and it with the parts cancelled last."""
    amount = amount_of(order)
    amounts = {amount}
    for part in reversed(_by_cancelling(order)):
        amount += part.total_paise
        amounts.add(amount)
    return amounts - {0}


def _by_cancelling(order: Order) -> list[SellerOrder]:
    """The order's cancelled parts, the first cancelled first."""
    cancelled = [part for part in order.parts.all() if not part.living]
    return sorted(cancelled, key=lambda part: (part.closed_at or part.placed_at, part.pk))


def instructions(payment: Payment) -> Instructions:
    """How the buyer pays what is asked of her now."""
    now = copy(payment)
    now.amount_paise = asked_paise(payment)
    return gateways.get(payment.gateway).begin(now)


def payment_of(order: Order) -> Payment | None:
    """The order's payment; None when it has not been asked for yet."""
    return Payment.objects.filter(order=order).select_related("mart", "order").first()


def to_confirm(mart: Mart) -> QuerySet[Payment]:
    """Payments buyers say they made, oldest first: the desk looks for them in the bank."""
    claimed = Payment.objects.filter(mart=mart, state=Payment.State.CLAIMED)
    return claimed.select_related("order").order_by("claimed_at")


def refunds_owed(mart: Mart) -> QuerySet[Refund]:
    """Money still to be given back, oldest first."""
    owed = Refund.objects.filter(mart=mart, state=Refund.State.OWED)
    return owed.select_related("payment__order", "part").order_by("made_at")
