"""The only writes to payments and refunds. A payment told twice counts once."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, QuerySet, Sum
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold, hold_all
from haat.core.prepared import Prepared, Slot
from haat.core.rows import insert_new, update
from haat.orders import actions as orders
from haat.orders.models import Basket, Order, Part
from haat.orders.promises import DeliveryPromise
from haat.orders.rules import Buyer
from haat.orders.terms import Terms
from haat.payments import methods
from haat.payments.errors import AlreadySettled, AmountDiffers, ReferenceKnown, ReferenceUsed, RefundTooMuch
from haat.payments.models import Payment, Refund
from haat.payments.queries import amount_of, asked_paise, came_for, cancelled, may_have_come

State = Payment.State


def check_out(basket: Basket, *, buyer: Buyer, promise: DeliveryPromise, terms: Terms, key: str, by: Actor) -> Order:
    """Order what the buyer was shown just now, and ask for its payment; the same key again gives the same order.

    Raises like `orders.place_order`. The prices count as seen even when it is refused: she has seen them.
    """
    orders.see_prices(basket)
    with transaction.atomic():
        order = orders.place_order(basket, buyer=buyer, promise=promise, terms=terms, key=key, by=by)
        ask(order, by=by)
    return order


@transaction.atomic(savepoint=False)
def ask(order: Order, *, by: Actor) -> Payment:
    """The order's one payment, made when it is not there yet."""
    payment = Payment(order=order, mart_id=order.mart_id, gateway=order.method, amount_paise=order.total_paise)
    if not insert_new([payment]):
        return _payments.get(order=order.pk)
    record("payments.asked", payment, by=by, **_facts(payment))
    return payment


@Prepared
def _payments() -> QuerySet[Payment]:
    return Payment.objects.filter(order=Slot("order", BigIntegerField()))


def _facts(payment: Payment) -> dict[str, Any]:
    return {
        "payment_id": payment.pk,
        "order_id": payment.order_id,
        "gateway": payment.gateway,
        "amount_paise": payment.amount_paise,
        "reference": payment.reference,
    }


def _hold(payment: Payment) -> Payment:
    """The payment as it stands, held after its order (the order is always held first)."""
    order = orders.held(payment.order_id)
    held = hold(payment)
    held.order = order
    return held


def _refuse_used(payment: Payment, reference: str) -> None:
    others = Payment.objects.filter(mart_id=payment.mart_id, gateway=payment.gateway, reference=reference)
    if others.exclude(pk=payment.pk).exists():
        raise ReferenceUsed(reference, label=methods.get(payment.gateway).reference_label)


def _write(payment: Payment, *fields: str) -> None:
    """Write the fields, a reference among them; another payment may take it this very moment. Raises ReferenceUsed."""
    try:
        with transaction.atomic():
            update(payment, "state", "reference", *fields)
    except IntegrityError:
        raise ReferenceUsed(payment.reference, label=methods.get(payment.gateway).reference_label) from None


@transaction.atomic
def claim(payment: Payment, *, reference: str, by: Actor) -> Payment:
    """The buyer says she paid, with her bank's reference; the desk will look for it.

    What she was asked for stands from now on. Raises BadReference, ReferenceUsed, AlreadySettled. She may
    correct the reference until it is confirmed.
    """
    held = _hold(payment)
    clean = methods.get(held.gateway).claim(held, reference)
    if held.state == State.CONFIRMED:
        if held.reference == clean:
            return held
        raise AlreadySettled
    _refuse_used(held, clean)
    if (held.state, held.reference) != (State.CLAIMED, clean):
        held.amount_paise = asked_paise(held) or held.amount_paise
        held.state, held.reference, held.claimed_at = State.CLAIMED, clean, timezone.now()
        _write(held, "claimed_at", "amount_paise")
        record("payments.claimed", held, by=by, **_facts(held))
    return held


@transaction.atomic
def confirm(payment: Payment, *, reference: str, amount_paise: int, by: Actor) -> Payment:
    """The money is in the bank (or the rider's bag). Told twice, it counts once.

    Places the order. Of parts that were cancelled the price is owed back when it came too: a buyer may have paid
    just before she cancelled. Raises BadReference, ReferenceUsed, AmountDiffers, AlreadySettled (confirmed
    under another reference).
    """
    held = _hold(payment)
    clean = methods.get(held.gateway).confirm(held, reference)
    if held.state == State.CONFIRMED:
        if held.reference == clean:
            return held
        raise AlreadySettled
    _refuse_used(held, clean)
    asked = asked_paise(held)
    if amount_paise != asked and amount_paise not in may_have_come(held.order):
        raise AmountDiffers(asked_paise=asked, came_paise=amount_paise)
    held.state, held.reference, held.confirmed_at = State.CONFIRMED, clean, timezone.now()
    held.confirmed_by_id, held.amount_paise = by.user_id, amount_paise
    _write(held, "confirmed_at", "confirmed_by_id", "amount_paise")
    record("payments.confirmed", held, by=by, **_facts(held))
    orders.mark_paid(held.order, paid_paise=amount_paise, by=by)
    if held.order.pays == Order.Pays.BEFORE:
        for part in held.order.parts.filter(state=Part.State.CANCELLED).order_by("pk"):
            if came_for(held, part):
                owe_refund(part, cause=cancelled(part), amount_paise=part.total_paise, by=by)
    return held


@transaction.atomic
def confirm_cash(order: Order, *, by: Actor) -> Payment | None:
    """Confirm a cash order once all its parts are delivered or cancelled: all of it was collected.

    None while something is still on its road, and when nothing was delivered.
    """
    payment = _hold(ask(order, by=by))
    states = set(order.parts.values_list("state", flat=True))
    done = {Part.State.DELIVERED, Part.State.RETURNED}
    if payment.state == State.CONFIRMED or not states & done or states - done - {Part.State.CANCELLED}:
        return None
    return confirm(payment, reference="", amount_paise=amount_of(payment.order), by=by)


@transaction.atomic
def refuse(payment: Payment, *, reason: str, by: Actor) -> Payment:
    """The claimed money did not come: the buyer may claim again with the right reference.

    Raises AlreadySettled.
    """
    held = _hold(payment)
    if held.state == State.REFUSED:
        return held
    if held.state == State.CONFIRMED:
        raise AlreadySettled
    facts = _facts(held)
    held.state, held.reference = State.REFUSED, ""
    held.save(update_fields=["state", "reference"])
    record("payments.refused", held, by=by, reason=reason.strip()[:200], **facts)
    return held


@transaction.atomic
def owe_refund(part: Part, *, cause: str, amount_paise: int, by: Actor) -> Refund:
    """Owe the buyer of a part money back, once for each `cause`. Raises RefundTooMuch."""
    orders.held(part.order_id)
    (payment,) = hold_all(Payment.objects.filter(order=part.order_id))
    told = Refund.objects.filter(cause=cause).first()
    if told is not None:
        return told
    owed = payment.refunds.aggregate(total=Sum("amount_paise"))["total"] or 0
    if amount_paise > payment.amount_paise - owed:
        raise RefundTooMuch(left_paise=payment.amount_paise - owed)
    refund = Refund.objects.create(
        mart_id=part.mart_id, payment=payment, part=part, cause=cause, amount_paise=amount_paise
    )
    record("payments.refund_owed", refund, by=by, **_refund_facts(refund))
    return refund


def _refund_facts(refund: Refund) -> dict[str, Any]:
    return {
        "refund_id": refund.pk,
        "part_id": refund.part_id,
        "cause": refund.cause,
        "order_id": refund.payment.order_id,
        "gateway": refund.payment.gateway,
        "amount_paise": refund.amount_paise,
        "reference": refund.reference,
    }


@transaction.atomic
def refund_sent(refund: Refund, *, reference: str, by: Actor) -> Refund:
    """The money has gone back under a bank reference. Told twice, it counts once.

    Raises BadReference, AlreadySettled, ReferenceKnown (of money that came, or of another refund).
    """
    held = hold(refund, "payment")
    method = methods.get(held.payment.gateway)
    clean = method.refund(held, reference)
    if held.state == Refund.State.SENT:
        if held.reference == clean:
            return held
        raise AlreadySettled
    came = Payment.objects.filter(mart_id=held.mart_id, reference=clean)
    went = Refund.objects.filter(mart_id=held.mart_id, reference=clean).exclude(pk=held.pk)
    if came.exists() or went.exists():
        raise ReferenceKnown(clean, label=method.reference_label)
    held.state, held.reference, held.sent_at = Refund.State.SENT, clean, timezone.now()
    try:
        with transaction.atomic():
            update(held, "state", "reference", "sent_at")
    except IntegrityError:  # another refund took the reference this very moment
        raise ReferenceKnown(clean, label=method.reference_label) from None
    record("payments.refund_sent", held, by=by, **_refund_facts(held))
    return held
