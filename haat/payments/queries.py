"""Reading payments and refunds."""

from collections.abc import Collection
from copy import copy

from django.db.models import BigIntegerField, QuerySet

from haat.core.prepared import Prepared, Slot
from haat.orders.models import Order, Part
from haat.orders.promises import DeliveryPromise, Reason
from haat.orders.terms import Terms
from haat.payments import methods
from haat.payments.methods import Instructions, Offer
from haat.payments.models import Payment, Refund, Word
from haat.payments.refund_roads import ROADS
from haat.places.models import Mart


def offers(mart: Mart, promise: DeliveryPromise) -> dict[str, Offer]:
    """By method, whether it is open for this promise and why not, in the order they are shown."""
    return {method.slug: method.offered(mart, promise.total_paise, promise) for method in methods.every()}


def terms(slug: str) -> Terms:
    """What `place_order` asks of a method; raises LookupError when there is none."""
    return Terms(slug, methods.get(slug).pays)


def first_terms(pays: Order.Pays) -> Terms:
    """Those of the first method that is paid so; raises StopIteration when there is none."""
    return terms(next(method.slug for method in methods.every() if method.pays == pays))


def amount_of(order: Order) -> int:
    """What the order's parts that are not cancelled cost with delivery, in paise."""
    return sum(part.total_paise for part in order.parts.all() if part.living)


def asked_paise(payment: Payment) -> int:
    """What is asked of the buyer now: until she says that she paid, the parts that are not cancelled.

    From then on it is the amount of that moment; what is cancelled later is owed back when the money has come.
    """
    if payment.state in (Payment.State.WAITING, Payment.State.REFUSED):
        return amount_of(payment.order)
    return payment.amount_paise


def came_for(payment: Payment, part: Part) -> bool:
    """True when the payment's amount holds the price of this part of its order.

    Only a part cancelled before the buyer paid is not in it, so of the cancelled parts the first ones are left
    out, as many as the amount falls short of the whole order.
    """
    left_out = payment.order.total_paise - payment.amount_paise
    if part.living or left_out <= 0:
        return True
    for other in _by_cancelling(payment.order):
        if left_out <= 0:
            return True
        if other.pk == part.pk:
            return False
        left_out -= other.total_paise
    return True


def cancelled(part: Part) -> str:
    """The cause under which the price of a part that was cancelled is owed back."""
    return f"cancelled:{part.pk}"


def may_have_come(order: Order) -> set[int]:
    """Amounts (paise) a buyer may have been asked for: what is alive, and it with the parts cancelled last."""
    amount = amount_of(order)
    amounts = {amount}
    for part in reversed(_by_cancelling(order)):
        amount += part.total_paise
        amounts.add(amount)
    return amounts - {0}


def _by_cancelling(order: Order) -> list[Part]:
    """The order's cancelled parts, the first cancelled first."""
    cancelled = [part for part in order.parts.all() if not part.living]
    return sorted(cancelled, key=lambda part: (part.closed_at or part.placed_at, part.pk))


def instructions(payment: Payment) -> Instructions:
    """How the buyer pays what is asked of her now."""
    now = copy(payment)
    now.amount_paise = asked_paise(payment)
    return methods.get(payment.gateway).begin(now)


def payment_of(order: Order) -> Payment | None:
    """The order's payment; None when it has not been asked for yet."""
    return _payments.first(order=order.pk)


@Prepared
def _payments() -> QuerySet[Payment]:
    return Payment.objects.filter(order=Slot("order", BigIntegerField())).select_related("mart", "order")


def to_confirm(mart: Mart) -> QuerySet[Payment]:
    """Payments buyers say they made, oldest first: the desk looks for them in the bank."""
    return claimed_in(mart).select_related("order").order_by("claimed_at", "pk")


def refunds_owed(mart: Mart) -> QuerySet[Refund]:
    """Money still to be given back, oldest first."""
    owed = Refund.objects.filter(mart=mart, state=Refund.State.OWED)
    return owed.select_related("payment__order", "part").order_by("made_at", "pk")


def payments_of(mart: Mart) -> QuerySet[Payment]:
    """The mart's payments, with their orders."""
    return Payment.objects.filter(mart=mart).select_related("order")


def refunds_of(mart: Mart) -> QuerySet[Refund]:
    """The mart's refunds."""
    return Refund.objects.filter(mart=mart).select_related("mart")


def claimed_in(mart: Mart) -> QuerySet[Payment]:
    """The mart's payments that buyers say they made and nobody has looked for."""
    return Payment.objects.filter(mart=mart, state=Payment.State.CLAIMED)


def claimed_orders(orders: Collection[Order]) -> set[int]:
    """The ids of those of `orders` whose buyers say that they paid."""
    told = Payment.objects.filter(order__in=orders, state=Payment.State.CLAIMED)
    return set(told.values_list("order_id", flat=True))


def refunds_by_part(order: Order) -> dict[int, list[Refund]]:
    """What is owed back or was given back of an order, by part, the oldest first."""
    found: dict[int, list[Refund]] = {}
    for refund in _refunds.all(order=order.pk):
        found.setdefault(refund.part_id, []).append(refund)
    return found


@Prepared
def _refunds() -> QuerySet[Refund]:
    return Refund.objects.filter(part__order=Slot("order", BigIntegerField())).order_by("pk")


def word_of(order: Order) -> Word | None:
    """The word its buyer was asked for; None when she was not."""
    return Word.objects.filter(order=order).first()


def words_waited_for(mart: Mart) -> QuerySet[Word]:
    """Cash orders that wait for their buyers' word, the longest waiting first, with their orders."""
    waiting = Word.objects.filter(mart=mart, kept_at=None, order__state=Order.State.AWAITING_PAYMENT)
    return waiting.select_related("order").order_by("asked_at", "pk")


def leaves_from(refund: Refund) -> str:
    """The kind of ledger account a refund leaves: of its road, or as its method says. Its payment is loaded."""
    return ROADS[refund.road].leaves if refund.road else methods.get(refund.payment.gateway).refunds_from


def moved_under(mart_id: int, reference: str) -> bool:
    """Whether a buyer's money came or went back under this bank reference."""
    under = {"mart": mart_id, "reference": reference}
    return Payment.objects.filter(**under).exists() or Refund.objects.filter(**under).exists()


def reference_label(refund: Refund) -> Reason:
    """What the reference is called on its road, or by the method it was paid with."""
    return ROADS[refund.road].reference_label if refund.road else methods.get(refund.payment.gateway).reference_label
