"""What must hold of payments besides their sums: they are what was told when the money came and went."""

from collections.abc import Iterable

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from haat.core.doctor import check, waiting_subjects
from haat.core.trail import NOTHING, hand, last_id, said, said_text, told
from haat.orders.models import Order, Part, Return, ReturnLine
from haat.payments.models import Payment, Refund, Word
from haat.payments.queries import came_for

State, PART = Payment.State, Part.State


@check("payments are those that were asked and confirmed")
def payments_are_told() -> Iterable[str]:
    """Amount, reference and hand of a confirmed one are those of the moment it was confirmed."""
    confirmed = told(Payment, "payments.confirmed")
    rows = Payment.objects.filter(state=State.CONFIRMED).annotate(
        told_paise=said(confirmed, "amount_paise"),
        told_reference=said_text(confirmed, "reference"),
        by=last_id(confirmed, "by_id"),
        hand=hand("confirmed_by_id"),
    )
    for payment in rows.filter(told_paise=NOTHING):
        yield f"payment {payment.pk}: confirmed, and nobody was told"
    for payment in rows.exclude(told_paise=F("amount_paise")).exclude(told_paise=NOTHING):
        yield f"payment {payment.pk}: {payment.amount_paise} paise, confirmed as {payment.told_paise}"
    for payment in rows.exclude(told_reference=F("reference")).exclude(told_paise=NOTHING):
        yield f"payment {payment.pk}: reference {payment.reference}, confirmed as {payment.told_reference}"
    for payment in rows.exclude(told_paise=NOTHING).exclude(by=F("hand")):
        yield f"payment {payment.pk}: confirmed by user {payment.confirmed_by_id}, told as {payment.by}"
    for other in Payment.objects.filter(Exists(confirmed)).exclude(state=State.CONFIRMED):
        yield f"payment {other.pk}: told as confirmed, but it is {other.state}"


@check("a payment asks for its order's money")
def payments_are_of_their_order() -> Iterable[str]:
    rows = Payment.objects.select_related("order")
    for payment in rows.exclude(mart_id=F("order__mart_id"), gateway=F("order__method")):
        yield f"payment {payment.pk}: {payment.gateway}, but its order is paid by {payment.order.method}"
    # While nobody has paid, parcels that are divided may come to less than was asked at first.
    most = Case(
        When(state=State.CONFIRMED, then=F("order__total_paise")),
        default=F("order__total_paise") + F("order__rounding_paise"),
        output_field=BigIntegerField(),
    )
    for payment in rows.annotate(most=most).filter(amount_paise__gt=F("most")):
        yield f"payment {payment.pk}: {payment.amount_paise} paise for an order of {payment.order.total_paise}"
    for payment in rows.filter(state=State.CLAIMED).filter(Q(reference="") | Q(claimed_at=None)):
        yield f"payment {payment.pk}: claimed without reference or time"
    asked = waiting_subjects("payments.ask_for_payment")
    ours = Order.objects.exclude(pays=Order.Pays.ELSEWHERE)
    for order in ours.filter(payment=None).exclude(pk__in=asked):
        yield f"order {order.number}: nobody asks for its money"


@check("a confirmed payment is the sum of what it was for")
def confirmed_is_its_parts() -> Iterable[str]:
    """What lives of the order, and none or the last of what was cancelled: the parts it came for."""
    gone = Coalesce(Sum("order__parts__goods_paise", filter=Q(order__parts__state=PART.CANCELLED)), 0)
    carried = Coalesce(Sum("order__parts__delivery_paise", filter=Q(order__parts__state=PART.CANCELLED)), 0)
    left_off = Coalesce(Sum("order__parts__rounding_paise", filter=Q(order__parts__state=PART.CANCELLED)), 0)
    least = F("order__total_paise") - gone - carried + left_off
    rows = Payment.objects.filter(state=State.CONFIRMED).annotate(least=least)
    for payment in rows.filter(amount_paise__lt=F("least")):
        yield f"payment {payment.pk}: {payment.amount_paise} paise came, for {payment.least} that were not cancelled"


def _back(cause: OuterRef) -> QuerySet[ReturnLine]:
    """The pieces of the received return that a cause names."""
    rows = ReturnLine.objects.filter(ret__state=Return.State.RECEIVED).order_by()
    named = Concat(Value("return:"), Cast("ret_id", CharField()), output_field=CharField())
    return rows.annotate(named=named).filter(named=cause)


def _last_return() -> Subquery:
    """The cause of the last received return of the outer row's part."""
    received = Return.objects.filter(part=OuterRef("part"), state=Return.State.RECEIVED).order_by("-pk")
    named = Concat(Value("return:"), Cast("pk", CharField()), output_field=CharField())
    return Subquery(received.annotate(named=named).values("named")[:1])


@check("refunds are what was owed")
def refunds_are_told() -> Iterable[str]:
    """As much as was told, and as much as its cause cost: all of a cancelled part, the pieces of a return."""
    owed = told(Refund, "payments.refund_owed")
    rows = Refund.objects.select_related("part").annotate(told_paise=said(owed, "amount_paise"))
    for refund in rows.exclude(told_paise=F("amount_paise")):
        yield f"refund {refund.pk}: {refund.amount_paise} paise, told as {refund.told_paise}"
    whole_back = Q(part__state=PART.RETURNED, last=F("cause"))
    pieces = _back(OuterRef("cause")).values("ret").annotate(total=Sum(F("pieces") * F("line__piece_paise")))
    of_part = Concat(Value("cancelled:"), Cast("part_id", CharField()), output_field=CharField())
    sums = rows.annotate(
        back=Coalesce(Subquery(pieces.values("total")), Value(NOTHING), output_field=BigIntegerField()), whole=of_part
    )
    # What was left off a parcel in cash stays off what comes back with the last of its pieces.
    off = Case(When(whole_back, then=F("part__rounding_paise")), default=0, output_field=BigIntegerField())
    sums = sums.annotate(last=_last_return()).annotate(off=off)
    right = Q(amount_paise=F("back") - F("off")) | Q(
        cause=F("whole"),
        part__state=PART.CANCELLED,
        amount_paise=F("part__goods_paise") + F("part__delivery_paise") - F("part__rounding_paise"),
    )
    for refund in sums.exclude(right):
        yield f"refund {refund.pk}: {refund.amount_paise} paise for {refund.part.number}, under {refund.cause}"
    for refund in rows.exclude(payment__order_id=F("part__order_id"), mart_id=F("part__mart_id")):
        yield f"refund {refund.pk}: part {refund.part.number} is of another order than its payment"


@check("who sent goods back, or lost what she paid for, is owed her money")
def refunds_are_owed() -> Iterable[str]:
    coming = waiting_subjects(
        "payments.refund_returned",
        "payments.refund_cancelled",
    )
    cause = Concat(Value("return:"), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    received = Return.objects.filter(state=Return.State.RECEIVED).exclude(part__in=coming).select_related("part")
    received = received.exclude(part__order__pays=Order.Pays.ELSEWHERE)
    for ret in received.filter(~Exists(Refund.objects.filter(cause=cause))):
        yield f"return {ret.pk} of part {ret.part.number}: received, and its buyer is owed nothing"
    bare = Part.objects.filter(~Exists(Refund.objects.filter(part=OuterRef("pk")))).exclude(pk__in=coming)
    paid = bare.filter(state=PART.CANCELLED, order__payment__state=State.CONFIRMED)
    for part in paid.filter(order__pays=Order.Pays.BEFORE).select_related("order__payment__order"):
        if came_for(part.order.payment, part):
            yield f"part {part.number}: cancelled after it was paid, and its buyer is owed nothing"


@check("refunds were sent by somebody")
def sent_is_told() -> Iterable[str]:
    sent = told(Refund, "payments.refund_sent")
    rows = Refund.objects.annotate(told_reference=said_text(sent, "reference"))
    for refund in rows.filter(state=Refund.State.SENT).exclude(told_reference=F("reference"), sent_at__isnull=False):
        yield f"refund {refund.pk}: sent under {refund.reference}, told as {refund.told_reference}"
    for refund in rows.filter(state=Refund.State.OWED).exclude(told_reference=""):
        yield f"refund {refund.pk}: told as sent, but still owed"


@check("a bank reference stands for one movement of money")
def references_once() -> Iterable[str]:
    """Of a payment or of a refund, never of two."""
    sent = Refund.objects.exclude(reference="")
    again = sent.values("mart_id", "reference").order_by().annotate(times=Count("pk"))
    for row in again.filter(times__gt=1):
        yield f"{row['times']} refunds were sent under {row['reference']}"
    came = set(Payment.objects.exclude(reference="").values_list("mart_id", "reference").iterator())
    for pk, mart_id, reference in sent.order_by("pk").values_list("pk", "mart_id", "reference").iterator():
        if (mart_id, reference) in came:
            yield f"refund {pk}: money came under {reference}"


@check("a cash order waits for its buyer's word, and no longer")
def words_are_told() -> Iterable[str]:
    """Who waits was asked; who gave her word was told to have given it, and waits no longer."""
    kept = told(Word, "payments.word_kept")
    waiting = Order.objects.filter(state=Order.State.AWAITING_PAYMENT, pays=Order.Pays.AT_THE_DOOR)
    for order in waiting.filter(word=None):
        yield f"order {order.number}: it is paid at the door and waits, and its buyer was never asked"
    for order in waiting.filter(word__kept_at__isnull=False):
        yield f"order {order.number}: its buyer gave her word, and it still waits"
    for word in Word.objects.filter(kept_at__isnull=False).exclude(Exists(kept)):
        yield f"word {word.pk}: kept, and nobody was told"
    for word in Word.objects.filter(Exists(kept), kept_at=None):
        yield f"word {word.pk}: told as kept, and it is not"
