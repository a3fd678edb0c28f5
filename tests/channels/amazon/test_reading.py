"""How listings and feeds are read back: stock from what Amazon sells by, twenty a call, reports by their numbers."""

import gzip
import json

import pytest

from haat.channels.amazon import documents, reading
from haat.channels.amazon.causes import ADVICE, issues
from haat.channels.amazon.channel import CHANNEL
from haat.channels.amazon.patching import patches
from haat.channels.channel import LISTING, PRICE, STOCK, Report, Seen, Sending, Throttled, Trouble
from haat.channels.states import seen_as
from tests.channels.amazon.answering import KEYS, STORE, Kept

INDIA, USA = "A21TJRUUN4KGV", "ATVPDKIKX0DER"
ATTRIBUTES = {
    "item_name": [{"value": "Lac bangles"}],
    "purchasable_offer": [
        {
            "currency": "INR",
            "marketplace_id": INDIA,
            "our_price": [{"schedule": [{"value_with_tax": 540.5}]}],
            "maximum_retail_price": [{"schedule": [{"value_with_tax": 600}]}],
        }
    ],
    "fulfillment_availability": [
        {"fulfillment_channel_code": "DEFAULT", "quantity": 99, "lead_time_to_ship_max_days": 3}
    ],
}


def item(sku="DGR-1", status=("BUYABLE", "DISCOVERABLE"), **more):
    told = {
        "sku": sku,
        "summaries": [
            {"marketplaceId": USA, "asin": "B0USA", "status": []},
            {"marketplaceId": INDIA, "asin": "B0IN", "productType": "BRACELET", "status": list(status)},
        ],
        "attributes": ATTRIBUTES,
        "issues": [],
        "offers": [
            {"marketplaceId": INDIA, "offerType": "B2B", "price": {"amount": "1.00", "currencyCode": "INR"}},
            {"marketplaceId": INDIA, "offerType": "B2C", "price": {"amount": "545.00", "currencyCode": "INR"}},
        ],
        "fulfillmentAvailability": [
            {"fulfillmentChannelCode": "AMAZON_EU", "quantity": 50},
            {"fulfillmentChannelCode": "DEFAULT", "quantity": 12},
        ],
    }
    return {name: value for name, value in (told | more).items() if value is not None}


def suppressed(action, status="NOT_EXEMPT"):
    enforcements = {
        "actions": [{"action": action}],
        "exemption": {"status": status, "expiryDate": "2026-12-24T00:00:00Z"},
    }
    return {"code": "18027", "severity": "WARNING", "message": "text", "categories": [], "enforcements": enforcements}


def look(skus, line=None):
    return list(CHANNEL.look(skus, KEYS, line or Kept()))


def test_a_listing_is_read_part_by_part(amazon):
    amazon.says("getListingsItem", item())
    (seen,) = look(["DGR-1"])
    listing = {"product_type": "BRACELET", "attributes": {"item_name": [{"value": "Lac bangles"}]}, "lead_days": 3}
    parts = {LISTING: listing, PRICE: {"price_paise": 54500, "mrp_paise": 60000}, STOCK: {"quantity": 12}}
    assert seen == Seen("DGR-1", True, True, True, "B0IN", parts, [])


def test_stock_is_never_what_was_submitted(amazon):
    amazon.says("getListingsItem", item(fulfillmentAvailability=None))
    (seen,) = look(["DGR-1"])
    assert STOCK not in seen.parts


@pytest.mark.parametrize("told", [[], [{"fulfillmentChannelCode": "DEFAULT"}], "none", None])
def test_a_quantity_that_is_absent_is_not_none_left(amazon, told):
    amazon.says("getListingsItem", item(fulfillmentAvailability=told))
    (seen,) = look(["DGR-1"])
    assert (STOCK in seen.parts, list(seen.issues)) == (False, [])


def test_a_price_that_no_buyer_sees_yet_is_the_one_amazon_keeps(amazon):
    amazon.says("getListingsItem", item(offers=[], status=()))
    (seen,) = look(["DGR-1"])
    assert (seen.parts[PRICE], seen.buyable) == ({"price_paise": 54050, "mrp_paise": 60000}, False)


def test_what_amazon_does_not_tell_is_left_out(amazon):
    amazon.says("getListingsItem", {"sku": "DGR-1"})
    assert look(["DGR-1"]) == [Seen("DGR-1", there=True, issues=[])]


@pytest.mark.parametrize(
    ("status", "buyable", "shown"),
    [(["BUYABLE"], True, False), (["DISCOVERABLE"], False, True), ([], False, False), (["NEW_WORD"], False, False)],
)
def test_accepted_is_not_live(amazon, status, buyable, shown):
    amazon.says("getListingsItem", item(status=status))
    (seen,) = look(["DGR-1"])
    assert (seen.there, seen.buyable, seen.shown) == (True, buyable, shown)


@pytest.mark.parametrize(
    ("issue", "buyable", "shown"),
    [
        (suppressed("SEARCH_SUPPRESSED"), True, False),
        (suppressed("LISTING_SUPPRESSED"), False, True),
        (suppressed("CATALOG_ITEM_REMOVED"), False, True),
        (suppressed("ATTRIBUTE_SUPPRESSED"), True, True),
        (suppressed("SEARCH_SUPPRESSED", "EXEMPT_UNTIL_EXPIRY_DATE"), True, True),
    ],
)
def test_what_amazon_suppresses_is_neither_sold_nor_shown_though_its_status_says_so(amazon, issue, buyable, shown):
    amazon.says("getListingsItem", item(issues=[issue]))
    (seen,) = look(["DGR-1"])
    assert (seen.buyable, seen.shown) == (buyable, shown)
    (told,) = seen.issues
    assert (told.code, told.severity, told.who) == ("18027", "warning", "coordinator")
    assert told.raw["enforcements"]["exemption"]["expiryDate"] == "2026-12-24T00:00:00Z"


def test_what_lies_in_amazons_warehouse_has_no_stock_of_ours(amazon):
    amazon.says("getListingsItem", item(fulfillmentAvailability=[{"fulfillmentChannelCode": "AMAZON_EU"}]))
    (seen,) = look(["DGR-1"])
    assert (seen.parts[STOCK], [each.code for each in seen.issues]) == ({"theirs": True}, ["haat.sent_by_amazon"])


def test_a_code_with_a_comma_in_it_is_asked_for_by_itself(amazon):
    amazon.says("getListingsItem", item(sku="A,1"))
    amazon.says("searchListingsItems", {"items": [item(sku="B"), item(sku="C")]})
    assert [(seen.sku, seen.there) for seen in look(["A,1", "B", "C"])] == [("A,1", True), ("B", True), ("C", True)]
    assert amazon.asked[0].path["sku"] in ("A,1", "A%2C1")
    assert amazon.asked[1].query["identifiers"] == "B,C"


def test_stock_in_amazons_warehouse_is_neither_sent_nor_given_days(amazon):
    before = {STOCK: {"theirs": True}, LISTING: {"attributes": {}}}
    assert seen_as({STOCK: "wanted"}, {STOCK: {"quantity": 5}}, before)[STOCK] == "wanted"
    body = {"attributes": {"item_name": [{"value": "x"}]}, "lead_days": 3}
    found = patches(LISTING, Sending("A", "BRACELET", body, before), None)
    assert [each["path"] for each in found] == ["/attributes/item_name"]


def test_a_listing_that_is_not_there_is_said_to_be_none(amazon):
    amazon.says("getListingsItem", {"errors": [{"code": "NOT_FOUND", "message": "no"}]}, 404)
    assert look(["DGR-1"]) == [Seen("DGR-1", there=False)]


def test_a_refusal_to_read_is_trouble_and_not_a_listing_that_is_gone(amazon):
    amazon.says("getListingsItem", {"errors": [{"code": "InvalidInput", "message": "no"}]}, 400)
    with pytest.raises(Trouble) as found:
        look(["DGR-1"])
    assert found.value.code == "bad_request"


def test_many_are_read_twenty_a_call(amazon):
    skus = [f"DGR-{number}" for number in range(25)]
    amazon.says("searchListingsItems", {"numberOfResults": 20, "items": [item(sku) for sku in skus[:20]]})
    amazon.says("searchListingsItems", {"numberOfResults": 4, "items": [item(sku) for sku in skus[20:24]]})
    seen = look(skus)
    assert [each.sku for each in seen] == skus
    assert [each.there for each in seen] == [True] * 24 + [False]
    first, second = amazon.asked
    assert first.query["identifiers"] == ",".join(skus[:20])
    assert (second.query["identifiers"], second.query["identifiersType"]) == (",".join(skus[20:]), "SKU")
    assert first.query["pageSize"] == "20"
    data = "summaries,attributes,issues,offers,fulfillmentAvailability"
    assert first.query["includedData"] == data


def test_a_search_that_is_given_in_pages_is_read_to_its_end(amazon):
    pages = {"numberOfResults": 2, "items": [item("DGR-1")], "pagination": {"nextToken": "t"}}
    amazon.says("searchListingsItems", pages)
    amazon.says("searchListingsItems", {"numberOfResults": 2, "items": [item("DGR-2"), item("DGR-1"), item("X")]})
    assert [each.sku for each in look(["DGR-1", "DGR-2"])] == ["DGR-1", "DGR-2"]
    assert amazon.asked[1].query["pageToken"] == "t"


def test_what_was_read_before_the_quota_ended_is_kept(amazon):
    amazon.says("searchListingsItems", {"numberOfResults": 20, "items": [item(f"DGR-{n}") for n in range(20)]})
    found = []
    with pytest.raises(Throttled):
        for seen in CHANNEL.look([f"DGR-{n}" for n in range(30)], KEYS, Kept({"searchListingsItems": 1})):
            found.append(seen)
    assert len(found) == 20


def test_everything_an_account_sells_is_read_though_a_search_shows_a_thousand(amazon, monkeypatch):
    monkeypatch.setattr(reading, "MOST_PAGED", 2)

    def made(sku, day):
        summary = {"marketplaceId": INDIA, "status": [], "createdDate": day}
        return {"sku": sku, "summaries": [summary]}

    rows = [made("A", "2026-01-01"), made("B", "2026-01-02"), made("C", "2026-01-03")]
    amazon.says("searchListingsItems", {"items": rows[:2], "pagination": {"nextToken": "more"}})
    amazon.says("searchListingsItems", {"items": rows[1:]})
    amazon.says("searchListingsItems", {"items": rows[2:]})
    assert [each.sku for each in look([])] == ["A", "B", "C"]
    assert [each.query.get("createdAfter") for each in amazon.asked] == [None, "2026-01-02", "2026-01-03"]
    assert "identifiers" not in amazon.asked[0].query


def report(**summary):
    told = {"errors": 0, "warnings": 0, "messagesProcessed": 3, "messagesAccepted": 3, "messagesInvalid": 0}
    header = {"sellerId": "A1SELLER", "version": "2.0", "feedId": "77"}
    return {"header": header, "issues": [], "summary": told | summary}


def row(number, severity="ERROR", **more):
    told = {
        "messageId": number,
        "code": "90220",
        "severity": severity,
        "message": "is required",
        "attributeName": "size",
    }
    return told | more


@pytest.mark.parametrize("state", ["IN_QUEUE", "IN_PROGRESS"])
def test_a_feed_that_waits_has_no_report_yet(amazon, state):
    amazon.says("getFeed", {"feedId": "77", "processingStatus": state})
    assert CHANNEL.look("77", KEYS, Kept()) == Report(ready=False)


@pytest.mark.parametrize(
    "answer",
    [{"feedId": "77", "processingStatus": state} for state in ("CANCELLED", "FATAL", "DONE", "NEW_WORD")],
)
def test_a_feed_that_was_given_up_is_lost(amazon, answer):
    amazon.says("getFeed", answer)
    assert CHANNEL.look("77", KEYS, Kept()) == Report(ready=True, lost=True)


def test_a_feed_nobody_knows_is_lost(amazon):
    amazon.says("getFeed", {"errors": [{"code": "NotFound", "message": "no"}]}, 404)
    assert CHANNEL.look("77", KEYS, Kept()).lost


def test_a_report_answers_each_message_by_its_number(amazon):
    told = report() | {"issues": [row(101), row(102, "WARNING"), row(102, "INFO", sku="DGR-2"), row(103, sku="DGR-3")]}
    amazon.has_report("77", told)
    found = CHANNEL.look("77", KEYS, Kept())
    assert [(each.number, each.sku, each.taken, len(each.issues)) for each in found.answers] == [
        (101, "", False, 1),
        (102, "DGR-2", True, 2),
        (103, "DGR-3", False, 1),
    ]
    assert (found.ready, found.lost, list(found.whole)) == (True, False, [])
    assert found.answers[0].issues[0].about == "size"


def test_a_report_may_be_packed(amazon):
    amazon.documents["report-77"] = gzip.compress(json.dumps(report() | {"issues": [row(1)]}).encode())
    amazon.says("getFeed", {"feedId": "77", "processingStatus": "DONE", "resultFeedDocumentId": "d"})
    packed = {"feedDocumentId": "d", "url": f"{STORE}/report-77", "compressionAlgorithm": "GZIP"}
    amazon.says("getFeedDocument", packed)
    assert len(CHANNEL.look("77", KEYS, Kept()).answers) == 1


def test_what_is_packed_in_several_pieces_is_unpacked_whole(monkeypatch):
    packed = gzip.compress(b"one ") + gzip.compress(b"two")
    assert documents.unpacked(packed) == b"one two"
    assert documents.unpacked(b"plain") == b"plain"
    monkeypatch.setattr(documents, "MOST_UNPACKED", 6)
    for bomb in (packed, gzip.compress(b"x" * 100_000)):
        with pytest.raises(Trouble):
            documents.unpacked(bomb)


def test_what_is_said_of_a_parent_is_said_of_its_good(amazon):
    amazon.has_report("77", report() | {"issues": [row(2_147_483_647 - 7)]})
    (found,) = CHANNEL.look("77", KEYS, Kept()).answers
    assert (found.sku, found.number, found.taken) == ("G7", 0, False)


def test_a_feed_that_was_not_read_at_all_took_nothing(amazon):
    told = report(messagesProcessed=0, messagesAccepted=0, errors=1)
    issue = {"code": "4002006", "severity": "ERROR", "message": "version"}
    amazon.has_report("77", told | {"issues": [issue]})
    found = CHANNEL.look("77", KEYS, Kept())
    assert ([each.code for each in found.whole], list(found.answers)) == (["4002006"], [])


def test_two_feeds_are_ready_when_both_are(amazon):
    amazon.says("getFeed", {"feedId": "76", "processingStatus": "DONE", "resultFeedDocumentId": "d"})
    amazon.says("getFeed", {"feedId": "77", "processingStatus": "IN_QUEUE"})
    amazon.documents["r"] = json.dumps(report()).encode()
    amazon.says("getFeedDocument", {"feedDocumentId": "d", "url": f"{STORE}/r"})
    assert CHANNEL.look("76,77", KEYS, Kept()) == Report(ready=False)
    assert [each.path["feed"] for each in amazon.named("getFeed")] == ["76", "77"]


@pytest.mark.parametrize("body", [b"<html>", b"[" * 100_000, gzip.compress(b"{}", mtime=0)[:12]])
def test_a_report_that_cannot_be_read_is_trouble(amazon, body):
    amazon.has_report("77", body)
    with pytest.raises(Trouble) as found:
        CHANNEL.look("77", KEYS, Kept())
    assert found.value.code == "unreadable"


@pytest.mark.parametrize(
    ("row", "who"),
    [
        (
            {"code": "8560", "severity": "ERROR", "attributeNames": ["externally_assigned_product_identifier"]},
            "federation",
        ),
        ({"code": "90220", "severity": "ERROR", "attributeNames": ["material"]}, "maker"),
        ({"code": "1", "severity": "ERROR", "categories": ["MISSING_IMAGE"]}, "coordinator"),
        ({"code": "1", "severity": "ERROR", "categories": ["QUALIFICATION_REQUIRED"]}, "federation"),
        ({"code": "1", "severity": "ERROR", "categories": ["NEW_WORD"]}, "desk"),
        ({"code": "1", "severity": "INFO"}, "channel"),
    ],
)
def test_an_issue_says_whose_work_it_is(row, who):
    assert [each.who for each in issues([row])] == [who]


@pytest.mark.parametrize(
    ("row", "asks"),
    [
        ({"code": "90220", "attributeName": "size"}, True),
        ({"code": "1", "attributeNames": ["size"], "categories": ["MISSING_ATTRIBUTE"]}, True),
        ({"code": "1", "attributeNames": ["size"], "categories": ["INVALID_ATTRIBUTE"]}, False),
        ({"code": "90220"}, False),
    ],
)
def test_an_issue_says_whether_the_channel_asks_what_nobody_has_answered(row, asks):
    assert [each.asks for each in issues([row])] == [asks]


def test_an_issue_of_two_attributes_is_one_of_each_and_of_none_is_one():
    row = {"code": "9", "severity": "ERROR", "message": "m", "attributeNames": ["a", "b"]}
    assert [each.about for each in issues([row])] == ["a", "b"]
    assert [each.about for each in issues([row | {"attributeNames": []}])] == [""]


def test_every_code_with_advice_says_what_to_do_and_who():
    assert [
        code for code, each in ADVICE.items() if not (str(each.sentence) and str(each.next_step) and each.who)
    ] == []
    assert CHANNEL.advice is ADVICE
