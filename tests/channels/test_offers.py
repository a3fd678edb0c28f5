"""Offers as people handle them: published and taken off, held back, adopted, answered for, sent once more."""

import pytest

from haat.catalogue import actions as catalogue
from haat.catalogue.models import Good
from haat.channels import actions
from haat.channels.actions.offers import MOST
from haat.channels.channel import LISTING, PRICE, STOCK, Issue
from haat.channels.goods import facts_of
from haat.channels.models import Cause, Found, Offer
from haat.core.models import Event
from tests.channels.make import live, make_account, make_good, offer, publish, seat_of, states, turn
from tests.channels.toy import SILENT, Listing, nth
from tests.make import BY, make_hub, make_mart, make_stocked
from tests.make_rooms import make_maker
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says", "sound")]
S = Offer.State


def test_publishing_twice_makes_one_offer_and_tells_of_it_once(bazaar, account):
    goods = [make_good(), make_good()]
    keys = [good.pk for good in goods]
    first = actions.publish(account, variants=keys, by=BY)
    assert (len(first), actions.publish(account, variants=keys, by=BY)) == (2, [])
    event = Event.objects.get(kind="channels.published")
    assert (event.data["number"], event.data["offer_ids"]) == (2, first)


def test_undo_of_publishing_takes_off_just_those(bazaar, account):
    (kept,) = live(account, make_good())
    new = actions.publish(account, variants=[make_good().pk, make_good().pk], by=BY)
    turn(account)
    assert actions.close_offers(account, offers=new, by=BY) == 2
    assert actions.close_offers(account, offers=new, by=BY) == 0
    turn(account)
    assert list(bazaar.shop(account.key)) == [kept.sku]
    assert Event.objects.filter(kind="channels.taken_off").count() == 1


def test_nothing_too_much_and_goods_of_another_mart_are_refused(bazaar, account):
    elsewhere = make_stocked(make_maker(mart=make_mart("dumka", order_prefix="DU")))
    with refused("channels.nothing_chosen", field="goods"):
        actions.publish(account, variants=[], by=BY)
    with refused("channels.too_many", field="goods"):
        actions.publish(account, variants=range(1, MOST + 2), by=BY)
    with refused("channels.another_mart", field="goods"):
        actions.publish(account, variants=[make_good().pk, elsewhere.pk], by=BY)
    with refused("channels.nothing_chosen", field="goods"):
        actions.close_offers(account, offers=[], by=BY)
    with refused("channels.too_many", field="goods"):
        actions.close_offers(account, offers=range(1, MOST + 2), by=BY)
    assert not Offer.objects.exists()


def test_offers_of_another_account_are_not_taken_off(bazaar, account):
    other = make_account()
    (one,) = live(other, make_good())
    assert actions.close_offers(account, offers=[one.pk], by=BY) == 0
    assert states(other) == [S.LIVE]


def test_good_is_held_back_everywhere_by_one_switch(bazaar, account):
    other, good = make_account(), make_good()
    live(account, good)
    live(other, good)
    with refused("channels.why_missing", field="why"):
        actions.pause_offers(good.good, why="", by=BY)
    for _turn in range(2):
        actions.pause_offers(good.good, why="the dye runs", by=BY)
    assert (states(account), states(other)) == ([S.PAUSED], [S.PAUSED])
    for _turn in range(2):
        actions.resume_offers(good.good, by=BY)
    assert (states(account), states(other)) == ([S.LIVE], [S.LIVE])
    assert Event.objects.filter(kind="channels.offer_paused", data__why="the dye runs").count() == 2
    assert Event.objects.filter(kind="channels.offer_resumed").count() == 2


def test_offer_is_sent_once_more_when_somebody_says_so(bazaar, account):
    good = make_good()
    (one,) = live(account, good)
    bazaar.rewrites[good.sku] = "GOOD"
    actions.read_again(one, by=BY)
    turn(account)
    bazaar.sent.clear()
    actions.send_again(offer(account, good), by=BY)
    turn(account)
    assert [operation for _shop, operation, _skus in bazaar.sent] == ["listing"]


def test_days_until_it_leaves_are_those_of_its_maker_where_it_is_fetched_from_her(bazaar, account):
    good = make_good()
    Good.objects.filter(pk=good.good_id).update(making_days=5)
    publish(account, good)
    for place, days in ((None, 7), (make_hub(), 2)):
        account.place = place
        (found,) = facts_of(seat_of(account), [offer_with_good(account)]).values()
        assert found.good.handling_days == days


def offer_with_good(account):
    return Offer.objects.select_related("variant__good__kind", "variant__good__maker").get(account=account)


# ---- causes ----


@pytest.fixture
def answers(monkeypatch):
    """What was answered of goods, and that it was asked for no more."""
    said = []

    def say_answers(good, answers, *, variant=None, seen=None, by):
        said.append((good.pk, dict(answers)))
        return good

    monkeypatch.setattr(catalogue, "say_answers", say_answers, raising=False)
    return said


def test_one_answer_mends_all_its_offers(bazaar, account, says, answers):
    goods = [make_good(), make_good()]
    for good in goods:
        bazaar.refuses[good.sku] = Issue("90220", "error", "Metal?", "metal_type", slug="metal")
    live(account, *goods)
    cause = Cause.objects.get()
    assert (cause.slug, cause.who) == ("metal", "maker")
    bazaar.refuses.clear()
    assert actions.answer_cause(cause, answer="brass", by=BY) == 2
    assert answers == [(good.good_id, {"metal": "brass"}) for good in goods]
    turn(account)
    assert states(account) == [S.LIVE, S.LIVE]
    event = Event.objects.get(kind="channels.cause_answered")
    assert event.data["answer"] == {"slug": "metal", "value": "brass"}
    with refused("channels.cause_closed"):
        actions.answer_cause(cause, answer="steel", by=BY)


def test_question_of_ours_is_answered_by_its_own_slug(bazaar, account, answers):
    bazaar.asks = {"metal"}
    live(account, make_good())
    assert actions.answer_cause(Cause.objects.get(), answer="brass", by=BY) == 1
    assert answers[0][1] == {"metal": "brass"}


def test_what_is_no_question_is_not_answered_but_said_to_be_mended(bazaar, account, answers):
    good = make_good()
    bazaar.refuses[good.sku] = Issue("8560", "error", "No GTIN.", who="federation")
    live(account, good)
    cause = Cause.objects.get()
    with refused("channels.not_answered_here", field="answer"):
        actions.answer_cause(cause, answer="yes", by=BY)
    bazaar.sent.clear()
    actions.answer_cause(cause, by=BY)
    turn(account)
    cause.refresh_from_db()
    assert (len(bazaar.sent), cause.closed_at, cause.answer) == (1, None, {"mended": True})


def test_cause_that_comes_again_is_the_same_one_opened_anew(bazaar, account, says):
    good = make_good()
    bazaar.refuses[good.sku] = Issue("8560", "error", "No GTIN.")
    live(account, good)
    actions.answer_cause(Cause.objects.get(), by=BY)
    bazaar.refuses.clear()
    turn(account)
    closed = Cause.objects.get()
    assert closed.closed_at is not None
    bazaar.refuses[good.sku] = Issue("8560", "error", "No GTIN.")
    says.values[good.pk] = {"title": "Other"}
    actions.touch([good.good_id])
    turn(account)
    again = Cause.objects.get()
    assert (again.closed_at, again.answer, again.opened_at > closed.opened_at) == (None, {}, True)


def test_issue_that_grows_graver_is_said_anew(bazaar, account):
    good = make_good()
    (one,) = live(account, good)
    there = bazaar.shop(account.key)[good.sku]
    for severity, standing in (("warning", S.LIVE), ("error", S.REFUSED), ("info", S.LIVE)):
        there.issues = [Issue("90", severity, "The name is long.", "title")]
        actions.read_again(one, by=BY)
        turn(account)
        one = offer(account, good)
        stands = one.refusals.filter(ended_at=None)
        assert (one.state, list(stands.values_list("severity", flat=True))) == (standing, [severity])


# ---- what stood there before ----


def found_before(bazaar, account, sku):
    parts = {LISTING: {"title": "Old"}, PRICE: {"paise": 1}, STOCK: {"pieces": 7}}
    bazaar.shop(account.key)[sku] = Listing(parts)


def test_what_the_account_sold_before_is_not_written_over_unseen(bazaar, account):
    good = make_good()
    found_before(bazaar, account, good.sku)
    found_before(bazaar, account, "STRANGER")
    live(account, good)
    assert bazaar.sent == []
    assert (states(account), Cause.objects.get().code) == ([S.BLOCKED], "found_there")
    assert list(Found.objects.order_by("sku").values_list("sku", "variant", "state")) == [
        (good.sku, good.pk, "open"),
        ("STRANGER", None, "open"),
    ]
    assert bazaar.shop(account.key)[good.sku].parts[PRICE] == {"paise": 1}


def test_adopted_it_is_ours_and_becomes_as_it_is_wanted(bazaar, account):
    good = make_good(pieces=3)
    found_before(bazaar, account, good.sku)
    live(account, good)
    row = Found.objects.get()
    one = actions.adopt(row, variant=good, by=BY)
    assert actions.adopt(row, variant=good, by=BY).pk == one.pk
    assert (one.there, one.seen_body[PRICE]) == (True, {"paise": 1})
    turn(account)
    turn(account)
    assert (states(account), bazaar.pieces(account.key, good.sku)) == ([S.LIVE], 3)
    assert Event.objects.filter(kind="channels.adopted").count() == 1
    with refused("channels.found_settled"):
        actions.leave(row, by=BY)
    with refused("channels.found_settled"):
        actions.adopt(row, variant=make_good(), by=BY)


def test_adopted_under_another_code_it_keeps_that_code(bazaar, account):
    good = make_good(pieces=3)
    found_before(bazaar, account, "OLD-CODE")
    turn(account)
    actions.adopt(Found.objects.get(), variant=good, by=BY)
    turn(account)
    assert list(bazaar.shop(account.key)) == ["OLD-CODE"]
    assert bazaar.pieces(account.key, "OLD-CODE") == 3


def test_size_that_stands_there_already_is_not_adopted_twice(bazaar, account):
    good = make_good()
    found_before(bazaar, account, "OLD-CODE")
    live(account, good)
    with refused("channels.size_taken", field="sku"):
        actions.adopt(Found.objects.get(), variant=good, by=BY)
    elsewhere = make_stocked(make_maker(mart=make_mart("dumka", order_prefix="DU")))
    with refused("channels.another_mart", field="variant"):
        actions.adopt(Found.objects.get(), variant=elsewhere, by=BY)


def test_code_that_another_size_has_is_not_adopted_for_this_one(bazaar, account):
    good = make_good()
    found_before(bazaar, account, good.sku)
    live(account, good)
    with refused("channels.size_taken", field="sku"):
        actions.adopt(Found.objects.get(), variant=make_good(), by=BY)


def test_left_alone_it_stays_as_it_is_and_nothing_of_ours_goes_under_its_code(bazaar, account):
    good = make_good()
    found_before(bazaar, account, good.sku)
    live(account, good)
    row = Found.objects.get()
    for _turn in range(2):
        assert actions.leave(row, by=BY).state == "left"
    turn(account)
    assert (bazaar.sent, states(account)) == ([], [S.BLOCKED])
    assert Event.objects.filter(kind="channels.left_alone").count() == 1
    open_ = Cause.objects.filter(closed_at=None).values_list("code", flat=True)
    assert (list(open_), Cause.objects.get(code="found_there").closed_at is None) == (["not_ours_there"], False)


def test_reading_of_all_that_breaks_off_begins_again(bazaar, account):
    for number in range(3):
        found_before(bazaar, account, f"S-{number}")
    publish(account, make_good())
    bazaar.happens = [nth(2, SILENT)]
    turn(account)
    account.refresh_from_db()
    assert (account.listed_at, bazaar.sent, account.trouble) == (None, [], "silent")
    turn(account)
    assert Found.objects.count() == 3
    assert states(account) == [S.LIVE]
