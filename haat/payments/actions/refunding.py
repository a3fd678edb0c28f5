"""Money back to a buyer: owed once a cause, prepared where a road is chosen, sent under that road's reference."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.errors import Changed
from haat.core.events import record
from haat.core.identifiers import mask_account
from haat.core.locks import hold, hold_all
from haat.core.rows import update
from haat.orders import actions as orders
from haat.orders.models import Part
from haat.payments import methods
from haat.payments.caps import cash_rule
from haat.payments.errors import AlreadySettled, NeedsTwo, ReferenceKnown, RefundTooMuch, UnknownRoad
from haat.payments.models import Payment, Refund
from haat.payments.queries import reference_label
from haat.payments.refund_roads import ROADS
from haat.payments.rules import second_hand


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
def refund_sent(refund: Refund, *, reference: str, seen: str | None = None, by: Actor) -> Refund:
    """The money has gone back under a reference of its road. Told twice, it counts once.

    `seen` is the `way` its sender had before her. Above the sum of the mart's rule another person sends it than she
    who wrote down to whom it goes. Raises Changed when road or whom is another by now, BadReference,
    BadRefundReference, AlreadySettled, NeedsTwo, ReferenceKnown (of money that came, or another refund).
    """
    held = hold(refund, "payment")
    if seen is not None and held.state != Refund.State.SENT and seen != held.way:
        raise Changed
    method = methods.get(held.payment.gateway)
    clean = ROADS[held.road].clean_reference(reference) if held.road else method.refund(held, reference)
    label = reference_label(held)
    if held.state == Refund.State.SENT:
        if held.reference == clean:
            return held
        raise AlreadySettled
    _need_two(held, by)
    came = Payment.objects.filter(mart_id=held.mart_id, reference=clean)
    went = Refund.objects.filter(mart_id=held.mart_id, reference=clean).exclude(pk=held.pk)
    if came.exists() or went.exists():
        raise ReferenceKnown(clean, label=label)
    held.state, held.reference, held.sent_at = Refund.State.SENT, clean, timezone.now()
    try:
        with transaction.atomic():
            update(held, "state", "reference", "sent_at")
    except IntegrityError:  # another refund took the reference this very moment
        raise ReferenceKnown(clean, label=label) from None
    record("payments.refund_sent", held, by=by, **_refund_facts(held))
    return held


def _need_two(refund: Refund, by: Actor) -> None:
    """Raises NeedsTwo when so much is not prepared yet, or was by who would send it."""
    lacks = second_hand(refund, cash_rule(refund.mart_id), by.user_id)
    if lacks:
        raise NeedsTwo(prepared=lacks == "other")


@transaction.atomic
def prepare_refund(refund: Refund, *, road: str, whom: str, by: Actor) -> Refund:
    """By which road and to whom it goes; written again, it holds anew. Raises UnknownRoad, BadWhom, AlreadySettled."""
    if road not in ROADS:
        raise UnknownRoad
    clean = ROADS[road].clean_whom(whom)
    held = hold(refund, "payment")
    if held.state == Refund.State.SENT:
        raise AlreadySettled
    if (held.road, held.whom) != (road, clean):
        held.road, held.whom, held.prepared_by_id = road, clean, by.user_id
        update(held, "road", "whom", "prepared_by_id")
        record("payments.refund_prepared", held, by=by, **_refund_facts(held), road=road, whom=_masked(road, clean))
    return held


def _masked(road: str, whom: str) -> str:
    """What the trail tells of who gets it: of a hand nothing, the bank of an address, the end of an account."""
    if ROADS[road].in_hand:
        return ""
    if "@" in whom:
        name, _at, bank = whom.rpartition("@")
        return f"{name[0] if len(name) > 2 else ''}…@{bank}"
    bank, _space, number = whom.partition(" ")
    return f"{bank} {mask_account(number)}"
