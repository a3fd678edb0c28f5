"""Listings searched by SKU and otherwise, page by page."""

import pytest

from haat.cli.rehearsal.amazon import searching
from haat.cli.rehearsal.amazon.wire import stamp
from tests.cli.rehearsal.amazon.market import HERE, ITEMS, bangle, stock


def skus(market, query):
    return [each["sku"] for each in market.get(f"{ITEMS}?{HERE}{query}")["items"]]


@pytest.fixture
def shelf(market):
    """Five listings, a minute apart; the third is sold out, the fourth has letters on its picture."""
    market.control(switch={"lettered": ["LB-4"]})
    for number in range(1, 6):
        market.at += 60
        market.put(f"LB-{number}", bangle(fulfillment_availability=stock(0)) if number == 3 else None)
    market.at += 600
    return market


def test_skus_are_found_and_those_that_are_not_there_are_left_out(shelf):
    found = shelf.get(f"{ITEMS}?{HERE}&identifiersType=SKU&identifiers=LB-2,LB-9&includedData=summaries,issues")
    assert (found["numberOfResults"], [each["sku"] for each in found["items"]]) == (1, ["LB-2"])
    assert "pagination" not in found


def test_pages_follow_each_other_there_and_back(shelf):
    first = shelf.get(f"{ITEMS}?{HERE}&pageSize=2&sortBy=sku&sortOrder=ASC")
    assert (first["numberOfResults"], [each["sku"] for each in first["items"]]) == (5, ["LB-1", "LB-2"])
    second = shelf.get(f"{ITEMS}?{HERE}&pageSize=2&pageToken={first['pagination']['nextToken']}")
    assert [each["sku"] for each in second["items"]] == ["LB-3", "LB-4"]
    back = shelf.get(f"{ITEMS}?{HERE}&pageSize=2&pageToken={second['pagination']['previousToken']}")
    assert back["items"] == first["items"]
    last = shelf.get(f"{ITEMS}?{HERE}&pageSize=2&pageToken={second['pagination']['nextToken']}")
    assert ([each["sku"] for each in last["items"]], "nextToken" in last["pagination"]) == (["LB-5"], False)


def test_page_that_is_of_no_search_is_refused(shelf):
    assert shelf.ask("GET", f"{ITEMS}?{HERE}&pageToken=none.2")[0] == 400


def test_no_page_lies_beyond_a_thousand(shelf, monkeypatch):
    monkeypatch.setattr(searching, "MOST", 3)
    first = shelf.get(f"{ITEMS}?{HERE}&pageSize=2")
    last = shelf.get(f"{ITEMS}?{HERE}&pageSize=2&pageToken={first['pagination']['nextToken']}")
    assert (first["numberOfResults"], len(last["items"]), "nextToken" in last["pagination"]) == (5, 1, False)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("&withStatus=BUYABLE", ["LB-5", "LB-4", "LB-2", "LB-1"]),
        ("&withoutStatus=BUYABLE", ["LB-3"]),
        ("&withStatus=BUYABLE&withoutStatus=DISCOVERABLE", ["LB-4"]),
        ("&withIssueSeverity=WARNING", ["LB-4"]),
        ("&withIssueSeverity=ERROR", []),
        ("&variationParentSku=LB", []),
        ("&packageHierarchySku=LB-1", []),
        ("&identifiersType=EAN&identifiers=8901234567894", []),
        ("&sortBy=createdDate&sortOrder=ASC&pageSize=2", ["LB-1", "LB-2"]),
    ],
)
def test_filters_choose(shelf, query, found):
    assert skus(shelf, query) == found


def test_time_bounds_choose_with_their_ends(shelf):
    third = stamp(shelf.at - 600 - 120)
    assert skus(shelf, f"&createdAfter={third}") == ["LB-5", "LB-4", "LB-3"]
    assert skus(shelf, f"&lastUpdatedBefore={third}") == ["LB-3", "LB-2", "LB-1"]


def test_asin_finds_its_listing(shelf):
    asin = shelf.listing("LB-2")["summaries"][0]["asin"]
    assert skus(shelf, f"&identifiersType=ASIN&identifiers={asin}") == ["LB-2"]


@pytest.mark.parametrize(
    "query", ["&identifiers=LB-1", "&identifiersType=SKU", "&identifiersType=SKU&identifiers=A&variationParentSku=LB"]
)
def test_words_that_do_not_go_together_are_refused(shelf, query):
    assert shelf.ask("GET", f"{ITEMS}?{HERE}{query}")[0] == 400
