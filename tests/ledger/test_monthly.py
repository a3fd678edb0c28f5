"""A maker's passbook of a month: what stood there, what came and went, to the paisa; months begin in India."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from haat.core.dates import today
from haat.ledger import actions
from haat.ledger.models import Share, Transfer
from haat.ledger.queries import book_of, months_of, owed, shares_in
from haat.makers.models import Maker
from tests.ledger.books import ACCOUNTANT, COLLECTOR, payable
from tests.make import make_maker, make_mart

pytestmark = pytest.mark.django_db


@pytest.fixture
def maker() -> Maker:
    return make_maker()


def pay_out(utr: str = "SBIN2026112299", *, fails: bool = False):
    run = actions.release_payouts(actions.propose_payouts(make_mart(), by=ACCOUNTANT), by=COLLECTOR)
    payout = run.payouts.get()
    if fails:
        return actions.payout_failed(payout, reason="No such account", by=ACCOUNTANT)
    return actions.payout_paid(payout, utr=utr, by=ACCOUNTANT)


def test_who_never_earned_has_no_passbook(maker: Maker):
    assert months_of(maker) == []
    book = book_of(maker, today().replace(day=1))
    assert (book.opening_paise, book.entries, book.closing_paise) == (0, [], 0)


def test_book_says_each_order_and_payment_and_what_stands(maker: Maker):
    first, second = payable(maker), payable(maker)
    paid = pay_out()
    third = payable(maker)
    book = book_of(maker, today().replace(day=1))
    share = first.maker_paise
    assert [(entry.kind, entry.amount_paise, entry.balance_paise) for entry in book.entries] == [
        ("earned", share, share),
        ("earned", share, 2 * share),
        ("paid", -2 * share, 0),
        ("earned", share, share),
    ]
    assert [entry.part for entry in book.entries] == [first, second, None, third]
    assert (book.entries[2].payout, book.entries[2].payout.utr) == (paid, "SBIN2026112299")
    assert sorted(due.part.number for due in book.entries[2].payout.dues.all()) == sorted([first.number, second.number])
    assert (book.opening_paise, book.closing_paise) == (0, owed(maker).total_paise)


def test_money_the_bank_sent_back_stands_there_again(maker: Maker):
    share = payable(maker).maker_paise
    pay_out(fails=True)
    book = book_of(maker, today().replace(day=1))
    assert [(entry.kind, entry.balance_paise) for entry in book.entries] == [
        ("earned", share), ("paid", 0), ("bank_back", share),
    ]  # fmt: skip


def test_month_begins_at_midnight_in_india_and_opens_with_what_stood_there(maker: Maker):
    share = payable(maker).maker_paise
    payable(maker)
    late, early = Transfer.objects.filter(credit__kind="maker_due").order_by("pk")
    Transfer.objects.filter(pk=late.pk).update(at=datetime(2026, 9, 30, 18, 29, tzinfo=UTC))
    Transfer.objects.filter(pk=early.pk).update(at=datetime(2026, 9, 30, 18, 30, tzinfo=UTC))
    with time_machine.travel("2026-11-15 09:30+00:00", tick=False):
        months = months_of(maker)
    assert months == [date(2026, 11, 1), date(2026, 10, 1), date(2026, 9, 1)]
    books = [book_of(maker, month) for month in months]
    assert [(book.opening_paise, len(book.entries), book.closing_paise) for book in books] == [
        (2 * share, 0, 2 * share),
        (share, 1, 2 * share),
        (0, 1, share),
    ]


def test_other_makers_stand_in_books_of_their_own(maker: Maker):
    payable(maker)
    assert book_of(make_maker(), today().replace(day=1)).entries == []


def test_shares_of_a_month_are_those_the_bank_paid_in_it(maker: Maker):
    payable(maker)
    paid = pay_out()
    share = Share.objects.get(payout=paid)
    month = today().replace(day=1)
    assert list(shares_in([share.member_id], month)) == [share]
    assert list(shares_in([share.member_id], date(2026, 1, 1))) == []
    assert list(shares_in([], month)) == []


def test_book_costs_the_same_for_one_entry_and_many(maker: Maker, django_assert_num_queries):
    payable(maker)
    pay_out()
    month = today().replace(day=1)
    with django_assert_num_queries(4):
        book_of(maker, month)
    for number in range(2):
        payable(maker)
        pay_out(f"SBIN202611230{number}")
    with django_assert_num_queries(4):
        book_of(maker, month)
