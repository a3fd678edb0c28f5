"""Whatever Amazon answers, its reader gives what can be read or one of its own troubles: nothing else is ever raised.

What the readers give can be kept by both databases; `HAAT_FUZZ=2000` tries so many of each.
"""

import gzip
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings as shipped
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from haat.channels.amazon.channel import CHANNEL
from haat.channels.amazon.feeds import read as read_report
from haat.channels.amazon.instants import instant
from haat.channels.channel import CLOSE, LISTING, PRICE, STOCK, Seen, Sending, Shaped, Told
from haat.channels.plain import plain
from haat.orders.errors import BadFacts
from haat.orders.facts import facts_from
from tests.channels.amazon.answering import GOOD, KEYS, STORE, Kept
from tests.channels.amazon.fuzzing import MANY, amazon, keepable, reads
from tests.channels.amazon.mangling import mangled
from tests.channels.amazon.schemas import BRACELET
from tests.channels.amazon.test_old_orders import v0, v0_item
from tests.channels.amazon.test_orders import answer, order
from tests.channels.amazon.test_reading import item, suppressed
from tests.channels.amazon.test_sending import BODIES, INVALID

ITEM = item(issues=[suppressed("SEARCH_SUPPRESSED"), INVALID["issues"][0]])
REPORT = {
    "header": {"sellerId": "A1SELLER", "version": "2.0", "feedId": "1"},
    "issues": [
        {"messageId": 7, "code": "8560", "severity": "ERROR", "message": "m", "attributeName": "brand"},
        {"sku": "DGR-1", "code": "1", "severity": "WARNING", "message": "m"},
        {"code": "2", "severity": "ERROR", "message": "whole"},
    ],
    "summary": {"errors": 1, "messagesProcessed": 2, "messagesAccepted": 1, "messagesInvalid": 1},
}


# ---- orders ----


def check_told(told: Told) -> None:
    assert isinstance(told.external_id, str)
    assert isinstance(plain(told.raw), dict)
    assert all(isinstance(pieces, int) and pieces >= 0 for pieces in told.cancelled.values())
    for moment in (told.at, told.ship_by):
        assert moment is None or moment.year in range(2000, 2200)
    if told.facts is not None:
        assert keepable(told.facts)
        assert refused_fields(told.facts) != set()


def refused_fields(facts: Any) -> set[str] | None:
    """The fields that the reader of facts refuses; None where it takes them all."""
    try:
        facts_from(facts)
    except BadFacts as wrong:
        return set(wrong.fields)
    return None


@MANY
@given(mangled(answer(order(), order(orderId="408-2"))))
def test_page_of_orders(said):
    with amazon() as world:
        world.says("searchOrders", said)
        page = reads(lambda: CHANNEL.orders({}, KEYS, Kept()))
    if page is None:
        return
    assert keepable(page.cursor)
    since = instant(page.cursor["since"])
    assert since is not None
    assert since <= datetime.now(UTC)
    rows = said.get("orders") if isinstance(said, dict) else None
    ours = [each for each in rows if isinstance(each, dict)] if isinstance(rows, list) else []
    assert len(page.orders) <= len(ours)
    for told in page.orders:
        check_told(told)


@MANY
@given(mangled({"payload": {"Orders": [v0()], "LastUpdatedBefore": "2026-11-30T09:58:00Z"}}),
       mangled({"payload": {"AmazonOrderId": "408", "OrderItems": [v0_item(), v0_item(2)]}}))  # fmt: skip
def test_page_of_older_orders(said, items):
    with amazon() as world, override_settings(CHANNELS=shipped.CHANNELS | {"amazon_orders": "v0"}):
        world.says("getOrders", said)
        world.says("getOrderItems", items)
        page = reads(lambda: CHANNEL.orders({}, KEYS, Kept({"getOrderItems": 30})))
    for told in page.orders if page is not None else ():
        check_told(told)


def test_one_order_that_nobody_can_read_is_kept_and_the_others_are_read(amazon_odd):
    """Whatever goes wrong in reading one: its own words are kept, for a person."""
    amazon_odd.says("searchOrders", answer(order(orderId="BAD"), order(orderId="408-2")))
    page = CHANNEL.orders({}, KEYS, Kept())
    assert [(told.external_id, told.facts == {}) for told in page.orders] == [("BAD", True), ("408-2", False)]
    assert page.orders[0].raw["orderId"] == "BAD"
    assert "phone" not in str(page.orders[0].raw)


@pytest.fixture
def amazon_odd(monkeypatch):
    from haat.channels.amazon import told as telling

    real = telling.promised
    seen = []

    def promised(value):
        seen.append(value)
        if len(seen) == 1:
            raise OverflowError
        return real(value)

    monkeypatch.setattr(telling, "promised", promised)
    with amazon() as world:
        yield world


@pytest.mark.parametrize("until", ["9999-12-31T23:59:59Z", "2150-01-01T00:00:00Z", "0001-01-01T00:00:00Z", 5])
def test_window_never_ends_behind_what_is_now(until):
    """An instant far ahead would leave out every order until it comes."""
    with amazon() as world:
        world.says("searchOrders", answer(until=until))
        page = CHANNEL.orders({}, KEYS, Kept())
    since = instant(page.cursor["since"])
    assert since is not None
    assert since <= datetime.now(UTC)


# ---- listings ----


@MANY
@given(mangled(ITEM))
def test_one_listing(said):
    with amazon() as world:
        world.says("getListingsItem", said)
        found = reads(lambda: CHANNEL.look(["DGR-1"], KEYS, Kept()))
    for seen in found or ():
        check_seen(seen)


@MANY
@given(mangled({"items": [ITEM, item("DGR-2")], "pagination": {"nextToken": "t"}}), st.booleans())
def test_some_listings_or_all(said, everything):
    with amazon() as world:
        world.says("searchListingsItems", said)
        world.says("searchListingsItems", {"items": []})
        asked = () if everything else ("DGR-1", "DGR-2", "DGR-3")
        found = reads(lambda: CHANNEL.look(asked, KEYS, Kept({"searchListingsItems": 9})))
    for seen in found or ():
        check_seen(seen)
    if found is not None and not everything:
        assert sorted(seen.sku for seen in found) == ["DGR-1", "DGR-2", "DGR-3"]


def check_seen(seen: Seen) -> None:
    assert keepable(seen.parts)
    assert all(isinstance(text, str) for text in (seen.sku, seen.external_id))
    for issue in seen.issues:
        assert issue.severity in ("error", "warning", "info")
        assert keepable(issue.raw)
    quantity = seen.parts.get(STOCK, {}).get("quantity", 0)
    assert isinstance(quantity, int)


@MANY
@given(mangled(BRACELET, most=3))
def test_schema_that_was_changed(said):
    """Its goods are shaped or kept back; never those of another type, and never without a word."""
    with amazon() as world:
        world.has_schema("BRACELET", {})
        world.documents["BRACELET"] = json.dumps(said).encode()
        found = reads(lambda: CHANNEL.shape([GOOD], KEYS, Kept()))
    for shaped in found or ():
        assert isinstance(shaped, Shaped)
        assert {PRICE, STOCK} <= shaped.bodies.keys()
        assert all(isinstance(gap.name, str) for gap in shaped.gaps)


# ---- what was sent ----

TAKEN = {"sku": "DGR-1", "status": "ACCEPTED", "submissionId": "s", "issues": [INVALID["issues"][0]]}


@MANY
@given(st.sampled_from([CLOSE, STOCK, PRICE, LISTING]), mangled(TAKEN), st.sampled_from([200, 200, 400, 404, 413]))
def test_answer_to_a_sending(operation, said, status):
    kept = Kept()
    kept.keep_schema("BRACELET", "v1", {"schema": BRACELET})
    beside = {part: BODIES[part] for part in CHANNEL.with_listing} if operation == LISTING else {}
    sending = Sending("DGR-1", "BRACELET", BODIES.get(operation), {}, beside, 7)
    with amazon() as world:
        for name in ("putListingsItem", "patchListingsItem", "deleteListingsItem"):
            world.says(name, said, status)
        receipt = reads(lambda: CHANNEL.send(operation, [sending], KEYS, kept))
    for told in receipt.answers if receipt is not None else ():
        assert isinstance(told.taken, bool)
        assert all(keepable(issue.raw) for issue in told.issues)


@MANY
@given(mangled({"feedDocumentId": "d", "url": f"{STORE}/in"}), mangled({"feedId": "f1"}))
def test_answers_to_a_feed(place, feed):
    sendings = [Sending(f"DGR-{one}", "BRACELET", BODIES[STOCK], {LISTING: {}}, {}, one) for one in range(1, 30)]
    kept = Kept()
    kept.keep_schema("BRACELET", "v1", {"schema": BRACELET})
    with amazon() as world:
        world.says("createFeedDocument", place, 201)
        world.says("createFeed", feed, 202)
        receipt = reads(lambda: CHANNEL.send(STOCK, sendings, KEYS, kept))
    assert receipt is None or (isinstance(receipt.ref, str) and receipt.ref)


@MANY
@given(mangled(REPORT), st.booleans())
def test_report_of_a_feed(said, packed):
    body = json.dumps(said).encode()
    with amazon() as world:
        world.has_report("f1", gzip.compress(body) if packed else body)
        report = reads(lambda: CHANNEL.look("f1", KEYS, Kept()))
    for told in report.answers if report is not None else ():
        assert 0 <= told.number < 2**31
        assert isinstance(told.sku, str)
        assert all(keepable(issue.raw) for issue in told.issues)


@MANY
@given(st.binary(max_size=200) | st.sampled_from([b"\x1f\x8b", b"[" * 90_000, b"{}", b"null", b'"x"', b"\xff\xfe{}"]))
def test_report_of_any_bytes(body):
    """What is no report is no word that all was taken."""
    report = reads(lambda: read_report(body))
    assert report is None or isinstance(json.loads(body), dict)


@MANY
@given(
    mangled({"feedId": "f1", "processingStatus": "DONE", "resultFeedDocumentId": "d"}), mangled({"url": f"{STORE}/r"})
)
def test_way_to_a_report(feed, document):
    with amazon() as world:
        world.documents["r"] = json.dumps(REPORT).encode()
        world.says("getFeed", feed)
        world.says("getFeedDocument", document)
        report = reads(lambda: CHANNEL.look("f1", KEYS, Kept()))
    assert report is None or isinstance(report.ready, bool)
