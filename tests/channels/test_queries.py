"""What pages and operators read: rows of accounts, causes, offers field by field, previews, places of sale."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Min
from django.utils import timezone

from haat.channels import actions
from haat.channels.beside import fields_of, told
from haat.channels.channel import Issue
from haat.channels.choosing import Preview, choose, preview
from haat.channels.finding import (
    elsewhere,
    find_offers,
    for_listing,
    offer_of,
    offers_called,
    publishable,
)
from haat.channels.models import IS_DUE, Account, Cause, Offer, Quota
from haat.channels.queries import (
    account_of,
    asked_of,
    by_who,
    cause_of,
    causes_of,
    open_attempts,
    places_of_sale,
    quotas_of,
    refusals_of,
    rows_of,
    sale_of,
    sales_waiting,
    sold_at,
    status,
)
from haat.channels.troubles import WORDS, word_of
from haat.core.dates import today
from haat.orders.models import Order
from haat.studio.where import Reason
from tests.channels.make import live, make_account, make_good, offer, publish, turn
from tests.channels.make import told as told_order
from tests.channels.toy import SLUG
from tests.make import BY, make_block, make_mart, make_variant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says")]
S = Offer.State


def refuse(bazaar, good, **more):
    bazaar.refuses[good.sku] = Issue("90220", "error", "Metal?", **({"about": "metal_type", "who": "maker"} | more))


# ---- accounts ----


def test_row_says_how_an_account_stands(bazaar, account):
    bad = make_good()
    refuse(bazaar, bad)
    live(account, make_good(), make_good(), bad)
    publish(account, make_good())
    (row,) = rows_of(account.mart)
    assert (row.counts, row.waits, row.waiting, row.found) == ({"live": 2, "refused": 1, "ready": 1}, 0, 1, 0)
    assert (str(row.title), str(row.live_after), row.trouble, row.keys_end_soon) == (
        "Toy bazaar",
        "at once",
        None,
        False,
    )
    assert row.used.calls > 0
    assert row.used.percent == 0


def test_rows_cost_as_many_statements_for_one_account_as_for_many(bazaar, account, django_assert_num_queries):
    mart = account.mart
    with django_assert_num_queries(5):
        rows_of(mart)
    for _account in range(3):
        make_account()
    with django_assert_num_queries(5):
        assert len(rows_of(mart)) == 4


def test_row_says_what_stopped_an_account_and_when_its_keys_end(bazaar, account):
    Account.objects.update(state="stopped", trouble="keys_ended", keys_end=today() + timedelta(days=30), channel="gone")
    (row,) = rows_of(account.mart)
    assert (row.trouble.code, row.keys_end_soon, row.title, row.live_after) == ("keys_ended", True, "gone", "")
    Account.objects.update(state="closed")
    assert rows_of(account.mart) == []
    assert account_of(account.mart, account.pk).pk == account.pk
    assert account_of(make_mart("dumka", order_prefix="DU"), account.pk) is None
    Account.objects.update(channel=SLUG)


def test_quota_is_told_of_today_and_of_the_operation_most_used(bazaar, account):
    turn(account)
    Quota.objects.filter(operation="orders").update(used=4_320_000)
    (row,) = rows_of(account.mart)
    assert (row.used.operation, row.used.percent) == ("orders", 49)
    Quota.objects.update(at_micro=1)
    assert {used.calls for used in quotas_of(account)} == {0}


def test_every_trouble_has_words_and_one_nobody_knows_says_so():
    assert all(str(word.sentence) and str(word.next_step) and word.who for word in WORDS.values())
    assert word_of("new_code").code == "new_code"
    assert "no words" in str(word_of("new_code").sentence)


# ---- causes ----


def test_causes_stand_most_goods_first_with_whose_work_they_are(bazaar, account):
    goods = [make_good(), make_good(), make_good()]
    for good in goods[:2]:
        refuse(bazaar, good)
    refuse(bazaar, goods[2], about="gtin", who="federation")
    live(account, *goods)
    first, second = causes_of(account.mart)
    assert [(first.goods, first.offers, first.who), (second.goods, second.who)] == [(2, 2, "maker"), (1, "federation")]
    assert first.oldest is not None
    assert [cause.pk for cause in causes_of(account.mart, who="federation", account=account)] == [second.pk]
    assert by_who(account.mart) == {"maker": 1, "federation": 1}
    assert cause_of(account.mart, first.pk) == first
    (asked,) = asked_of(goods[0].good.maker)
    assert (asked.cause, asked.offer.variant) == (first, goods[0])
    assert not asked_of(goods[2].good.maker).exists()
    assert refusals_of(offer(account, goods[0])).get().cause == first


def test_what_is_only_remarked_on_is_nobodys_task(bazaar, account):
    good = make_good()
    bazaar.rewrites[good.sku] = "GOOD"
    live(account, good)
    assert Cause.objects.filter(closed_at=None).count() == 1
    assert list(causes_of(account.mart)) == []


# ---- offers ----


def test_offers_are_found_by_all_that_is_asked(bazaar, account):
    good, bad = make_good(good={"name": "Bamboo basket"}), make_good(good={"name": "Lac bangle"})
    refuse(bazaar, bad)
    live(account, good, bad)
    mart = account.mart

    def found(**asked):
        return [each.variant_id for each in find_offers(mart, mart.place, **asked).order_by("pk")]

    assert found() == [good.pk, bad.pk]
    assert found(state="refused", account=account, words="lac") == [bad.pk]
    assert found(cause=Cause.objects.get()) == [bad.pk]
    assert found(craft="bamboo", maker=good.good.maker) == [good.pk]
    assert found(words=f"B-{good.sku}".lower()) == [good.pk]
    assert found(due=True) == []
    assert found(words="nothing of the kind") == []
    elsewhere_ = make_block("Karon")
    assert list(find_offers(mart, elsewhere_)) == []
    assert offer_of(mart, mart.place, offer(account, good).pk).variant == good
    assert offer_of(mart, elsewhere_, offer(account, good).pk) is None
    assert [each.sku for each in offers_called(good.sku, mart)] == [good.sku]
    assert [each.sku for each in offers_called(good.sku)] == [good.sku]


def test_list_of_offers_costs_two_statements(bazaar, account, django_assert_num_queries):
    live(account, make_good(), make_good(), make_good())
    mart, place = account.mart, account.mart.place
    with django_assert_num_queries(2):
        rows = list(for_listing(find_offers(mart, place)))
        assert all(each.variant.good.texts.all() and each.account and each.variant.good.maker.block for each in rows)


def test_other_offers_of_the_same_good_are_known(bazaar, account):
    other, good = make_account(), make_good()
    live(account, good)
    live(other, good)
    assert [each.account for each in elsewhere(offer(account, good))] == [other]


def test_wanted_stands_beside_seen_field_by_field(bazaar, account):
    good = make_good(pieces=4, price_paise=52_000)
    live(account, good)
    bazaar.shop(account.key)[good.sku].parts["listing"]["title"] = "GOOD"
    bazaar.shop(account.key)[good.sku].parts["listing"]["extra"] = "theirs"
    bazaar.shop(account.key)[good.sku].parts["price"] = {}
    actions.read_again(offer(account, good), by=BY)
    turn(account)
    fields = {field.name: field for field in fields_of(offer(account, good))}
    assert next(iter(fields)) == "title"
    assert (fields["title"].wanted, fields["title"].seen, fields["title"].agrees) == (f"Good {good.sku}", "GOOD", False)
    assert (fields["extra"].wanted, fields["extra"].agrees, fields["extra"].leaf) == (None, True, "extra")
    assert (fields["paise"].seen, fields["paise"].agrees) == (None, True)
    assert (fields["pieces"].wanted, fields["pieces"].seen, fields["pieces"].sent) == (4, 4, False)


def test_what_was_sent_and_not_read_yet_says_so(bazaar, account):
    good = make_good(pieces=4)
    live(account, good)
    bazaar.stuck = {good.sku}
    good.stock.update(on_hand=2)
    actions.verify(account)
    turn(account, whole=False)
    (pieces,) = [field for field in fields_of(offer(account, good)) if field.name == "pieces"]
    assert (pieces.wanted, pieces.seen, pieces.agrees, pieces.sent) == (2, 4, False, True)


def test_offer_is_told_in_plain_values(bazaar, account):
    good = make_good()
    refuse(bazaar, good)
    live(account, good)
    said = told(Offer.objects.select_related("account__mart", "attempt").get())
    assert (said["sku"], said["state"], said["attempt"]["state"]) == (good.sku, "refused", "done")
    assert [refusal["code"] for refusal in said["refusals"]] == ["90220"]
    publish(account, make_good())
    assert told(Offer.objects.select_related("account__mart", "attempt").latest("pk"))["attempt"] is None


# ---- what could be offered ----


def test_what_can_be_published_is_in_the_shop_and_not_there_yet(bazaar, account):
    good, there, resting = make_good(), make_good(), make_good(good={"state": "paused"})
    live(account, there)
    place = account.mart.place
    assert list(publishable(account, place)) == [good]
    assert list(publishable(account, place, craft="bamboo", maker=good.good.maker, words=good.sku)) == [good]
    assert list(publishable(account, place, words="none such")) == []
    assert list(publishable(account, make_block("Karon"))) == []
    assert resting.good.state == "paused"


def test_preview_says_how_many_are_ready_and_what_the_others_need(bazaar, account, says):
    goods = [make_good() for _number in range(5)]
    told_of = ["paper_missing", "picture_none", "attribute_missing", "inside_state"]
    for good, code in zip(goods, told_of, strict=False):
        says.reasons[good.pk] = [Reason(code, "Because.", "Do.", "desk", "fssai")]
    rows = publishable(account, account.mart.place)
    found = choose(account, rows)
    assert found.preview == Preview(5, 1, 1, 1, 1, 1, dict.fromkeys(told_of, 1))
    assert preview(account, rows) == found.preview
    assert found.only("paper_missing:fssai").keys == found.only("paper").keys == [goods[0].pk]
    assert found.only("picture_none:").keys == [goods[1].pk]
    assert found.only("ready").keys == [goods[4].pk]
    assert found.only("moon").keys == found.only("paper_missing:moon").keys == []
    account.channel = "gone"
    assert preview(account, rows) == Preview()


def test_a_good_is_ready_with_one_size_that_nothing_stops(bazaar, account, says):
    one = make_good()
    other = make_variant(one.good)
    says.reasons[one.pk] = [Reason("picture_none", "Because.", "Do.", "desk")]
    found = choose(account, publishable(account, account.mart.place))
    assert (found.preview.ready, found.keys) == (1, [one.pk, other.pk])


# ---- orders, and what was sold ----


def test_good_knows_where_it_sells_since_when_and_what_that_brought(bazaar, account):
    good = make_good(pieces=5)
    (one,) = live(account, good)
    bazaar.tell(account.key, told_order({good: 2}, key="T-1"))
    turn(account)
    (there,) = places_of_sale(good.good)
    assert (there.account, there.sold.pieces, there.live_since, there.asks) == (account, 2, one.live_at, [])
    assert there.sold.maker_paise > 0
    assert sold_at(good.good)[SLUG, account.key] == there.sold
    order = Order.objects.get()
    assert sale_of(order).external_id == "T-1"
    assert places_of_sale(make_good().good) == []


def test_what_is_asked_of_a_good_stands_with_its_place_of_sale(bazaar, account):
    good = make_good()
    refuse(bazaar, good)
    live(account, good)
    (there,) = places_of_sale(good.good)
    assert ([ask.cause.code for ask in there.asks], there.live_since) == (["90220"], None)


def test_orders_that_wait_for_a_person_are_known(bazaar, account):
    bazaar.tell(account.key, replace(told_order({"X": 1}, key="A"), asks_cancel=True))
    bazaar.tell(account.key, replace(told_order({"X": 1}, key="B"), facts={"lines": []}))
    bazaar.tell(account.key, told_order({"X": 1}, key="C"))
    turn(account)
    assert [sale.external_id for sale in sales_waiting(account.mart)] == ["A", "B"]


def test_status_tells_an_operator_everything_in_plain_values(bazaar, account):
    bad = make_good()
    refuse(bazaar, bad)
    bazaar.tell(account.key, told_order({"X": 1}, key="A"))
    bazaar.by_feed, bazaar.report_after = True, 5
    live(account, make_good(), bad)
    Account.objects.update(paused_at=timezone.now(), paused_why="a fair", trouble="silent", trouble_said="500")
    (said,) = status(list(Account.objects.select_related("mart")))
    assert said["offers"] == {"accepted": 2}
    assert (said["orders"], said["paused"], said["trouble"]["code"]) == ({"Unshipped": 1}, "a fair", "silent")
    assert [attempt["state"] for attempt in said["attempts"]] == ["taken"]
    assert open_attempts(account).count() == 1
    assert said["causes"] == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a small table whole")
def test_what_is_due_or_to_be_read_is_found_without_reading_the_other_offers():
    offers = Offer.objects.filter(account=1)
    due = offers.filter(IS_DUE, due=Offer.Due.EMPTY).order_by("pk").values_list("pk")[:5]
    assert "offer_due (account_id=? AND due=?)" in due.explain()
    looks = offers.filter(look_at__isnull=False).values("account").annotate(at=Min("look_at")).order_by()
    assert "offer_look" in looks.explain()
