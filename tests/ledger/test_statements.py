"""Statements line by line: in once, refused with a reason, and tried without keeping anything."""

import pytest
import time_machine
from django.db import OperationalError

from haat.core.actor import MACHINE
from haat.ledger.actions import settle_rows, statements
from haat.ledger.models import Settlement, Transfer
from haat.ledger.queries import part_told
from haat.orders import actions as orders
from haat.orders.models import Order
from tests.ledger.books import books, broken
from tests.ledger.elsewhere import deliver, order_elsewhere, sold
from tests.make import BY, make_mart

pytestmark = pytest.mark.django_db

WHOLE = 56_000


def line(order, *, key="1", **cells):
    return {"key": key, "order": order, "day": "28/11/2026", "reference": "14839", **cells}


def read(*rows, dry_run=False, **party):
    return settle_rows(rows, mart=make_mart(), **party, dry_run=dry_run, by=MACHINE)


def of_two_parties():
    """Two orders that bear one number, at two accounts: one is cancelled, the other delivered."""
    cancelled, delivered = order_elsewhere(account="A1").parts.get(), sold(account="A2")
    orders.cancel(cancelled, reason="not wanted", by=BY)
    Order.objects.filter(pk=cancelled.order_id).update(external_id=delivered.order.external_id)
    return cancelled, delivered, delivered.order.external_id


def told(report):
    return report.made, report.same, [(row.row, row.field) for row in report.refused]


@pytest.fixture(autouse=True)
def _late_november():
    with time_machine.travel("2026-11-29T09:00:00+00:00", tick=True):
        yield


def test_lines_are_settled_once_under_any_of_their_numbers():
    first, second, third = sold(), sold(), sold()
    rows = [
        line(first.number, key="1", came="504.64", fee="52", tcs="2.80", tds="0.56"),
        line(second.order.external_id, key="2", came="₹ 500", adjustment="-60", reason="weight corrected"),
        line(third.order.number, key="3", came="560.40", rounding="0.40", lands_in="cash_desk"),
        line(second.order.external_id, key="4", came="(100)", adjustment="100", reason="put right"),
    ]
    assert told(read(*rows, dry_run=True)) == (4, 0, [])
    assert Settlement.objects.count() == 0
    assert told(read(*rows)) == (4, 0, [])
    after = books()
    assert told(read(*rows)) == (0, 4, [])
    assert (books(), Settlement.objects.count()) == (after, 4)
    assert (after["bank"], after["cash_desk"]) == (504_64 + 400_00, 560_40)
    assert broken() == {}


def test_a_line_is_refused_with_its_column_and_leaves_nothing():
    part = sold()
    report = read(
        line("nothing", key="1", came="5"),
        line(part.number, key="2", came="many"),
        line(part.number, key="3", came="600"),
        line(part.number, key="", came="5"),
        line(part.number, key="5", came="5", day="11/28/2026"),
        line(part.number, key="6", came="5", lands_in="pocket"),
        line(part.number, key="7", came="5", adjustment="1"),
        line(part.number, key="8", came="5", reference=""),
        line(part.number, key="9", came="560"),
        line(part.number, key="9", came="559"),
        line("", key="10", came="5"),
    )
    assert told(report) == (
        1,
        0,
        [
            *((2, "order"), (3, "came"), (4, "came"), (5, "key"), (6, "day"), (7, "lands_in"), (8, "reason")),
            *((9, "reference"), (11, "key"), (12, "order")),
        ],
    )
    assert all(row.sentence for row in report.refused)
    assert Transfer.objects.filter(cause__startswith="settled:").count() == 1


def test_a_dry_run_adds_up_the_lines_of_one_part_and_knows_the_keys_of_the_file():
    part, other = sold(), sold()
    rows = [
        line(part.number, key="1", came="300", fee="60"),
        line(other.number, key="2", came="5"),
        line(part.number, key="3", came="200.01"),
        line(part.number, key="4", came="200"),
        line(part.number, key="1", came="300", fee="60"),
        line(part.number, key="4", came="199"),
        line(other.number, key="1", came="300", fee="60"),
        line(part.number, key="5", came="0", fee="-60", adjustment="-60", reason="given back"),
        line(part.number, key="6", came="0", fee="-1", adjustment="-1", reason="given back"),
    ]
    wanted = (4, 1, [(4, "came"), (7, "key"), (8, "key"), (10, "fee")])
    before = books()
    assert told(read(*rows, dry_run=True)) == wanted
    assert (books(), Settlement.objects.count()) == (before, 0)
    assert told(read(*rows)) == wanted
    assert told(read(*rows, dry_run=True)) == (0, 5, wanted[2])
    assert broken() == {}


@pytest.mark.parametrize("dry_run", [True, False])
def test_keys_are_each_partys_own_and_never_cut(dry_run):
    first, second, long = sold(account="A1"), sold(account="A2"), "x" * 80
    report = read(
        line(first.number, key=long, came="5"),
        line(second.number, key=long, came="6"),
        line(first.number, key=f"{long}1", came="5"),
        dry_run=dry_run,
    )
    assert told(report) == (2, 0, [(4, "key")])


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_line_for_which_the_database_has_no_time_is_refused_and_the_others_are_read(monkeypatch, dry_run):
    first, second, third = sold(), sold(), sold()
    real = statements.settle_sale

    def settle_sale(part, **fields):
        if part.pk == second.pk:
            raise OperationalError("deadlock detected")
        return real(part, **fields)

    monkeypatch.setattr(statements, "settle_sale", settle_sale)
    parts = (first, second, third)
    report = read(*(line(part.number, key=part.number, came="5") for part in parts), dry_run=dry_run)
    assert told(report) == (2, 0, [(3, "")])
    assert Settlement.objects.count() == (0 if dry_run else 2)


def test_one_number_of_two_parties_needs_the_channel_or_account():
    first, second = sold(account="A1"), order_elsewhere(account="A2")
    Order.objects.filter(pk=second.pk).update(external_id=first.order.external_id)
    number = first.order.external_id
    (refusal,) = read(line(number, came="5")).refused
    assert refusal.field == "order"
    assert first.number in refusal.sentence
    assert second.parts.get().number in refusal.sentence
    assert told(read(line(number, came="5", channel="Amazon", account="A1"))) == (1, 0, [])


def test_one_number_of_two_parties_stays_doubtful_when_one_order_is_cancelled():
    cancelled, delivered, number = of_two_parties()
    (refusal,) = read(line(number, came="5")).refused
    assert refusal.field == "order"
    assert cancelled.number in refusal.sentence
    assert told(read(line(number, came="5", account="A1"))) == (0, 0, [(2, "order")])
    assert told(read(line(cancelled.number, came="5"))) == (0, 0, [(2, "order")])
    assert told(read(line(number, came="5", account="A2"))) == (1, 0, [])
    assert Settlement.objects.get().part == delivered


def test_a_statement_of_one_party_settles_no_order_of_another():
    _cancelled, delivered, number = of_two_parties()
    lines = [
        line(number, key="1", came="5"),
        line(number, key="2", came="5", account="A1"),
        line(number, key="3", came="5", channel="Bazaar"),
    ]
    refused = [(3, "account"), (4, "channel")]
    assert told(read(*lines, channel="amazon", account="A1")) == (0, 0, [(2, "order"), (3, "order"), (4, "channel")])
    assert told(read(*lines, channel="amazon", account="")) == (0, 0, [(2, "order"), *refused])
    assert told(read(*lines, channel="amazon", account="A2")) == (1, 0, refused)
    assert Settlement.objects.get().part == delivered


def test_of_a_divided_order_the_cancelled_part_is_left_out():
    part = order_elsewhere(pieces=2).parts.get()
    other = orders.divide(part, pieces={part.lines.get().pk: 1}, by=BY)
    orders.cancel(other, reason="not wanted", by=BY)
    part = deliver(part)
    number = part.order.external_id
    assert part_told(part.mart, number=number) == part_told(part.mart, number=part.order.number) == [part]
    assert told(read(line(number, came="5"))) == (1, 0, [])


def test_parts_are_looked_up_by_their_numbers_in_three_statements(django_assert_num_queries):
    part = sold()
    mart, number = part.mart, part.order.external_id
    with django_assert_num_queries(3):
        assert part_told(mart, number=number) == [part]
    with django_assert_num_queries(1):
        assert part_told(mart, number=part.number) == [part]


def test_a_table_without_its_columns_is_refused_once():
    assert told(read({"order": "1"})) == (0, 0, [(1, "key")])
