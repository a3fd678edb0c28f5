"""What the books do when something happened. Every transfer's cause is unique: a repeated event changes nothing.

Events may arrive in any order, so each reaction first makes sure that the money it moves was received.
"""

from django.db import transaction
from django.db.models import BigIntegerField, QuerySet

from haat.core.actor import MACHINE, Actor
from haat.core.events import subscribe
from haat.core.locks import hold, hold_all
from haat.core.models import Event
from haat.core.prepared import Prepared, Slot
from haat.delivery.models import Round
from haat.ledger import actions
from haat.ledger.errors import NothingOwed
from haat.ledger.models import Due
from haat.orders.actions import held
from haat.orders.models import Order, Part, Return
from haat.payments import methods
from haat.payments.models import Payment, Refund
from haat.payments.queries import came_for, leaves_from


def _by(event: Event) -> Actor:
    return Actor(event.by_id, event.for_maker_id) if event.by_id else MACHINE


@Prepared
def _parts() -> QuerySet[Part]:
    parts = Part.objects.filter(pk=Slot("pk", BigIntegerField()))
    return parts.select_related(
        "mart", "order__payment", "order__district", "order__ship_state", "maker", "seller__state", "parcel__round"
    )


def _part(part_id: int) -> Part:
    part = _parts.get(pk=part_id)
    part.order.mart = part.mart
    return part


def _held(part_id: int) -> Part:
    """The same, its seller and order locked first: a bill is written, or taken back, by one at a time, and under the
    GSTIN that then stands."""
    part = _part(part_id)
    hold(part.seller)
    held(part.order_id)
    return _part(part_id)


def _receive(part: Part, by: Actor) -> bool:
    """Make sure the buyer's money for this part is in the books, or who owes it to us; False when it was never paid."""
    if part.order.pays == Order.Pays.ELSEWHERE:
        actions.sell(part, by=by)
        return True
    if part.order.pays == Order.Pays.BEFORE:
        payment = getattr(part.order, "payment", None)  # none yet when its own event is still to come
        if payment is None or payment.state != Payment.State.CONFIRMED or not came_for(payment, part):
            return False
        lands_in = methods.get(part.order.method).lands_in
        actions.receive_paid(part.order, amount_paise=payment.amount_paise, lands_in=lands_in, by=by)
        return True
    parcel = part.parcel if hasattr(part, "parcel") else None
    if parcel is None or not parcel.collected_paise or parcel.round is None:
        return False
    actions.receive_cash(part, rider_id=parcel.round.rider_id, amount_paise=parcel.collected_paise, by=by)
    return True


@subscribe("payments.confirmed")
@transaction.atomic
def receive_payment(event: Event) -> None:
    """Money paid before has come: hold it; what was cancelled of the order is owed back."""
    payment = Payment.objects.select_related("order").get(pk=event.subject_id)
    if payment.order.pays != Order.Pays.BEFORE:
        return
    for part_id in Part.objects.filter(order_id=payment.order_id).order_by("pk").values_list("pk", flat=True):
        part = _part(part_id)
        if _receive(part, _by(event)) and not part.living:
            actions.hold_refund(part, amount_paise=part.total_paise, by=_by(event))


@subscribe("orders.delivered")
@transaction.atomic
def earn_delivered(event: Event) -> None:
    """A part was delivered: share what was paid among its heads and write its invoice."""
    part = _part(event.subject_id)
    if not _receive(part, _by(event)):
        raise NothingOwed()
    actions.earn(part, by=_by(event))


@subscribe("orders.packed")
@transaction.atomic
def write_invoice(event: Event) -> None:
    """The invoice travels with the parcel, unless that was cancelled before it was written, or the channel bills."""
    part = _held(event.subject_id)
    if part.living and part.order.bills == Order.Bills.HERE:
        actions.issue_invoice(part, by=_by(event))


@subscribe("orders.cancelled")
@transaction.atomic
def hold_back(event: Event) -> None:
    """Cancelled: a bill that was written is taken back, and what was paid is the buyer's again."""
    part = _held(event.subject_id)
    if part.invoices.exists():
        actions.issue_credit_note(part, by=_by(event))
    if part.order.pays == Order.Pays.BEFORE and _receive(part, _by(event)):
        actions.hold_refund(part, amount_paise=part.total_paise, by=_by(event))


@subscribe("orders.return_asked")
@transaction.atomic
def keep_back(event: Event) -> None:
    """A buyer asked to send it back: its money leaves a run that is proposed and waits until that is settled."""
    actions.leave_proposed(_part(event.subject_id), by=_by(event))


@subscribe("orders.return_received")
@transaction.atomic
def give_back(event: Event) -> None:
    """A return came in: take back what its pieces earned and write the credit note, where the bill was ours."""
    part = _part(event.subject_id)
    ret = Return.objects.get(pk=event.data["return_id"])
    ret.part = part
    actions.leave_proposed(part, by=_by(event))  # the run before its dues, as whoever releases it locks them
    hold(part)
    hold_all(Due.objects.filter(part=part))  # before the accounts, as whoever settles a payout holds them
    _receive(part, _by(event))
    actions.earn(part, by=_by(event))
    actions.take_back(ret, by=_by(event))
    if part.order.bills == Order.Bills.HERE:
        actions.issue_credit_note(part, ret=ret, by=_by(event))


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
    """A refund left the account of its road, or that its method sends refunds from."""
    refund = Refund.objects.select_related("payment").get(pk=event.subject_id)
    leaves = leaves_from(refund)
    part = _part(refund.part_id)
    actions.refund_left(part, amount_paise=refund.amount_paise, refund_id=refund.pk, leaves=leaves, by=_by(event))
