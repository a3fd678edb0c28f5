"""Each kind of trouble shows once, with whom to call, what it holds up and what finds the page that mends it."""

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
from haat.orders.models import Part
from haat.payments import actions as payments
from haat.payments.models import Payment, Refund
from haat.review import stuck
from haat.review.waiting import Stuck, Waiting, keys_of
from haat.stock import actions as stock
from haat.stock.models import Move
from haat.stock.rules import Came
from tests.ledger.books import ACCOUNTANT, COLLECTOR, delivered, pay, payable, ripen, sent, upi_reference, work
from tests.make import (
    BY,
    make_block,
    make_good,
    make_hub,
    make_maker,
    make_mart,
    make_moved,
    make_order,
    make_part,
    make_stocked,
    walk,
)

pytestmark = pytest.mark.django_db


def ago(**span):
    return timezone.now() - timedelta(**span)


QUERIES = (
    *(stuck.failed_payouts, stuck.no_bank_account, stuck.not_open, stuck.unchecked_goods, stuck.not_accepted),
    *(stuck.not_packed, stuck.late_parcels, stuck.unconfirmed_payments, stuck.owed_refunds, stuck.missing_cash_rows),
    *(stuck.late_moves, stuck.missing_pieces),
)


def found(place=None):
    """(name of the query, row) of everything that is stuck."""
    mart = make_mart()
    return [(query.__name__, row) for query in QUERIES for row in query(mart, place or mart.place)]


def only(name):
    rows = [row for query, row in found() if query == name]
    assert len(rows) == 1
    return rows[0]


def of(maker, name, what, since, holds, arg):
    return name, Stuck(what, maker, "", maker.phone, maker.block, since, holds, (arg,))


def test_nothing_is_stuck_in_a_fresh_mart():
    make_part()
    assert found() == []


def test_order_not_accepted_for_a_day():
    part = make_part()
    Part.objects.update(placed_at=ago(hours=23, minutes=59))
    assert found() == []
    Part.objects.update(placed_at=(since := ago(days=1, minutes=1)))
    assert found() == [of(part.maker, "not_accepted", part.number, since, 56_000, part.number)]


def test_order_not_packed_for_two_days():
    part = make_part(state="accepted")
    Part.objects.update(accepted_at=ago(days=1, hours=23))
    assert found() == []
    Part.objects.update(accepted_at=(since := ago(days=2, minutes=1)))
    assert found() == [of(part.maker, "not_packed", part.number, since, 56_000, part.number)]


def test_order_held_for_a_later_day_is_not_stuck_until_then():
    part = make_part(state="accepted")
    orders.hold_until(part, day=today() + timedelta(days=5), reason="wet clay", by=BY)
    Part.objects.update(accepted_at=ago(days=3))
    assert found() == []
    Part.objects.update(held_until=today() - timedelta(days=1))
    assert [name for name, _row in found()] == ["not_packed"]


@pytest.mark.parametrize("state", ["packed", "on_the_way"])
def test_parcel_past_its_promise(state):
    part = make_part(state=state)
    Part.objects.update(promised_by=today())
    assert found() == []
    Part.objects.update(promised_by=(day := today() - timedelta(days=1)))
    assert found() == [of(part.maker, "late_parcels", part.number, start_of(day), 56_000, part.number)]


def test_good_unchecked_for_two_days():
    good = make_good(state=Good.State.WAITING, sent_at=ago(days=1, hours=23))
    assert found() == []
    Good.objects.update(sent_at=(since := ago(days=2, minutes=1)))
    assert found() == [of(good.maker, "unchecked_goods", good.slug, since, 0, good.pk)]


def test_payout_the_bank_sent_back_until_it_is_in_another():
    maker = make_maker()
    (payout,) = sent(maker)
    ledger.payout_failed(payout, reason="account closed", by=ACCOUNTANT)
    payout.refresh_from_db()
    row = of(maker, "failed_payouts", "account closed", payout.sent_at, payout.amount_paise, maker.pk)
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
    assert timezone.now() - only("failed_payouts").since < timedelta(minutes=1)


def test_money_due_and_no_bank_account():
    maker = make_maker()
    payable(maker)
    payable(maker)
    oldest = Due.objects.order_by("earned_at").first().earned_at
    assert found() == []
    BankAccount.objects.all().delete()
    assert found() == [of(maker, "no_bank_account", maker.slug, oldest, 94_680, maker.pk)]


def test_maker_not_open_for_a_week():
    maker = make_maker(state=Maker.State.ENROLLED, enrolled_at=ago(days=6, hours=23))
    assert found() == []
    Maker.objects.update(enrolled_at=(since := ago(days=7, minutes=1)))
    assert found() == [of(maker, "not_open", maker.slug, since, 0, maker.pk)]


def test_upi_reference_nobody_looked_for():
    part = make_order(method="upi").parts.get()
    payment = payments.ask(part.order, by=MACHINE)
    payments.claim(payment, reference=upi_reference(), by=MACHINE)
    assert found() == []
    Payment.objects.update(claimed_at=(since := ago(hours=12, minutes=1)))
    row = only("unconfirmed_payments")
    assert (row.what, row.who, row.phone, row.since) == (part.order.number, "Ranjana Kumari", part.order.phone, since)
    assert (row.holds_paise, row.args, row.maker, row.block) == (
        56_000,
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
    row = only("owed_refunds")
    assert (row.what, row.since, row.holds_paise) == (part.order.number, since, 56_000)
    assert found(part.maker.block) == []


def test_each_query_gives_the_oldest_first_and_a_block_sees_its_own():
    here, there = make_maker(block=make_block("Sarath")), make_maker(block=make_block("Palojori"))
    old, new = make_part({make_stocked(here): 1}), make_part({make_stocked(there): 1})
    Part.objects.update(placed_at=ago(days=2))
    Part.objects.filter(pk=old.pk).update(placed_at=F("placed_at") - timedelta(days=1))
    assert [row.what for _query, row in found()] == [old.number, new.number]
    assert [row.what for _query, row in found(there.block)] == [new.number]


@pytest.mark.parametrize("count", [1, 3])
def test_stuck_asks_a_fixed_number_of_queries(django_assert_num_queries, count):
    hub = make_hub()
    for number in range(count):
        maker = make_maker(f"Maker {number}")
        moved = make_moved(variant := make_stocked(maker), hub, 2)
        stock.dispatch(hub, target=moved.source, pieces={variant.pk: 1}, key=str(number), by=BY)
        make_part({make_stocked(maker): 1})
        walk(make_part({make_stocked(maker): 1}), "accepted")
        delivered(maker)
        work()
    BankAccount.objects.all().delete()
    Maker.objects.update(state=Maker.State.ENROLLED, enrolled_at=ago(days=30))
    Part.objects.update(placed_at=ago(days=9), accepted_at=ago(days=8))
    Move.objects.filter(received_at=None).update(sent_at=ago(days=9))
    ripen()
    mart = make_mart()
    place = mart.place
    with django_assert_num_queries(12):
        assert sum(len(list(query(mart, place))) for query in QUERIES) == 5 * count


@pytest.mark.parametrize("keeper", ["Savita Devi", ""])
def test_pieces_too_long_on_the_way_are_asked_for_where_they_go(keeper):
    variant, hub = make_stocked(pieces=9), make_hub(keeper=keeper)
    moved = make_moved(variant, hub, 6)
    back = stock.dispatch(hub, target=moved.source, pieces={variant.pk: 2}, key="back", by=BY)
    there = stock.dispatch(moved.source, target=hub, pieces={variant.pk: 3}, key="there", by=BY)
    assert found() == []
    Move.objects.filter(received_at=None).update(sent_at=ago(days=9))
    back.refresh_from_db()
    maker = variant.good.maker
    assert found() == [
        of(maker, "late_moves", back.number, back.sent_at, 0, back.pk),
        ("late_moves", Stuck(there.number, None, keeper or hub.name, hub.phone, None, back.sent_at, 0, (there.pk,))),
    ]


def test_missing_pieces_are_asked_for_where_they_should_have_come():
    variant, hub = make_stocked(pieces=9), make_hub()
    moved = make_moved(variant, hub, 6)
    back = stock.dispatch(hub, target=moved.source, pieces={variant.pk: 2}, key="back", by=BY)
    back = stock.receive(back, counts={variant.pk: Came(1)}, by=BY)
    assert found() == [of(variant.good.maker, "missing_pieces", back.number, back.received_at, 0, back.pk)]


def test_keys_of_several_troubles_are_read_in_one_statement_the_longest_waiting_first(django_assert_num_queries):
    mart = make_mart()
    first, second = (make_part(state="placed") for _part in range(2))
    Part.objects.filter(pk=first.pk).update(promised_by=today() - timedelta(days=1))
    Part.objects.filter(pk=second.pk).update(promised_by=today() - timedelta(days=2))
    parts = Part.objects.filter(mart=mart)
    by_day = Waiting(parts, "promised_by", lambda row, since: row)
    by_moment = Waiting(parts, "placed_at", lambda row, since: row, together=True)
    never = Waiting(parts, "held_until", lambda row, since: row)
    nobody = Waiting(parts.none(), "placed_at", lambda row, since: row)
    with django_assert_num_queries(1):
        days, moments, held, none = keys_of([by_day, by_moment, never, nobody])
    assert [(key.pk, key.since, key.maker_id) for key in days] == [
        (second.pk, start_of(today() - timedelta(days=2)), None),
        (first.pk, start_of(today() - timedelta(days=1)), None),
    ]
    first.refresh_from_db()
    second.refresh_from_db()
    assert [(key.pk, key.since, key.maker_id) for key in moments] == [
        (part.pk, part.placed_at, part.maker_id) for part in sorted((first, second), key=lambda each: each.placed_at)
    ]
    assert [key.pk for key in held] == [first.pk, second.pk]
    assert none == []
    assert keys_of([nobody]) == [[]]
