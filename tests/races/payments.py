"""What buyers pay and get back."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from haat.core.actor import MACHINE
from haat.delivery import actions as delivery
from haat.ledger import actions as ledger
from haat.orders import actions as orders
from haat.orders.models import Basket, Order, Part
from haat.payments import actions
from haat.payments.models import CashRule, Payment, Refund, Word
from haat.payments.queries import terms
from tests.ledger.books import pay, upi_reference
from tests.make import (
    BY,
    make_basket,
    make_buyer,
    make_maker,
    make_mart,
    make_order,
    make_phone,
    make_promise,
    make_stocked,
    number,
)
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


@race(actions.check_out, "payments.too_many_open")
def two_checkouts_of_one_phone_where_one_order_may_be_open() -> Pair:
    """Each with a basket of its own: the second counts the first."""
    mart, phone = make_mart("capped"), make_phone()  # no other race meets its caps
    baskets = [make_basket({make_stocked(make_maker(mart=mart)): 1}) for _basket in range(2)]
    CashRule.objects.update_or_create(mart=mart, defaults={"most_orders": 1, "most_pieces": None})

    def check_out(row: Basket) -> Order:
        told = {
            "buyer": make_buyer(phone=phone, address=f"House {row.pk}, Circular Road"),
            "promise": make_promise(row),
        }
        return actions.check_out(row, **told, terms=terms("cod"), key=f"race-{number()}", by=MACHINE)

    return Pair(
        given(check_out, baskets[0]),
        given(check_out, baskets[1]),
        lambda: Order.objects.filter(phone=phone).count(),
    )


@race(actions.check_out)
def one_checkout_is_sent_twice_where_one_order_may_be_open() -> Pair:
    mart, phone, key = make_mart("capped"), make_phone(), f"race-{number()}"
    basket = make_basket({make_stocked(make_maker(mart=mart)): 1})
    CashRule.objects.update_or_create(mart=mart, defaults={"most_orders": 1, "most_pieces": None})

    def check_out(row: Basket) -> Order:
        buyer = make_buyer(phone=phone, address=f"House {row.pk}, Circular Road")
        return actions.check_out(row, buyer=buyer, promise=make_promise(row), terms=terms("cod"), key=key, by=MACHINE)

    return twice(check_out, basket, counted=lambda: Order.objects.filter(phone=phone).count())


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


def promised() -> Word:
    """The word that a cash order waits for."""
    basket, key = make_basket({variant(): 1}), f"word-{number()}"
    actions.set_cash_rule(basket.mart, asks="always", by=BY)
    phone = f"98{number():08d}"
    wanted = {"buyer": make_buyer(phone=phone), "promise": make_promise(basket), "terms": terms("cod"), "key": key}
    return Word.objects.get(order=actions.check_out(basket, **wanted, by=MACHINE))


@race(actions.keep_word)
def word_is_written_twice() -> Pair:
    one = promised()
    return twice(
        lambda row: actions.keep_word(row, code=one.code, by=MACHINE), one, counted=told("payments.word_kept", one)
    )


@race(actions.keep_word_by_call)
def word_is_written_and_said() -> Pair:
    one = promised()
    return Pair(
        given(lambda row: actions.keep_word(row, code=one.code, by=MACHINE), one),
        given(lambda row: actions.keep_word_by_call(row, by=BY), one),
        told("payments.word_kept", one),
    )


@race(actions.new_code)
def codes_are_asked_for_twice() -> Pair:
    one = promised()
    return Pair(
        given(lambda row: actions.new_code(row, by=MACHINE), one),
        given(lambda row: actions.new_code(row, by=MACHINE), one),
        lambda: Word.objects.get(pk=one.pk).codes_sent,
        once=3,
    )


@race(actions.lapse_order, "payments.word_too_late", always=False)
def word_comes_as_its_order_is_let_go() -> Pair:
    one = promised()
    Payment.objects.filter(order=one.order_id).update(lapses_at=timezone.now() - timedelta(minutes=1))

    def settled() -> int:
        state = Order.objects.get(pk=one.order_id).state
        return int(state in (Order.State.CANCELLED, Order.State.PLACED))

    return Pair(
        given(lambda row: actions.keep_word_by_call(row, by=BY), one),
        given(lambda row: actions.lapse_order(row, reason="late", by=MACHINE), one.order),
        settled,
    )


@race(actions.lapse_claim)
def claim_lapses_twice() -> Pair:
    one = actions.claim(payment(), reference=upi_reference(), by=MACHINE)
    now = timezone.now() + timedelta(minutes=1)
    return twice(
        lambda row: actions.lapse_claim(row, before=now, reason="late", by=MACHINE),
        one,
        counted=told("payments.refused", one),
    )


@race(actions.set_cash_rule)
def rule_is_set_twice() -> Pair:
    mart = make_basket({variant(): 1}).mart
    return Pair(
        lambda: actions.set_cash_rule(mart, asks="never", by=BY),
        lambda: actions.set_cash_rule(mart, asks="never", lapse_hours=12, by=BY),
        lambda: CashRule.objects.filter(mart=mart).count(),
    )


def owed() -> Refund:
    """The worker has seen that the buyer of a cancelled order is owed her money."""
    one = cancelled()
    return actions.owe_refund(one, cause=f"cancelled:{one.pk}", amount_paise=one.total_paise, by=MACHINE)


@race(actions.prepare_refund)
def refund_is_prepared_twice() -> Pair:
    one = owed()
    return twice(
        lambda row: actions.prepare_refund(row, road="vpa", whom="asha@sbi", by=BY),
        one,
        counted=told("payments.refund_prepared", one),
    )
