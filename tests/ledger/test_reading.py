"""Sums are made by the database, over indexes: no table is read whole, and no cause is taken apart."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haat.core.actor import Actor
from haat.delivery import actions as delivery
from haat.delivery.models import Parcel, Round
from haat.ledger import actions, queries
from haat.ledger.models import Account, Transfer
from haat.places.models import Mart
from tests.ledger.books import ACCOUNTANT, bring_cash, delivered, work
from tests.make import make_maker, make_mart

pytestmark = pytest.mark.django_db


def short_round(maker=None, *, short=1_000):
    """A round of one parcel that brought `short` paise less than it took."""
    part = delivered(maker, method="cod")
    work()
    bring_cash(part, short=short)
    return Parcel.objects.get(part=part).round


def pay_in(round, paise, cause):
    return actions.take_missing(round, amount_paise=paise, cause=cause, by=ACCOUNTANT)


def test_missing_cash_is_what_no_transfer_of_the_round_brought(django_assert_num_queries):
    first, second, whole = short_round(), short_round(short=300), short_round(short=0)
    other = short_round()
    Round.objects.filter(pk=other.pk).update(mart=make_mart("chandrapur"))
    moved = pay_in(first, 400, "a")
    assert (moved.round_id, moved.cause) == (first.pk, f"missing:{first.pk}:a")
    assert pay_in(first, 400, "a") == moved
    mart = make_mart()
    with django_assert_num_queries(1):
        found = [(row.round.pk, row.round.rider.name, row.paise) for row in queries.missing_cash(mart)]
    assert found == [(first.pk, first.rider.name, 600), (second.pk, second.rider.name, 300)]
    for round, missing in ((first, 600), (second, 300), (whole, 0)):
        with django_assert_num_queries(1):
            assert queries.missing_of(round) == missing
    pay_in(first, 600, "b")
    assert [row.round.pk for row in queries.missing_cash(mart)] == [second.pk]


def test_nothing_is_missing_of_a_round_that_is_not_closed(django_assert_num_queries):
    part = delivered(method="cod")
    round = Parcel.objects.get(part=part).round
    delivery.end_round(round, by=Actor(round.rider_id))
    round.refresh_from_db()
    with django_assert_num_queries(0):
        assert queries.missing_of(round) == 0
    assert queries.missing_cash(make_mart()) == []


def test_balances_are_summed_in_one_query_that_gives_a_row_a_kind(django_assert_num_queries):
    for name in ("One", "Two", "Three"):
        delivered(make_maker(name), method="upi")
    work()
    mart = make_mart()
    with django_assert_num_queries(1):
        found = queries.balances(mart)
    assert found["maker_due"] == 3 * 47_340
    assert Account.objects.filter(kind="maker_due").count() == 3
    assert queries.balances(make_mart("chandrapur")) == {}


def plan_of(ask) -> str:
    """How the database would answer what `ask` asks, with sequential reading made dear."""
    with CaptureQueriesContext(connection) as told:
        ask()
    plans = []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        for query in told.captured_queries:
            explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
            cursor.execute(f"{explain} {query['sql']}")
            plans += [str(row[-1]) for row in cursor.fetchall()]
    return "\n".join(plans)


ONCE = "sqlite_autoindex_ledger_account_1"


def whole_tables(plan: str) -> list[str]:
    """Lines of a plan that read a table from end to end."""
    if connection.vendor == "postgresql":
        return [line for line in plan.splitlines() if "Seq Scan" in line]
    return [line for line in plan.splitlines() if line.startswith("SCAN") and "subquery" not in line]


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (queries.missing_cash, "transfer_round"),
        (queries.missing_cash, "round_short"),
        (lambda mart: queries.missing_of(Round(pk=1, mart=mart, state="closed")), "transfer_round"),
        (queries.balances, ONCE),
        (queries.ageing, "due_state"),
        (queries.in_payouts, "due_state"),
        (queries.unripe, "due_state"),
        (queries.payables, "due_state"),
        (queries.held_back, "due_state"),
    ],
)
def test_no_table_is_read_whole(ask, index):
    mart = make_mart()
    plan = plan_of(lambda: ask(mart))
    assert connection.vendor == "postgresql" or index in plan, plan
    assert whole_tables(plan) == [], plan


def test_a_table_read_whole_is_noticed():
    assert whole_tables(plan_of(lambda: list(Mart.objects.filter(legal_name="x"))))
    assert Transfer._meta.get_field("round").db_index is False
