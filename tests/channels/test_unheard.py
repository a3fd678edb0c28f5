"""Roads on which the bazaar loses answers, is late, or shows something else than it took."""

from datetime import timedelta

import pytest

from haat.channels import actions
from haat.channels.actions import sending
from haat.channels.channel import PRICE, STOCK, Answer, Issue, Receipt
from haat.channels.models import Attempt, Cause, Offer, Refusal
from tests.channels.make import later, live, make_good, offer, publish, recount, states, turn
from tests.channels.toy import LOST, Speaks, once
from tests.make import BY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says", "sound")]
S = Offer.State


@pytest.mark.parametrize("moment", ["before", "after"])
def test_lost_call_is_unknown_and_settled_by_reading(bazaar, account, moment):
    good = make_good()
    publish(account, good)
    bazaar.happens = [once("send", moment, LOST)]
    turn(account)
    arrived = moment == "after"
    assert states(account) == [S.LIVE if arrived else S.UNKNOWN]
    assert len(bazaar.sent) == (1 if arrived else 0)
    turn(account)
    turn(account)
    assert states(account) == [S.LIVE]
    assert len(bazaar.sent) == 1
    assert not Attempt.objects.filter(ended_at=None).exists()


def test_lost_change_of_stock_is_sent_once_more_only_when_two_readings_show_the_old(bazaar, account):
    good = make_good(pieces=5)
    live(account, good)
    recount(good, 2)
    bazaar.sent.clear()
    bazaar.happens = [once("send", "before", LOST)]
    turn(account)
    assert (states(account), bazaar.pieces(account.key, good.sku)) == ([S.UNKNOWN], 5)
    turn(account)
    assert bazaar.sent == []
    turn(account)
    assert (states(account), bazaar.pieces(account.key, good.sku)) == ([S.LIVE], 2)


def test_new_listing_whose_sending_was_lost_is_waited_for_as_long_as_one_may_take(bazaar, account, monkeypatch):
    """A feed lies in a queue: whoever sends it once more, because it is not seen yet, lists everything twice."""
    monkeypatch.setattr(Speaks, "late", timedelta(minutes=30))
    publish(account, make_good())
    bazaar.happens = [once("send", "before", LOST)]
    for _turn in range(4):
        turn(account)
    assert (states(account), bazaar.sent) == ([S.UNKNOWN], [])
    with later(minutes=31):
        turn(account)
        turn(account)
        assert (states(account), len(bazaar.sent)) == ([S.LIVE], 1)


def test_what_is_sold_out_and_shown_again_is_sent_at_once(bazaar, account):
    good = make_good(pieces=5)
    live(account, good)
    recount(good, 0)
    turn(account)
    bazaar.shop(account.key)[good.sku].parts[STOCK] = {"pieces": 4}
    actions.read_again(offer(account, good), by=BY)
    turn(account)
    turn(account)
    assert bazaar.pieces(account.key, good.sku) == 0


def test_lost_closing_is_settled_by_reading(bazaar, account):
    good = make_good()
    (one,) = live(account, good)
    actions.close_offers(account, offers=[one.pk], by=BY)
    bazaar.happens = [once("send", "after", LOST)]
    turn(account)
    assert (states(account), bazaar.shop(account.key)) == ([S.CLOSED], {})
    assert [operation for _shop, operation, _skus in bazaar.sent] == ["listing", "close"]


def test_feed_is_taken_reported_and_only_then_judged(bazaar, account):
    bazaar.by_feed, bazaar.report_after = True, 1
    good, bad = make_good(), make_good()
    bazaar.refuses[bad.sku] = Issue("8560", "error", "No GTIN.")
    live(account, good, bad)
    assert states(account) == [S.ACCEPTED, S.ACCEPTED]
    assert Attempt.objects.get().state == "taken"
    bazaar.sent.clear()
    turn(account)
    assert (states(account), Attempt.objects.get().state) == ([S.LIVE, S.REFUSED], "done")
    assert bazaar.sent == []


def test_feed_that_the_channel_gave_up_is_unknown_and_read(bazaar, account):
    bazaar.by_feed, bazaar.gives_up = True, True
    live(account, make_good())
    assert (states(account), Attempt.objects.get().state) == ([S.UNKNOWN], "unknown")
    bazaar.gives_up = False
    turn(account)
    turn(account)
    assert states(account) == [S.LIVE]


def test_feed_that_was_not_taken_as_a_whole_goes_once_more_later(bazaar, account):
    bazaar.by_feed, bazaar.takes_nothing = True, True
    live(account, make_good())
    account.refresh_from_db()
    assert (states(account), account.trouble) == ([S.READY], "refused_whole")
    assert Attempt.objects.get().said == "bad_feed The whole feed is unreadable."
    bazaar.takes_nothing = False
    turn(account)
    assert len(bazaar.sent) == 1
    with later(minutes=20):
        turn(account)
    assert states(account) == [S.LIVE]


def test_clean_feed_whose_quantity_never_moves_is_flagged_at_the_first_reading(bazaar, account):
    good = make_good(pieces=5)
    live(account, good)
    bazaar.by_feed = True
    bazaar.stuck = {good.sku}
    recount(good, 2)
    turn(account)
    cause = Cause.objects.get()
    assert (cause.code, cause.about, cause.who) == ("not_moved", "stock", "channel")
    bazaar.sent.clear()
    turn(account)
    assert bazaar.sent == []
    for again in range(1, 4):
        with later(days=again):
            turn(account)
    assert len(bazaar.sent) == 3
    assert list(Cause.objects.filter(closed_at=None).values_list("code", "who")) == [("stuck", "desk")]
    bazaar.stuck = set()
    with later(days=9):
        turn(account)
    assert not Cause.objects.filter(closed_at=None).exists()
    assert (states(account), bazaar.pieces(account.key, good.sku)) == ([S.LIVE], 2)


def test_what_did_not_move_is_said_until_it_goes_again_however_often_it_is_read_meanwhile(bazaar, account):
    good = make_good(pieces=5)
    live(account, good)
    bazaar.stuck = {good.sku}
    recount(good, 2)
    turn(account)
    for minutes in (1, 4, 9, 14):
        with later(minutes=minutes):
            turn(account)
        (cause,) = Cause.objects.filter(closed_at=None)
        assert (cause.code, Offer.objects.get().tries) == ("not_moved", 1)
    for again in range(1, 4):
        with later(days=again):
            turn(account)
        with later(days=again, minutes=3):
            turn(account)
    assert list(Cause.objects.filter(closed_at=None).values_list("code", "who")) == [("stuck", "desk")]
    bazaar.stuck = set()
    with later(days=9):
        turn(account)
    assert not Cause.objects.filter(closed_at=None).exists()
    assert Offer.objects.get().tries == 0


def test_title_that_the_channel_words_otherwise_is_said_and_not_sent_again(bazaar, account):
    good = make_good()
    bazaar.rewrites[good.sku] = "GOOD"
    live(account, good)
    bazaar.sent.clear()
    turn(account)
    assert (bazaar.sent, states(account)) == ([], [S.LIVE])
    assert list(Refusal.objects.values_list("cause__code", "severity")) == [("shown_otherwise", "info")]


def test_what_somebody_changed_there_is_set_right(bazaar, account):
    good = make_good(pieces=5)
    (one,) = live(account, good)
    bazaar.shop(account.key)[good.sku].parts[STOCK] = {"pieces": 99}
    actions.read_again(one, by=BY)
    turn(account)
    with later(minutes=20):
        turn(account)
    assert bazaar.pieces(account.key, good.sku) == 5
    assert not Cause.objects.exists()


def test_what_vanished_there_is_listed_once_more_after_some_hours(bazaar, account):
    good = make_good()
    (one,) = live(account, good)
    bazaar.shop(account.key).clear()
    actions.read_again(one, by=BY)
    turn(account)
    assert states(account) == [S.ACCEPTED]
    for _turn in range(8):
        turn(account)
    assert Cause.objects.get().code == "not_there"
    with later(days=1):
        turn(account)
    assert states(account) == [S.LIVE]


def test_offer_the_channel_says_nothing_about_goes_another_time(bazaar, account):
    good, other = make_good(), make_good()
    bazaar.leaves_out = {good.sku}
    live(account, good, other)
    assert states(account) == [S.READY, S.LIVE]
    bazaar.leaves_out = set()
    with later(seconds=5):
        turn(account)
    assert states(account) == [S.LIVE, S.LIVE]


def test_what_is_sold_out_waits_for_nothing_that_rests(bazaar, account, says):
    good = make_good(pieces=5, price_paise=52_000)
    live(account, good)
    bazaar.shop(account.key)[good.sku].parts[PRICE] = {"paise": 1}
    actions.read_again(offer(account, good), by=BY)
    turn(account)
    assert offer(account, good).send_at is not None  # the price is sent once more, later
    bazaar.sent.clear()
    recount(good, 0)
    turn(account)
    assert ("stock", [good.sku]) in [(operation, skus) for _shop, operation, skus in bazaar.sent]
    assert bazaar.pieces(account.key, good.sku) == 0


def test_listing_that_appears_after_nobody_wants_it_any_more_is_taken_off(bazaar, account, monkeypatch):
    good = make_good()
    late = []
    monkeypatch.setattr(type(bazaar), "take", lambda _self, _shop, _op, one: late.append(one) or Answer(one.sku, True))
    (one,) = live(account, good)
    actions.close_offers(account, offers=[one.pk], by=BY)
    turn(account)
    monkeypatch.undo()
    bazaar.take(account.key, "listing", late[0])
    for _turn in range(3):
        turn(account)
    assert (states(account), bazaar.shop(account.key)) == ([S.CLOSED], {})
    assert offer(account, good).look_at is None


def test_listing_that_never_appears_and_nobody_wants_is_looked_for_no_more(bazaar, account, monkeypatch):
    monkeypatch.setattr(type(bazaar), "take", lambda _self, _shop, _op, one: Answer(one.sku, True))
    (one,) = live(account, make_good())
    actions.close_offers(account, offers=[one.pk], by=BY)
    for _turn in range(8):
        turn(account)
    one.refresh_from_db()
    assert (one.look_at, one.sent, one.state) == (None, {}, S.CLOSED)


def test_batch_is_read_some_at_a_time_and_as_often_as_it_is_asked(bazaar, account, monkeypatch):
    monkeypatch.setattr(sending, "AT_ONCE", 2)
    seen = []

    def send(self, operation, batch, keys, line):
        seen.append(([one.sku for one in batch], [one.number for one in batch], batch[1].sku, len(batch[1:])))
        return Receipt(answers=[Answer(one.sku, True) for one in batch])

    monkeypatch.setattr(Speaks, "send", send)
    made = live(account, make_good(), make_good(), make_good())
    assert seen == [([one.sku for one in made], [one.pk for one in made], made[1].sku, 2)]
