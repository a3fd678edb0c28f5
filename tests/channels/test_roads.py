"""Every road of an offer that goes as it should, walked to its end at a bazaar that keeps state."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.catalogue import actions as catalogue
from haat.channels import actions
from haat.channels.channel import LISTING, PRICE, STOCK, Issue
from haat.channels.models import Account, Attempt, Cause, Offer
from haat.core.models import Event
from tests.channels.make import (
    later,
    live,
    make_account,
    make_good,
    offer,
    publish,
    recount,
    states,
    told,
    turn,
)
from tests.make import BY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says", "sound")]
S = Offer.State


# ---- out, and seen ----


def test_good_is_published_sent_whole_and_live_when_it_is_seen(bazaar, account):
    good = make_good(pieces=4, price_paise=52_000)
    (one,) = publish(account, good)
    assert (one.state, one.live_at) == (S.READY, None)
    came = turn(account)
    one = offer(account, good)
    assert (came.sent, came.troubles, came.stopped) == (1, [], "")
    assert bazaar.sent == [(account.key, LISTING, [good.sku])]
    assert bazaar.shop(account.key)[good.sku].parts == {
        LISTING: {"title": f"Good {good.sku}", "type": "BRACELET"},
        PRICE: {"paise": 52_000},
        STOCK: {"pieces": 4},
    }
    assert (one.state, one.there, one.external_id, one.look_at) == (S.LIVE, True, f"B-{good.sku}", None)
    assert (one.live_at is not None, one.sent == one.wanted == one.seen) == (True, True)
    told = [event.kind for event in Event.objects.filter(subject_type="channels.offer").order_by("pk")]
    assert told == ["channels.offer_sent", "channels.offer_live"]


def test_second_turn_says_nothing_to_the_channel_but_asks_for_orders(bazaar, account):
    live(account, make_good())
    bazaar.calls.clear()
    came = turn(account)
    assert (came.sent, dict(bazaar.calls)) == (0, {"orders:before": 1})


def test_accepted_is_not_live_and_says_when_it_is_looked_at_again(bazaar, account):
    bazaar.review = 2
    good = make_good()
    live(account, good)
    one = offer(account, good)
    assert (one.state, one.live_at) == (S.ACCEPTED, None)
    assert one.look_at > timezone.now()
    turn(account)
    assert offer(account, good).state == S.ACCEPTED
    turn(account)
    one = offer(account, good)
    assert (one.state, one.look_at) == (S.LIVE, None)


def test_looks_become_ever_more_seldom_and_are_not_made_before_their_time(bazaar, account):
    bazaar.review = 100
    good = make_good()
    live(account, good)
    first = offer(account, good)
    bazaar.calls.clear()
    turn(account, whole=False)
    assert bazaar.calls["look:before"] == 0
    with later(minutes=10):
        turn(account, whole=False)
        second = offer(account, good)
        assert bazaar.calls["look:before"] == 1
        assert second.look_at - timezone.now() > first.look_at - first.seen_at
    with later(days=30):
        for _turn in range(10):
            turn(account)
        assert offer(account, good).look_at - timezone.now() <= timedelta(hours=6)


def test_what_never_comes_alive_is_said_after_some_hours(bazaar, account):
    bazaar.review = 100
    live(account, make_good())
    for _turn in range(8):
        turn(account)
    cause = Cause.objects.get()
    assert (cause.code, cause.who, cause.closed_at) == ("not_live", "desk", None)
    bazaar.review = 0
    turn(account)
    assert Cause.objects.get().closed_at is not None
    assert states(account) == [S.LIVE]


def test_listing_shown_to_nobody_is_hidden_until_it_is_shown(bazaar, account):
    good = make_good()
    live(account, good)
    there = bazaar.shop(account.key)[good.sku]
    there.hidden, there.issues = True, [Issue("18027", "warning", "There are letters on the picture.", "image")]
    actions.read_again(offer(account, good), by=BY)
    turn(account)
    cause = Cause.objects.get()
    assert (states(account), cause.code, cause.about) == ([S.HIDDEN], "18027", "image")
    there.hidden, there.issues = False, []
    turn(account)
    assert (states(account), Cause.objects.get().closed_at is not None) == ([S.LIVE], True)


# ---- what differs ----


def test_sold_out_goes_before_everything_then_what_is_off_then_stock_price_and_listings(bazaar, account):
    empty, off, more, dearer, new = goods = [make_good(pieces=5) for _good in range(5)]
    live(account, *goods[:4])
    bazaar.sent.clear()
    recount(empty, 0)
    actions.close_offers(account, offers=[offer(account, off).pk], by=BY)
    recount(more, 9)
    catalogue.change_variant(
        dearer,
        sku=dearer.sku,
        labels={},
        price_paise=60_000,
        mrp_paise=60_000,
        weight_g=450,
        net_quantity=1,
        net_unit="piece",
        place=0,
        by=BY,
    )
    actions.touch([dearer.good_id])
    publish(account, new)
    turn(account)
    assert [(operation, skus) for _shop, operation, skus in bazaar.sent] == [
        ("stock", [empty.sku]),
        ("close", [off.sku]),
        ("stock", [more.sku]),
        ("price", [dearer.sku]),
        ("listing", [new.sku]),
    ]
    assert bazaar.pieces(account.key, empty.sku) == 0
    assert bazaar.pieces(account.key, more.sku) == 9
    assert bazaar.shop(account.key)[dearer.sku].parts[PRICE] == {"paise": 60_000}
    assert off.sku not in bazaar.shop(account.key)


def test_what_is_sold_out_stays_listed_and_says_so(bazaar, account):
    good = make_good(pieces=1)
    live(account, good)
    recount(good, 0)
    turn(account)
    one = offer(account, good)
    assert (one.state, one.pieces, one.look_at) == (S.BLOCKED, 0, None)
    assert [(each["code"], each["who"]) for each in one.reasons] == [("sold_out", "maker")]
    assert not Cause.objects.exists()
    recount(good, 3)
    turn(account)
    assert (states(account), bazaar.pieces(account.key, good.sku)) == ([S.LIVE], 3)


def test_nothing_new_is_listed_while_there_is_none_of_it(bazaar, account):
    good = make_good(pieces=0)
    publish(account, good)
    turn(account)
    assert (bazaar.sent, states(account)) == ([], [S.BLOCKED])


@pytest.mark.parametrize(
    ("buffer", "most", "free", "offered"), [(0, 0, 5, 5), (2, 0, 5, 3), (2, 2, 5, 2), (1, 0, 1, 0), (9, 4, 5, 0)]
)
def test_stock_is_offered_less_what_is_kept_back_and_up_to_the_most(bazaar, buffer, most, free, offered):
    account = make_account(buffer=buffer, most=most)
    good = make_good(pieces=free)
    live(account, good)
    assert bazaar.pieces(account.key, good.sku) == offered
    assert offer(account, good).pieces == offered


def test_piece_that_is_kept_back_is_the_desks_to_say(bazaar):
    account = make_account(buffer=1)
    good = make_good(pieces=1)
    live(account, good)
    assert offer(account, good).reasons[0]["who"] == "desk"


def test_made_to_order_is_offered_up_to_what_a_week_takes(bazaar, account):
    good = make_good(pieces=7, good={"made_to_order": True, "making_days": 5})
    live(account, good)
    assert bazaar.pieces(account.key, good.sku) == 7
    bazaar.tell(account.key, told({good: 5}, key="T-1"))
    turn(account)
    assert bazaar.pieces(account.key, good.sku) == 2  # a later week has room, but is promised to nobody there
    assert actions.verify(account) == 0
    bazaar.tell(account.key, told({good: 2}, key="T-2"))
    turn(account)
    assert (bazaar.pieces(account.key, good.sku), actions.verify(account)) == (0, 0)


def test_largest_batch_goes_with_one_call(bazaar, account):
    goods = [make_good() for _good in range(3)]
    live(account, *goods)
    assert [len(skus) for _shop, _operation, skus in bazaar.sent] == [3]
    assert list(Attempt.objects.values_list("operation", "number", "state")) == [("listing", 3, "done")]


# ---- paused ----


def test_paused_account_keeps_its_stock_true_and_changes_nothing_else(bazaar, account, says):
    good, new = make_good(pieces=5), make_good()
    live(account, good)
    actions.pause_account(account, why="until the prices are read", by=BY)
    recount(good, 1)
    says.values[good.pk] = {"title": "Another name"}
    publish(account, new)
    bazaar.sent.clear()
    turn(account)
    assert [operation for _shop, operation, _skus in bazaar.sent] == ["stock"]
    assert bazaar.pieces(account.key, good.sku) == 1
    actions.resume_account(account, by=BY)
    turn(account)
    assert [operation for _shop, operation, _skus in bazaar.sent] == ["stock", "listing"]
    assert states(account) == [S.LIVE, S.LIVE]


def test_paused_offer_keeps_its_stock_true_and_nothing_else_of_it_goes(bazaar, account, says):
    good = make_good(pieces=5)
    (one,) = live(account, good)
    actions.pause_offer(one, why="the maker asks", by=BY)
    says.values[good.pk] = {"title": "Another name"}
    recount(good, 2)
    turn(account)
    assert (states(account), bazaar.pieces(account.key, good.sku)) == ([S.PAUSED], 2)
    assert bazaar.shop(account.key)[good.sku].parts[LISTING]["title"] == f"Good {good.sku}"
    actions.resume_offer(one, by=BY)
    turn(account)
    assert bazaar.shop(account.key)[good.sku].parts[LISTING]["title"] == "Another name"


# ---- taken off ----


def test_taken_off_is_the_way_back_and_published_again_it_is_new(bazaar, account):
    good = make_good()
    (one,) = live(account, good)
    assert actions.close_offers(account, offers=[one.pk], by=BY) == 1
    turn(account)
    one = offer(account, good)
    assert (one.state, one.there, one.sent, bazaar.shop(account.key)) == (S.CLOSED, False, {}, {})
    assert Event.objects.filter(kind="channels.offer_off").count() == 1
    publish(account, good)
    turn(account)
    assert (states(account), bazaar.pieces(account.key, good.sku)) == ([S.LIVE], 10)


def test_closed_account_takes_everything_off_and_forgets_its_keys(bazaar, account):
    live(account, make_good(), make_good())
    actions.close_account(account, by=BY)
    assert turn(account).troubles == []
    assert bazaar.shop(account.key) == {}
    assert Account.objects.values_list("keys", "state").get() == (b"", "closed")
    bazaar.calls.clear()
    turn(account)
    assert not bazaar.calls
