"""What buyers pay and get back."""

from collections.abc import Callable

from haat.core.actor import MACHINE
from haat.delivery import actions as delivery
from haat.ledger import actions as ledger
from haat.orders import actions as orders
from haat.orders.models import Basket, Order, Part
from haat.payments import actions
from haat.payments.models import Payment, Refund
from haat.payments.queries import terms
from tests.ledger.books import pay, upi_reference
from tests.make import BY, make_basket, make_buyer, make_order, make_promise, number
from tests.races.orders import part, variant
from tests.races.race import Pair, given, race, read, told, twice


def payment() -> Payment:
    return actions.ask(make_order({variant(): 1}, method="upi"), by=MACHINE)


def cancelled() -> Part:
    """Paid, then cancelled; the worker will owe the buyer her money."""
    order = make_order({variant(): 1}, method="upi")
    pay(order)
    return orders.cancel(order.parts.get(), reason="late", by=BY)


def confirm(row: Payment, reference: str) -> Payment:
    return actions.confirm(row, reference=reference, amount_paise=row.amount_paise, by=BY)


@race(actions.ask)
def asked_twice() -> Pair:
    order = make_order({variant(): 1}, method="upi")
    Payment.objects.filter(order=order).delete()
    return twice(
        lambda row: actions.ask(row, by=MACHINE), order, counted=lambda: Payment.objects.filter(order=order).count()
    )


@race(actions.check_out)
def one_checkout_is_sent_twice() -> Pair:
    basket, key = make_basket({variant(): 1}), f"race-{number()}"

    def check_out(row: Basket) -> Order:
        promise = make_promise(row)
        return actions.check_out(row, buyer=make_buyer(), promise=promise, terms=terms("upi"), key=key, by=MACHINE)

    return twice(check_out, basket, counted=lambda: Payment.objects.filter(order__external_id=key).count())


@race(actions.claim)
def claimed_twice() -> Pair:
    one, reference = payment(), upi_reference()
    return twice(
        lambda row: actions.claim(row, reference=reference, by=MACHINE), one, counted=told("payments.claimed", one)
    )


@race(actions.claim, "payments.reference_used")
def two_buyers_claim_one_reference() -> Pair:
    one, two, reference = payment(), payment(), upi_reference()
    return Pair(
        lambda: actions.claim(one, reference=reference, by=MACHINE),
        lambda: actions.claim(two, reference=reference, by=MACHINE),
        lambda: Payment.objects.filter(reference=reference).count(),
    )


@race(actions.confirm)
def confirmed_twice() -> Pair:
    one, reference = payment(), upi_reference()
    return twice(lambda row: confirm(row, reference), one, counted=told("payments.confirmed", one))


@race(actions.confirm, "payments.already_settled")
def confirmed_under_two_references() -> Pair:
    one, first, second = payment(), upi_reference(), upi_reference()
    return Pair(
        given(lambda row: confirm(row, first), one),
        given(lambda row: confirm(row, second), one),
        told("payments.confirmed", one),
    )


@race(actions.confirm, "payments.reference_used")
def two_payments_are_confirmed_under_one_reference() -> Pair:
    one, two, reference = payment(), payment(), upi_reference()
    return Pair(
        lambda: confirm(one, reference),
        lambda: confirm(two, reference),
        lambda: Payment.objects.filter(reference=reference).count(),
    )


@race(actions.confirm, "payments.amount_differs", always=False)
def confirmed_while_a_part_is_cancelled() -> Pair:
    one = payment()
    part = one.order.parts.get()

    def owed() -> bool:
        now = read(one)
        return now.state == "confirmed" or told("payments.confirmed", one)() == 0

    return Pair(
        given(lambda row: confirm(row, upi_reference()), one),
        given(lambda row: orders.cancel(row, reason="late", by=BY), part),
        owed,
        once=True,
    )


@race(actions.confirm_cash)
def collected_cash_is_confirmed_twice() -> Callable[[], Pair]:
    one = part("on_the_way")

    def ready() -> Pair:
        parcel = one.parcel
        delivery.hand_over(parcel, code=parcel.code, collected_paise=parcel.collect_paise, by=BY)
        payment = Payment.objects.get(order=one.order)
        return twice(
            lambda row: actions.confirm_cash(row, by=BY), one.order, counted=told("payments.confirmed", payment)
        )

    return ready


@race(actions.refuse)
def refused_twice() -> Pair:
    one = actions.claim(payment(), reference=upi_reference(), by=MACHINE)
    return twice(lambda row: actions.refuse(row, reason="not here", by=BY), one, counted=told("payments.refused", one))


@race(actions.refuse, "payments.already_settled", always=False)
def refused_and_confirmed() -> Pair:
    reference = upi_reference()
    one = actions.claim(payment(), reference=reference, by=MACHINE)
    return Pair(
        given(lambda row: actions.refuse(row, reason="not here", by=BY), one),
        given(lambda row: confirm(row, reference), one),
        lambda: (read(one).state, told("payments.confirmed", one)()),
        once=("confirmed", 1),
    )


@race(actions.owe_refund)
def a_refund_is_owed_twice() -> Callable[[], Pair]:
    order = make_order({variant(): 1}, method="upi")
    pay(order)

    def ready() -> Pair:
        one = orders.cancel(order.parts.get(), reason="late", by=BY)
        return twice(
            lambda row: actions.owe_refund(row, cause=f"cancelled:{row.pk}", amount_paise=row.total_paise, by=BY),
            one,
            counted=lambda: Refund.objects.filter(part=one).count(),
        )

    return ready


@race(actions.refund_sent)
def a_refund_is_sent_twice() -> Callable[[], Pair]:
    part, reference = cancelled(), upi_reference()

    def ready() -> Pair:
        refund = Refund.objects.get(part=part)
        return twice(
            lambda row: actions.refund_sent(row, reference=reference, by=BY),
            refund,
            counted=told("payments.refund_sent", refund),
        )

    return ready


@race(actions.refund_sent, "payments.already_settled")
def a_refund_is_sent_under_two_references() -> Callable[[], Pair]:
    part, first, second = cancelled(), upi_reference(), upi_reference()

    def ready() -> Pair:
        refund = Refund.objects.get(part=part)
        return Pair(
            given(lambda row: actions.refund_sent(row, reference=first, by=BY), refund),
            given(lambda row: actions.refund_sent(row, reference=second, by=BY), refund),
            told("payments.refund_sent", refund),
        )

    return ready


@race(actions.refund_sent, "payments.reference_known")
def two_refunds_are_sent_under_one_reference() -> Callable[[], Pair]:
    parts, reference = (cancelled(), cancelled()), upi_reference()

    def ready() -> Pair:
        one, two = (Refund.objects.get(part=part) for part in parts)
        return Pair(
            lambda: actions.refund_sent(one, reference=reference, by=BY),
            lambda: actions.refund_sent(two, reference=reference, by=BY),
            lambda: Refund.objects.filter(reference=reference).count(),
        )

    return ready


@race(ledger.send_refund)
def a_refund_is_sent_to_the_bank_twice() -> Callable[[], Pair]:
    one, reference = cancelled(), upi_reference()

    def ready() -> Pair:
        refund = Refund.objects.get(part=one)
        return twice(
            lambda row: ledger.send_refund(row, reference=reference, by=BY),
            refund,
            counted=told("payments.refund_sent", refund),
        )

    return ready
