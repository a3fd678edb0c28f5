"""Each kind of trouble shows once, with whom to call, what it holds up and the page that moves it."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from haat.catalogue.models import Good
from haat.core.actor import MACHINE
from haat.core.dates import start_of, today
from haat.ledger import actions as ledger
from haat.ledger.models import Due, Payout
from haat.makers.models import BankAccount, Maker
from haat.orders import actions as orders
from haat.orders.models import SellerOrder
from haat.payments import actions as payments
from haat.payments.models import Payment, Refund
from haat.review.stuck import Stuck, stuck
from tests.ledger.books import ACCOUNTANT, COLLECTOR, delivered, pay, payable, ripen, sent, upi_reference, work
from tests.make import make_block, make_good, make_maker, make_mart, make_order, make_part, make_stocked, walk

pytestmark = pytest.mark.django_db


def ago(**span):
    return timezone.now() - timedelta(**span)


def found(place=None):
    mart = make_mart()
    return stuck(mart, place or mart.place)


def only(kind):
    rows = [row for row in found() if row.kind == kind]
    assert len(rows) == 1
    return rows[0]


def of(maker, kind, what, since, holds, url, arg):
    return Stuck(kind, what, maker, "", maker.phone, maker.block, since, holds, url, (arg,))


def test_nothing_is_stuck_in_a_fresh_mart():
    make_part()
    assert found() == []


def test_order_not_accepted_for_a_day():
    part = make_part()
    SellerOrder.objects.update(placed_at=ago(hours=23, minutes=59))
    assert found() == []
    SellerOrder.objects.update(placed_at=(since := ago(days=1, minutes=1)))
    assert found() == [of(part.maker, "not_accepted", part.number, since, 56_000, "office:order", part.number)]


def test_order_not_packed_for_two_days():
    part = make_part(state="accepted")
    SellerOrder.objects.update(accepted_at=ago(days=1, hours=23))
    assert found() == []
    SellerOrder.objects.update(accepted_at=(since := ago(days=2, minutes=1)))
    assert found() == [of(part.maker, "not_packed", part.number, since, 56_000, "office:order", part.number)]


@pytest.mark.parametrize("state", ["packed", "on_the_way"])
def test_parcel_past_its_promise(state):
    part = make_part(state=state)
    SellerOrder.objects.update(promised_by=today())
    assert found() == []
    SellerOrder.objects.update(promised_by=(day := today() - timedelta(days=1)))
    assert found() == [of(part.maker, "late_parcel", part.number, start_of(day), 56_000, "office:order", part.number)]


def test_good_unchecked_for_two_days():
    good = make_good(state=Good.State.WAITING, sent_at=ago(days=1, hours=23))
    assert found() == []
    Good.objects.update(sent_at=(since := ago(days=2, minutes=1)))
    assert found() == [of(good.maker, "unchecked_good", good.slug, since, 0, "office:good", good.pk)]


def test_payout_the_bank_sent_back_until_it_is_in_another():
    maker = make_maker()
    (payout,) = sent(maker)
    ledger.payout_failed(payout, reason="account closed", by=ACCOUNTANT)
    payout.refresh_from_db()
    row = of(maker, "failed_payout", "account closed", payout.sent_at, payout.amount_paise, "office:maker", maker.pk)
    assert found() == [row]
    BankAccount.objects.update(confirmed=True, sent_back=False)
    run = ledger.propose_payouts(maker.mart, by=ACCOUNTANT)
    assert found() == []
    ledger.drop_payouts(run, by=COLLECTOR)
    assert found() == [row]
    again = ledger.release_payouts(ledger.propose_payouts(maker.mart, by=ACCOUNTANT), by=COLLECTOR)
    ledger.payout_paid(again.payouts.get(), utr="SBIN1234567", by=ACCOUNTANT)
    payable(maker)  # new money is not the old trouble
    assert found() == []


def test_payout_without_a_day_is_stuck_since_now():
    (payout,) = sent()
    ledger.payout_failed(payout, reason="no", by=ACCOUNTANT)
    Payout.objects.update(sent_at=None)
    assert timezone.now() - only("failed_payout").since < timedelta(minutes=1)


def test_money_due_and_no_bank_account():
    maker = make_maker()
    payable(maker)
    payable(maker)
    oldest = Due.objects.order_by("earned_at").first().earned_at
    assert found() == []
    BankAccount.objects.all().delete()
    assert found() == [of(maker, "no_bank_account", maker.slug, oldest, 94_680, "office:maker", maker.pk)]


def test_maker_not_open_for_a_week():
    maker = make_maker(state=Maker.State.ENROLLED, enrolled_at=ago(days=6, hours=23))
    assert found() == []
    Maker.objects.update(enrolled_at=(since := ago(days=7, minutes=1)))
    assert found() == [of(maker, "not_open", maker.slug, since, 0, "office:maker", maker.pk)]


def test_upi_reference_nobody_looked_for():
    part = make_order(method="upi").parts.get()
    payment = payments.ask(part.order, by=MACHINE)
    payments.claim(payment, reference=upi_reference(), by=MACHINE)
    assert found() == []
    Payment.objects.update(claimed_at=(since := ago(hours=12, minutes=1)))
    row = only("unconfirmed_payment")
    assert (row.what, row.who, row.phone, row.since) == (part.order.number, "Ranjana Kumari", part.order.phone, since)
    assert (row.holds_paise, row.url_name, row.args, row.maker, row.block) == (
        56_000,
        "office:payments",
        (),
        None,
        None,
    )
    assert found(part.maker.block) == []


def test_refund_owed_for_three_days():
    part = make_order(method="upi").parts.get()
    pay(part.order)
    part.refresh_from_db()
    orders.cancel(part, reason="no", by=MACHINE)
    work()
    assert found() == []
    Refund.objects.update(made_at=(since := ago(days=3, minutes=1)))
    row = only("owed_refund")
    assert (row.what, row.since, row.holds_paise) == (part.order.number, since, 56_000)
    assert found(part.maker.block) == []


def test_oldest_comes_first_and_a_block_sees_its_own():
    here, there = make_maker(block=make_block("Sarath")), make_maker(block=make_block("Palojori"))
    old, new = make_part({make_stocked(here): 1}), make_part({make_stocked(there): 1})
    SellerOrder.objects.update(placed_at=ago(days=2))
    SellerOrder.objects.filter(pk=old.pk).update(placed_at=F("placed_at") - timedelta(days=1))
    assert [row.what for row in found()] == [old.number, new.number]
    assert [row.what for row in found(there.block)] == [new.number]


@pytest.mark.parametrize("count", [1, 3])
def test_stuck_asks_a_fixed_number_of_queries(django_assert_num_queries, count):
    for number in range(count):
        maker = make_maker(f"Maker {number}")
        make_part({make_stocked(maker): 1})
        walk(make_part({make_stocked(maker): 1}), "accepted")
        delivered(maker)
        work()
    BankAccount.objects.all().delete()
    Maker.objects.update(state=Maker.State.ENROLLED, enrolled_at=ago(days=30))
    SellerOrder.objects.update(placed_at=ago(days=9), accepted_at=ago(days=8))
    ripen()
    mart = make_mart()
    place = mart.place
    with django_assert_num_queries(10):
        assert len(stuck(mart, place)) == 4 * count
