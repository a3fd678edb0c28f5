"""What payments do when orders and parcels move. Each may be told twice."""

from django.utils.translation import gettext, override

from haat.core.actor import MACHINE, Actor
from haat.core.events import subscribe
from haat.core.models import Event
from haat.core.money import format_rupees
from haat.messages.actions import tell
from haat.messages.notices import rupees
from haat.orders.models import Order, Part, Return
from haat.orders.shares import back_paise
from haat.payments import notices
from haat.payments.actions import ask, confirm_cash, owe_refund
from haat.payments.models import Payment, Refund, Word
from haat.payments.queries import came_for, cancelled
from haat.payments.refund_roads import ROADS


def _by(event: Event) -> Actor:
    return Actor(event.by_id, event.for_maker_id)


@subscribe("payments.word_asked")
def send_code(event: Event) -> None:
    """The code with which the buyer of a cash order gives her word, to her phone."""
    word = Word.objects.select_related("order__mart", "order__buyer").get(pk=event.data["word_id"])
    order = word.order
    if word.kept_at is not None or word.codes_sent != event.data["number"] or not order.reachable:
        return
    with override(order.language):
        body = gettext("Order %(number)s, %(money)s in cash: your code is %(code)s. Write it on the order's page.") % {
            "number": order.number,
            "money": format_rupees(order.total_paise),
            "code": word.code,
        }
    tell(
        order.phone,
        template=notices.WORD.name,
        language=order.language,
        body=body,
        values={"code": word.code, "number": order.number},
        cause=f"{event.kind}:{event.pk}:buyer",
        mart=order.mart,
        user=order.buyer,
    )


@subscribe("payments.refund_sent")
def tell_refund(event: Event) -> None:
    """The buyer's money is on its way back, under which number; or it was given into a hand."""
    refund = Refund.objects.get(pk=event.subject_id)
    order = Order.objects.select_related("mart", "buyer").get(pk=event.data["order_id"])
    if not order.reachable:
        return
    notice = notices.SENT_BACK
    with override(order.language):
        sentence = gettext("Order %(number)s: %(money)s went back to you. Number %(reference)s.")
        if refund.road and ROADS[refund.road].in_hand:
            notice = notices.GIVEN_BACK
            sentence = gettext("Order %(number)s: %(money)s was given to %(whom)s in cash.")
        body = sentence % {
            "number": order.number,
            "money": format_rupees(refund.amount_paise),
            "reference": refund.reference,
            "whom": refund.whom,
        }
    tell(
        order.phone,
        template=notice.name,
        language=order.language,
        body=body,
        values={"number": order.number, "money": rupees(refund.amount_paise)},
        cause=f"{event.kind}:{event.pk}:buyer",
        mart=order.mart,
        user=order.buyer,
    )


@subscribe("payments.refused")
def tell_refused(event: Event) -> None:
    """The number the buyer wrote is not known to the bank: she may write the right one."""
    order = Order.objects.select_related("mart", "buyer").get(pk=event.data["order_id"])
    if not order.reachable or order.state != Order.State.AWAITING_PAYMENT:
        return
    with override(order.language):
        body = gettext("Order %(number)s: we did not find the payment %(reference)s. Write its number again.") % {
            "number": order.number,
            "reference": event.data["reference"],
        }
    tell(
        order.phone,
        template=notices.NOT_FOUND.name,
        language=order.language,
        body=body,
        values={"number": order.number},
        cause=f"{event.kind}:{event.pk}:buyer",
        mart=order.mart,
        user=order.buyer,
    )


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
