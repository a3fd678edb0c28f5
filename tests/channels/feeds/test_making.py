"""A feed as a file: what is ready stands in it, what is not is told of, and it is another one when goods are."""

import csv
import gzip
import io
import xml.etree.ElementTree as ET
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings

from haat.catalogue.models import Good, GoodText, Variant
from haat.channels import actions
from haat.channels.feeds import files, goods
from haat.channels.feeds.finding import notes_about, told_of, why
from haat.channels.models import Feed
from haat.core.models import Picture
from haat.makers.models import Seller
from haat.pricing.models import TaxRule
from haat.stock import actions as stock
from haat.studio.models import PictureMeasure
from tests.channels.feeds.items import make_feed, make_ready
from tests.make import BY, make_kind, make_mart, make_variant
from tests.studio.goods import make_attribute

pytestmark = pytest.mark.django_db
G = "{http://base.google.com/ns/1.0}"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def content(feed):
    return gzip.decompress(files.path_of(feed.pk, feed.digest).read_bytes()).decode()


def items(feed):
    return [
        {field.tag.removeprefix(G): field.text for field in item} for item in ET.fromstring(content(feed)).iter("item")
    ]


def again(feed):
    changed = actions.make_feed(Feed.objects.select_related("mart").get(pk=feed.pk))
    feed.refresh_from_db()
    return changed


def test_a_ready_good_stands_in_the_feed_with_what_was_said_of_it():
    variant = make_ready(price_paise=38_000)
    feed = make_feed(variant.mart)
    (item,) = items(feed)
    assert item["id"] == variant.sku
    assert (item["title"], item["description"]) == ("Bamboo basket", "Split bamboo, smoked.")
    assert (item["price"], item["availability"]) == ("380.00 INR", "in_stock")
    link = urlsplit(item["link"])
    assert (link.netloc, link.path) == ("deoghar.localhost", f"/en/g/{variant.good.slug}/")
    assert parse_qs(link.query) == {"v": [str(variant.pk)], "from": ["google"]}
    picture = urlsplit(item["image_link"])
    assert (picture.netloc, picture.path.endswith("/square.jpg"), picture.query) == ("deoghar.localhost", True, "")
    assert (feed.number, feed.held, feed.size) == (1, 0, len(content(feed).encode()))
    assert feed.report == {"reasons": [], "cut": {}}


def test_a_link_leads_to_a_page_of_the_shop(client):
    from haat.shelf import build

    variant = make_ready()
    build.rebuild()
    (item,) = items(make_feed(variant.mart))
    link = urlsplit(item["link"])
    assert client.get(f"{link.path}?{link.query}", HTTP_HOST=link.netloc).status_code == 200


def test_a_category_that_is_no_number_is_left_out_and_stops_no_feed():
    variant = make_ready()
    kind = variant.good.kind or make_kind()
    kind.channels = {"google": {"id": "Home > Baskets"}}
    kind.save()
    Good.objects.filter(pk=variant.good_id).update(kind=kind)
    (item,) = items(make_feed(variant.mart))
    assert "google_product_category" not in item


def test_test_pictures_stand_only_in_a_feed_of_this_machine():
    variant = make_ready()
    Picture.objects.update(rendered=True)
    feed = make_feed(variant.mart)
    assert (feed.number, feed.base) == (1, "http://deoghar.localhost")
    Feed.objects.update(base="https://deoghar.example")
    again(feed)
    assert (feed.number, feed.held, feed.report["reasons"][0][0]) == (0, 1, "picture_rendered")


def test_the_same_fault_of_many_pictures_is_one_reason():
    one, two = make_ready(), make_ready()
    assert one.good.photos.get().picture != two.good.photos.get().picture
    PictureMeasure.objects.update(letters=None, letters_by_id=None)
    feed = make_feed(one.mart, kind="meta")
    assert [reason for reason in feed.report["reasons"] if reason[0] == "picture_unlooked"] == [
        ["picture_unlooked", "", "desk", 2]
    ]
    assert [note.variant_id for note in notes_about(feed, "picture_unlooked", "")] == [one.pk, two.pk]
    told = {reason.code: reason for reason in why(feed)}["picture_unlooked"]
    assert (told.sizes, told.reason and told.reason.about) == (2, one.good.photos.get().picture.digest)


def test_texts_are_in_the_language_of_the_feed():
    variant = make_ready()
    GoodText.objects.filter(good=variant.good, language="hi").update(name="बाँस की टोकरी", description="चीरा बाँस।")
    hindi = items(make_feed(variant.mart, language="hi"))
    assert (hindi[0]["title"], hindi[0]["description"]) == ("बाँस की टोकरी", "चीरा बाँस।")


def test_what_is_not_ready_stays_out_and_is_told_of():
    make_attribute("material", labels={"en": "Material"}, required_for=["google"], maps={"google": ["material"]})
    silent = make_ready()
    ready = make_ready(good={"attributes": {"material": "bamboo"}})
    feed = make_feed(silent.mart)
    assert [item["id"] for item in items(feed)] == [ready.sku]
    assert (feed.number, feed.held) == (1, 1)
    assert feed.report["reasons"] == [["attribute_missing", "material", "maker", 1]]
    assert [note.variant_id for note in notes_about(feed, "attribute_missing", "material")] == [silent.pk]
    (reason,) = why(feed)
    assert (reason.sizes, str(reason.reason.sentence)) == (1, "Material: nobody has said.")


def test_a_good_that_is_not_in_the_shop_is_not_even_counted():
    variant = make_ready()
    Good.objects.filter(pk=variant.good_id).update(state=Good.State.PAUSED)
    feed = make_feed(variant.mart)
    assert (items(feed), feed.number, feed.held) == ([], 0, 0)


def test_a_good_without_a_word_about_it_stays_out_of_all_feeds():
    variant = make_ready()
    GoodText.objects.filter(good=variant.good).update(description="")
    feed = make_feed(variant.mart)
    assert (feed.number, feed.held) == (0, 1)
    assert "description" in {about for _code, about, _who, _sizes in feed.report["reasons"]}


def test_what_the_shop_sells_without_a_tax_rate_goes_and_else_not():
    variant = make_ready()
    TaxRule.objects.all().delete()
    feed = make_feed(variant.mart)
    assert [code for code, *_rest in feed.report["reasons"]] == ["tax_missing"]
    Seller.objects.update(gstin="")
    again(feed)
    assert (feed.number, feed.report["reasons"]) == (1, [])


def test_sizes_of_one_good_stand_together():
    variant = make_ready()
    alone = make_ready()
    other = make_variant(variant.good, labels={"en": "Large"})
    groups = {item["id"]: item.get("item_group_id") for item in items(make_feed(variant.mart))}
    assert groups == {variant.sku: variant.good.slug, other.sku: variant.good.slug, alone.sku: None}


def test_what_is_made_to_order_is_ordered_for_a_day():
    variant = make_ready(0, good={"made_to_order": True, "making_days": 5})
    stock.set_capacity(variant, capacity=4, by=BY)
    (item,) = items(make_feed(variant.mart))
    assert item["availability"] == "backorder"
    assert item["availability_date"].endswith("T06:30Z")


def test_the_same_goods_make_the_same_feed_and_others_another():
    variant = make_ready()
    feed = make_feed(variant.mart)
    digest, since = feed.digest, feed.changed_at
    assert again(feed) is False
    assert (feed.digest, feed.changed_at) == (digest, since)
    Variant.objects.filter(pk=variant.pk).update(price_paise=39_000, mrp_paise=39_000)
    assert again(feed) is True
    assert feed.digest != digest
    assert items(feed)[0]["price"] == "390.00 INR"
    assert [path.name for path in files.folder().glob("*.gz")].count(f"{feed.pk}-{digest[:32]}.gz") == 0
    assert sorted(path.name for path in files.folder().iterdir()) == sorted(
        [files.path_of(feed.pk, feed.digest).name, files.notes_of(feed.pk).name]
    )


def test_a_sold_out_good_says_so_and_stays():
    variant = make_ready(0)
    assert [item["availability"] for item in items(make_feed(variant.mart))] == ["out_of_stock"]


def test_words_that_are_cut_are_told_of_with_their_good():
    variant = make_ready()
    GoodText.objects.filter(good=variant.good).update(description="bamboo " * 1_000)
    feed = make_feed(variant.mart)
    assert feed.report["cut"] == {"description": 1}
    assert [note.variant_id for note in notes_about(feed, "cut", "description")] == [variant.pk]
    assert notes_about(feed) == []


def test_hostile_words_break_no_row():
    words = "=cmd|'/C calc'!A0\t\"quoted\",\nnext 🎉 دیوگھر"
    first, second = make_ready(), make_ready()
    GoodText.objects.filter(good=first.good).update(name=words[:120], description=words * 100)
    feed = make_feed(first.mart, "meta")
    rows = list(csv.DictReader(io.StringIO(content(feed), newline="")))
    assert [row["id"] for row in rows] == [first.sku, second.sku]
    assert rows[0]["title"] == "cmd|'/C calc'!A0 \"quoted\", next 🎉 دیوگھر"
    assert None not in rows[0]
    tabs = content(make_feed(first.mart, "pinterest")).splitlines()
    assert len(tabs) == 3


@pytest.mark.parametrize("size", [1, 3])
def test_batches_make_the_same_feed_in_statements_that_do_not_grow(size, monkeypatch, django_assert_max_num_queries):
    made = [make_ready() for _number in range(3)]
    feed = make_feed(made[0].mart)
    digest = feed.digest
    monkeypatch.setattr(goods, "AT_ONCE", size)
    again(feed)
    assert (feed.digest, feed.number) == (digest, 3)
    monkeypatch.setattr(goods, "AT_ONCE", 500)
    with django_assert_max_num_queries(60) as few:
        again(feed)
    for _number in range(3):
        make_ready()
    with django_assert_max_num_queries(len(few)):
        again(feed)
    assert feed.number == 6


def test_what_was_mended_since_is_left_out_of_the_list():
    variant = make_ready()
    GoodText.objects.filter(good=variant.good).update(description="")
    feed = make_feed(variant.mart)
    notes = notes_about(feed)
    assert [bool(standing.reasons) for standing in told_of(feed, notes)] == [True]
    GoodText.objects.filter(good=variant.good).update(description="Split bamboo.")
    assert [bool(standing.reasons) for standing in told_of(feed, notes)] == [False]
    Good.objects.filter(pk=variant.good_id).update(state=Good.State.PAUSED)
    assert told_of(feed, notes) == []
    assert why(feed)[0].reason is None


def test_nothing_half_made_is_left_when_making_fails(monkeypatch):
    variant = make_ready()
    feed = make_feed(variant.mart, made=False)

    def broken(*_given, **_more):
        raise RuntimeError("the disk is full")
        yield

    monkeypatch.setattr("haat.channels.feeds.making.standings", broken)
    with pytest.raises(RuntimeError):
        again(feed)
    assert list((settings.DATA_DIR / "feeds").iterdir()) == []
    feed.refresh_from_db()
    assert feed.made_at is None


def test_an_empty_mart_has_an_empty_feed():
    feed = make_feed(make_mart())
    assert (items(feed), feed.number, bool(feed.digest)) == ([], 0, True)
