"""One turn at a time, asked for by what changes and by the clock; what broke off is found again."""

import os
import subprocess
from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.db.models import F
from django.utils import timezone

from haat.channels import actions, alive, jobs
from haat.channels.actions import importing, leasing, reading, sending, turning, verifying, wanting
from haat.channels.models import Account, Attempt, Offer
from haat.core import worker
from haat.core.clock import database_now
from haat.core.dates import start_of, today
from haat.core.jobs import HANDLERS
from haat.core.models import Job
from haat.orders.models import Order
from haat.stock import actions as stock
from haat.stock.models import OrdinaryWeek
from haat.studio.where import Reason
from tests.channels.make import died, later, live, make_account, make_good, offer, offers, publish, states, told, turn
from tests.channels.toy import LOST, Killed, Speaks, nth, once
from tests.make import BY, make_order
from tests.sound import faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says")]
S = Offer.State


def queued(name="channels.turn"):
    return list(Job.objects.filter(name=name, state="waiting").order_by("pk"))


# ---- the lease ----


def test_turn_is_one_process_at_a_time(bazaar, account):
    number = leasing.take_turn(account.pk)
    assert number == 1
    assert leasing.take_turn(account.pk) is None
    assert turn(account) is None
    leasing.renew_turn(account.pk, number)
    leasing.end_turn(account.pk, number)
    assert leasing.take_turn(account.pk) == 3


def test_turn_whose_time_ran_out_is_taken_over_and_its_holder_stops(bazaar, account):
    number = leasing.take_turn(account.pk)
    Account.objects.filter(pk=account.pk).update(turn_until=database_now() - timedelta(seconds=1))
    assert leasing.take_turn(account.pk) == 2
    with pytest.raises(leasing.TurnLost):
        leasing.renew_turn(account.pk, number)
    leasing.end_turn(account.pk, number)
    account.refresh_from_db()
    assert account.turn_until is not None


def test_turn_that_was_lost_ends_without_a_word(bazaar, account):
    publish(account, make_good())

    def stands_still(what, moment):
        if (what, moment) == ("orders", "before"):
            Account.objects.update(turn=F("turn") + 1)

    bazaar.happens = [stands_still]
    came = turn(account)
    assert (came.sent, came.troubles, bazaar.sent) == (0, [], [])


def test_turn_of_a_process_that_is_surely_dead_is_taken_at_once(bazaar, account):
    leasing.take_turn(account.pk)
    ended = subprocess.Popen(["true"])
    ended.wait()
    begun = alive.here().rsplit(":", 2)
    Account.objects.update(turn_by=f"{begun[0]}:{ended.pid}:1")
    assert leasing.take_turn(account.pk) == 2


def test_only_a_process_of_this_machine_is_known_to_be_dead(monkeypatch, tmp_path):
    machine, number, begun = alive.here().rsplit(":", 2)
    assert not alive.surely_dead(alive.here())
    assert alive.surely_dead(f"{machine}:{number}:{int(begun) + 1}")  # another one got its number
    assert not alive.surely_dead(f"elsewhere:{number}:1")
    assert not alive.surely_dead("")
    assert not alive.surely_dead(f"{machine}:none:1")
    monkeypatch.setattr(alive, "_BOOT", tmp_path / "none")
    assert alive.here() == ""
    assert not alive.surely_dead(f"{machine}:{number}:{begun}")


def test_process_that_ended_and_waits_to_be_fetched_is_dead():
    ended = subprocess.Popen(["true"])
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
    machine = alive.here().rsplit(":", 2)[0]
    assert alive.surely_dead(f"{machine}:{ended.pid}:1")
    ended.wait()


# ---- asked for ----


def test_sale_marks_what_it_concerns_and_asks_for_a_turn(bazaar, account):
    good, other = make_good(pieces=5), make_good()
    live(account, good, other)
    worker.run_due()
    before = [each.touched for each in offers(account)]
    make_order({good: 5})
    worker.run_due()
    assert bazaar.pieces(account.key, good.sku) == 0
    assert [each.touched for each in offers(account)] == [before[0] + 1, before[1]]


@pytest.mark.parametrize("pieces", [0, 3])
def test_count_reaches_the_channel_by_the_worker_alone(bazaar, account, pieces):
    good = make_good(pieces=5)
    publish(account, good)
    worker.run_due()
    assert bazaar.pieces(account.key, good.sku) == 5
    stock.count(good, on_hand=pieces, cause="c", by=BY)
    worker.run_due()
    assert bazaar.pieces(account.key, good.sku) == pieces


def test_events_told_twice_change_nothing(bazaar, account):
    good = make_good(pieces=5)
    live(account, good)
    make_order({good: 1})
    worker.run_due()
    bazaar.sent.clear()
    for row in Job.objects.filter(name__startswith="channels."):
        HANDLERS.function(row.name)(**row.args)
    worker.run_due()
    assert bazaar.sent == []


def test_turn_asked_for_often_before_it_begins_is_one(bazaar, account):
    for _ask in range(3):
        jobs.ask_for_turn(account)
    jobs.ask_for_turn(account, at=timezone.now() + timedelta(seconds=30))
    assert len(queued()) == 2  # now, and later
    worker.run_due()
    account.refresh_from_db()
    jobs.ask_for_turn(account)
    assert len(queued()) == 2


def test_who_changes_something_during_a_turn_is_not_forgotten(bazaar, account):
    good = make_good(pieces=5)
    live(account, good)
    done = []

    def sold_meanwhile(what, moment):
        if what == "orders" and not done:
            done.append(stock.count(good, on_hand=1, cause="c", by=BY))

    bazaar.happens = [sold_meanwhile]
    Account.objects.update(orders_at=None)
    jobs.turn(account.pk)
    worker.run_due()
    assert bazaar.pieces(account.key, good.sku) == 1


def test_clock_gives_every_account_a_turn_but_those_that_are_over(bazaar, account):
    other = make_account()
    actions.close_account(other, by=BY)
    worker.run_due()
    Job.objects.all().delete()
    jobs.turns()
    assert [row.args["account_id"] for row in queued()] == [account.pk]
    jobs.turns()
    assert len(queued()) == 1
    assert HANDLERS.clocks["channels.turns"] == 60
    jobs.turn(other.pk)


def test_turn_that_has_more_to_do_soon_asks_for_the_next(bazaar, account, monkeypatch):
    monkeypatch.setattr(Speaks, "batches", dict.fromkeys(Speaks.batches, 1))
    publish(account, make_good(), make_good(), make_good())
    Job.objects.all().delete()
    monkeypatch.setattr(jobs, "TURN_SECONDS", -1.0)
    jobs.turn(account.pk)
    assert [row.run_at <= timezone.now() for row in queued()] == [True]
    monkeypatch.undo()


def test_accepted_offer_asks_for_the_turn_that_reads_it(bazaar, account):
    bazaar.review = 100
    publish(account, make_good())
    Job.objects.all().delete()
    jobs.turn(account.pk)
    assert queued() == []  # the clock asks
    with later(seconds=100):
        jobs.turn(account.pk)
        assert offers(account)[0].looks == 1


# ---- sweeps ----


def test_sweep_finds_what_no_event_told_and_costs_nothing_where_all_is_well(bazaar, account):
    good, other = make_good(pieces=5), make_good(pieces=5)
    live(account, good, other)
    assert actions.verify(account) == 0
    good.stock.update(on_hand=2)
    other.good.__class__.objects.filter(pk=other.good_id).update(changed_at=timezone.now() + timedelta(seconds=1))
    assert actions.verify(account) == 2
    turn(account)
    assert bazaar.pieces(account.key, good.sku) == 2


def test_sweep_statements_do_not_grow_with_offers(bazaar, account, django_assert_max_num_queries):
    live(account, *[make_good() for _good in range(6)])
    with django_assert_max_num_queries(6):
        actions.verify(account)


def test_sweep_finds_made_to_order_goods_and_leaves_what_is_held_back(bazaar, account, says):
    made = make_good(good={"made_to_order": True, "making_days": 3}, pieces=4)
    held, capped = make_good(pieces=5), make_good(pieces=9)
    says.reasons[held.pk] = [Reason("paper_expired", "It ran out.", "Renew it.", "maker", "fssai")]
    Account.objects.filter(pk=account.pk).update(buffer=1, most=3)
    account.refresh_from_db()
    live(account, made, held, capped)
    assert actions.verify(account) == 0
    assert [offer(account, each).pieces for each in (made, held, capped)] == [3, 0, 3]
    OrdinaryWeek.objects.update(capacity=2)
    capped.stock.update(on_hand=2)
    held.stock.update(on_hand=4)
    assert actions.verify(account) == 2
    turn(account)
    assert [offer(account, each).pieces for each in (made, held, capped)] == [1, 0, 1]


def test_sweep_goes_through_all_parts_in_as_many_statements_each(
    bazaar, account, monkeypatch, django_assert_num_queries
):
    goods = [make_good() for _good in range(5)]
    live(account, *goods)
    monkeypatch.setattr(verifying, "KEYS", 2)
    with django_assert_num_queries(3 * 4):
        assert actions.verify(account) == 0
    for good in (goods[0], goods[3], goods[4]):
        good.stock.update(on_hand=1)
    assert actions.verify(account) == 3


def test_what_sold_out_goes_before_all_that_waits_however_much_that_is(bazaar, account, monkeypatch):
    monkeypatch.setattr(wanting, "AT_ONCE", 2)
    monkeypatch.setattr(turning, "HURRY_SECONDS", 0.0)
    goods = [make_good() for _good in range(6)]
    live(account, *goods)
    actions.touch_all(account)
    for good in goods[:4]:
        good.stock.update(on_hand=7)
    goods[5].stock.update(on_hand=0)
    bazaar.sent.clear()
    turn(account)
    assert bazaar.sent[0] == (account.key, "stock", [goods[5].sku])
    assert sorted(bazaar.sent[1][2]) == sorted(good.sku for good in goods[:4])
    assert bazaar.pieces(account.key, goods[5].sku) == 0


def test_sweep_reads_a_part_of_what_was_not_seen_for_a_day(bazaar, account):
    live(account, *[make_good() for _good in range(3)])
    jobs.sweep()
    assert [each.look_at for each in offers(account)] == [None] * 3
    with later(days=2):
        actions.verify(account, reads=2)
        assert sum(each.look_at is not None for each in offers(account)) == 2
        bazaar.calls.clear()
        turn(account)
        assert bazaar.calls["look:before"] == 2


def test_every_day_everything_is_looked_at(bazaar, account, says):
    good = make_good()
    live(account, good)
    worker.run_due()
    says.reasons[good.pk] = [Reason("paper_expired", "It ran out.", "Renew it.", "maker", "fssai")]
    jobs.renew()
    worker.run_due()
    assert states(account) == [S.LIVE]  # it was looked at today
    with time_machine.travel(start_of(today() + timedelta(days=1)) + timedelta(minutes=30), tick=True):
        jobs.renew()
        worker.run_due()
        touched = offers(account)[0].touched
        jobs.renew()
        assert (states(account), offers(account)[0].touched) == ([S.BLOCKED], touched)


# ---- what broke off ----


def scene(bazaar, account):
    """A turn with all there is: two orders in, a listing by a feed, its report, a change of stock, and readings."""
    old, new = make_good(pieces=5), make_good(pieces=5)
    live(account, old)
    bazaar.by_feed = True
    publish(account, new)
    bazaar.tell(account.key, told({old: 2}, key="T-1"), told({old: 1}, key="T-2"))
    return old, new


def ends_well(bazaar, account, old, new):
    """After some more turns everything is as if nobody had died, and nothing was done twice."""
    bazaar.happens = []
    died()
    for _turn in range(5):
        actions.verify(account)
        turn(account)
    assert sorted(Order.objects.values_list("external_id", flat=True)) == ["T-1", "T-2"]
    assert (bazaar.pieces(account.key, old.sku), bazaar.pieces(account.key, new.sku)) == (2, 5)
    assert states(account) == [S.LIVE, S.LIVE]
    assert not Attempt.objects.filter(ended_at=None).exists()
    sent = [sku for _shop, operation, skus in bazaar.sent for sku in skus if operation == "listing"]
    assert sent.count(new.sku) == 1
    assert faults() == {}


@pytest.mark.parametrize("number", range(9))
def test_killed_at_any_call_of_a_turn_it_ends_as_if_it_had_not_been(bazaar, account, number):
    old, new = scene(bazaar, account)
    bazaar.happens = [nth(number, Killed())]
    with suppress(Killed):
        turn(account)
    ends_well(bazaar, account, old, new)


WRITES = [
    (importing, "_keep_raw"),
    (importing, "act_on"),
    (wanting, "want"),
    (sending, "begin"),
    (sending, "take"),
    (reading, "report"),
    (reading, "see"),
]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(("module", "name"), WRITES, ids=[name for _module, name in WRITES])
def test_killed_before_or_after_any_of_our_own_writes_nothing_is_forgotten(
    bazaar, account, monkeypatch, module, name, after
):
    old, new = scene(bazaar, account)
    real = getattr(module, name)

    def dies(*args, **more):
        if after:
            real(*args, **more)
        raise Killed

    monkeypatch.setattr(module, name, dies)
    with pytest.raises(Killed):
        turn(account)
    monkeypatch.undo()
    ends_well(bazaar, account, old, new)


def test_killed_while_a_lost_call_is_written_down_it_is_unknown(bazaar, account, monkeypatch):
    old, new = scene(bazaar, account)
    bazaar.happens = [once("send", "after", LOST)]
    real = sending.lose

    def dies(*args):
        real(*args)
        raise Killed

    monkeypatch.setattr(sending, "lose", dies)
    with pytest.raises(Killed):
        turn(account)
    monkeypatch.undo()
    ends_well(bazaar, account, old, new)


def test_half_written_answers_of_a_batch_are_made_whole_by_reading(bazaar, account, monkeypatch):
    publish(account, *[make_good() for _good in range(4)])
    monkeypatch.setattr(sending, "AT_ONCE", 2)
    real, done = sending._take_some, []

    def dies(*args):
        if done:
            raise Killed
        done.append(real(*args))
        return done[0]

    monkeypatch.setattr(sending, "_take_some", dies)
    with pytest.raises(Killed):
        turn(account)
    monkeypatch.undo()
    died()
    turn(account)
    assert states(account) == [S.LIVE] * 4
    assert len(bazaar.sent) == 1
    assert offer(account, offers(account)[0].variant).sending == {}
