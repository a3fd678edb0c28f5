"""Sold by somebody else: what she settles, in how many turns, before or after goods came back, and taken back again."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haat.core.dates import day_of
from haat.core.models import Event
from haat.ledger import actions
from haat.ledger.actions import settling
from haat.ledger.handlers import give_back
from haat.ledger.models import Due, Invoice, Party, Receivable, Settlement
from haat.ledger.queries import owed, reckoned_and_came
from haat.orders import actions as orders
from tests.ledger import books as road
from tests.ledger.books import ACCOUNTANT, COLLECTOR, books, broken, send_back, work
from tests.ledger.elsewhere import deliver, order_elsewhere, settle, sold, told
from tests.make import BY, make_maker, make_registered_maker, walk
from tests.refusals import refused

pytestmark = pytest.mark.django_db

# One piece of ₹520 and ₹40 to deliver it; fee 8% and packing ₹5 (unregistered: no tax).
GOODS, DELIVERY, FEE, PACKING, MAKER = 52_000, 4_000, 4_160, 500, 47_340
WHOLE = GOODS + DELIVERY
HEADS = {"maker_due": MAKER, "fee": FEE, "packing": PACKING, "carrier_due": DELIVERY}
KEPT = {"fee": 5_200, "tcs": 280, "tds": 56}
CAME = WHOLE - 5_200 - 280 - 56
TAKEN = {"channel_fee": 5_200, "tcs_credit": 280, "tds_credit": 56}


def test_sold_elsewhere_is_owed_by_the_party_and_shared_among_its_heads():
    order = order_elsewhere()
    work()
    assert books() == {}
    part = sold()
    assert books() == {"receivable": WHOLE, **HEADS}
    row = Receivable.objects.get(part=part)
    assert (row.party.channel, row.party.account, row.sold_paise, row.open_paise) == ("amazon", "A1", WHOLE, WHOLE)
    orders.cancel(order.parts.get(), reason="not wanted", by=BY)
    work()
    assert books() == {"receivable": WHOLE, **HEADS}
    assert broken() == {}


def test_a_sale_told_twice_is_owed_once():
    part = sold()
    before = books()
    assert actions.sell(part, by=BY).sold_paise == WHOLE
    assert (books(), Receivable.objects.count()) == (before, 1)


def test_settled_in_one_statement():
    part = sold()
    settle(part, came=CAME, **KEPT)
    assert books() == {"bank": CAME, **TAKEN, **HEADS}
    row = Receivable.objects.get(part=part)
    assert (row.settled_paise, row.came_paise, row.balance_paise) == (WHOLE, CAME, 0)
    assert broken() == {}


def test_settled_in_three_statements_with_what_was_taken_off_and_put_on():
    part = sold()
    settle(part, came=40_000, fee=5_200)
    settle(part, came=9_000, tcs=280, tds=56, adjustment=-1_000, reason="weight corrected")
    assert (books()["receivable"], broken()) == (464, {})
    settle(part, came=500, adjustment=50, rounding=-14, reason="goodwill")
    assert books() == {
        **{"bank": 49_500, "adjustment_loss": 1_000, "adjustment_gain": 50, "rounding_loss": 14},
        **TAKEN,
        **HEADS,
    }
    assert broken() == {}


@pytest.mark.parametrize("up", [40, 1])
def test_a_counters_cash_lands_at_the_desk_and_is_rounded_up(up):
    part = sold(channel="counter", account="mela")
    cash = actions.Told(
        reference="R-7", day=day_of(part.delivered_at), came_paise=WHOLE + up, rounding_paise=up, lands_in="cash_desk"
    )
    actions.settle_sale(part, told=cash, key="r7", by=ACCOUNTANT)
    assert books() == {"cash_desk": WHOLE + up, "rounding_gain": up, **HEADS}
    assert broken() == {}


def test_returned_before_the_settlement_is_set_against_what_is_owed():
    part = sold()
    send_back(part)
    work()
    assert books() == {"receivable": DELIVERY, "carrier_due": DELIVERY}
    settle(part, came=CAME, **KEPT)
    assert books() == {"bank": CAME, **TAKEN, "channel_due": GOODS, "carrier_due": DELIVERY}
    assert broken() == {}
    settle(part, came=-(GOODS - 5_200 - 280 - 56), fee=-5_200, tcs=-280, tds=-56)
    assert books() == {"bank": DELIVERY, "carrier_due": DELIVERY}
    assert broken() == {}


def test_returned_after_the_settlement_is_owed_back_to_the_party_not_to_the_buyer():
    part = sold()
    settle(part, came=CAME, **KEPT)
    send_back(part)
    work()
    assert books() == {"bank": CAME, **TAKEN, "channel_due": GOODS, "carrier_due": DELIVERY}
    assert part.refunds.count() == 0
    assert Due.objects.get(part=part).state == "taken_back"
    assert broken() == {}


def test_taken_back_by_the_party_before_the_goods_have_come():
    part = sold()
    settle(part, came=CAME, **KEPT)
    settle(part, came=-50_000)
    assert (books()["receivable"], books()["bank"]) == (50_000, CAME - 50_000)
    send_back(part)
    work()
    assert books() == {"bank": CAME - 50_000, **TAKEN, "channel_due": 2_000, "carrier_due": DELIVERY}
    assert broken() == {}


def test_where_the_channel_bills_no_second_paper_is_written():
    part = deliver(order_elsewhere(bills="channel").parts.get())
    settle(part, came=WHOLE)
    send_back(part)
    work()
    assert (Invoice.objects.count(), books()["channel_due"]) == (0, GOODS)
    cancelled = order_elsewhere(bills="channel")
    orders.cancel(walk(cancelled.parts.get(), "packed"), reason="no", by=BY)
    work()
    assert (Invoice.objects.count(), broken()) == (0, {})


def test_some_pieces_returned_after_the_settlement_and_some_more_later():
    part = sold(pieces=3)
    settle(part, came=part.total_paise)
    line = part.lines.get()
    for back in (GOODS, 2 * GOODS):
        asked = orders.ask_return(part, reason="broken", pieces={line.pk: 1}, by=BY)
        orders.receive_return(asked, by=BY)
        work()
        assert (books()["channel_due"], Receivable.objects.get(part=part).returned_paise) == (back, back)
    assert Due.objects.get(part=part).state == "earned"
    assert broken() == {}


def test_told_twice_counts_once_and_told_otherwise_is_refused():
    part, other = sold(), sold()
    first = settle(part, key="a", came=CAME, **KEPT)
    assert settle(part, key="a", came=CAME, **KEPT) == first
    before = books()
    with refused("ledger.settled_otherwise", field="key"):
        settle(part, key="a", came=CAME - 1, **KEPT)
    with refused("ledger.settled_otherwise", field="key"):
        settle(other, key="a", came=CAME, **KEPT)
    assert (books(), Settlement.objects.count()) == (before, 1)


def test_what_was_wrong_is_taken_back_and_told_anew():
    part = sold()
    before = books()
    wrong = settle(part, key="a", came=CAME, fee=100)
    actions.take_back_settlement(wrong, reason="fee of another order", by=ACCOUNTANT)
    assert (books(), broken()) == (before, {})
    with refused("ledger.settlement_taken_back"):
        actions.take_back_settlement(wrong, reason="again", by=ACCOUNTANT)
    with refused("ledger.settlement_was_taken_back", field="key"):
        settle(part, key="a", came=CAME, fee=100)
    settle(part, key="a", came=CAME, **KEPT)
    assert books() == {"bank": CAME, **TAKEN, **HEADS}
    assert broken() == {}


def test_a_line_told_of_the_wrong_order_is_told_of_the_right_one():
    part, other = sold(), sold()
    wrong = settle(part, key="a", came=CAME, **KEPT)
    actions.take_back_settlement(wrong, reason="of another order", by=ACCOUNTANT)
    with refused("ledger.settlement_was_taken_back", field="key"):
        settle(part, key="a", came=CAME, **KEPT)
    right = settle(other, key="a", came=CAME, **KEPT)
    assert settle(other, key="a", came=CAME, **KEPT) == right
    actions.take_back_settlement(right, reason="of neither", by=ACCOUNTANT)
    with refused("ledger.settlement_was_taken_back", field="key"):
        settle(other, key="a", came=CAME, **KEPT)
    assert broken() == {}


def test_two_parties_may_name_their_lines_alike():
    part, other = sold(account="A1"), sold(account="A2")
    wrong, right = settle(part, key="1", came=100), settle(other, key="1", came=200)
    assert settle(other, key="1", came=200) == right
    actions.take_back_settlement(wrong, reason="wrong", by=ACCOUNTANT)
    settle(part, key="1", came=300)
    assert broken() == {}


@pytest.mark.parametrize("key", ["", "x" * 81])
def test_a_key_is_neither_empty_nor_longer_than_is_kept(key):
    with refused("ledger.bad_key", field="key"):
        actions.settle_sale(sold(), told=told(came=100), key=key, by=ACCOUNTANT)


def test_what_a_later_line_rests_on_is_not_taken_back():
    part = sold()
    first = settle(part, came=CAME, **KEPT)
    settle(part, came=5_200, fee=-5_200)
    with refused("ledger.needed_by_later", field="reason"):
        actions.take_back_settlement(first, reason="wrong", by=ACCOUNTANT)
    part = sold()
    first = settle(part, came=20_000)
    settle(part, came=-20_000)
    with refused("ledger.needed_by_later", field="reason"):
        actions.take_back_settlement(first, reason="wrong", by=ACCOUNTANT)
    with refused("ledger.reason_needed", field="reason"):
        actions.take_back_settlement(first, reason=" ", by=ACCOUNTANT)
    assert broken() == {}


@pytest.mark.parametrize(
    ("figures", "code", "field"),
    [
        ({}, "ledger.nothing_told", "came"),
        ({"came": 10**14}, "ledger.nothing_told", "came"),
        ({"came": WHOLE + 1}, "ledger.more_than_sold", "came"),
        ({"came": -1}, "ledger.back_more_than_came", "came"),
        ({"came": 100, "fee": -1}, "ledger.too_much_given_back", "fee"),
        ({"came": 100, "tds": -1}, "ledger.too_much_given_back", "tds"),
        ({"adjustment": -100}, "ledger.reason_needed", "reason"),
        ({"came": 100, "rounding": -100}, "ledger.rounds_too_much", "rounding"),
        ({"came": 100, "reference": " "}, "ledger.reference_needed", "reference"),
    ],
)
def test_figures_that_cannot_be_are_refused_at_their_field(figures, code, field):
    part = sold()
    before = books()
    with refused(code, field=field):
        settle(part, **figures)
    assert books() == before


def test_a_day_to_come_and_a_part_nobody_sold_are_refused():
    part = sold()
    tomorrow = road.today().replace(year=road.today().year + 1)
    with refused("ledger.bad_day", field="day"):
        actions.settle_sale(part, told=actions.Told(reference="a", day=tomorrow, came_paise=1), key="a", by=ACCOUNTANT)
    with refused("ledger.not_sold_yet", field="order"):
        settle(order_elsewhere().parts.get(), came=100)


def test_a_maker_is_paid_when_the_partys_money_has_come_and_not_before():
    maker = make_maker()
    part = sold(maker)
    road.ripen()
    waits = owed(maker)
    assert (waits.ready_paise, waits.waiting_paise, waits.elsewhere_paise) == (0, MAKER, MAKER)
    with refused("ledger.nothing_owed"):
        actions.propose_payouts(part.mart, by=ACCOUNTANT)
    settle(part, came=MAKER - 1)
    with refused("ledger.nothing_owed"):
        actions.propose_payouts(part.mart, by=ACCOUNTANT)
    settle(part, came=1)
    assert (owed(maker).ready_paise, owed(maker).elsewhere_paise) == (MAKER, 0)
    run = actions.release_payouts(actions.propose_payouts(part.mart, by=ACCOUNTANT), by=COLLECTOR)
    actions.payout_paid(run.payouts.get(), utr="SBIN0000001", by=ACCOUNTANT)
    assert (books()["receivable"], broken()) == (WHOLE - MAKER, {})


def test_what_came_wholly_as_a_loss_is_paid_by_the_mart():
    part = sold()
    road.ripen()
    settle(part, adjustment=-WHOLE, reason="lost by the channel")
    assert broken() == {}
    run = actions.propose_payouts(part.mart, by=ACCOUNTANT)
    with refused("ledger.overdrawn"):
        actions.release_payouts(run, by=COLLECTOR)


def test_a_proposed_due_whose_money_was_taken_back_stays_behind():
    maker, other = make_maker("One"), make_maker("Two")
    part, second = sold(maker), sold(other)
    road.ripen()
    wrong = settle(part, came=WHOLE)
    settle(second, came=WHOLE)
    run = actions.propose_payouts(part.mart, by=ACCOUNTANT)
    actions.take_back_settlement(wrong, reason="another bank line", by=ACCOUNTANT)
    run = actions.release_payouts(run, by=COLLECTOR)
    paid = run.payouts.get(state="sent")
    assert (paid.maker_id, paid.amount_paise) == (other.pk, MAKER)
    assert Due.objects.get(part=part).state == "earned"
    assert broken() == {}


def test_a_run_of_which_nothing_has_come_is_not_released():
    part = sold()
    road.ripen()
    wrong = settle(part, came=WHOLE)
    run = actions.propose_payouts(part.mart, by=ACCOUNTANT)
    actions.take_back_settlement(wrong, reason="another bank line", by=ACCOUNTANT)
    with refused("ledger.none_has_come"):
        actions.release_payouts(run, by=COLLECTOR)
    actions.drop_payouts(run, by=ACCOUNTANT)
    assert broken() == {}


def test_a_settlement_may_be_mended_after_its_maker_was_paid():
    part = sold()
    road.ripen()
    wrong = settle(part, came=WHOLE)
    actions.release_payouts(actions.propose_payouts(part.mart, by=ACCOUNTANT), by=COLLECTOR)
    with refused("ledger.overdrawn"):
        actions.take_back_settlement(wrong, reason="fee forgotten", by=ACCOUNTANT)
    settle(sold(), came=WHOLE)
    actions.take_back_settlement(wrong, reason="fee forgotten", by=ACCOUNTANT)
    settle(part, came=CAME, **KEPT)
    assert broken() == {}


def test_reckoned_and_came_come_to_the_same_sum_head_by_head():
    part = sold(make_registered_maker())
    settle(part, came=49_000, fee=6_000, tcs=280, tds=56, adjustment=-600, reason="late fee")
    rows = {row.name: (row.reckoned_paise, row.told_paise, row.difference_paise) for row in reckoned_and_came(part)}
    assert rows == {
        "came": (WHOLE - part.fee_paise, 49_000, 49_000 - WHOLE + part.fee_paise),
        "fee": (part.fee_paise, 6_000, 6_000 - part.fee_paise),
        "tcs": (0, 280, 280),
        "tds": (0, 56, 56),
        "adjustment": (0, 600, 600),
        "open": (0, 64, 64),
    }
    assert [row.reasons for row in reckoned_and_came(part) if row.reasons] == [("late fee",)]
    assert sum(row.difference_paise for row in reckoned_and_came(part)) == 0
    send_back(part)
    work()
    rows = {row.name: (row.reckoned_paise, row.told_paise) for row in reckoned_and_came(part)}
    assert (rows["came"], rows["fee"], rows["back"]) == ((DELIVERY, 49_000), (0, 6_000), (0, 64 - GOODS))
    assert reckoned_and_came(road.delivered(method="upi")) == []


def test_a_key_that_somebody_else_wrote_meanwhile_is_refused(monkeypatch):
    one, two = sold(), sold()
    settle(one, key="a", came=100)
    monkeypatch.setattr(settling, "_known", lambda part, told, key: None)
    with refused("ledger.settled_otherwise", field="key"):
        settle(two, key="a", came=100)
    assert Receivable.objects.get(part=two).settled_paise == 0


def test_two_accounts_of_one_channel_are_two_parties():
    sold(account="A1")
    sold(account="A1")
    sold(account="A2")
    assert list(Party.objects.order_by("pk").values_list("account", flat=True)) == ["A1", "A2"]
    named = actions.name_party(Party.objects.get(account="A1"), name="  Amazon  Karigar ", by=BY)
    actions.name_party(named, name="Amazon Karigar", by=BY)
    assert Event.objects.filter(kind="ledger.party_named").count() == 1
    assert [str(party) for party in (named, Party.objects.get(account="A2"))] == ["Amazon Karigar", "Amazon A2"]
    assert broken() == {}


def test_a_return_holds_the_sale_before_the_accounts_as_a_statement_does():
    part = sold()
    send_back(part)
    event = Event.objects.get(kind="orders.return_received", subject_id=part.pk)
    for deed in (lambda: give_back(event), lambda: actions.sell(part, by=BY), lambda: settle(part, came=100)):
        with CaptureQueriesContext(connection) as queries:
            deed()
        tables = [
            table
            for query in queries
            for table in re.findall(r'(?:FROM|UPDATE) "?(ledger_receivable|ledger_account)\b', query["sql"])
        ]
        assert tables.index("ledger_receivable") < tables.index("ledger_account")
