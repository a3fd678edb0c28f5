"""What the books do when something happened. Every transfer's cause is unique: a repeated event changes nothing.

Events may arrive in any order, so each reaction first makes sure that the money it moves was received.
"""

from django.db import transaction
from django.db.models import BigIntegerField, QuerySet

from haat.core.actor import MACHINE, Actor
from haat.core.events import subscribe
from haat.core.models import Event
from haat.core.prepared import Prepared, Slot
from haat.delivery.models import Round
from haat.ledger import actions
from haat.ledger.errors import nothing_owed
from haat.orders.models import Order, SellerOrder
from haat.payments.models import Payment, Refund
from haat.payments.queries import came_for


def _by(event: Event) -> Actor:
    return Actor(event.by_id, event.for_maker_id) if event.by_id else MACHINE


@Prepared
def _parts() -> QuerySet[SellerOrder]:
    parts = SellerOrder.objects.filter(pk=Slot("pk", BigIntegerField()))
    return parts.select_related(
        "mart", "order__payment", "order__district", "order__ship_state", "maker", "seller__state", "parcel__round"
    )


def _part(part_id: int) -> SellerOrder:
    return _parts.get(pk=part_id)


def _receive(part: SellerOrder, by: Actor) -> bool:
    """Make sure the buyer's money for this seller order is in the books; False when it was never paid."""
    total = part.goods_paise + part.delivery_paise
    if part.order.method == Order.Method.UPI:
        payment = getattr(part.order, "payment", None)  # none yet when its own event is still to come
        if payment is None or payment.state != Payment.State.CONFIRMED or not came_for(payment, part):
            return False
        actions.receive_upi(total, order_id=part.order_id, part=part, by=by)
        return True
    parcel = part.parcel if hasattr(part, "parcel") else None
    if parcel is None or not parcel.collected_paise or parcel.round is None:
        return False
    actions.receive_cash(part, rider_id=parcel.round.rider_id, amount_paise=parcel.collected_paise, by=by)
    return True


@subscribe("payments.confirmed")
@transaction.atomic
def receive_payment(event: Event) -> None:
    """A UPI payment was confirmed: hold it, seller order by seller order; what was cancelled is owed back."""
    payment = Payment.objects.get(pk=event.subject_id)
    if payment.gateway != Order.Method.UPI:
        return
    for part_id in SellerOrder.objects.filter(order_id=payment.order_id).order_by("pk").values_list("pk", flat=True):
        part = _part(part_id)
        if _receive(part, _by(event)) and not part.living:
            actions.hold_refund(part, amount_paise=part.goods_paise + part.delivery_paise, by=_by(event))


@subscribe("orders.delivered")
@transaction.atomic
def earn_delivered(event: Event) -> None:
    """A seller order was delivered: share what was paid among its heads and write its invoice."""
    part = _part(event.subject_id)
    if not _receive(part, _by(event)):
        raise nothing_owed()
    actions.earn(part, by=_by(event))


@subscribe("orders.packed")
@transaction.atomic
def write_invoice(event: Event) -> None:
    """The invoice travels with the parcel."""
    actions.issue_invoice(_part(event.subject_id), by=_by(event))


@subscribe("orders.cancelled")
@transaction.atomic
def hold_back(event: Event) -> None:
    """Cancelled after payment: the money is the buyer's again."""
    part = _part(event.subject_id)
    if part.order.method == Order.Method.UPI and _receive(part, _by(event)):
        actions.hold_refund(part, amount_paise=part.goods_paise + part.delivery_paise, by=_by(event))


@subscribe("orders.return_received")
@transaction.atomic
def give_back(event: Event) -> None:
    """A return came in: take back what was earned and write the credit note."""
    part = _part(event.subject_id)
    _receive(part, _by(event))
    actions.earn(part, by=_by(event))
    actions.take_back(part, by=_by(event))
    actions.issue_credit_note(part, by=_by(event))


@subscribe("delivery.round_closed")
@transaction.atomic
def take_cash(event: Event) -> None:
    """A rider's cash was counted at the desk; what is short stays with the rider."""
    done = Round.objects.select_related("mart").get(pk=event.subject_id)
    for parcel in done.parcels.filter(collected_paise__gt=0).order_by("pk"):
        _receive(_part(parcel.part_id), _by(event))
    actions.transfer(
        done.mart,
        debit=actions.At("cash_desk"),
        credit=actions.At("rider_cash", done.rider_id),
        amount_paise=done.counted_paise or 0,
        cause=f"round:{done.pk}",
        by=_by(event),
    )


@subscribe("payments.refund_sent")
@transaction.atomic
def send_refund(event: Event) -> None:
    """A refund left the bank."""
    refund = Refund.objects.get(pk=event.subject_id)
    part = _part(refund.part_id)
    actions.refund_left(part, amount_paise=refund.amount_paise, refund_id=refund.pk, by=_by(event))
