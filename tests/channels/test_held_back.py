"""Offers that we hold back ourselves, because of what is asked, unknown or not fit."""

from dataclasses import replace

import pytest

from haat.catalogue.models import Good
from haat.channels import actions
from haat.channels.actions.schemas import keep_schema
from haat.channels.channel import ENGLISH, Gap, Issue, find
from haat.channels.goods import where_of
from haat.channels.line import AccountLine
from haat.channels.models import Asked, Cause, Offer
from haat.channels.wording import words_of
from haat.studio.knowing import plan_of
from haat.studio.where import Reason
from tests.channels.make import (
    later,
    live,
    make_good,
    offer,
    publish,
    recount,
    seat_of,
    states,
    turn,
)
from tests.channels.toy import SLUG
from tests.make import make_attribute, make_kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says", "sound")]
S = Offer.State


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
    assert (where.asked, where.also) == ({}, {"BRACELET": {"": ["metal_type"]}})
    keep_schema(account, "BRACELET", version="1", body={"asks": ["brand"]})
    assert where_of(account, find(SLUG)).asked == {"BRACELET": ["brand"]}


def test_what_is_asked_of_one_kind_is_asked_of_no_other_of_its_type(bazaar, account):
    lac, glass = make_kind("lac"), make_kind("glass")
    goods = [make_good(), make_good()]
    for good, kind in zip(goods, (lac, glass), strict=True):
        Good.objects.filter(pk=good.good_id).update(kind=kind)
    bazaar.refuses[goods[0].sku] = Issue("90220", "error", "Metal?", "metal_type", asks=True)
    live(account, *goods)
    assert list(Asked.objects.values_list("kind", "name")) == [("lac", "metal_type")]
    where = where_of(account, find(SLUG))
    for kind, asked in ((lac, ["metal_type"]), (glass, [])):
        kind.channels = {"amazon": {"type": "BRACELET"}}
        assert [each.name for each in plan_of(kind, [], where).asks] == asked


def test_what_was_asked_is_dropped_when_the_schema_changes_and_what_lacked_it_goes_again(bazaar, account):
    good = make_good()
    bazaar.refuses[good.sku] = Issue("90220", "error", "Metal?", "metal_type", asks=True)
    keep_schema(account, "BRACELET", version="1", body={"asks": []})
    live(account, good)
    assert (states(account), Asked.objects.count()) == ([S.REFUSED], 1)
    turn(account)
    assert states(account) == [S.REFUSED]
    keep_schema(account, "BRACELET", version="1", body={"asks": []})
    assert Asked.objects.count() == 1
    bazaar.refuses.clear()
    keep_schema(account, "BRACELET", version="2", body={"asks": ["title"]})
    assert Asked.objects.count() == 0
    turn(account)
    assert (states(account), Cause.objects.filter(closed_at=None).count()) == ([S.LIVE], 0)


def test_what_one_good_lacks_by_a_rule_of_the_schema_is_asked_of_no_other(bazaar, account, monkeypatch):
    bazaar.asks = {"metal"}
    monkeypatch.setattr("tests.channels.toy.Gap", lambda name, slug, said: Gap(name, "", said))
    live(account, make_good())
    assert (states(account), Asked.objects.count()) == ([S.BLOCKED], 0)
    assert Cause.objects.get().about == "metal"


def test_units_of_a_kind_stand_before_those_of_all_goods(account, bazaar):
    kind = make_kind("lac")
    for owner, unit in ((kind, "mm"), (None, "cm")):
        make_attribute(owner, "girth", type="number", unit=unit)
    assert seat_of(account).units(kind)["girth"] == "mm"
    assert seat_of(account).units(None)["girth"] == "cm"


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
