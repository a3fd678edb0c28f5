"""What stops an account, or a step of its turn, and what keeps nothing else from its work."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from haat.channels.channel import Rate, Shut, Throttled, Trouble
from haat.channels.models import Account, Attempt, Offer, Quota
from haat.core.models import Event
from tests.channels.make import later, live, make_good, publish, states, turn
from tests.channels.toy import LOST, SILENT, Speaks, once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says", "sound")]
S = Offer.State


# ---- trouble ----


def test_trouble_before_the_call_leaves_everything_as_it_was(bazaar, account):
    publish(account, make_good())
    bazaar.happens = [once("send", "before", SILENT)]
    came = turn(account)
    account.refresh_from_db()
    assert (came.troubles, states(account), account.trouble) == (["silent"], [S.READY], "silent")
    assert Attempt.objects.get().state == "failed"
    turn(account)
    account.refresh_from_db()
    assert (states(account), account.trouble, account.trouble_since) == ([S.LIVE], "", None)


def test_reading_of_orders_that_fails_for_an_hour_keeps_nothing_else_from_its_work(bazaar, account):
    publish(account, make_good())
    bazaar.happens = [once("orders", "before", Trouble("bad_request", "400"), times=1000)]
    turn(account)
    assert states(account) == [S.LIVE]
    begun = timezone.now()
    for minutes in (1, 20, 40, 60):
        with time_machine.travel(begun + timedelta(minutes=minutes), tick=True):
            turn(account, whole=False)
    account.refresh_from_db()
    assert (account.trouble, account.trouble_said) == ("bad_request", "400")
    bazaar.happens = []
    with later(hours=2):
        turn(account, whole=False)
    account.refresh_from_db()
    assert account.trouble == ""


def test_throttled_call_lowers_the_quota_and_goes_later(bazaar, account):
    publish(account, make_good())
    bazaar.happens = [once("send", "before", Throttled("slower", after=30))]
    came = turn(account)
    account.refresh_from_db()
    assert (came.troubles, states(account), account.trouble) == ([], [S.READY], "")
    assert Quota.objects.get(operation="send").throttled == 1
    turn(account)
    assert states(account) == [S.READY]
    with later(seconds=31):
        turn(account)
    assert states(account) == [S.LIVE]


def test_without_a_token_nothing_is_begun_and_other_operations_go(bazaar, account, monkeypatch):
    monkeypatch.setattr(Speaks, "rates", Speaks.rates | {"send": Rate(0.0001, 1)})
    monkeypatch.setattr(Speaks, "batches", dict.fromkeys(Speaks.batches, 1))
    live(account, make_good(), make_good())
    assert sorted(states(account)) == [S.LIVE, S.READY]
    assert list(Attempt.objects.values_list("state", flat=True)) == ["done"]
    account.refresh_from_db()
    assert account.trouble == ""
    assert "listing" in account.waits


def test_channel_that_answers_nothing_any_more_is_left_in_peace(bazaar, account, monkeypatch):
    monkeypatch.setattr(Speaks, "batches", dict.fromkeys(Speaks.batches, 1))
    publish(account, *[make_good() for _good in range(5)])
    bazaar.happens = [once("send", "before", LOST, times=100)]
    came = turn(account)
    assert (came.troubles, bazaar.calls["send:before"]) == (["silent"], 3)
    bazaar.happens = []
    for _turn in range(3):
        turn(account)
    assert states(account) == [S.LIVE] * 5


def test_shut_account_is_stopped_and_heals_when_it_is_let_in_again(bazaar, account):
    publish(account, make_good())
    bazaar.happens = [once("send", "before", Shut("suspended", "by a letter"))]
    came = turn(account)
    account.refresh_from_db()
    assert (came.stopped, account.state, account.trouble) == ("suspended", "stopped", "suspended")
    assert states(account) == [S.READY]
    bazaar.calls.clear()
    turn(account, whole=False)
    assert not bazaar.calls
    with later(hours=1):
        turn(account, whole=False)
    account.refresh_from_db()
    assert (account.state, account.trouble, states(account)) == ("open", "", [S.ACCEPTED])
    kinds = ["channels.account_stopped", "channels.account_works_again"]
    assert list(Event.objects.filter(kind__in=kinds).order_by("pk").values_list("kind", flat=True)) == kinds


def test_keys_that_cannot_be_opened_here_stop_the_account(bazaar, account, settings):
    Account.objects.update(keys=b"not sealed")
    assert turn(account).stopped == "keys_unreadable"
    account.refresh_from_db()
    assert account.state == "stopped"


def test_channel_whose_folder_is_gone_stops_its_accounts(bazaar, account):
    Account.objects.update(channel="gone")
    assert turn(account).stopped == "no_folder"


def test_answer_nobody_understands_keeps_other_steps_from_nothing(bazaar, account):
    publish(account, make_good())
    bazaar.happens = [once("orders", "before", KeyError("detailedStatus"))]
    came = turn(account)
    assert (came.troubles, states(account)) == (["unreadable"], [S.LIVE])


def test_fault_of_ours_after_the_call_leaves_it_unknown_not_forgotten(bazaar, account):
    publish(account, make_good())
    bazaar.happens = [once("send", "after", KeyError("status"))]
    turn(account)
    assert states(account) == [S.LIVE]
    assert list(Attempt.objects.values_list("said", flat=True)) == ["KeyError"]
