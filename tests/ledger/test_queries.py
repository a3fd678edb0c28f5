"""What a maker is owed, her passbook, how long money waits, and the bank's file: with a fixed number of queries."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from haat.core.dates import start_of, today
from haat.ledger import actions, queries
from haat.ledger.models import Due, Payout, Share
from haat.makers.models import BankAccount
from haat.orders import actions as orders
from tests.ledger.books import ACCOUNTANT, COLLECTOR, books, payable, proposed, sent
from tests.ledger.elsewhere import sold
from tests.make import BY, make_block, make_maker, make_mart, make_member, make_part

pytestmark = pytest.mark.django_db
MAKER = 47_340


def due(maker, *, days=0, state=Due.State.EARNED, ripe=True, paise=1_000):
    """A due earned `days` ago, without the road that leads to it."""
    part = make_part()
    day = today() - timedelta(days=days)
    return Due.objects.create(
        mart=maker.mart,
        maker=maker,
        part=part,
        amount_paise=paise,
        state=state,
        earned_at=start_of(day) + timedelta(hours=1),
        pay_from=day if ripe else today() + timedelta(days=2),
    )


def test_owed_of_nobody_is_nothing():
    found = queries.owed(make_maker())
    assert (found.total_paise, found.next_day) == (0, None)


def test_owed_says_what_is_ready_waits_and_is_on_its_way():
    maker = make_maker()
    for paise in (100, 400):
        due(maker, paise=paise)
    due(maker, paise=20, ripe=False)
    soonest = due(maker, paise=1, ripe=False)
    Due.objects.filter(pk=soonest.pk).update(pay_from=today() + timedelta(days=1))
    for paise in (3, 5):
        due(maker, paise=paise, state=Due.State.IN_PAYOUT)
    due(maker, paise=5_000, state=Due.State.PAID)
    due(maker, paise=7_000, state=Due.State.TAKEN_BACK)
    due(make_maker("Other"), paise=9_000)
    assert queries.owed(maker) == queries.Owed(500, 21, 8, today() + timedelta(days=1))
    assert queries.owed(maker).total_paise == 529


def test_owed_adds_up_what_waits_for_parties_and_for_goods_on_their_way_back():
    maker = make_maker()
    elsewhere = [sold(maker), sold(maker, pieces=2)]
    back = [payable(maker), payable(maker, price_paise=30_000)]
    for part in back:
        orders.ask_return(part, reason="too small", by=BY)
    found = queries.owed(maker)
    assert found.elsewhere_paise == sum(part.maker_paise for part in elsewhere)
    assert found.here_paise == sum(part.maker_paise for part in back)
    assert (found.ready_paise, found.total_paise) == (0, found.waiting_paise)


@pytest.mark.parametrize("count", [1, 3])
def test_money_pages_ask_a_fixed_number_of_queries(django_assert_num_queries, count):
    maker, block = make_maker(), make_block()
    for _due in range(count):
        due(maker)
    with django_assert_num_queries(1):
        queries.owed(maker)
    with django_assert_num_queries(1):
        queries.ageing(maker.mart, block)
    with django_assert_num_queries(1):
        queries.payables(maker.mart)
    with django_assert_num_queries(2):
        for row in queries.passbook(maker):
            assert (row.part.order.number, row.payout, len(row.part.lines.all())) == (
                row.part.order.number,
                None,
                1,
            )


def test_passbook_is_newest_first():
    maker = make_maker()
    old, new = due(maker, days=3), due(maker, days=1)
    assert [row.pk for row in queries.passbook(maker)] == [new.pk, old.pk]
    assert str(new) == f"1000 to {maker.pk} earned"


@pytest.mark.parametrize(("days", "bucket"), [(0, 0), (2, 0), (3, 1), (7, 1), (8, 2), (15, 2), (16, 3), (400, 3)])
def test_ageing_puts_a_day_in_its_bucket(days, bucket):
    maker = make_maker()
    due(maker, days=days)
    assert [row.paise for row in queries.ageing(maker.mart)] == [1_000 * (n == bucket) for n in range(4)]


def test_ageing_counts_days_as_india_does():
    maker = make_maker()
    row = due(maker)
    Due.objects.filter(pk=row.pk).update(earned_at="2026-11-19T18:29:00Z")  # 23:59 on the 19th
    with time_machine.travel("2026-11-22 18:29+00:00"):  # 23:59 on the 22nd: three days
        assert [found.paise for found in queries.ageing(maker.mart)] == [0, 1_000, 0, 0]
    Due.objects.filter(pk=row.pk).update(earned_at="2026-11-19T18:30:00Z")  # midnight: the 20th
    with time_machine.travel("2026-11-22 18:29+00:00"):
        assert [found.paise for found in queries.ageing(maker.mart)] == [1_000, 0, 0, 0]


def test_ageing_counts_makers_once_and_leaves_what_was_paid():
    maker, other = make_maker(), make_maker("Other", block=make_block("Palojori"))
    due(maker)
    due(maker, state=Due.State.IN_PAYOUT)
    due(other)
    due(other, state=Due.State.PAID)
    assert queries.ageing(maker.mart)[0] == queries.AgeingRow(0, 2, 3_000, 2)
    assert queries.ageing(maker.mart, other.block)[0] == queries.AgeingRow(0, 2, 1_000, 1)
    assert queries.ageing(make_mart("chandrapur"))[0].paise == 0
    assert queries.ageing(maker.mart)[3] == queries.AgeingRow(16, None, 0, 0)


def test_payables_say_who_may_be_paid_today():
    maker, poor = make_maker(), make_maker("No bank")
    BankAccount.objects.filter(maker=poor).delete()
    due(maker, days=4)
    due(maker, days=5)
    due(maker, ripe=False)
    due(poor, days=1)
    rows = queries.payables(maker.mart)
    assert [(row["maker_id"], row["paise"], row["orders"], row["maker__bank__ifsc"]) for row in rows] == [
        (maker.pk, 2_000, 2, "SBIN0000064"),
        (poor.pk, 1_000, 1, None),
    ]


def test_shares_of_members_newest_first():
    maker = make_maker()
    member = make_member(maker)
    (payout,) = sent(maker)
    actions.payout_paid(payout, utr="SBIN1234567", by=ACCOUNTANT)
    assert [share.pk for share in queries.shares_of([member.pk])] == [Share.objects.get(member=member).pk]


def test_balances_add_up_accounts_of_a_kind():
    payable(make_maker("One"))
    payable(make_maker("Two"))
    assert queries.balances(make_mart()) == books() | {"buyers": 0}
    assert queries.balances(make_mart())["maker_due"] == 2 * MAKER


def test_bank_file_has_a_line_a_payout_in_rupees():
    maker, second = make_maker(), make_maker("Two")
    run = actions.release_payouts(proposed(maker, second), by=COLLECTOR)
    first, failed = run.payouts.order_by("pk")
    actions.payout_failed(failed, reason="closed", by=ACCOUNTANT)
    assert (
        queries.bank_file(run)
        == (
            "Payout,Beneficiary name,Account number,IFSC,Amount,Narration\r\n"
            f"DMP-0001-{first.pk},Sita Devi,30011223344,SBIN0000064,473.40,DMP-0001 sales\r\n"
        ).encode()
    )


@pytest.mark.parametrize(
    ("holder", "shown"),
    [
        ("=HYPERLINK(1)", "HYPERLINK(1)"),
        ("+91", "91"),
        ("@SUM(A1)", "SUM(A1)"),
        (" \t\r\n=-1", "1"),
        ('Sita, "Devi"', 'Sita, "Devi"'),
    ],
)
def test_bank_file_guards_against_formulas(holder, shown):
    run = actions.release_payouts(proposed(), by=COLLECTOR)
    Payout.objects.update(holder=holder, amount_paise=5)
    rows = list(csv.reader(io.StringIO(queries.bank_file(run).decode(), newline="")))
    assert (len(rows), rows[1][1], rows[1][4]) == (2, shown, "0.05")


def test_reached_between_counts_the_days_of_india():
    (payout,) = sent()
    actions.payout_paid(payout, utr="SBIN1234567", by=ACCOUNTANT)
    day, next_day = today(), today() + timedelta(days=1)
    Payout.objects.update(paid_at=start_of(day))
    assert queries.reached_between(payout.mart, day, next_day) == MAKER
    assert queries.reached_between(payout.mart, day - timedelta(days=1), day) == 0
    Payout.objects.update(paid_at=start_of(next_day) - timedelta(microseconds=1))
    assert queries.reached_between(payout.mart, day, next_day) == MAKER
    Payout.objects.update(state=Payout.State.FAILED)
    assert queries.reached_between(payout.mart, day, next_day) == 0


def test_late_since_is_so_many_days_ago():
    with time_machine.travel("2026-11-22 18:30+00:00"):  # the 23rd in India
        assert queries.late_since(7).isoformat() == "2026-11-16"
        assert timezone.now().day == 22
