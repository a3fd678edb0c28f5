"""Patches: what they replace, merge and take away, and what they cannot."""

import pytest

from haat.cli.rehearsal.amazon.patching import patched
from tests.cli.rehearsal.amazon.market import bangle, price, stock, told, words

STOCK, OFFER = "/attributes/fulfillment_availability", "/attributes/purchasable_offer"


def test_replace_puts_a_whole_entry_in_the_place_of_the_old(market):
    market.put("LB-1")
    assert market.patch("LB-1", {"op": "replace", "path": STOCK, "value": stock(4)})["status"] == "ACCEPTED"
    assert market.listing("LB-1")["attributes"]["fulfillment_availability"] == stock(4)
    assert market.quantity("LB-1") == 4


def test_merge_leaves_what_it_does_not_name(market):
    market.put("LB-1")
    market.patch("LB-1", {"op": "merge", "path": STOCK, "value": stock(4)})
    kept = market.listing("LB-1")["attributes"]["fulfillment_availability"]
    assert kept == stock(4, lead_time_to_ship_max_days=3)


def test_replacing_by_another_channel_adds_a_second(market):
    market.put("LB-1")
    market.patch("LB-1", {"op": "replace", "path": STOCK, "value": [{"fulfillment_channel_code": "AMAZON_IN"}]})
    assert market.listing("LB-1")["fulfillmentAvailability"] == [
        {"fulfillmentChannelCode": "AMAZON_IN", "quantity": 0},
        {"fulfillmentChannelCode": "DEFAULT", "quantity": 7},
    ]


def test_stock_and_price_are_changed_apart(market):
    market.put("LB-1")
    market.buy("LB-1")
    market.patch("LB-1", {"op": "replace", "path": OFFER, "value": price(499, 600)})
    assert (market.quantity("LB-1"), market.listing("LB-1")["offers"][0]["price"]["amount"]) == (6, "499.00")


def test_patch_says_the_type_of_the_listing_or_that_of_any(market):
    market.put("LB-1")
    patch = {"op": "replace", "path": STOCK, "value": stock(1)}
    assert market.patch("LB-1", patch, kind="PRODUCT")["status"] == "ACCEPTED"
    assert market.patch("LB-1", patch, kind="SAREE")["status"] == "INVALID"


@pytest.mark.parametrize(
    ("patch", "code"),
    [
        ({"op": "replace", "path": STOCK, "value": stock(-4)}, "4000001"),
        ({"op": "replace", "path": f"{STOCK}/0/quantity", "value": [{"quantity": 1}]}, "4000001"),
        ({"op": "replace", "path": "/attributes/fulfillmentAvailability", "value": stock(1)}, "90000900"),
        ({"op": "replace", "path": STOCK, "value": []}, "90220"),
        ({"op": "replace", "path": OFFER, "value": price(700, 600)}, "4000001"),
        ({"op": "delete", "path": "/attributes/size"}, "90220"),
    ],
)
def test_patch_that_cannot_be_is_refused_and_changes_nothing(market, patch, code):
    market.put("LB-1")
    answer = market.patch("LB-1", patch)
    assert (answer["status"], answer["issues"][0]["code"]) == ("INVALID", code)
    assert market.listing("LB-1")["attributes"] == bangle()


def test_patch_of_what_is_not_there_is_refused(market):
    answer = market.patch("LB-9", {"op": "replace", "path": STOCK, "value": stock(1)})
    assert (answer["status"], answer["issues"][0]["code"]) == ("INVALID", "13013")


def test_delete_takes_the_entries_it_names_or_all():
    before = {"closure": words("Hook"), "fulfillment_availability": stock(1)}
    path = "/attributes/closure"
    assert patched(before, [{"op": "delete", "path": path}])[0] == {"fulfillment_availability": stock(1)}
    other = [{"fulfillment_channel_code": "AMAZON_IN"}]
    assert patched(before, [{"op": "delete", "path": STOCK, "value": other}])[0] == before
    assert patched(before, [{"op": "add", "path": "/attributes/size", "value": told("2.8")}])[1] == {"size"}
