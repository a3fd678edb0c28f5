"""Settlements, transactions, parcels and the account itself, of which anything is told: see `test_hostile`."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from haat.channels import parcels
from haat.channels.amazon import check, finances
from haat.channels.amazon.channel import CHANNEL
from haat.channels.amazon.instants import instant, minor
from haat.channels.amazon.settlement import Unreadable
from haat.channels.amazon.settlement import read as read_settlement
from haat.channels.channel import Keys
from haat.channels.parcels import Packed, Slot
from haat.channels.plain import MOST_DEPTH
from tests.channels.amazon.answering import KEYS, STORE, Kept
from tests.channels.amazon.fuzzing import MANY, amazon, keepable, reads
from tests.channels.amazon.mangling import JUNK, mangled
from tests.channels.amazon.test_finances import file, own, row
from tests.channels.amazon.test_orders import answer, order
from tests.channels.amazon.test_parcels import ORDER, PACKAGE, TOLD

PARCELS = parcels.find("amazon")
TRANSACTION = {
    "transactionId": "t1",
    "transactionType": "Shipment",
    "transactionStatus": "RELEASED",
    "postedDate": "2026-11-10T00:00:00Z",
    "totalAmount": {"currencyAmount": 95.5, "currencyCode": "INR"},
    "relatedIdentifiers": [{"relatedIdentifierName": "ORDER_ID", "relatedIdentifierValue": "408-1"}],
    "breakdowns": [{"breakdownType": "Fee", "breakdownAmount": {"currencyAmount": -1, "currencyCode": "INR"}}],
    "sellingPartnerMetadata": {"sellingPartnerId": "A1SELLER"},
}
SELLS = {
    "payload": [
        {
            "marketplace": {"id": "A21TJRUUN4KGV"},
            "participation": {"isParticipating": True, "hasSuspendedListings": False},
            "storeName": "Deoghar",
        }
    ]
}


# ---- money ----


@MANY
@given(mangled({"payload": {"transactions": [TRANSACTION, TRANSACTION], "nextToken": None}}))
def test_transactions(said):
    with amazon() as world:
        world.says("listTransactions", said)
        since = datetime(2026, 11, 1, tzinfo=UTC)
        found = reads(lambda: finances.transactions(since, KEYS, Kept({"listTransactions": 3})))
        assert isinstance(reads(lambda: finances.seller_of(KEYS)), str | None)
    for posted in found or ():
        assert posted.amount_minor is None or abs(posted.amount_minor) < 10**24
        assert isinstance(posted.order, str)


CELLS = st.text(st.characters(exclude_characters="\t\n\r"), max_size=12) | st.sampled_from(
    [
        *(
            "1,234.50",
            "1.234,50",
            "(95.00)",
            "-95,00",
            "9" * 40,
            "1" * 140_000,
            "9999-12-31 23:59:59 UTC",
            "31/12/9999",
        ),
        *("12/31/99", "00/00/00", "0001-01-01", "2026-11-10T25:00:00", "24:00", "٣", "\x00", "-", "(", '"'),
    ]
)


@MANY
@given(st.lists(st.dictionaries(st.sampled_from([*row("1"), *own()]), CELLS, max_size=6), max_size=4))
@example([{"amount": "9" * 4000, "posted-date": "9999-12-31"}])
def test_settlement_whose_cells_are_anything(changed):
    rows = [own(), *(row("1.00") | each for each in changed)]
    try:
        found = read_settlement(file(*rows, encoding="utf-8"))
    except (Unreadable, UnicodeEncodeError):
        return
    for line in found.lines:
        assert line.minor is None or abs(line.minor) < 10**30
        assert keepable(dict(line.told))
    assert found.lacks_minor is None or isinstance(found.lacks_minor, int)


@MANY
@given(st.binary(max_size=300) | st.just(b"settlement-id\ttransaction-type\tamount\n" + b"x" * 200_000))
def test_settlement_of_any_bytes(body):
    try:
        read_settlement(body)
    except Unreadable:
        return


@MANY
@given(JUNK, JUNK)
def test_instants_and_amounts_of_anything(told, currency):
    found = instant(told)
    assert found is None or found.year in range(2000, 2200)
    amount = minor(told, currency if isinstance(currency, str) else "INR")
    assert amount is None or abs(amount) < 10**24


# ---- parcels, and the account itself ----


@MANY
@given(mangled({"timeSlots": [TOLD, TOLD]}), mangled(PACKAGE), st.sampled_from([200, 400, 404]))
def test_parcels(slots, package, status):
    assert PARCELS is not None
    with amazon() as world:
        world.says("listHandoverSlots", slots)
        world.says("getScheduledPackage", package, status)
        world.says("createScheduledPackage", package)
        found = reads(lambda: PARCELS.slots(ORDER, Packed(350, 100, 100, 40), KEYS, Kept()))
        for slot in found or ():
            assert isinstance(slot.key, str)
        booked = reads(lambda: PARCELS.book(ORDER, Slot("a", None, None), KEYS, Kept()))
    assert booked is None or isinstance(booked.key, str)


@MANY
@given(st.binary(max_size=200), mangled({"reportId": "r", "processingStatus": "DONE", "reportDocumentId": "d"}))
def test_labels(body, report):
    assert PARCELS is not None
    named = b"<DocumentReportReferenceID>r1</DocumentReportReferenceID>" + body
    with amazon() as world:
        world.has_report("f1", named)
        world.says("getReport", report)
        world.says("getReportDocument", {"reportDocumentId": "d", "url": f"{STORE}/pdf"})
        world.documents["pdf"] = body
        found = reads(lambda: PARCELS.labels("f1", KEYS, Kept()))
    assert found is None or found.startswith(b"%PDF")


@MANY
@given(mangled(SELLS), mangled({"access_token": "Atza|1", "expires_in": 3600}), st.sampled_from([200, 200, 400, 401]))
def test_account(said, token, status):
    keys = Keys("", dict(KEYS.secrets), {})
    with amazon() as world:
        world.now_says("login", token, status)
        world.says("getMarketplaceParticipations", said)
        standing = reads(lambda: check.check(keys))
    assert standing is None or (isinstance(standing.name, str) and keepable(standing.facts))


@MANY
@given(st.binary(max_size=100), st.sampled_from([200, 400, 403, 404, 429, 500, 503]))
@example(b"\x00" * 40, 400)
def test_any_bytes_with_any_status(body, status):
    with amazon() as world:
        world.says("getListingsItem", body, status)
        world.says("searchOrders", body, status)
        reads(lambda: CHANNEL.look(["DGR-1"], KEYS, Kept()))
        reads(lambda: CHANNEL.orders({}, KEYS, Kept()))


def test_nothing_told_is_nested_deeper_than_is_kept():
    said: Any = "end"
    for _level in range(300):
        said = [said]
    with amazon() as world:
        world.says("searchOrders", answer(order(more=said)))
        (told,) = CHANNEL.orders({}, KEYS, Kept()).orders
    depth, value = 0, told.raw["more"]
    while isinstance(value, list):
        depth, value = depth + 1, value[0]
    assert depth < MOST_DEPTH
    assert told.facts is not None
