"""What payments do when orders and parcels move. Each may be told twice."""

from haat.core.actor import MACHINE, Actor
from haat.core.events import subscribe
from haat.core.models import Event
from haat.orders.models import Order, Part, Return
from haat.orders.shares import back_paise
from haat.payments.actions import ask, confirm_cash, owe_refund
from haat.payments.models import Payment
from haat.payments.queries import came_for, cancelled


def _by(event: Event) -> Actor:
    return Actor(event.by_id, event.for_maker_id)


@subscribe("orders.placed", many=True)
def ask_for_payment(events: list[Event]) -> None:
    """Every order has its payment, also when the buyer's page broke off before asking; not one paid elsewhere."""
    orders = Order.objects.filter(pk__in={event.subject_id for event in events}, payment=None)
    for order in orders.exclude(pays=Order.Pays.ELSEWHERE).order_by("pk"):
        ask(order, by=MACHINE)


@subscribe("delivery.handed_over", "orders.cancelled")
def confirm_collected_cash(event: Event) -> None:
    """An order paid at the door is paid when its last part is handed over (or cancelled after the others were)."""
    order = Order.objects.get(pk=event.data["order_id"])
    if order.pays == Order.Pays.AT_THE_DOOR:
        confirm_cash(order, by=_by(event))


@subscribe("orders.cancelled")
def refund_cancelled(event: Event) -> None:
    """A part cancelled after it was paid: goods and delivery are owed back."""
    part = Part.objects.get(pk=event.subject_id)
    paid = Payment.objects.filter(order=part.order_id, order__pays=Order.Pays.BEFORE, state=Payment.State.CONFIRMED)
    payment = paid.select_related("order").first()
    if payment is not None and came_for(payment, part):
        owe_refund(part, cause=cancelled(part), amount_paise=part.total_paise, by=_by(event))


@subscribe("orders.return_received")
def refund_returned(event: Event) -> None:
    """What came back was paid for at the latest when it was handed over: the goods' price is owed back."""
    ret = Return.objects.select_related("part__order").get(pk=event.data["return_id"])
    if ret.part.order.pays != Order.Pays.ELSEWHERE:
        ask(ret.part.order, by=MACHINE)
        owe_refund(ret.part, cause=ret.cause, amount_paise=back_paise(ret), by=_by(event))
