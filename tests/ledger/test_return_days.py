"""One deadline: a maker is paid when her buyer can no longer send the goods back, and never while one is asked for."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date

import pytest
import time_machine
from django.db import connection

from haat.core.actor import MACHINE
from haat.core.errors import HaatError
from haat.ledger import actions, queries
from haat.ledger.models import Due, PayoutRun
from haat.orders import actions as orders
from haat.orders.errors import TooLateToReturn
from haat.orders.models import Return
from haat.orders.rules import last_return_day, return_ends
from tests.ledger.books import ACCOUNTANT, COLLECTOR, books, broken, delivered, payable, proposed, work
from tests.make import BY, make_maker, make_mart
from tests.refusals import refused

pytestmark = pytest.mark.django_db
MAKER = 47_340


def ask(part):
    return orders.ask_return(part, reason="too small", by=MACHINE)


def test_maker_is_not_paid_while_the_buyer_may_send_it_back():
    with time_machine.travel("2026-10-01 09:30+00:00", tick=False):  # 15:00 in India
        part = delivered(method="upi")
        work()
    with (
        time_machine.travel("2026-10-08 04:30+00:00", tick=False),  # 10:00 in India
        refused("ledger.nothing_owed"),
    ):
        actions.propose_payouts(part.mart, by=ACCOUNTANT)
    with time_machine.travel("2026-10-08 06:30+00:00", tick=False):  # noon
        asked = ask(part)
        orders.receive_return(asked, by=BY)
        work()
    assert "return_loss" not in books()
    assert Due.objects.get().state == Due.State.TAKEN_BACK


@pytest.mark.parametrize(
    ("moment", "may_return"),
    [("2026-10-08 18:29:59+00:00", True), ("2026-10-08 18:30+00:00", False)],  # midnight in India after the 8th
)
def test_money_is_free_at_the_instant_the_return_days_end(moment, may_return):
    with time_machine.travel("2026-10-01 09:30+00:00", tick=False):
        part = delivered(method="upi")
        work()
    due = Due.objects.get()
    assert (last_return_day(part), due.last_return_day, due.pay_from) == (
        date(2026, 10, 8),
        date(2026, 10, 8),
        date(2026, 10, 9),
    )
    with time_machine.travel(moment, tick=False):
        assert queries.payable(part.mart).exists() is not may_return
        assert (queries.owed(part.maker).ready_paise, queries.owed(part.maker).waiting_paise) == (
            (0, MAKER) if may_return else (MAKER, 0)
        )
        assert [row["paise"] for row in queries.unripe(part.mart)] == ([MAKER] if may_return else [])
        if may_return:
            ask(part)
        else:
            with pytest.raises(TooLateToReturn):
                ask(part)


def test_return_ends_only_of_what_was_delivered():
    part = payable()
    part.delivered_at = None
    with pytest.raises(ValueError, match="not delivered"):
        return_ends(part)


def asked_for_in_time():
    """A part whose return days are over and whose buyer asked before they were."""
    part = payable()
    ask(part)
    return part


def test_what_a_buyer_asked_to_send_back_is_not_proposed():
    part = asked_for_in_time()
    with refused("ledger.nothing_owed"):
        actions.propose_payouts(part.mart, by=ACCOUNTANT)
    assert (queries.held_back(part.mart), queries.payables(part.mart), queries.unripe(part.mart)) == (MAKER, [], [])
    assert queries.owed(part.maker) == queries.Owed(0, MAKER, 0, None)
    assert [row.back for row in queries.passbook(part.maker)] == [True]
    orders.refuse_return(Return.objects.get(), reason="It was used", by=BY)
    assert (queries.held_back(part.mart), queries.owed(part.maker).ready_paise) == (0, MAKER)
    assert actions.propose_payouts(part.mart, by=ACCOUNTANT).payouts.get().amount_paise == MAKER


def test_what_came_back_is_not_proposed_before_the_books_took_it_back():
    part = asked_for_in_time()
    orders.receive_return(Return.objects.get(), by=BY)
    with refused("ledger.nothing_owed"):
        actions.propose_payouts(part.mart, by=ACCOUNTANT)
    work()
    assert (Due.objects.get().state, "return_loss" in books()) == (Due.State.TAKEN_BACK, False)
    assert broken() == {}


def test_run_does_not_pay_what_was_asked_back_after_it_was_proposed():
    one, two = make_maker("One"), make_maker("Two")
    first, second, other = payable(one), payable(one, price_paise=30_000), payable(two)
    run = actions.propose_payouts(first.mart, by=ACCOUNTANT)
    ask(first)
    ask(other)
    bank = books()["bank"]
    actions.release_payouts(run, by=COLLECTOR)  # before the worker told the books
    payouts = dict(run.payouts.values_list("maker_id", "amount_paise"))
    assert payouts == {one.pk: second.maker_paise, two.pk: 0}
    assert set(run.payouts.values_list("maker_id", "state")) == {(one.pk, "sent"), (two.pk, "dropped")}
    assert books()["bank"] == bank - second.maker_paise
    assert set(Due.objects.values_list("part", "state")) == {
        (first.pk, "earned"),
        (second.pk, "in_payout"),
        (other.pk, "earned"),
    }
    work()
    assert broken() == {}


def test_run_of_which_all_was_asked_back_is_not_released():
    run = proposed()
    ask(Due.objects.get().part)
    with refused("ledger.all_coming_back"):
        actions.release_payouts(run, by=COLLECTOR)
    assert Due.objects.get().state == Due.State.IN_PAYOUT
    work()
    run.refresh_from_db()
    assert (run.state, run.payouts.get().amount_paise, Due.objects.get().state) == ("dropped", 0, "earned")
    assert broken() == {}


def test_return_asked_after_the_release_changes_no_run():
    run = actions.release_payouts(proposed(), by=COLLECTOR)
    part = Due.objects.get().part
    ask(part)
    work()
    assert (run.payouts.get().state, run.payouts.get().amount_paise) == ("sent", MAKER)
    orders.receive_return(Return.objects.get(), by=BY)
    work()
    assert books()["return_loss"] == MAKER
    actions.payout_failed(run.payouts.get(), reason="closed", by=ACCOUNTANT)
    actions.take_back(Return.objects.get(), by=BY)  # told again: the mart bore it, and she is still owed
    assert queries.owed(part.maker).ready_paise == MAKER
    assert broken() == {}


def told(function, *args, **more):
    """Whether it was done, on a connection of its own."""
    try:
        function(*args, **more)
        return True
    except HaatError:
        return False
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(4))
@pytest.mark.parametrize("step", ["propose", "release"])
def test_return_and_payout_at_once_never_pay_what_is_asked_back(step, _time):
    part = payable()
    run = actions.propose_payouts(part.mart, by=ACCOUNTANT) if step == "release" else None
    with ThreadPoolExecutor(2) as pool:
        asking = pool.submit(told, orders.ask_return, part, reason="too small", by=MACHINE)
        if run is None:
            paying = pool.submit(told, actions.propose_payouts, part.mart, by=ACCOUNTANT)
        else:
            paying = pool.submit(told, actions.release_payouts, run, by=COLLECTOR)
        asked, paid = asking.result(), paying.result()
    assert asked
    if run is None and paid:  # proposed first, and still not released
        with refused("ledger.all_coming_back"):
            actions.release_payouts(PayoutRun.objects.get(), by=COLLECTOR)
    work()
    released = run is not None and paid
    assert Due.objects.get().state == ("in_payout" if released else "earned")
    assert ("maker_due" in books()) is not released


@pytest.mark.parametrize("steps", list(itertools.permutations(["propose", "ask", "work"])))
def test_any_order_of_asking_and_proposing_leaves_it_unpaid(steps):
    part = payable()
    run = None
    for step in steps:
        if step == "propose":
            with suppress(HaatError):
                run = actions.propose_payouts(make_mart(), by=ACCOUNTANT)
        elif step == "ask":
            ask(part)
        else:
            work()
    if run is not None:
        with pytest.raises(HaatError):
            actions.release_payouts(run, by=COLLECTOR)
    work()
    assert (Due.objects.get().state, books()["maker_due"]) == ("earned", MAKER)
    assert broken() == {}
