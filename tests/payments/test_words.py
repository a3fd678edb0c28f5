"""Cash orders are promises: asked about as the mart says, kept by a code or a call, let go in time."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override

from haat.core.models import Event
from haat.core.worker import run_due
from haat.messages.models import Message
from haat.orders.actions import cancel_all
from haat.orders.models import Order, Part
from haat.payments import actions, jobs
from haat.payments.caps import cash_rule
from haat.payments.models import Payment, Word
from haat.payments.queries import terms
from haat.stock.models import StockItem
from tests.make import BY, make_basket, make_buyer, make_mart, make_part, make_promise, make_stocked, number
from tests.refusals import refused
from tests.sound import faults

pytestmark = pytest.mark.django_db


def ruled(**rule):
    return actions.set_cash_rule(make_mart(), **({"asks": "always"} | rule), by=BY)


def ordered(variant=None, *, quantity=1, method="cod", **buyer):
    basket = make_basket({variant or make_stocked(): quantity})
    wanted = make_buyer(**({"language": "en"} | buyer))
    key = f"word-{number()}"
    return actions.check_out(basket, buyer=wanted, promise=make_promise(basket), terms=terms(method), key=key, by=BY)


def told(template):
    return Message.objects.filter(template=template)


def reserved(variant):
    return StockItem.objects.get(variant=variant).reserved


def later(order, **much):
    Payment.objects.filter(order=order).update(lapses_at=timezone.now() - timedelta(**(much or {"minutes": 1})))
    jobs.release_unpaid()
    run_due()
    order.refresh_from_db()
    return order


@pytest.mark.parametrize("rule", [None, {"asks": "never"}, {"asks": "above", "above_paise": 56_001}])
def test_who_is_not_asked_is_placed_at_once(rule):
    if rule:
        ruled(**rule)
    order = ordered()
    run_due()
    assert (order.state, Word.objects.count()) == ("placed", 0)
    assert told("order_new").count() == 1


def test_maker_is_told_when_the_buyer_has_written_the_code(remembered):
    ruled(asks="above", above_paise=56_000)
    order = ordered()
    run_due()
    word = order.word
    assert (order.state, order.parts.get().state) == ("awaiting_payment", "awaiting_payment")
    assert [told(kind).count() for kind in ("order_placed", "order_new", "order_code")] == [0, 0, 1]
    assert told("order_code").get().body == (
        f"Order {order.number}, ₹560 in cash: your code is {word.code}. Write it on the order's page."
    )
    assert "code" not in Event.objects.get(kind="payments.word_asked").data
    for _turn in range(2):
        actions.keep_word(word, code=f" {word.code[:2]} {word.code[2:]}", by=BY)
    run_due()
    order.refresh_from_db()
    assert (order.state, order.parts.get().state) == ("placed", "placed")
    assert [told(kind).count() for kind in ("order_placed_cash", "order_new")] == [1, 1]
    assert Event.objects.filter(kind="orders.promised").count() == 1
    told("order_code").update(body="", values={})  # as it is, where nobody remembers
    assert faults() == {}


def test_wrong_codes_are_counted_and_after_five_only_a_call_helps():
    ruled()
    word = ordered().word
    wrong = "0000" if word.code != "0000" else "1111"
    for left in (4, 3, 2, 1, 0):
        with refused("payments.code_wrong", field="code") as problem:
            actions.keep_word(word, code=wrong, by=BY)
        assert problem.value.facts["left"] == left
    with refused("payments.code_wrong"):
        actions.keep_word(word, code=word.code, by=BY)
    actions.keep_word_by_call(word, by=BY)
    word.refresh_from_db()
    assert (word.by_call, word.order.state) == (True, "placed")


def test_another_code_takes_the_place_of_the_first_and_three_are_enough(remembered):
    ruled()
    order = ordered()
    for _turn in range(2):
        actions.new_code(order.word, by=BY)
    run_due()
    order.word.refresh_from_db()
    assert [message.body.count(order.word.code) for message in told("order_code")] == [1]
    with refused("payments.no_more_codes"):
        actions.new_code(order.word, by=BY)


def test_order_without_a_word_is_let_go_and_its_pieces_are_free():
    ruled(lapse_hours=6)
    variant = make_stocked()
    order = ordered(variant, quantity=3)
    assert timedelta(hours=5) < order.payment.lapses_at - timezone.now() <= timedelta(hours=6)
    jobs.release_unpaid()
    assert reserved(variant) == 3
    assert later(order).state == "cancelled"
    assert (reserved(variant), order.parts.get().cancel_reason) == (0, "Not confirmed in time")
    run_due()
    makers = ("order_new", "order_cancelled_maker", "order_cancelled_stays")
    assert [told(template).count() for template in makers] == [0, 0, 0]  # they never heard of it
    with refused("payments.word_too_late"):
        actions.keep_word(order.word, code=order.word.code, by=BY)
    with refused("payments.word_too_late"):
        actions.keep_word_by_call(order.word, by=BY)
    assert faults() == {}


def test_who_paid_once_is_not_asked_again():
    ruled()
    make_part(state="delivered")
    run_due()
    assert Order.objects.get().payment.state == "confirmed"
    assert ordered().state == "placed"
    assert ordered(phone="9876500001").state == "awaiting_payment"


@pytest.mark.parametrize(("quantity", "minutes"), [(9, 24 * 60), (10, 30)])
def test_last_pieces_are_held_shorter(quantity, minutes):
    ruled(last_minutes=30)
    order = ordered(make_stocked(pieces=10, price_paise=20_000), quantity=quantity)
    left = order.payment.lapses_at - timezone.now()
    assert timedelta(minutes=minutes - 1) < left <= timedelta(minutes=minutes)


def test_unpaid_order_by_upi_is_let_go_by_the_same_clock():
    ruled(asks="never", lapse_hours=2)
    order = ordered(method="upi")
    assert order.payment.lapses_at is not None
    assert later(order).parts.get().cancel_reason == "Not paid in time"


def test_open_orders_of_a_phone_and_of_a_house_are_capped():
    ruled(asks="never", most_orders=2)
    for _turn in range(2):
        ordered()
    with refused("payments.too_many_open", field="phone"):
        ordered()
    with refused("payments.too_many_open", field="address"):
        ordered(phone="9876500001")
    elsewhere = ordered(phone="9876500001", address="House 9, Station Road")
    assert elsewhere.state == "placed"
    cancel_all(list(Part.objects.exclude(order=elsewhere)), reason="no", by=BY)
    assert ordered().state == "placed"


def test_open_pieces_are_capped_with_those_that_are_ordered_now():
    ruled(asks="never", most_pieces=5)
    ordered(quantity=3)
    with refused("payments.too_many_open", field="phone"):
        ordered(quantity=3)
    assert ordered(quantity=2).state == "placed"


def claimed(**rule):
    ruled(asks="never", **rule)
    order = ordered(method="upi")
    actions.claim(order.payment, reference="123456789012", by=BY)
    return order


def aged(order, hours):
    Payment.objects.filter(order=order).update(claimed_at=timezone.now() - timedelta(hours=hours))
    jobs.lapse_claims()
    run_due()
    order.payment.refresh_from_db()
    return order.payment


def test_claim_that_the_bank_does_not_know_lapses_and_the_buyer_may_write_it_again():
    order = claimed(claim_hours=48)
    assert aged(order, 47).state == "claimed"
    payment = aged(order, 49)
    assert (payment.state, payment.reference) == ("refused", "")
    assert "we did not find the payment 123456789012" in told("payment_not_found").get().body
    jobs.release_unpaid()
    order.refresh_from_db()
    assert order.state == "awaiting_payment"  # a day to write it again
    actions.claim(payment, reference="123456789013", by=BY)
    assert later(order).state == "awaiting_payment"
    actions.confirm(payment, reference="123456789013", amount_paise=order.total_paise, by=BY)
    assert faults() == {}


def test_why_a_claim_lapsed_stands_in_the_marts_language():
    order = claimed(claim_hours=48)
    aged(order, 49)
    reason = Event.objects.get(kind="payments.refused").data["reason"]
    with override(order.mart.default_language):
        assert reason == gettext("Not found in the bank in time")
    assert (order.mart.default_language, reason.isascii()) == ("hi", False)


def test_claim_waits_however_long_where_the_mart_said_so():
    order = claimed()
    assert aged(order, 900).state == "claimed"


def test_claim_of_a_mart_that_said_nothing_waits_three_days():
    order = ordered(method="upi")
    actions.claim(order.payment, reference="123456789012", by=BY)
    assert aged(order, 71).state == "claimed"
    assert aged(order, 73).state == "refused"


def test_claim_that_was_made_since_does_not_lapse():
    order = claimed(claim_hours=48)
    long_ago, now = timezone.now() - timedelta(hours=1), timezone.now() + timedelta(seconds=1)
    lapsed = [actions.lapse_claim(order.payment, before=before, reason="late", by=BY) for before in (long_ago, now)]
    assert lapsed == [False, True]


def test_a_number_written_anew_holds_the_goods_no_longer():
    order = claimed(claim_hours=48)
    Payment.objects.filter(order=order).update(claimed_at=timezone.now() - timedelta(hours=49))
    actions.claim(order.payment, reference="123456789013", by=BY)
    jobs.lapse_claims()
    order.payment.refresh_from_db()
    assert order.payment.state == "refused"
    actions.claim(order.payment, reference="123456789014", by=BY)
    assert aged(order, 49).state == "refused"
    jobs.release_unpaid()  # a day to write it again is given once
    order.refresh_from_db()
    assert order.state == "cancelled"


@pytest.mark.parametrize(
    "wrong",
    [
        {"asks": "sometimes"},
        {"above_paise": 100_000_001},
        {"two_above_paise": 100_000_001},
        {"lapse_hours": 0},
        {"lapse_hours": 241},
        {"last_minutes": 0},
        {"most_orders": 0},
        {"most_pieces": 1000},
        {"claim_hours": -1},
        {"above_paise": -1},
    ],
)
def test_rule_that_nobody_could_keep_is_refused(wrong):
    with refused("payments.bad_cash_rule", field=next(iter(wrong))):
        ruled(**wrong)
    assert cash_rule(make_mart().pk) is None
