"""Keys that do not allow one thing: that alone rests, it is said until it is allowed, and everything else goes on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.channels import actions
from haat.channels.channel import Shut
from haat.channels.models import Account, Offer
from haat.channels.queries import lacks_of, status
from haat.core.models import Event
from haat.orders.models import Order
from tests.channels.make import later, live, make_good, publish, recount, states, told, turn
from tests.channels.toy import SILENT, Speaks, once
from tests.make import BY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says", "sound")]
S = Offer.State
NO_RIGHT = Shut("rights_missing", "403 Unauthorized")
TOLD = ("channels.right_missing", "channels.right_given", "channels.account_stopped")


def history() -> list[tuple[str, str]]:
    rows = Event.objects.filter(kind__in=TOLD).order_by("pk")
    return [(event.kind.partition(".")[2], event.data.get("step", event.data.get("code"))) for event in rows]


def now(account):
    return Account.objects.get(pk=account.pk)


def test_orders_that_may_not_be_read_keep_nothing_else_from_its_work(bazaar, account):
    good = make_good(pieces=9)
    publish(account, good)
    bazaar.tell(account.key, told({good: 1}, key="T-1"))
    bazaar.happens = [once("orders", "before", NO_RIGHT, times=9)]
    came = turn(account)
    assert (came.stopped, came.troubles, states(account)) == ("", ["rights_missing"], [S.LIVE])
    assert (now(account).state, list(now(account).lacking), now(account).trouble) == ("open", ["orders"], "")
    recount(good, 4)
    turn(account)
    assert (bazaar.pieces(account.key, good.sku), history()) == (4, [("right_missing", "orders")])
    assert status([now(account)])[0]["lacking"].keys() == {"orders"}
    bazaar.happens = []
    turn(account)
    assert (Order.objects.count(), now(account).lacking, now(account).lacking_since) == (1, {}, None)
    assert history() == [("right_missing", "orders"), ("right_given", "orders")]


def test_what_may_not_be_sent_waits_and_orders_come_in_meanwhile(bazaar, account):
    good, new = make_good(pieces=9), make_good()
    live(account, good)
    publish(account, new)
    bazaar.tell(account.key, told({good: 2}, key="T-1"))
    bazaar.happens = [once("send", "before", NO_RIGHT, times=99)]
    turn(account)
    assert (Order.objects.count(), list(now(account).lacking)) == (1, ["sent"])
    assert sorted(states(account)) == [S.LIVE, S.READY]
    bazaar.happens = []
    turn(account)
    assert (states(account), now(account).lacking, bazaar.pieces(account.key, good.sku)) == ([S.LIVE] * 2, {}, 7)


def test_what_was_not_asked_again_is_not_said_to_be_allowed(bazaar, account):
    publish(account, make_good())
    bazaar.happens = [once("send", "before", NO_RIGHT, times=1)]
    turn(account)
    actions.close_offers(account, offers=[Offer.objects.get().pk], by=BY)
    turn(account)  # nothing is to be sent
    assert list(now(account).lacking) == ["sent"]


def test_it_is_asked_again_every_half_hour_and_not_at_once(bazaar, account):
    bazaar.happens = [once("orders", "before", NO_RIGHT, times=99)]
    came = turn(account, whole=False)
    assert bazaar.calls["orders:before"] == 1
    assert came.again is None or came.again > 600
    turn(account, whole=False)
    assert bazaar.calls["orders:before"] == 1
    with later(minutes=31):
        turn(account, whole=False)
    assert bazaar.calls["orders:before"] == 2


def test_account_that_is_let_in_nowhere_is_stopped_by_what_is_really_the_matter(bazaar, account):
    bazaar.happens = [
        once("orders", "before", NO_RIGHT, times=9),
        once("check", "before", Shut("wrong_region", "no India")),
    ]
    came = turn(account)
    assert (came.stopped, now(account).state, now(account).trouble) == ("wrong_region", "stopped", "wrong_region")
    assert (now(account).lacking, history()) == ({}, [("account_stopped", "wrong_region")])


def test_while_nobody_answers_whether_it_is_let_in_nothing_is_said_to_be_missing(bazaar, account):
    publish(account, make_good())
    bazaar.happens = [once("orders", "before", NO_RIGHT), once("check", "before", SILENT)]
    came = turn(account)
    assert (came.troubles, now(account).lacking, states(account)) == (["silent"], {}, [S.LIVE])


def test_trouble_that_has_passed_is_over_though_a_right_is_missing(bazaar, account):
    bazaar.happens = [once("orders", "before", NO_RIGHT, times=9), once("look", "before", SILENT)]
    live(account, make_good())
    assert now(account).trouble == "silent"
    turn(account)
    assert (now(account).trouble, list(now(account).lacking)) == ("", ["orders"])


def test_who_says_that_the_right_was_given_has_it_tried_at_once(bazaar, account):
    bazaar.happens = [once("orders", "before", NO_RIGHT)]
    turn(account, whole=False)
    actions.check_account(account, by=BY)
    assert list(now(account).lacking) == ["orders"]
    turn(account, whole=False)
    assert now(account).lacking == {}


def test_account_that_is_connected_again_lacks_nothing_before_it_is_tried(bazaar, account):
    bazaar.happens = [once("orders", "before", NO_RIGHT)]
    turn(account)
    keys = {"token": f"{account.key.removeprefix('shop-')}/new"}
    actions.connect_account(account.mart, channel=account.channel, seller=account.seller, secrets=keys, by=BY)
    assert (now(account).lacking, now(account).lacking_since) == ({}, None)


def test_what_is_missing_is_named_as_the_channel_calls_it(account, monkeypatch):
    since = timezone.now() - timedelta(days=1)
    account.lacking = {"sent": since.isoformat(), "sold_out": timezone.now().isoformat(), "orders": "?"}
    monkeypatch.setattr(Speaks, "rights", {"sent": "Listing"})
    first, second = lacks_of(account)
    assert (str(first.sentence), first.since) == (
        "The keys do not allow sending goods, prices and stock: what stands there stays as it is.",
        since,
    )
    assert "the right “Listing” in the seller’s own pages" in str(first.next_step)
    assert str(second.next_step).startswith("Give the application the missing rights")
