"""What payments do when orders and parcels move. Each may be told twice."""

from haat.core.actor import MACHINE, Actor
from haat.core.events import subscribe
from haat.core.models import Event
from haat.orders.models import Order, SellerOrder
from haat.payments.actions import ask, confirm_cash, owe_refund
from haat.payments.models import Payment
from haat.payments.queries import came_for


def _by(event: Event) -> Actor:
    return Actor(event.by_id, event.for_maker_id)


@subscribe("orders.placed")
def ask_for_payment(event: Event) -> None:
    """Every order has its payment, also when the buyer's page broke off before asking."""
    ask(Order.objects.get(pk=event.subject_id), by=MACHINE)


@subscribe("delivery.handed_over", "orders.cancelled")
def confirm_collected_cash(event: Event) -> None:
    """A cash order is paid when its last part is handed over (or cancelled after the others were)."""
    order = Order.objects.get(pk=event.data["order_id"])
    if order.method == Order.Method.COD:
        confirm_cash(order, by=_by(event))


@subscribe("orders.cancelled")
def refund_cancelled(event: Event) -> None:
    """A part cancelled after it was paid: goods and delivery are owed back."""
    part = SellerOrder.objects.get(pk=event.subject_id)
    paid = Payment.objects.filter(order=part.order_id, state=Payment.State.CONFIRMED)
    payment = paid.exclude(gateway=Order.Method.COD).select_related("order").first()
    if payment is not None and came_for(payment, part):
        owe_refund(part, amount_paise=part.total_paise, by=_by(event))


@subscribe("orders.return_received")
def refund_returned(event: Event) -> None:
    """What came back was paid for at the latest when it was handed over: the goods' price is owed back."""
    part = SellerOrder.objects.select_related("order").get(pk=event.subject_id)
    ask(part.order, by=MACHINE)
    owe_refund(part, amount_paise=part.goods_paise, by=_by(event))
