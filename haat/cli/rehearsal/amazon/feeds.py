"""Feeds: a document is asked for, filled, and worked through in its turn; a report says what became of each message."""

import json
from collections import Counter, OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from haat.cli.rehearsal.amazon import labels
from haat.cli.rehearsal.amazon.bodies import FEED_HEADER, MESSAGES
from haat.cli.rehearsal.amazon.checking import Issue
from haat.cli.rehearsal.amazon.documents import Documents
from haat.cli.rehearsal.amazon.listings import Listings
from haat.cli.rehearsal.amazon.messages import Feed, read
from haat.cli.rehearsal.amazon.orders import Orders
from haat.cli.rehearsal.amazon.quotas import FEED_MESSAGES, Quotas
from haat.cli.rehearsal.amazon.reports import Reports
from haat.cli.rehearsal.amazon.shapes import Within, check
from haat.cli.rehearsal.amazon.turning import turned
from haat.cli.rehearsal.amazon.wire import MARKETPLACE, SELLER, Answer, BadInput, Call, Calls, Denied, NotThere, stamp
from haat.cli.rehearsal.amazon.world import World

LISTINGS, LABELS = "JSON_LISTINGS_FEED", "POST_EASYSHIP_DOCUMENTS"
LABEL_SECONDS, KEPT = 20, 2_000
_MESSAGE: dict[str, Any] = {
    "messageId": Within(int, 1, 2**31 - 1),
    "sku": Within(str),
    "operationType": tuple(MESSAGES),
}


@dataclass
class Sent:
    """A feed; `result` is the report of it, once it is done."""

    name: str
    kind: str
    document: str
    created: float
    begins: float
    ends: float
    state: str = "IN_QUEUE"
    result: bytes = b""

    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "feedId": self.name,
            "feedType": self.kind,
            "marketplaceIds": [MARKETPLACE],
            "createdTime": stamp(self.created),
            "processingStatus": self.state,
        }
        if self.state in ("IN_PROGRESS", "DONE", "FATAL"):
            told["processingStartTime"] = stamp(self.begins)
        if self.state in ("DONE", "FATAL"):
            told["processingEndTime"] = stamp(self.ends)
        return told | ({"resultFeedDocumentId": f"result.{self.name}"} if self.result else {})


class Feeds:
    """Feeds of listings are worked through one after another, as long as each takes."""

    def __init__(
        self, world: World, documents: Documents, quotas: Quotas, listings: Listings, orders: Orders, reports: Reports
    ) -> None:
        self.world, self.documents, self.quotas = world, documents, quotas
        self.listings, self.orders, self.reports = listings, orders, reports
        self.sent: OrderedDict[str, Sent] = OrderedDict()
        self.free = 0.0  # when the feed before has ended
        world.on("feed begins", self._begin)
        world.on("feed ends", self._end)

    def calls(self) -> Calls:
        return {
            "createFeedDocument": self.create_document,
            "getFeedDocument": self.get_document,
            "createFeed": self.create,
            "getFeed": self.get,
            "getFeeds": self.all,
            "cancelFeed": self.cancel,
        }

    def create_document(self, call: Call) -> Answer:
        name = f"amzn1.tortuga.4.eu.{self.world.name()}"
        url = self.documents.await_upload(name, call.body["contentType"], call.base)
        return Answer({"feedDocumentId": name, "url": url}, 201)

    def create(self, call: Call) -> Answer:
        """Queue what was uploaded. The same document may be queued twice: who asks twice gets two feeds."""
        body = call.body
        if body["feedType"] not in (LISTINGS, LABELS):
            raise BadInput("feedType is not one this marketplace takes any more", code="400")
        if body["marketplaceIds"] != [MARKETPLACE]:
            raise Denied()
        if not self.documents.known(body["inputFeedDocumentId"]):
            raise BadInput("inputFeedDocumentId is not known", code="400")
        if body["feedType"] == LISTINGS:
            self.quotas.spend_feed()
        now, switches = self.world.now(), self.world.switches
        begins, takes = now + switches.queue_seconds, float(LABEL_SECONDS)
        if body["feedType"] == LISTINGS:
            data = self.documents.uploaded(body["inputFeedDocumentId"]) or b""
            begins, takes = max(begins, self.free), 10 + data.count(b'"messageId"') / switches.feed_a_second
            self.free = begins + takes
        feed = Sent(self.world.number(12), body["feedType"], body["inputFeedDocumentId"], now, begins, begins + takes)
        self.sent[feed.name] = feed
        while len(self.sent) > KEPT:
            self.sent.popitem(last=False)
        self.world.later(begins - now, "feed begins", feed)
        return Answer({"feedId": feed.name}, 202)

    def get(self, call: Call) -> dict[str, Any]:
        return self._known(call).told()

    def all(self, call: Call) -> dict[str, Any]:
        feeds = [feed.told() for feed in reversed(self.sent.values())]
        page, token = turned(feeds, call, "feedTypes", "feedType")
        return {"feeds": page} | ({"nextToken": token} if token else {})

    def cancel(self, call: Call) -> Answer:
        feed = self._known(call)
        if feed.state != "IN_QUEUE":
            raise BadInput("only a feed in the queue can be cancelled", code="400")
        feed.state = "CANCELLED"
        return Answer()

    def get_document(self, call: Call) -> dict[str, Any]:
        name = call.path["feedDocumentId"]
        feed = self.sent.get(name.removeprefix("result."))
        if feed is not None and feed.result and name.startswith("result."):
            packed = feed.kind == LISTINGS
            encoded = call.query.get("enableContentEncodingUrlHeader") == "true"
            url = self.documents.publish(feed.result, _kind_of(feed), call.base, packed=packed, encoded=encoded)
            told = {"feedDocumentId": name, "url": url}
            return told | ({"compressionAlgorithm": "GZIP"} if packed else {})
        raise NotThere("The document is not known")

    def _known(self, call: Call) -> Sent:
        feed = self.sent.get(call.path["feedId"])
        if feed is None:
            raise NotThere("The feed is not known")
        return feed

    def _begin(self, feed: Sent) -> None:
        if feed.state == "CANCELLED":
            return
        feed.state = "IN_PROGRESS"
        if self.world.switches.feeds != "stuck":
            self.world.later(feed.ends - self.world.now(), "feed ends", feed)

    def _end(self, feed: Sent) -> None:
        data = self.documents.uploaded(feed.document)
        if data is None or self.world.switches.feeds == "fatal":
            feed.state = "FATAL"
        elif feed.kind == LABELS:
            self._print(feed, data)
        else:
            self._work_through(feed, data)

    def _work_through(self, feed: Sent, data: bytes) -> None:
        """Each message by itself; only a feed that is none is refused as a whole."""
        try:
            told = read(data)
            check(told.header, FEED_HEADER, "header")
            if told.header["sellerId"] != SELLER or not 1 <= told.number <= FEED_MESSAGES:
                raise ValueError
        except (ValueError, BadInput):
            feed.state = "FATAL"
            return
        self.report(feed, told)

    def report(self, feed: Sent, told: Feed) -> None:
        issues: list[Mapping[str, Any]] = []
        count, taken, seen = Counter[str](), list[str](), set[int]()
        for message in told.messages():
            found = self.submit(message, seen)
            refused = any(each["severity"] == "ERROR" for each in found)
            count.update(each["severity"] for each in found)
            issues += (_in_report(message, each) for each in found)
            if not refused:
                taken.append(message["sku"])
        summary: dict[str, Any] = {
            "errors": count["ERROR"],
            "warnings": count["WARNING"],
            "messagesProcessed": told.number,
            "messagesAccepted": len(taken),
            "messagesInvalid": told.number - len(taken),
        }
        header: dict[str, Any] = {"sellerId": SELLER, "version": "2.0", "feedId": feed.name}
        result: dict[str, Any] = {"header": header, "issues": issues, "summary": summary}
        wanted = told.header.get("report")
        if wanted:
            header["report"] = wanted
            result["items"] = self._items(taken, tuple(wanted["includedData"]))
            summary["itemSummary"] = {"items": len(result["items"]), "errors": 0, "warnings": 0}
        feed.state, feed.result = "DONE", json.dumps(result, separators=(",", ":")).encode()

    def submit(self, message: Any, seen: set[int]) -> list[Issue]:
        """One message: its shape, then what it asks."""
        try:
            does = message.get("operationType") if isinstance(message, dict) else None
            check(message, _MESSAGE | MESSAGES.get(str(does), {}), "message")
            if message["messageId"] in seen:
                raise BadInput("messageId stands twice")
        except BadInput as wrong:
            return [{"code": "BAD_REQUEST", "message": wrong.details, "severity": "ERROR", "attributeNames": []}]
        seen.add(message["messageId"])
        sku = message["sku"]
        if does == "DELETE":
            self.listings.submit_delete(sku)
            return []
        if does == "UPDATE":
            return self.listings.submit_put(sku, message, by_feed=True)
        if does == "PARTIAL_UPDATE":
            told = message["attributes"].items()
            patches = [{"op": "replace", "path": f"/attributes/{name}", "value": value} for name, value in told]
            message = {"productType": message["productType"], "patches": patches}
        return self.listings.submit_patch(sku, message, by_feed=True)

    def _items(self, skus: list[str], wanted: tuple[str, ...]) -> list[dict[str, Any]]:
        known = (self.listings.by_sku.get(sku) for sku in skus)
        return [self.listings.told(listing, wanted) for listing in known if listing is not None]

    def _print(self, feed: Sent, data: bytes) -> None:
        """Labels of one order: a report is named in which the PDF lies."""
        try:
            envelope = ElementTree.fromstring(data)
        except ElementTree.ParseError:
            feed.state = "FATAL"
            return
        order = self.orders.known.get(envelope.findtext(".//EasyShipDocument/AmazonOrderID") or "")
        kinds = [each.text for each in envelope.iterfind(".//EasyShipDocument/DocumentType")]
        if order is None or order.package is None or not kinds:
            feed.state, feed.result = "DONE", labels.refused(feed.name, "the order has no scheduled package").encode()
            return
        pdf = labels.label(order, [kind or "" for kind in kinds])
        report = self.reports.add("GET_EASYSHIP_DOCUMENTS", pdf, "application/pdf")
        feed.state, feed.result = "DONE", labels.printed(feed.name, report.name).encode()


def _kind_of(feed: Sent) -> str:
    return "application/json; charset=UTF-8" if feed.kind == LISTINGS else "text/xml; charset=UTF-8"


def _in_report(message: Any, told: Issue) -> Mapping[str, Any]:
    """An issue as the processing report writes it, beside the number of its message."""
    found = {key: told[key] for key in ("code", "severity", "message")}
    known = message if isinstance(message, dict) else {}
    found |= {key: known[key] for key in ("messageId", "sku") if _fits(key, known.get(key))}
    names = told["attributeNames"]
    return found | ({"attributeName": names[0]} if names else {})


def _fits(key: str, value: Any) -> bool:
    """Whether a message's number or SKU can be told again."""
    try:
        check(value, _MESSAGE[key], key)
    except BadInput:
        return False
    return True
