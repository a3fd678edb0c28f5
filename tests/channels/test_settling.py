"""Settlements are read in once, line by line, beside what had been reckoned; nothing in them is understood by force."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haat.channels import actions, settled
from haat.channels.channel import Shut
from haat.channels.finances import FEE, FEE_TAX, PAID, TCS, TDS, UNKNOWN, Amount, Settlement, Unreadable
from haat.channels.models import Account, Sale, SettlementLine, Shipment
from haat.channels.models import Settlement as Kept
from haat.core.models import Event
from haat.pricing.models import ChannelFee, Withholding
from tests.channels.handed import now, sold
from tests.channels.make import later, make_account, turn
from tests.channels.toy import SILENT, once
from tests.make import BY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says", "sound")]
BEGINS, ENDS = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 15, tzinfo=UTC)


@pytest.fixture
def account(depot, db):
    return make_account()


def amount(head, minor, order="", **more):
    told = {"kind": "Order", "item": "", "sku": "", "called": head, "described": head, "quantity": 1, "posted": None}
    return Amount(**(told | {"order": order, "minor": minor, "head": head, "told": {"amount-type": head}} | more))


def settlement(*lines, key="111", total=None, **more):
    total = sum(line.minor or 0 for line in lines) if total is None else total
    usual = {"currency": "INR", "begins": BEGINS, "ends": ENDS, "paid_on": ENDS, "total_minor": total}
    return Settlement(key=key, lines=lines, **(usual | more))


def sale(bazaar, account):
    return sold(bazaar, account).sale


def test_a_settlement_is_read_once_with_all_its_lines(bazaar, account, depot):
    order = sale(bazaar, account)
    lines = [amount(PAID, 48000, order.external_id, sku="A", posted=date(2026, 11, 3)), amount(FEE, -9500, "408-?")]
    depot.closed["r1"] = settlement(*lines)
    actions.ask_for_settlements(account, by=BY)
    turn(account)
    row = Kept.objects.get()
    assert (row.key, row.currency, row.total_minor, row.lacks_minor, row.number) == ("111", "INR", 38500, 0, 2)
    told = SettlementLine.objects.order_by("number").values_list("head", "minor", "external_id", "sale", "sku", "told")
    assert list(told) == [
        (PAID, 48000, order.external_id, order.pk, "A", {"amount-type": PAID}),
        (FEE, -9500, "408-?", None, "", {"amount-type": FEE}),
    ]
    actions.ask_for_settlements(account, by=BY)
    turn(account)
    assert (bazaar.calls["settled:before"], Event.objects.filter(kind="channels.settlement_read").count()) == (1, 1)


def test_one_number_in_two_reports_counts_once_and_is_fetched_no_more(bazaar, account, depot):
    depot.closed["r1"] = depot.closed["r2"] = settlement(amount(PAID, 100))
    for _turn in range(3):
        actions.ask_for_settlements(account, by=BY)
        turn(account)
    assert (Kept.objects.get().refs, SettlementLine.objects.count()) == (["r1", "r2"], 1)
    assert bazaar.calls["settled:before"] == 2


def test_what_cannot_be_read_is_said_and_tried_again(bazaar, account, depot):
    depot.closed["r1"] = Unreadable("columns")
    turn(account)
    assert (Kept.objects.get().problem, Kept.objects.get().said) == ("unreadable", "columns")
    depot.closed["r1"] = settlement(amount(PAID, 100))
    actions.ask_for_settlements(account, by=BY)
    turn(account)
    assert [(row.key, row.problem) for row in Kept.objects.all()] == [("111", "")]


def test_they_are_looked_for_some_times_a_day(bazaar, account):
    turn(account, whole=False)
    turn(account, whole=False)
    assert bazaar.calls["closed:before"] == 1
    with later(hours=7):
        turn(account, whole=False)
    assert bazaar.calls["closed:before"] == 2


def test_a_turn_of_the_whole_does_not_ask_again_and_again(bazaar, account):
    turn(account)
    turn(account)
    assert bazaar.calls["closed:before"] == 1
    with later(minutes=11):
        turn(account)
    assert bazaar.calls["closed:before"] == 2


def test_a_trouble_is_the_next_turns_and_loses_nothing(bazaar, account, depot):
    depot.closed["r1"] = settlement(amount(PAID, 100))
    bazaar.happens = [once("settled", "before", SILENT)]
    assert turn(account).troubles == ["silent"]
    turn(account)
    assert Kept.objects.get().total_minor == 100


def test_a_right_that_is_missing_is_said_and_stops_no_account(bazaar, account):
    bazaar.happens = [once("closed", "before", Shut("rights_missing", "403"))]
    turn(account)
    row = Account.objects.get()
    assert (row.state, row.settlements_trouble) == ("open", "rights_missing")
    with later(hours=7):
        turn(account)
    assert Account.objects.get().settlements_trouble == ""


def test_lines_find_an_order_that_came_after_them(bazaar, account, depot):
    depot.closed["r1"] = settlement(amount(PAID, 100, "T-late"))
    turn(account)
    row = sold(bazaar, account, key="T-late")
    with later(hours=7):
        turn(account)
    assert SettlementLine.objects.get().sale_id == row.sale_id


def test_hostile_figures_and_signs_are_kept_out_of_the_books(bazaar, account, depot):
    bad = amount(UNKNOWN, 10**30, "x" * 300, called="a\0b" * 60, quantity=10**12, told={"n\0": "v\0" * 900})
    depot.closed["r1"] = settlement(bad, total=10**30, currency="RUPEESRUPEES", key="k" * 300)
    turn(account)
    row, line = Kept.objects.get(), SettlementLine.objects.get()
    assert (row.total_minor, row.currency, len(row.key)) == (None, "RUPEESRU", 120)
    assert (line.minor, line.quantity, len(line.external_id), "\0" in line.called + str(line.told)) == (
        None,
        None,
        60,
        False,
    )


# ---- read ----


def read(account, depot, *lines, **more):
    depot.closed["r1"] = settlement(*lines, **more)
    actions.ask_for_settlements(account, by=BY)
    turn(account)
    return settled.settlement_of(account.mart, Kept.objects.get().pk)


def test_kinds_come_together_by_the_channels_own_names(bazaar, account, depot):
    found = read(account, depot, amount(PAID, 100), amount(PAID, 50), amount(FEE, None), amount(TCS, -3))
    kinds = settled.kinds_of(found)
    assert [(each.head, each.minor, each.lines, each.unread) for each in kinds] == [
        (PAID, 150, 2, 0),
        (FEE, 0, 1, 1),
        (TCS, -3, 1, 0),
    ]
    assert settled.by_head(kinds)[PAID] == 150
    assert found.lacks_minor is None


def test_an_order_whose_fees_nobody_knows_is_not_reckoned(bazaar, account, depot):
    order = sale(bazaar, account)
    found = read(account, depot, amount(PAID, 52000, order.external_id))
    assert [(each.reckoned, each.differs) for each in settled.orders_in(found, [order])] == [(None, None)]


def test_an_order_stands_beside_what_had_been_reckoned(bazaar, account, depot, django_assert_num_queries):
    told = {"closing_paise": 1000, "further_kg_paise": 0, "tax_bp": 1800, "source": "test"}
    ChannelFee.objects.create(channel=account.channel, from_date=date(2026, 1, 1), referral_bp=1000, **told)
    for kind, rate_bp in (("tcs", 50), ("tds", 10), ("tds_without_pan", 500)):
        wanted = {"kind": kind, "from_date": date(2026, 1, 1)}
        Withholding.objects.get_or_create(**wanted, defaults={"rate_bp": rate_bp, "source": "test"})
    orders = [sale(bazaar, account) for _order in range(3)]
    lines = [
        line
        for order in orders
        for line in (
            amount(PAID, 52000, order.external_id),
            amount(FEE, -5000, order.external_id),
            amount(FEE_TAX, -900, order.external_id),
            amount(TDS, -52, order.external_id),
            amount(UNKNOWN, -100, order.external_id),
        )
    ]
    found = read(account, depot, *lines)
    many = list(settled.sales_in(found).order_by("pk"))
    with CaptureQueriesContext(connection) as one:
        settled.orders_in(found, many[:1])
    with django_assert_num_queries(len(one)):
        rows = settled.orders_in(found, many)
    first = rows[0]
    assert (first.paid, first.kept, first.taxes, first.other, first.came) == (52000, -5900, -52, -100, 45948)
    assert first.reckoned is not None
    assert first.reckoned.taken == 7316  # a tenth of ₹520, ₹10, and 18% of both
    assert first.differs == 5952 - 7316 - first.reckoned.taxes


def test_another_money_is_not_reckoned(bazaar, account, depot):
    order = sale(bazaar, account)
    found = read(account, depot, amount(PAID, 100, order.external_id), currency="USD")
    assert [each.reckoned for each in settled.orders_in(found, [order])] == [None]


def test_what_does_not_agree_is_named(bazaar, account, depot):
    row = sold(bazaar, account)
    Shipment.objects.filter(pk=row.pk).update(state="left", left_at=BEGINS)
    found = read(account, depot, amount(UNKNOWN, -1500, "FBA-1"), amount(PAID, None, "FBA-1"), total=7)
    assert [(each.external_id, each.minor, each.lines) for each in settled.orders_not_ours(found)] == [
        ("FBA-1", -1500, 2)
    ]
    assert [line.number for line in settled.strange_lines(found)] == [1, 2]
    assert list(settled.left_unsettled(found)) == [now(row)]
    SettlementLine.objects.filter(number=1).update(sale=Sale.objects.get())
    assert list(settled.left_unsettled(found)) == []
