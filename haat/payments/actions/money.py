"""The only writes to payments and refunds. A payment told twice counts once."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, QuerySet
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.errors import Changed
from haat.core.events import Happened, record
from haat.core.locks import hold
from haat.core.prepared import Prepared, Slot
from haat.core.queries import happened_to
from haat.core.rows import insert, insert_new, update
from haat.orders import actions as orders
from haat.orders.models import Basket, Order, Part
from haat.orders.promises import DeliveryPromise
from haat.orders.rules import Buyer, checked_buyer
from haat.orders.terms import Terms
from haat.payments import methods
from haat.payments.actions.refunding import owe_refund
from haat.payments.actions.words import ask_word
from haat.payments.caps import cash_rule, is_known, let_go_at, refuse_too_much
from haat.payments.errors import AlreadySettled, AmountDiffers, ReferenceUsed
from haat.payments.models import CashRule, Payment, Refund
from haat.payments.queries import amount_of, asked_paise, came_for, cancelled, may_have_come
from haat.payments.rules import UNPAID_HOURS, asks_word

State = Payment.State


def check_out(
    basket: Basket,
    *,
    buyer: Buyer,
    promise: DeliveryPromise,
    terms: Terms,
    key: str,
    moved: bool = True,
    by: Actor,
) -> Order:
    """Order what the buyer was shown just now, and ask for its payment; the same key again gives the same order.

    Where the mart asks for it, a first cash order waits for its buyer's word. Raises like `orders.place_order`, and
    TooManyOpen. The prices count as seen even when it is refused: she has seen them. `moved` False: who calls has just
    read that none is another than what stands in the basket.
    """
    if moved:
        orders.see_prices(basket)
    asked = _CheckOut(basket.mart_id, buyer, promise, terms)
    return orders.place_order(
        basket, buyer=buyer, promise=promise, terms=asked.ask_terms, key=key, then=asked.ask_payment, by=by
    )


@dataclass
class _CheckOut:
    """What a mart asks of an order while it is made."""

    mart_id: int
    buyer: Buyer
    promise: DeliveryPromise
    terms: Terms
    rule: CashRule | None = None
    sure: bool = True

    def ask_terms(self) -> Terms:
        """The terms as the mart's rule has them. Raises TooManyOpen."""
        self.rule, given = cash_rule(self.mart_id), self.terms
        if self.rule is not None:
            self.rule = _held(self.rule)
            given = _asked(self.rule, self.mart_id, checked_buyer(self.buyer), self.promise, given)
        self.sure = given.sure
        return given

    def ask_payment(self, order: Order) -> list[Happened]:
        """The payment of a new order, whose pieces are held, and what is to be told of it."""
        waits = order.state == Order.State.AWAITING_PAYMENT
        payment = _payment_of(order, let_go_at(self.rule, self.promise) if waits else None)
        insert([payment])
        told = [Happened("payments.asked", payment, _facts(payment))]
        return [*told, ask_word(order)] if waits and not self.sure else told


def _payment_of(order: Order, lapses_at: datetime | None) -> Payment:
    payment = Payment(order=order, mart_id=order.mart_id, gateway=order.method, amount_paise=order.total_paise)
    payment.lapses_at = lapses_at
    return payment


def _caps(rule: CashRule) -> bool:
    return rule.most_orders is not None or rule.most_pieces is not None


def _held(rule: CashRule) -> CashRule:
    """One at a time in a mart with caps: what the other ordered this instant is counted."""
    return hold(rule) if _caps(rule) else rule


def _asked(rule: CashRule, mart_id: int, buyer: Buyer, promise: DeliveryPromise, terms: Terms) -> Terms:
    """The terms, not sure where the buyer must give her word first. Raises TooManyOpen."""
    if _caps(rule):
        refuse_too_much(mart_id, buyer, promise, rule)
    cash = terms.pays == Order.Pays.AT_THE_DOOR
    asks = cash and asks_word(rule, promise.total_paise) and not is_known(mart_id, buyer.phone)
    return replace(terms, sure=not asks)


@transaction.atomic(savepoint=False)
def ask(order: Order, *, by: Actor) -> Payment:
    """The order's one payment, made when it is not there yet."""
    payment = _payment_of(order, None)
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
    went = Refund.objects.filter(mart_id=payment.mart_id, reference=reference)  # a buyer was told that number too
    if others.exclude(pk=payment.pk).exists() or went.exists():
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
        if held.state != State.CLAIMED or held.claimed_at is None:  # a corrected number holds the goods no longer
            held.claimed_at = timezone.now()
        held.state, held.reference = State.CLAIMED, clean
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
def refuse(payment: Payment, *, reason: str, seen: str | None = None, by: Actor) -> Payment:
    """The claimed money did not come: the buyer may claim again with the right reference, for a day, and once.

    `seen` is the reference that was looked for. Raises AlreadySettled, Changed when the buyer gave another since.
    """
    held = _hold(payment)
    if held.state == State.REFUSED:
        return held
    if held.state == State.CONFIRMED:
        raise AlreadySettled
    if seen is not None and seen != held.reference:
        raise Changed
    facts = _facts(held)
    held.state, held.reference = State.REFUSED, ""
    again = happened_to([("payments.payment", [held.pk])], ["payments.refused"]).exists()
    held.lapses_at = timezone.now() + timedelta(hours=0 if again else UNPAID_HOURS)
    held.save(update_fields=["state", "reference", "lapses_at"])
    record("payments.refused", held, by=by, reason=reason.strip()[:200], **facts)
    return held


@transaction.atomic
def lapse_claim(payment: Payment, *, before: datetime, reason: str, by: Actor) -> bool:
    """What the buyer said she paid was not found since `before`: she may write the right number for a day more.

    False when she wrote another one since, or it was found this very second.
    """
    held = _hold(payment)
    if held.state != State.CLAIMED or held.claimed_at is None or held.claimed_at >= before:
        return False
    refuse(held, reason=reason, by=by)
    return True
