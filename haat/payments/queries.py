"""Reading payments and refunds."""

from django.db.models import QuerySet

from haat.orders.models import Order
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


def instructions(payment: Payment) -> Instructions:
    """How the buyer pays it."""
    return gateways.get(payment.gateway).begin(payment)


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
