"""Each feed: its columns are those its readers ask for, in their spelling; every folder says all there is to say."""

import pytest
from django.urls import reverse
from django.utils import translation

from haat.channels.feeds import kind
from haat.channels.feeds.goods import GOOD
from haat.channels.feeds.making import row_of
from haat.channels.feeds.writing import MIME
from tests.channels.feeds.items import MADE_TO_ORDER, make_item

KINDS = [each.slug for each in kind.every_kind()]
# What each must have: derived from the readers' own lists of columns.
NEEDED = {
    "google": ["id", "title", "description", "link", "image_link", "availability", "price"],
    "pinterest": ["id", "title", "description", "link", "image_link", "availability", "price"],
    "meta": [
        *("id", "title", "description", "availability", "condition", "price", "link", "image_link"),
        *("origin_country", "manufacturer_info"),
    ],
}
MOST = {
    "google": {"title": 150},
    "pinterest": {},
    "meta": {"title": 200, "description": 9999, "color": 200, "size": 200, "material": 200, "mpn": 100},
}
AVAILABILITY = {
    "google": ("in_stock", "backorder", "out_of_stock"),
    "pinterest": ("in stock", "preorder", "out of stock"),
    "meta": ("in stock", "available for order", "out of stock"),
}


def cells(slug, **told):
    found = kind.get(slug)
    row = row_of(make_item(**told), found)
    return dict(zip([column.name for column in found.columns], row.cells, strict=True))


def test_there_are_three_feeds_and_they_are_found_by_their_folders():
    assert KINDS == ["google", "meta", "pinterest"]
    assert [kind.find(slug) for slug in ("amazon", "../google", "")] == [None, None, None]
    with pytest.raises(LookupError):
        kind.get("nobody")


@pytest.mark.parametrize("slug", KINDS)
def test_feed_says_all_that_is_asked_of_it(slug):
    found = kind.get(slug)
    assert found.slug == slug
    assert (bool(str(found.title)), bool(str(found.hint)), found.form in MIME) == (True, True, True)
    assert sorted(column.name for column in found.columns if column.needed) == sorted(NEEDED[slug])
    limits = {column.name: column.most for column in found.columns}
    assert len(limits) == len(found.columns)
    assert {name: limits[name] for name in MOST[slug]} == MOST[slug]
    assert found.pictures.least_side == 500


@pytest.mark.parametrize("slug", KINDS)
def test_availability_is_spelt_as_the_feed_spells_it(slug):
    there, made, gone = AVAILABILITY[slug]
    assert cells(slug)["availability"] == there
    assert cells(slug, **MADE_TO_ORDER)["availability"] == made
    assert cells(slug, free=0)["availability"] == gone
    assert cells(slug, free=0, ready_on=MADE_TO_ORDER["ready_on"])["availability"] == gone


def test_what_is_made_to_order_says_when_it_leaves():
    assert cells("google", **MADE_TO_ORDER)["availability_date"] == "2026-12-18T06:30Z"
    assert cells("google")["availability_date"] == ""
    assert cells("google", free=0, ready_on=MADE_TO_ORDER["ready_on"])["availability_date"] == ""


@pytest.mark.parametrize("slug", KINDS)
def test_money_pictures_and_links_are_written_out(slug):
    row = cells(slug)
    assert row["price"] == "520.00 INR"
    assert row["image_link"].endswith("/square.jpg")
    assert row["additional_image_link"] == ["http://deoghar.localhost/media/pictures/cd/cde/square.jpg"]
    assert row["google_product_category"] == "191"
    assert cells(slug, category=0)["google_product_category"] == ""


def test_mrp_stands_beside_the_price():
    assert cells("google")["maximum_retail_price"] == "600.50 INR"


def test_what_has_no_barcode_says_so():
    assert cells("google")["identifier_exists"] == "no"
    coded = make_item().said | {"gtin": "8901234567890"}
    assert cells("google", said=coded)["identifier_exists"] == ""


def test_meta_is_told_what_india_asks_for():
    row = cells("meta")
    assert (row["origin_country"], row["wa_compliance_category"]) == ("IN", "DEFAULT")
    assert row["manufacturer_info"].startswith("Lahthi group")


def test_meta_gets_the_makers_number_or_the_marts():
    assert cells("meta")["mpn"] == "LB-26"
    said = {name: text for name, text in make_item().said.items() if name != "mpn"}
    assert cells("meta", said=said)["mpn"] == "DM000012-1"


@pytest.mark.parametrize(
    ("raw", "age", "gender"),
    [
        ({"age_group": "kid", "gender": "girl"}, "kids", "female"),
        ({"age_group": "adult", "gender": "unisex"}, "adult", "unisex"),
        # Of a "baby", and for whom an infant's is, no word of theirs says it: it is left out, not guessed.
        ({"age_group": "baby", "gender": "infant"}, "", ""),
    ],
)
def test_words_of_theirs_stand_for_ours_or_nothing_does(raw, age, gender):
    row = cells("google", raw=raw)
    assert (row["age_group"], row["gender"]) == (age, gender)


@pytest.mark.parametrize("slug", KINDS)
def test_what_a_feed_needs_and_nobody_said_keeps_it_out(slug):
    found = kind.get(slug)
    said = {name: text for name, text in make_item().said.items() if name != "description"}
    row = row_of(make_item(said=said, pictures=[]), found)
    assert [(reason.code, reason.about, reason.stops) for reason in row.lacks] == [
        ("column_missing", "description", True),
        ("column_missing", "pictures", True),
    ]
    assert "description" in str(row.lacks[0].sentence)


def test_what_is_too_long_is_cut_at_a_word_and_told():
    said = make_item().said | {"title": "bangle " * 40, "color": "c" * 150}
    row = row_of(make_item(said=said), kind.get("google"))
    assert row.cut == ["title", "color"]
    assert (len(row.cells[1]), row.cells[1].endswith("bangle")) == (146, True)


def test_links_of_feeds_are_those_of_the_shop():
    for language in ("hi", "en", "mr"):
        with translation.override(language):
            page = reverse("shop:good", args=["lah-ki-lahthi"])
        link = GOOD.format(language=language, slug="lah-ki-lahthi", variant=7, source="google")
        assert link == f"{page}?v=7&from=google"
