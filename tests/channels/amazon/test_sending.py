"""A few offers by calls of their own, many by a feed; a preview first, parents first, and nothing sent twice."""

import json
from dataclasses import replace

import httpx2
import pytest

from haat.channels.amazon import feeds, sending
from haat.channels.amazon.channel import CHANNEL
from haat.channels.amazon.listing import shaped
from haat.channels.amazon.schema import Schema
from haat.channels.channel import CLOSE, LISTING, PRICE, STOCK, Answer, Lost, Sending, Shut, Throttled, Trouble
from tests.channels.amazon.answering import GOOD, KEYS, SELLER, STORE, Kept, good
from tests.channels.amazon.schemas import BRACELET

INDIA = "A21TJRUUN4KGV"
TAKEN = {"sku": "DGR-1", "status": "ACCEPTED", "submissionId": "s1", "issues": []}
ISSUE = {
    "code": "90220",
    "severity": "ERROR",
    "message": "'Metal Type' is required but not supplied.",
    "attributeNames": ["metal_type"],
    "categories": ["MISSING_ATTRIBUTE"],
}
INVALID = TAKEN | {"status": "INVALID", "issues": [ISSUE]}
SEEN = {LISTING: {"product_type": "BRACELET"}}
BODIES = shaped(GOOD, Schema(BRACELET)).bodies
OFFER = {
    "currency": "INR",
    "audience": "ALL",
    "our_price": [{"schedule": [{"value_with_tax": 520.5}]}],
    "maximum_retail_price": [{"schedule": [{"value_with_tax": 600}]}],
    "marketplace_id": INDIA,
}


def one(operation, number=1, **more):
    told = {"body": BODIES.get(operation), "before": SEEN, "number": number}
    return Sending(f"DGR-{number}", "BRACELET", **(told | more))


def new(number=1, **more):
    beside = {part: BODIES[part] for part in CHANNEL.with_listing}
    return one(LISTING, number, **({"before": {}, "beside": beside} | more))


def sized(number):
    told = shaped(good(parent="G7", theme=("bangle_size",)), Schema(BRACELET)).bodies[LISTING]
    return new(number, body=told)


@pytest.fixture
def line():
    kept = Kept()
    kept.keep_schema("BRACELET", "v1", {"schema": BRACELET})
    return kept


def test_stock_is_merged_into_the_sellers_own_entry_and_sent_whole(amazon, line):
    amazon.says("patchListingsItem", TAKEN)
    receipt = CHANNEL.send(STOCK, [one(STOCK)], KEYS, line)
    assert receipt.answers == [Answer("DGR-1", taken=True)]
    (asked,) = amazon.asked
    assert asked.path == {"seller": SELLER, "sku": "DGR-1"}
    assert asked.query == {"marketplaceIds": INDIA, "issueLocale": "en_IN", "includedData": "issues"}
    value = [{"fulfillment_channel_code": "DEFAULT", "quantity": 12}]
    patch = {"op": "merge", "path": "/attributes/fulfillment_availability", "value": value}
    assert asked.body == {"productType": "BRACELET", "patches": [patch]}


def test_a_price_is_replaced_with_the_mrp_beside_it(amazon, line):
    amazon.says("patchListingsItem", TAKEN)
    CHANNEL.send(PRICE, [one(PRICE)], KEYS, line)
    patch = {"op": "replace", "path": "/attributes/purchasable_offer", "value": [OFFER]}
    assert amazon.asked[0].body["patches"] == [patch]


def test_a_patch_holds_only_what_the_schema_knows(amazon, line):
    less = json.loads(json.dumps(BRACELET))
    del less["properties"]["purchasable_offer"]["items"]["properties"]["audience"]
    line.keep_schema("BRACELET", "v2", {"schema": less})
    amazon.says("patchListingsItem", TAKEN)
    CHANNEL.send(PRICE, [one(PRICE)], KEYS, line)
    (value,) = amazon.asked[0].body["patches"][0]["value"]
    assert value == {name: each for name, each in OFFER.items() if name != "audience"}


def test_a_new_listing_is_previewed_and_then_put_with_price_and_stock(amazon, line):
    amazon.says("putListingsItem", TAKEN | {"status": "VALID"})
    amazon.says("putListingsItem", TAKEN)
    assert CHANNEL.send(LISTING, [new()], KEYS, line).answers == [Answer("DGR-1", taken=True)]
    preview, put = amazon.asked
    assert (preview.query.get("mode"), put.query.get("mode")) == ("VALIDATION_PREVIEW", None)
    assert preview.body == put.body
    assert (put.body["productType"], put.body["requirements"]) == ("BRACELET", "LISTING")
    stock = {"fulfillment_channel_code": "DEFAULT", "quantity": 12, "lead_time_to_ship_max_days": 3}
    offer = {"purchasable_offer": [OFFER], "fulfillment_availability": [stock]}
    assert put.body["attributes"] == BODIES[LISTING]["attributes"] | offer
    assert line.spent == ["putListingsItem"] * 2


def test_what_a_preview_refuses_is_not_put(amazon, line):
    amazon.says("putListingsItem", INVALID)
    (answer,) = CHANNEL.send(LISTING, [new()], KEYS, line).answers
    (issue,) = answer.issues
    assert (answer.taken, issue.code, issue.about, issue.severity, issue.who) == (
        False,
        "90220",
        "metal_type",
        "error",
        "desk",
    )
    assert issue.raw == ISSUE
    assert len(amazon.asked) == 1


def test_a_second_validations_errors_are_told_though_the_preview_was_content(amazon, line):
    amazon.says("putListingsItem", TAKEN | {"status": "VALID"})
    amazon.says("putListingsItem", INVALID)
    (answer,) = CHANNEL.send(LISTING, [new()], KEYS, line).answers
    assert (answer.taken, [each.code for each in answer.issues]) == (False, ["90220"])


def test_a_warning_does_not_refuse(amazon, line):
    amazon.says("putListingsItem", TAKEN | {"issues": [ISSUE | {"severity": "WARNING"}]})
    (answer,) = CHANNEL.send(LISTING, [new()], KEYS, line).answers
    assert (answer.taken, [each.severity for each in answer.issues]) == (True, ["warning"])


def test_a_listing_without_price_and_stock_beside_is_put_as_a_product(amazon, line):
    amazon.says("putListingsItem", TAKEN)
    CHANNEL.send(LISTING, [new(beside={})], KEYS, line)
    assert amazon.asked[1].body["requirements"] == "LISTING_PRODUCT_ONLY"
    assert amazon.asked[1].body["attributes"] == BODIES[LISTING]["attributes"]


def test_a_listing_that_is_there_is_patched_where_it_differs(amazon, line):
    amazon.says("patchListingsItem", TAKEN)
    wanted = BODIES[LISTING]["attributes"]
    there = {name: value for name, value in wanted.items() if name != "brand"}
    there |= {"other_product_image_locator_3": [{"media_location": "https://x.in/old.jpg"}], "their_own": []}
    before = {LISTING: {"product_type": "BRACELET", "attributes": there, "lead_days": 3}}
    CHANNEL.send(LISTING, [one(LISTING, before=before)], KEYS, line)
    assert [each.query.get("mode") for each in amazon.asked] == ["VALIDATION_PREVIEW", None]
    assert amazon.asked[1].body["patches"] == [
        {"op": "replace", "path": "/attributes/brand", "value": wanted["brand"]},
        {
            "op": "delete",
            "path": "/attributes/other_product_image_locator_3",
            "value": [{"marketplace_id": INDIA}],
        },
    ]


def test_a_listing_of_which_nothing_was_read_is_patched_whole(amazon, line):
    amazon.says("patchListingsItem", TAKEN)
    CHANNEL.send(LISTING, [one(LISTING)], KEYS, line)
    paths = [each["path"] for each in amazon.asked[1].body["patches"]]
    wanted = [f"/attributes/{name}" for name in BODIES[LISTING]["attributes"]]
    assert paths == ["/attributes/fulfillment_availability", *wanted]
    lead = {"fulfillment_channel_code": "DEFAULT", "lead_time_to_ship_max_days": 3}
    assert amazon.asked[1].body["patches"][0] == {"op": "merge", "path": paths[0], "value": [lead]}


def test_what_is_taken_off_is_deleted_and_what_is_gone_already_is_off(amazon, line):
    amazon.says("deleteListingsItem", TAKEN)
    amazon.says("deleteListingsItem", {"errors": [{"code": "NOT_FOUND", "message": "no"}]}, 404)
    amazon.says("deleteListingsItem", {"errors": [{"code": "InvalidInput", "message": "no"}]}, 400)
    receipt = CHANNEL.send(CLOSE, [one(CLOSE, 1), one(CLOSE, 2), one(CLOSE, 3)], KEYS, line)
    assert [each.taken for each in receipt.answers] == [True, True, False]
    assert amazon.asked[0].query == {"marketplaceIds": INDIA, "issueLocale": "en_IN"}


def test_a_parent_goes_before_its_sizes_and_once(amazon, line):
    amazon.says("putListingsItem", TAKEN)
    CHANNEL.send(LISTING, [sized(1), sized(2)], KEYS, line)
    assert [each.path["sku"] for each in amazon.asked] == ["G7", "G7", "DGR-1", "DGR-1", "DGR-2", "DGR-2"]
    parent = amazon.asked[1].body
    assert parent["requirements"] == "LISTING_PRODUCT_ONLY"
    assert parent["attributes"]["parentage_level"] == [{"value": "parent", "marketplace_id": INDIA}]
    lacks = {"size", "child_parent_sku_relationship", "condition_type", "purchasable_offer"}
    assert lacks & parent["attributes"].keys() == set()
    assert parent["attributes"]["variation_theme"] == [{"name": "SIZE"}]


def test_sizes_whose_parent_is_refused_are_refused_for_its_reason(amazon, line):
    amazon.says("putListingsItem", INVALID)
    receipt = CHANNEL.send(LISTING, [sized(1), sized(2)], KEYS, line)
    assert [(each.sku, each.taken, each.issues[0].code) for each in receipt.answers] == [
        ("DGR-1", False, "90220"),
        ("DGR-2", False, "90220"),
    ]
    assert len(amazon.asked) == 1


def test_one_that_is_refused_does_not_keep_back_the_rest(amazon, line):
    amazon.says("patchListingsItem", {"errors": [{"code": "InvalidInput", "message": "No such SKU."}]}, 400)
    amazon.says("patchListingsItem", TAKEN)
    first, second = CHANNEL.send(STOCK, [one(STOCK, 1), one(STOCK, 2)], KEYS, line).answers
    assert (first.taken, first.issues[0].code, first.issues[0].said) == (False, "InvalidInput", "No such SKU.")
    assert second == Answer("DGR-2", taken=True)


def test_where_the_quota_ends_the_rest_is_left_out(amazon):
    amazon.says("patchListingsItem", TAKEN)
    line = Kept({"patchListingsItem": 2})
    receipt = CHANNEL.send(STOCK, [one(STOCK, number) for number in (1, 2, 3)], KEYS, line)
    assert [each.sku for each in receipt.answers] == ["DGR-1", "DGR-2"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": 429}, Throttled),
        ({"status": 503}, Trouble),
        ({"trouble": httpx2.ConnectError("no")}, Trouble),
        ({"trouble": httpx2.ReadTimeout("late")}, Lost),
        ({"status": 500}, Lost),
        ({"body": {"errors": [{"code": "Unauthorized", "message": "denied"}]}, "status": 403}, Shut),
    ],
)
def test_a_call_that_fails_says_whether_it_may_have_happened(amazon, line, answer, error):
    amazon.says("patchListingsItem", **answer)
    with pytest.raises(error):
        CHANNEL.send(STOCK, [one(STOCK)], KEYS, line)


def test_a_call_that_is_lost_in_the_middle_loses_the_batch(amazon, line):
    amazon.says("patchListingsItem", TAKEN)
    amazon.says("patchListingsItem", trouble=httpx2.ReadTimeout("late"))
    with pytest.raises(Lost):
        CHANNEL.send(STOCK, [one(STOCK, 1), one(STOCK, 2)], KEYS, line)


def batch(operation, number=11):
    return [replace(one(operation), sku=f"DGR-{each}", number=100 + each) for each in range(1, number + 1)]


def feed_of(amazon, name):
    return json.loads(amazon.laid[f"in-{name}"])


def test_many_go_by_a_feed(amazon, line):
    amazon.takes_feeds("77")
    receipt = CHANNEL.send(STOCK, batch(STOCK), KEYS, line)
    assert (receipt.ref, list(receipt.answers)) == ("77", [])
    document, feed = amazon.asked
    assert document.body == {"contentType": "application/json; charset=UTF-8"}
    assert feed.body == {"feedType": "JSON_LISTINGS_FEED", "marketplaceIds": [INDIA], "inputFeedDocumentId": "in-77"}
    assert line.spent == ["JSON_LISTINGS_FEED", "createFeedDocument", "createFeed"]
    told = feed_of(amazon, "77")
    assert told["header"] == {"sellerId": SELLER, "version": "2.0", "issueLocale": "en_IN"}
    assert [each["messageId"] for each in told["messages"]] == list(range(101, 112))
    value = [{"fulfillment_channel_code": "DEFAULT", "quantity": 12}]
    assert told["messages"][0] == {
        "messageId": 101,
        "sku": "DGR-1",
        "operationType": "PATCH",
        "productType": "BRACELET",
        "patches": [{"op": "merge", "path": "/attributes/fulfillment_availability", "value": value}],
    }


def test_offers_without_a_number_are_numbered_by_their_places(amazon, line):
    amazon.takes_feeds("77")
    CHANNEL.send(STOCK, [replace(each, number=0) for each in batch(STOCK)], KEYS, line)
    assert [each["messageId"] for each in feed_of(amazon, "77")["messages"]] == list(range(1, 12))


def test_new_listings_go_whole_after_their_parents(amazon, line):
    amazon.takes_feeds("77")
    CHANNEL.send(LISTING, [sized(1), sized(2), *(new(number) for number in range(3, 8))], KEYS, line)
    messages = feed_of(amazon, "77")["messages"]
    assert [(each["messageId"], each["sku"], each["requirements"]) for each in messages[:3]] == [
        (2_147_483_640, "G7", "LISTING_PRODUCT_ONLY"),
        (1, "DGR-1", "LISTING"),
        (2, "DGR-2", "LISTING"),
    ]
    assert {each["operationType"] for each in messages} == {"UPDATE"}
    assert messages[1]["attributes"]["purchasable_offer"] == [OFFER]


def test_what_is_taken_off_by_a_feed_names_nothing_but_itself(amazon, line):
    amazon.takes_feeds("77")
    CHANNEL.send(CLOSE, batch(CLOSE), KEYS, line)
    assert feed_of(amazon, "77")["messages"][0] == {"messageId": 101, "sku": "DGR-1", "operationType": "DELETE"}


def test_parents_for_which_there_is_no_room_go_in_a_feed_of_their_own(amazon, line, monkeypatch):
    monkeypatch.setattr(feeds, "MOST_MESSAGES", 7)
    amazon.takes_feeds("76", "77")
    receipt = CHANNEL.send(LISTING, [sized(1), *(new(number) for number in range(2, 8))], KEYS, line)
    assert receipt.ref == "76,77"
    assert [each["sku"] for each in feed_of(amazon, "76")["messages"]] == ["G7"]
    assert len(feed_of(amazon, "77")["messages"]) == 7


def test_a_feed_larger_than_what_is_kept_in_memory_is_sent_whole(amazon, line, monkeypatch):
    monkeypatch.setattr(feeds, "IN_MEMORY", 100)
    amazon.takes_feeds("77")
    CHANNEL.send(STOCK, batch(STOCK, 30), KEYS, line)
    assert len(feed_of(amazon, "77")["messages"]) == 30


def test_a_feed_that_is_lost_is_lost_and_one_whose_document_is_not_taken_is_trouble(amazon, line):
    amazon.takes_feeds("77")
    amazon.now_says("createFeed", trouble=httpx2.ReadTimeout("late"))
    with pytest.raises(Lost):
        CHANNEL.send(STOCK, batch(STOCK), KEYS, line)
    amazon.now_says("createFeedDocument", {"feedDocumentId": "x"}, 201)
    with pytest.raises(Trouble):
        CHANNEL.send(STOCK, batch(STOCK), KEYS, line)


def test_without_a_token_for_a_feed_nothing_is_laid(amazon):
    with pytest.raises(Throttled):
        CHANNEL.send(STOCK, batch(STOCK), KEYS, Kept({"JSON_LISTINGS_FEED": 0}))
    assert amazon.asked == []


@pytest.mark.parametrize("operation", [CLOSE, STOCK, PRICE, LISTING])
def test_a_batch_of_calls_is_no_larger_than_what_may_be_asked_at_once(operation):
    name = "deleteListingsItem" if operation == CLOSE else "patchListingsItem"
    calls = 2 if operation == LISTING else 1
    assert sending.SINGLY[operation] * calls <= 2 * CHANNEL.rates[name].burst


def test_a_link_to_lay_a_feed_at_must_be_one(amazon, line):
    amazon.says("createFeedDocument", {"feedDocumentId": "x", "url": f"{STORE.replace('http', 'ftp')}/x"}, 201)
    with pytest.raises(Trouble):
        CHANNEL.send(STOCK, batch(STOCK), KEYS, line)
