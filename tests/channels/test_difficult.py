"""Roads on which the bazaar refuses."""

import pytest

from haat.channels import actions
from haat.channels.actions import sending, wanting
from haat.channels.channel import CLOSE, STOCK, Answer, Issue, parent_sku
from haat.channels.models import Attempt, Cause, Offer, Refusal
from tests.channels.make import later, live, make_good, offers, recount, seat_of, states, turn
from tests.make import BY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says", "sound")]
S = Offer.State


# ---- refused ----


def test_refusal_is_kept_raw_grouped_and_closes_itself(bazaar, account):
    goods = [make_good(), make_good()]
    for good in goods:
        bazaar.refuses[good.sku] = Issue("90220", "error", "'metal_type' is required.", "metal_type", {"code": "90220"})
    live(account, *goods)
    cause = Cause.objects.get()
    assert states(account) == [S.REFUSED, S.REFUSED]
    assert (cause.code, cause.about, cause.slug, cause.ours) == ("90220", "metal_type", "", False)
    assert list(Refusal.objects.values_list("raw", flat=True)) == [{"code": "90220"}] * 2
    bazaar.sent.clear()
    turn(account)
    assert bazaar.sent == []  # what was refused is not sent again by itself
    bazaar.refuses.clear()
    actions.answer_cause(cause, by=BY)
    turn(account)
    assert states(account) == [S.LIVE, S.LIVE]
    assert Cause.objects.get().closed_at is not None
    assert not Refusal.objects.filter(ended_at=None).exists()


def test_refused_change_of_a_live_good_leaves_it_live_and_is_said(bazaar, account, says):
    good = make_good()
    live(account, good)
    bazaar.refuses[good.sku] = Issue("99022", "error", "No such title.", "title", who="maker")
    says.values[good.pk] = {"title": "Bad"}
    actions.touch([good.good_id])
    turn(account)
    assert (states(account), Cause.objects.get().who) == ([S.LIVE], "maker")
    turn(account)
    assert Cause.objects.get().closed_at is None
    recount(good, 3)
    turn(account)
    turn(account)
    assert bazaar.pieces(account.key, good.sku) == 3
    assert Cause.objects.get().closed_at is None  # that a stock was taken says nothing of the listing
    bazaar.refuses.clear()
    says.values[good.pk] = {"title": "Good name"}
    actions.touch([good.good_id])
    turn(account)
    assert Cause.objects.get().closed_at is not None


@pytest.fixture
def will_not(bazaar, monkeypatch):
    """Operations that the bazaar refuses, whatever they are about."""
    operations, takes = set(), type(bazaar).take

    def take(world, shop, operation, sent):
        if operation in operations:
            return Answer(sent.sku, False, [Issue("InvalidInput", "error", "Invalid input.")], sent.number)
        return takes(world, shop, operation, sent)

    monkeypatch.setattr(type(bazaar), "take", take)
    return operations


@pytest.mark.parametrize("by_feed", [False, True])
def test_stock_that_was_refused_is_sent_again_by_itself(bazaar, account, will_not, by_feed):
    good = make_good(pieces=5)
    live(account, good)
    bazaar.by_feed = by_feed
    will_not.add(STOCK)
    recount(good, 0)
    turn(account)
    assert bazaar.pieces(account.key, good.sku) == 5
    assert list(Cause.objects.values_list("code", "about", "closed_at")) == [("InvalidInput", "stock", None)]
    will_not.clear()
    turn(account)
    assert bazaar.pieces(account.key, good.sku) == 5
    with later(minutes=20):
        turn(account)
        turn(account)
    assert bazaar.pieces(account.key, good.sku) == 0
    assert Cause.objects.get().closed_at is not None


def test_taking_off_that_was_refused_is_asked_again_by_itself(bazaar, account, will_not):
    (one,) = live(account, make_good())
    will_not.add(CLOSE)
    actions.close_offers(account, offers=[one.pk], by=BY)
    turn(account)
    assert (offers(account)[0].there, Cause.objects.get().about) == (True, "close")
    will_not.clear()
    with later(minutes=20):
        turn(account)
        turn(account)
    assert (offers(account)[0].there, Cause.objects.get().closed_at is not None) == (False, True)


def test_what_is_said_of_the_good_above_its_sizes_is_said_of_each(bazaar, account, monkeypatch):
    bazaar.by_feed = True
    good, other = make_good(), make_good()
    works = type(bazaar).work_off
    above = Answer(parent_sku(good.good_id), False, [Issue("90220", "error", "No theme.", "variation_theme")])
    monkeypatch.setattr(type(bazaar), "work_off", lambda world, feed: [*works(world, feed), above])
    live(account, good, other)
    assert list(Refusal.objects.values_list("offer__sku", "cause__code")) == [(good.sku, "90220")]


def test_offer_that_is_taken_off_while_it_is_being_sent_is_sent_whole_and_then_taken_off(bazaar, account):
    good, other = make_good(pieces=5), make_good(pieces=5)
    one, _two = live(account, good, other)
    recount(good, 3)
    recount(other, 3)

    def closes(what, moment):
        if (what, moment) == ("send", "before") and Offer.objects.get(pk=one.pk).open:
            actions.close_offers(account, offers=[one.pk], by=BY)

    bazaar.happens = [closes]
    turn(account)
    assert [row.state for row in Attempt.objects.exclude(state="done")] == []
    assert bazaar.pieces(account.key, other.sku) == 3
    turn(account)
    assert good.sku not in bazaar.shop(account.key)


def test_what_was_paused_before_it_was_held_is_not_sent(bazaar, account, monkeypatch, says):
    good = make_good()
    live(account, good)
    says.values[good.pk] = {"title": "Better"}
    actions.touch([good.good_id])
    wanting.want(seat_of(account), wanting.next_touched(account))
    holds = sending.hold_keys

    def pauses(model, keys):
        found = list(keys)
        Offer.objects.filter(pk__in=found).update(paused=True)
        return holds(model, found)

    monkeypatch.setattr(sending, "hold_keys", pauses)
    assert sending.begin(account, "listing", most=10) is None
    Offer.objects.update(paused=False)


def test_refusal_without_a_word_is_a_refusal(bazaar, account, monkeypatch):
    monkeypatch.setattr(type(bazaar), "take", lambda _self, _shop, _op, sending: Answer(sending.sku, False))
    live(account, make_good())
    assert (states(account), Cause.objects.get().code) == ([S.REFUSED], "refused")
