"""Every road of an offer that goes as it should, walked to its end at a bazaar that keeps state."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from haat.catalogue import actions as catalogue
from haat.catalogue.models import Good
from haat.channels import actions
from haat.channels.actions.schemas import keep_schema
from haat.channels.channel import ENGLISH, LISTING, PRICE, STOCK, Issue, find
from haat.channels.goods import where_of
from haat.channels.line import AccountLine
from haat.channels.models import Account, Asked, Attempt, Cause, Offer
from haat.channels.wording import words_of
from haat.core.models import Event
from haat.studio.where import Reason
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
from tests.channels.toy import SLUG
from tests.make import BY, make_attribute, make_kind

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


def test_largest_batch_goes_with_one_call(bazaar, account):
    goods = [make_good() for _good in range(3)]
    live(account, *goods)
    assert [len(skus) for _shop, _operation, skus in bazaar.sent] == [3]
    assert list(Attempt.objects.values_list("operation", "number", "state")) == [("listing", 3, "done")]


# ---- held back ----


def test_blocked_good_that_stands_there_is_sold_no_more(bazaar, account, says):
    good = make_good(pieces=5)
    live(account, good)
    says.reasons[good.pk] = [Reason("paper_expired", "The FSSAI number ran out.", "Renew it.", "maker", "fssai")]
    actions.touch([good.good_id])
    turn(account)
    one, cause = offer(account, good), Cause.objects.get()
    assert (one.state, bazaar.pieces(account.key, good.sku)) == (S.BLOCKED, 0)
    assert (cause.code, cause.about, cause.who, cause.ours) == ("paper_expired", "fssai", "maker", True)
    says.reasons.clear()
    actions.touch([good.good_id])
    turn(account)
    assert (states(account), bazaar.pieces(account.key, good.sku)) == ([S.LIVE], 5)
    assert Cause.objects.get().closed_at is not None


def test_question_of_a_listing_leaves_what_is_there_on_sale(bazaar, account):
    good = make_good(pieces=5)
    live(account, good)
    bazaar.asks = {"metal"}
    recount(good, 2)
    turn(account)
    one = offer(account, good)
    assert (one.state, bazaar.pieces(account.key, good.sku)) == (S.LIVE, 2)
    assert [(each["code"], each["about"], each["hold"]) for each in one.reasons] == [
        ("attribute_missing", "metal", "listing")
    ]
    assert Cause.objects.get().said == "metal is asked for."


def test_what_a_channel_refuses_is_known_by_our_own_question_of_the_goods_kind(bazaar, account):
    good = make_good()
    kind = make_kind("lac-bangles")
    Good.objects.filter(pk=good.good_id).update(kind=kind)
    make_attribute(None, "closing", maps={"amazon": ["clasp_type"]})
    make_attribute(kind, "opens", maps={"amazon": ["clasp_type"]})
    bazaar.refuses[good.sku] = Issue("90220", "error", "Clasp?", "clasp_type")
    live(account, good)
    (cause,) = Cause.objects.filter(ours=False)
    assert (cause.about, cause.slug, cause.who) == ("clasp_type", "opens", "maker")


def test_what_has_words_of_its_own_is_asked_once_and_in_those(bazaar, account, says):
    good = make_good()
    bazaar.asks = {"package_size", "gtin"}
    live(account, good)
    assert sorted((each["code"], each["about"], each["who"]) for each in offer(account, good).reasons) == [
        ("gtin_missing", "gtin_exempt", "desk"),
        ("measures_missing", "package_size", "maker"),
    ]
    says.reasons[good.pk] = [Reason("measures_missing", "Nobody has measured it.", "Measure.", "maker", "package_size")]
    bazaar.asks = {"package_size"}
    actions.touch([good.good_id])
    turn(account)
    assert [each["code"] for each in offer(account, good).reasons] == ["measures_missing"]


def test_answer_the_channel_cannot_take_is_the_desks_to_mend_and_is_not_called_missing(bazaar, account, says):
    good = make_good()
    says.values[good.pk] = {"metal": "lac"}
    bazaar.unfit = {"metal": ENGLISH}
    live(account, good)
    assert [(each["code"], each["about"], each["who"]) for each in offer(account, good).reasons] == [
        ("attribute_english", "metal", "desk")
    ]
    (cause,) = Cause.objects.filter(closed_at=None)
    said = words_of([cause])[cause.pk]
    assert (str(said.sentence), cause.who) == ("metal: it is answered, but not in English.", "desk")
    bazaar.unfit = {}
    actions.touch([good.good_id])
    turn(account)
    assert (states(account), Cause.objects.filter(closed_at=None).count()) == ([S.LIVE], 0)


def test_schema_that_changed_keeps_new_goods_back_until_they_are_answered(bazaar, account, says):
    good = make_good()
    bazaar.asks = {"metal"}
    live(account, good)
    assert (bazaar.sent, states(account)) == ([], [S.BLOCKED])
    says.values[good.pk] = {"metal": "brass"}
    actions.touch([good.good_id])
    turn(account)
    assert states(account) == [S.LIVE]


def test_schema_that_was_read_says_what_is_asked_and_what_a_refusal_asks_is_kept_for_all(bazaar, account):
    good = make_good()
    asks = Issue("90220", "error", "Metal?", "metal_type", asks=True)
    bazaar.refuses[good.sku] = asks
    live(account, good)
    assert list(Asked.objects.values_list("product_type", "name", "said")) == [("BRACELET", "metal_type", "Metal?")]
    where = where_of(account, find(SLUG))
    assert (where.asked, where.also) == ({}, {"BRACELET": ["metal_type"]})
    keep_schema(account, "BRACELET", version="1", body={"asks": ["brand"]})
    assert where_of(account, find(SLUG)).asked == {"BRACELET": ["brand"]}


def test_test_pictures_go_only_where_a_double_answers(account, monkeypatch):
    channel = find(SLUG)
    assert where_of(account, channel).pictures == channel.pictures
    monkeypatch.setattr(type(channel), "rehearsed", True)
    assert where_of(account, channel).pictures == replace(channel.pictures, rendered=True)


def test_schema_of_another_version_has_its_goods_looked_at_anew(bazaar, account):
    line = AccountLine(account, find(SLUG))
    live(account, make_good())
    assert line.schema("BRACELET") is None
    for version, marked in (("1", False), ("1", False), ("2", True)):
        line = AccountLine(account, find(SLUG))
        line.keep_schema("BRACELET", version, {"asks": []})
        one = Offer.objects.get()
        assert (line.schema("BRACELET"), one.touched > one.made) == ({"asks": []}, marked)
    assert AccountLine(account, find(SLUG)).schema("BRACELET") == {"asks": []}
    with later(hours=25):
        assert AccountLine(account, find(SLUG)).schema("BRACELET") is None


def test_good_of_a_kind_nobody_knows_is_not_sent(bazaar, account, says):
    says.product_type = ""
    publish(account, make_good())
    turn(account)
    assert bazaar.calls["shape:before"] == 0
    assert bazaar.sent == []


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
