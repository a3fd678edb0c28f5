"""Asked, claimed, confirmed once, refused, and given back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.core.models import Event
from haat.core.money import format_rupees
from haat.core.worker import run_due
from haat.orders import actions as orders
from haat.orders.models import Order
from haat.payments import actions, jobs, methods, queries
from haat.payments.doctor import sums as doctor
from haat.payments.errors import (
    AlreadySettled,
    AmountDiffers,
    BadReference,
    NotOffered,
    ReferenceKnown,
    ReferenceUsed,
    RefundTooMuch,
)
from haat.payments.models import Payment, Refund
from haat.payments.references import clean_utr
from tests.make import BY, make_basket, make_order, make_part, make_promise, make_stocked, walk

pytestmark = pytest.mark.django_db
UTR, OTHER = "123456789012", "210987654321"


def make_payment(method="upi", **buyer):
    return actions.ask(make_order(method=method, **buyer), by=BY)


def kinds():
    return list(Event.objects.filter(kind__startswith="payments.").order_by("pk").values_list("kind", flat=True))


def healthy():
    checks = (
        doctor.paid_when_confirmed,
        doctor.confirmed_has_reference,
        doctor.refunds_within_payment,
        doctor.refund_has_reference,
    )
    return [sentence for check in checks for sentence in check()] == []


def test_ask_makes_one_payment():
    payment = make_payment()
    assert actions.ask(payment.order, by=BY) == payment
    assert (payment.gateway, payment.amount_paise, payment.state) == ("upi", 56_000, "waiting")
    assert str(payment) == "upi 56000 waiting"
    assert queries.payment_of(payment.order) == payment
    assert kinds() == ["payments.asked"]


def test_the_worker_asks_when_the_page_broke_off():
    order = make_order(method="upi")
    assert queries.payment_of(order) is None
    run_due()
    assert queries.payment_of(order).amount_paise == order.total_paise


def test_claim_waits_for_the_desk():
    payment = make_payment()
    for reference in ("1234 5678 9012", "१२३४५६७८९०१२"):
        claimed = actions.claim(payment, reference=reference, by=BY)
        assert (claimed.state, claimed.reference) == ("claimed", UTR)
    assert list(queries.to_confirm(payment.mart)) == [payment]
    assert kinds() == ["payments.asked", "payments.claimed"]
    assert actions.claim(payment, reference=OTHER, by=BY).reference == OTHER


@pytest.mark.parametrize("reference", ["", "12345", "1234567890123", "12345678901a", "000000000000", "１²3456789012"])
def test_claim_without_twelve_digits_is_refused(reference):
    with pytest.raises(BadReference) as refused:
        clean_utr(reference)
    assert refused.value.field == "reference"


def test_a_reference_stands_on_one_payment():
    one, two = make_payment(), make_payment()
    actions.claim(one, reference=UTR, by=BY)
    with pytest.raises(ReferenceUsed):
        actions.claim(two, reference=UTR, by=BY)
    with pytest.raises(ReferenceUsed, match=UTR):
        actions.confirm(two, reference=UTR, amount_paise=two.amount_paise, by=BY)


def test_confirm_told_twice_counts_once():
    payment = make_payment()
    for _turn in range(2):
        held = actions.confirm(payment, reference=UTR, amount_paise=56_000, by=BY)
        assert (held.state, held.reference, held.confirmed_by_id) == ("confirmed", UTR, 7)
        assert actions.claim(payment, reference=UTR, by=BY).state == "confirmed"
    assert kinds() == ["payments.asked", "payments.confirmed"]
    assert Event.objects.get(kind="payments.confirmed").data == {
        "payment_id": payment.pk,
        "order_id": payment.order_id,
        "gateway": "upi",
        "amount_paise": 56_000,
        "reference": UTR,
    }
    order = Order.objects.get()
    assert (order.state, order.paid_at is None) == ("placed", False)
    with pytest.raises(AlreadySettled):
        actions.confirm(payment, reference=OTHER, amount_paise=56_000, by=BY)
    with pytest.raises(AlreadySettled):
        actions.claim(payment, reference=OTHER, by=BY)
    with pytest.raises(AlreadySettled):
        actions.refuse(payment, reason="x", by=BY)
    assert healthy()


def test_confirm_of_another_amount_is_refused():
    with pytest.raises(AmountDiffers, match="₹1 came but ₹560 was asked"):
        actions.confirm(make_payment(), reference=UTR, amount_paise=100, by=BY)
    assert Order.objects.get().paid_at is None


def test_refuse_lets_the_buyer_claim_again():
    payment = make_payment()
    actions.claim(payment, reference=UTR, by=BY)
    for _turn in range(2):
        refused = actions.refuse(payment, reason="not in the bank", by=BY)
        assert (refused.state, refused.reference) == ("refused", "")
    assert Event.objects.get(kind="payments.refused").data["reference"] == UTR
    assert actions.claim(payment, reference=OTHER, by=BY).state == "claimed"


def test_cash_is_confirmed_when_the_last_part_is_handed_over():
    order = make_order({make_stocked(): 1, make_stocked(): 1})
    one, two = order.parts.order_by("pk")
    walk(one, "delivered")
    run_due()
    assert queries.payment_of(order).state == "waiting"
    walk(two, "delivered")
    run_due()
    payment = queries.payment_of(order)
    assert (payment.state, payment.amount_paise) == ("confirmed", order.total_paise)
    assert payment.reference == f"cash-{order.pk}"
    assert actions.confirm_cash(order, by=BY) is None
    assert healthy()


def test_cash_of_an_order_whose_other_part_was_cancelled_is_less():
    order = make_order({make_stocked(): 1, make_stocked(): 1})
    one, two = order.parts.order_by("pk")
    walk(one, "delivered")
    orders.cancel(two, reason="broken", by=BY)
    run_due()
    payment = queries.payment_of(order)
    assert (payment.state, payment.amount_paise) == ("confirmed", one.total_paise)
    assert not Refund.objects.exists()


def test_cash_of_a_cancelled_order_is_never_confirmed():
    part = make_part()
    orders.cancel(part, reason="late", by=BY)
    run_due()
    assert (queries.payment_of(part.order).state, Refund.objects.count()) == ("waiting", 0)


def test_cash_may_be_claimed_under_the_orders_own_reference():
    payment = make_payment("cod")
    assert actions.claim(payment, reference="", by=BY).reference == f"cash-{payment.order_id}"


def test_a_cancelled_part_that_was_paid_is_owed_back_with_its_delivery():
    payment = make_payment()
    actions.confirm(payment, reference=UTR, amount_paise=56_000, by=BY)
    part = payment.order.parts.get()
    orders.cancel(part, reason="late", by=BY)
    run_due()
    refund = Refund.objects.get()
    assert (refund.amount_paise, refund.part, str(refund)) == (56_000, part, "refund 56000 owed")
    assert list(queries.refunds_owed(payment.mart)) == [refund]
    assert actions.owe_refund(part, cause=refund.cause, amount_paise=1, by=BY) == refund
    assert healthy()


def test_money_that_comes_after_the_order_was_cancelled_is_owed_back():
    payment = make_payment()
    orders.cancel(payment.order.parts.get(), reason="late", by=BY)
    actions.confirm(payment, reference=UTR, amount_paise=56_000, by=BY)
    run_due()
    assert Refund.objects.get().amount_paise == 56_000
    assert Order.objects.get().state == "cancelled"
    assert healthy()


def two_parts():
    """A UPI order of two makers and its payment."""
    order = make_order({make_stocked(): 1, make_stocked(price_paise=30_000): 1}, method="upi")
    return order, actions.ask(order, by=BY), list(order.parts.order_by("pk"))


def test_what_was_cancelled_before_paying_is_not_asked_for():
    order, payment, (one, two) = two_parts()
    orders.cancel(one, reason="twice", by=BY)
    told = queries.instructions(payment)
    assert told.amount_paise == two.total_paise
    assert f"&am={two.total_paise // 100}.{two.total_paise % 100:02d}&" in told.link
    claimed = actions.claim(payment, reference=UTR, by=BY)
    assert claimed.amount_paise == two.total_paise
    actions.confirm(payment, reference=UTR, amount_paise=two.total_paise, by=BY)
    run_due()
    order.refresh_from_db()
    assert (order.state, order.paid_at is None) == ("placed", False)
    assert not Refund.objects.exists()
    assert Event.objects.get(kind="orders.paid").data["total_paise"] == two.total_paise
    assert healthy()


def test_paid_in_full_just_before_cancelling_is_owed_back():
    order, payment, (one, _two) = two_parts()
    orders.cancel(one, reason="twice", by=BY)
    actions.claim(payment, reference=UTR, by=BY)
    actions.confirm(payment, reference=UTR, amount_paise=order.total_paise, by=BY)
    run_due()
    refund = Refund.objects.get()
    assert (refund.part, refund.amount_paise) == (one, one.total_paise)
    assert queries.payment_of(order).amount_paise == order.total_paise
    assert healthy()


def test_cancelled_after_the_claim_is_owed_back_and_the_earlier_one_is_not():
    order = make_order({make_stocked(): 1, make_stocked(price_paise=30_000): 1, make_stocked(): 1}, method="upi")
    payment = actions.ask(order, by=BY)
    one, two, three = order.parts.order_by("pk")
    orders.cancel(three, reason="twice", by=BY)
    actions.claim(payment, reference=UTR, by=BY)
    orders.cancel(one, reason="too dear", by=BY)
    actions.claim(payment, reference=OTHER, by=BY)
    actions.confirm(payment, reference=OTHER, amount_paise=one.total_paise + two.total_paise, by=BY)
    run_due()
    assert list(Refund.objects.values_list("part", "amount_paise")) == [(one.pk, one.total_paise)]
    assert healthy()


def test_an_amount_nobody_was_asked_for_is_refused():
    _order, payment, (one, two) = two_parts()
    orders.cancel(one, reason="twice", by=BY)
    actions.claim(payment, reference=UTR, by=BY)
    for amount in (0, 100, one.total_paise):
        with pytest.raises(AmountDiffers) as refused:
            actions.confirm(payment, reference=UTR, amount_paise=amount, by=BY)
        assert refused.value.facts["asked"] == format_rupees(two.total_paise)
    orders.cancel(two, reason="twice", by=BY)
    with pytest.raises(AmountDiffers):
        actions.confirm(payment, reference=UTR, amount_paise=0, by=BY)


def test_a_return_gives_the_goods_price_back():
    part = make_part(state="delivered")
    orders.receive_return(orders.ask_return(part, reason="broken", by=BY), by=BY)
    run_due()
    assert Refund.objects.get().amount_paise == part.goods_paise
    assert queries.payment_of(part.order).state == "confirmed"
    assert healthy()


def test_a_refund_is_never_more_than_what_is_left():
    payment = make_payment()
    with pytest.raises(RefundTooMuch, match="₹560"):
        actions.owe_refund(payment.order.parts.get(), cause="return:1", amount_paise=56_001, by=BY)


def test_refunds_of_one_order_together_are_never_more_than_what_came():
    payment = make_payment()
    part = payment.order.parts.get()
    actions.owe_refund(part, cause="return:1", amount_paise=50_000, by=BY)
    with pytest.raises(RefundTooMuch, match="₹60") as refused:
        actions.owe_refund(part, cause="return:2", amount_paise=6_001, by=BY)
    assert refused.value.facts == {"left": "₹60"}
    actions.owe_refund(part, cause="return:2", amount_paise=6_000, by=BY)
    assert list(payment.refunds.order_by("pk").values_list("amount_paise", flat=True)) == [50_000, 6_000]


@pytest.mark.parametrize("method", ["upi", "cod"])
def test_refund_sent_told_twice_counts_once(method):
    payment = make_payment(method)
    refund = actions.owe_refund(payment.order.parts.get(), cause="return:1", amount_paise=100, by=BY)
    for _turn in range(2):
        sent = actions.refund_sent(refund, reference=UTR, by=BY)
        assert (sent.state, sent.reference) == ("sent", UTR)
    with pytest.raises(AlreadySettled):
        actions.refund_sent(refund, reference=OTHER, by=BY)
    assert kinds() == ["payments.asked", "payments.refund_owed", "payments.refund_sent"]
    assert Event.objects.get(kind="payments.refund_sent").data["amount_paise"] == 100


def test_refund_sent_under_the_reference_of_other_money_is_refused():
    payment, other = make_payment(), make_payment()
    actions.claim(payment, reference=UTR, by=BY)
    first = actions.owe_refund(payment.order.parts.get(), cause="return:1", amount_paise=100, by=BY)
    second = actions.owe_refund(other.order.parts.get(), cause="return:2", amount_paise=100, by=BY)
    actions.refund_sent(first, reference=OTHER, by=BY)
    for known in (UTR, OTHER):
        with pytest.raises(ReferenceKnown, match=known) as refused:
            actions.refund_sent(second, reference=known, by=BY)
        assert refused.value.field == "reference"
    second.refresh_from_db()
    assert second.state == "owed"


def test_unpaid_orders_are_released_after_a_day_but_claimed_ones_wait():
    unpaid, claimed, fresh, cash = (make_order(method=method) for method in ("upi", "upi", "upi", "cod"))
    actions.claim(actions.ask(claimed, by=BY), reference=UTR, by=BY)
    actions.ask(unpaid, by=BY)
    yesterday = timezone.now() - timedelta(hours=24, minutes=1)
    Order.objects.exclude(pk=fresh.pk).update(placed_at=yesterday)
    for _turn in range(2):
        jobs.release_unpaid()
    states = {order.pk: order.state for order in Order.objects.all()}
    assert states == {
        unpaid.pk: "cancelled",
        claimed.pk: "awaiting_payment",
        fresh.pk: "awaiting_payment",
        cash.pk: "placed",
    }


def test_release_looks_again_under_the_lock():
    order = make_order(method="upi")
    actions.claim(actions.ask(order, by=BY), reference=UTR, by=BY)
    assert not actions.lapse_order(order, reason="late", by=BY)
    order.refresh_from_db()
    assert order.state == "awaiting_payment"


def test_upi_begins_with_a_link_and_its_qr_code():
    payment = make_payment()
    told = queries.instructions(payment)
    number = payment.order.number
    assert told.link == (
        f"upi://pay?pa=deogharmart@sbi&pn=Deoghar%20Mart%20Society&tr={number.replace('-', '')}"
        f"&tn={number}&am=560.00&cu=INR"
    )
    assert told.amount_paise == 56_000
    assert "deogharmart@sbi" in told.below
    assert told.qr_svg.startswith("<svg ")
    assert "style=" not in told.qr_svg
    payment.mart.vpa = ""
    with pytest.raises(NotOffered):
        queries.instructions(payment)


def test_cash_needs_no_link():
    told = queries.instructions(make_payment("cod"))
    assert (told.amount_paise, told.link, told.qr_svg) == (56_000, "", "")


def test_offers_say_why_a_way_of_paying_is_closed():
    dear = make_stocked(price_paise=10_000_100)
    basket = make_basket({dear: 1})
    offers = queries.offers(basket.mart, make_promise(basket))
    assert {name: offer.open for name, offer in offers.items()} == {"cod": False, "upi": False}
    assert "₹5,000" in str(offers["cod"].reason)
    assert "₹1,00,000" in str(offers["upi"].reason)
    basket = make_basket({make_stocked(): 1})
    promise = make_promise(basket)
    assert all(offer.open for offer in queries.offers(basket.mart, promise).values())
    basket.mart.vpa = ""
    assert not methods.get("upi").offered(basket.mart, 100, promise).open
    assert methods.Method().offered(basket.mart, 100, promise) == methods.Offer(True)


def test_doctor_finds_what_is_broken():
    paid, confirmed = make_payment(), make_payment()
    Order.objects.filter(pk=paid.order_id).update(paid_at=timezone.now())
    Payment.objects.filter(pk=confirmed.pk).update(state="confirmed")
    refund = actions.owe_refund(paid.order.parts.get(), cause="return:1", amount_paise=100, by=BY)
    Refund.objects.filter(pk=refund.pk).update(state="sent", amount_paise=60_000)
    assert list(doctor.paid_when_confirmed()) == [
        f"order {confirmed.order.number}: its payment is confirmed, but it is not paid",
        f"order {paid.order.number}: it is paid, but its payment is not confirmed",
    ]
    assert list(doctor.confirmed_has_reference()) == [f"payment {confirmed.pk}: confirmed without reference or time"]
    assert list(doctor.refunds_within_payment()) == [f"payment {paid.pk}: 60000 paise go back of 56000"]
    assert list(doctor.refund_has_reference()) == [f"refund {refund.pk}: sent without reference"]
