"""Feeds: their turn, their report by message, their limits, and what a clean one can leave undone."""

import gzip
import json
from urllib.parse import urlsplit

import pytest

from haat.cli.rehearsal.amazon import quotas
from haat.cli.rehearsal.amazon.messages import read
from haat.cli.rehearsal.amazon.wire import SELLER
from tests.cli.rehearsal.amazon.market import FEEDS, JSON, bangle, stock


def update(sku, attributes=None):
    body = {"productType": "BRACELET", "requirements": "LISTING", "attributes": attributes or bangle()}
    return {"sku": sku, "operationType": "UPDATE", **body}


def restock(sku, quantity):
    patch = {"op": "merge", "path": "/attributes/fulfillment_availability", "value": stock(quantity)}
    return {"sku": sku, "operationType": "PATCH", "productType": "BRACELET", "patches": [patch]}


def state(market, feed):
    return market.get(f"{FEEDS}/feeds/{feed}")["processingStatus"]


def test_feed_waits_is_worked_through_and_reports_by_message(market):
    feed = market.feed(update("LB-1"), update("LB-2", bangle("size")), {"sku": "LB-3", "operationType": "DELETE"})
    assert state(market, feed) == "IN_QUEUE"
    market.at += 16
    assert state(market, feed) == "IN_PROGRESS"
    report = market.report(feed)
    assert report["header"] == {"sellerId": SELLER, "version": "2.0", "feedId": feed}
    assert report["summary"] == {
        "errors": 1,
        "warnings": 0,
        "messagesProcessed": 3,
        "messagesAccepted": 2,
        "messagesInvalid": 1,
    }
    (issue,) = report["issues"]
    assert (issue["messageId"], issue["sku"], issue["code"], issue["attributeName"]) == (2, "LB-2", "90220", "size")
    assert market.status("LB-1") == ["BUYABLE", "DISCOVERABLE"]


def test_feeds_are_worked_through_one_after_another(market):
    market.control(switch={"feed_a_second": 0.1})
    first, second = market.feed(update("LB-1")), market.feed(update("LB-2"))
    market.at += 20
    assert [state(market, feed) for feed in (first, second)] == ["IN_PROGRESS", "IN_QUEUE"]
    market.at += 16
    assert [state(market, feed) for feed in (first, second)] == ["DONE", "IN_PROGRESS"]
    market.at += 20
    assert [state(market, feed) for feed in (first, second)] == ["DONE", "DONE"]


def test_parts_of_a_listing_are_told_by_feed_too(market):
    market.put("LB-1")
    part = {"sku": "LB-1", "operationType": "PARTIAL_UPDATE", "productType": "BRACELET"}
    feed = market.feed(restock("LB-1", 4), {**part, "attributes": {"size": bangle()["size"]}})
    assert market.report(feed)["summary"]["messagesAccepted"] == 2
    assert market.quantity("LB-1") == 4
    report = market.report(market.feed({**part, "attributes": {"size": "2.8"}}))
    assert [(each["code"], each["attributeName"]) for each in report["issues"]] == [("4000001", "size")]


@pytest.mark.parametrize(
    "message",
    [
        {"sku": "LB-1", "operationType": "UPDATE", "productType": "BRACELET"},
        {"sku": "LB-1", "operationType": "DELETE", "productType": "BRACELET"},
        {"sku": "LB-1", "operationType": "MOVE"},
        {"sku": "", "operationType": "DELETE"},
        {"sku": "LB-1", "operationType": "DELETE", "messageId": 1},
    ],
)
def test_message_that_is_not_as_published_is_refused_by_itself(market, message):
    report = market.report(market.feed(update("LB-9"), message))
    assert (report["summary"]["messagesAccepted"], report["issues"][0]["code"]) == (1, "BAD_REQUEST")


def test_clean_feed_can_leave_the_quantity_and_a_patch_moves_it(market):
    market.put("LB-1")
    market.control(switch={"stale": ["LB-1"]})
    report = market.report(market.feed(restock("LB-1", 4)))
    assert (report["issues"], market.quantity("LB-1")) == ([], 7)
    assert market.listing("LB-1")["attributes"]["fulfillment_availability"][0]["quantity"] == 4
    market.patch("LB-1", *restock("LB-1", 4)["patches"])
    assert market.quantity("LB-1") == 4


def test_report_holds_the_items_that_were_asked_for(market):
    wanted = {"includedData": ["issues", "summaries"], "apiVersion": "2021-08-01"}
    report = market.report(market.feed(update("LB-1"), update("LB-2", bangle("size")), report=wanted))
    assert [each["sku"] for each in report["items"]] == ["LB-1"]
    assert report["summary"]["itemSummary"] == {"items": 1, "errors": 0, "warnings": 0}


def test_document_may_be_packed(market):
    told = {"header": {"sellerId": SELLER, "version": "2.0"}, "messages": [{"messageId": 1, **update("LB-1")}]}
    packed = gzip.compress(json.dumps(told).encode())
    feed = market.create(market.upload(packed, **{"Content-Encoding": "gzip"}))[1]["feedId"]
    assert market.report(feed)["summary"]["messagesAccepted"] == 1


@pytest.mark.parametrize(
    "data",
    [
        b"no json",
        b"{}",
        b'{"header": {"sellerId": "OTHER", "version": "2.0"}, "messages": [1]}',
        b'{"header": {"sellerId": "%s", "version": "1.0"}, "messages": [1]}' % SELLER.encode(),
        b'{"header": {"sellerId": "%s", "version": "2.0"}, "messages": []}' % SELLER.encode(),
        b'{"header": {"sellerId": "%s", "version": "2.0"}, "messages": [1], "more": 1}' % SELLER.encode(),
        b"\x1f\x8b broken",
    ],
)
def test_what_is_no_feed_is_fatal_as_a_whole(market, data):
    feed = market.create(market.upload(data))[1]["feedId"]
    market.at += 600
    told = market.get(f"{FEEDS}/feeds/{feed}")
    assert (told["processingStatus"], "resultFeedDocumentId" in told) == ("FATAL", False)


def test_feed_of_too_many_messages_is_fatal(market, monkeypatch):
    monkeypatch.setattr("haat.cli.rehearsal.amazon.feeds.FEED_MESSAGES", 2)
    feed = market.feed(*(update(f"LB-{number}") for number in range(3)))
    market.at += 600
    assert state(market, feed) == "FATAL"


def test_document_that_was_never_filled_is_fatal(market):
    document = market.ask("POST", f"{FEEDS}/documents", {"contentType": JSON})[1]["feedDocumentId"]
    feed = market.create(document)[1]["feedId"]
    market.at += 600
    assert state(market, feed) == "FATAL"


def test_five_feeds_go_in_five_minutes_and_no_sixth(market):
    document = market.upload(b"{}")
    assert [market.create(document)[0] for _turn in range(quotas.FEEDS)] == [202] * 5
    status, told = market.create(document)
    assert (status, told["errors"][0]["code"]) == (429, "QuotaExceeded")
    assert told["errors"][0]["details"] == "JSON_LISTINGS_FEED: 5 feeds in 300 seconds"
    market.at += 300
    assert market.create(document)[0] == 202


def test_feeds_hang_or_fail_when_they_are_told_to(market):
    market.control(switch={"feeds": "stuck"})
    hanging = market.feed(update("LB-1"))
    market.at += 86_400
    assert state(market, hanging) == "IN_PROGRESS"
    market.control(switch={"feeds": "fatal"})
    failing = market.feed(update("LB-1"))
    market.at += 86_400
    assert state(market, failing) == "FATAL"


def test_feed_is_cancelled_only_in_the_queue(market):
    feed = market.feed(update("LB-1"))
    assert market.ask("DELETE", f"{FEEDS}/feeds/{feed}")[0] == 200
    market.at += 600
    assert state(market, feed) == "CANCELLED"
    assert market.ask("DELETE", f"{FEEDS}/feeds/{feed}")[0] == 400


def test_feeds_are_listed_page_by_page(market):
    made = [market.feed(update("LB-1")) for _turn in range(3)]
    first = market.get(f"{FEEDS}/feeds?feedTypes=JSON_LISTINGS_FEED&pageSize=2")
    assert [each["feedId"] for each in first["feeds"]] == made[:0:-1]
    token = first["nextToken"]
    assert [each["feedId"] for each in market.get(f"{FEEDS}/feeds?nextToken={token}")["feeds"]] == made[:1]
    assert market.ask("GET", f"{FEEDS}/feeds?nextToken={token}&pageSize=2")[0] == 400
    assert market.ask("GET", f"{FEEDS}/feeds?nextToken=none")[0] == 400
    assert market.ask("GET", f"{FEEDS}/feeds")[0] == 400
    assert market.get(f"{FEEDS}/feeds?feedTypes=JSON_LISTINGS_FEED&processingStatuses=DONE")["feeds"] == []


def test_upload_must_be_of_the_type_that_was_said_and_in_time(market):
    document = market.ask("POST", f"{FEEDS}/documents", {"contentType": JSON})[1]
    path = urlsplit(document["url"]).path
    assert market.say("PUT", path, b"{}", token="", headers={"Content-Type": "text/xml"}).status == 403
    market.at += 300
    assert market.say("PUT", path, b"{}", token="", headers={"Content-Type": JSON}).status == 403


def test_file_is_unpacked_by_its_header_where_that_was_asked_for(market):
    feed = market.feed(update("LB-1"))
    market.at += 600
    result = market.get(f"{FEEDS}/feeds/{feed}")["resultFeedDocumentId"]
    said = []
    for query in ("", "?enableContentEncodingUrlHeader=true"):
        url = market.get(f"{FEEDS}/documents/{result}{query}")["url"]
        said.append(market.say("GET", urlsplit(url).path, token=""))
    assert [each.headers for each in said] == [{}, {"Content-Encoding": "gzip"}]
    assert said[0].text == said[1].text


def test_unknown_types_documents_and_feeds_are_refused(market):
    assert market.create("none")[0] == 400
    assert market.create(market.upload(b"{}"), kind="POST_PRODUCT_DATA")[0] == 400
    assert market.ask("GET", f"{FEEDS}/feeds/1")[0] == 404
    assert market.ask("GET", f"{FEEDS}/documents/none")[0] == 404


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ('{"messages": [{"a": 1}, [2] , "three"], "header": {"b": "]"}}', 3),
        ('\ufeff {"header":{"b":"]"},"messages":[ ]}', 0),
        ('{"header": {"b": "]"}}', 0),
    ],
)
def test_messages_are_read_one_by_one_wherever_the_head_stands(text, number):
    found = read(text.encode())
    assert (found.header, found.number, len(list(found.messages()))) == ({"b": "]"}, number, number)


@pytest.mark.parametrize(
    "text", ['{"messages": [1,]}', '{"messages": [1}', '{"header": 1} {}', '{"header": 1', "[]", "{1: 2}"]
)
def test_what_is_no_feed_is_not_read(text):
    with pytest.raises(ValueError):
        read(text.encode())
