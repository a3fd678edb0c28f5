"""What Amazon paid and took, read and never understood by force: unknown kinds, local amounts, lines that lack."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from haat.channels import finances as engine
from haat.channels.amazon import finances
from haat.channels.amazon.amounts import head
from haat.channels.amazon.finances import Closed
from haat.channels.amazon.settlement import Unreadable, minor, moment, read
from haat.channels.finances import FEE, FEE_TAX, OTHER, PAID, RESERVE, TCS, TDS, UNKNOWN
from tests.channels.amazon.answering import KEYS, STORE, Kept

INDIA = "A21TJRUUN4KGV"
SINCE = datetime(2026, 11, 1, tzinfo=UTC)
COLUMNS = [
    "settlement-id",
    "settlement-start-date",
    "settlement-end-date",
    "deposit-date",
    "total-amount",
    "currency",
    "transaction-type",
    "order-id",
    "amount-type",
    "amount-description",
    "amount",
    "posted-date",
    "posted-date-time",
    "order-item-code",
    "sku",
    "quantity-purchased",
]


def file(*rows, encoding="utf-8"):
    lines = ["\t".join(COLUMNS), *("\t".join(str(row.get(name, "")) for name in COLUMNS) for row in rows)]
    return "\r\n".join(lines).encode(encoding)


def own(total="385.00", **more):
    told = {
        "settlement-id": "111",
        "settlement-start-date": "2026-11-01T00:00:00+00:00",
        "settlement-end-date": "2026-11-15T00:00:00+00:00",
        "deposit-date": "2026-11-17T00:00:00+00:00",
        "total-amount": total,
        "currency": "INR",
    }
    return told | more


def row(amount, **more):
    told = {
        "settlement-id": "111",
        "transaction-type": "Order",
        "order-id": "408-1",
        "amount-type": "ItemPrice",
        "amount-description": "Principal",
        "amount": amount,
        "posted-date": "2026-11-10",
        "sku": "DGR-1",
        "quantity-purchased": "2",
    }
    return told | more


def test_a_settlement_is_read_line_by_line():
    fee = row("-95.00", **{"amount-type": "ItemFees", "amount-description": "Commission", "quantity-purchased": ""})
    found = read(file(own(), row("480.00"), fee))
    assert (found.key, found.currency, found.total_minor, found.lacks_minor) == ("111", "INR", 38500, 0)
    assert (found.begins, found.paid_on) == (SINCE, datetime(2026, 11, 17, tzinfo=UTC))
    first, second = found.lines
    assert (first.kind, first.order, first.sku, first.minor, first.quantity, first.posted) == (
        "Order",
        "408-1",
        "DGR-1",
        48000,
        2,
        date(2026, 11, 10),
    )
    assert (second.called, second.described, second.minor, second.quantity) == (
        "ItemFees",
        "Commission",
        -9500,
        None,
    )


def test_a_kind_of_amount_that_nobody_knows_stays_as_it_is_called():
    found = read(file(own("10.00"), row("10.00", **{"amount-type": "Neu 2027", "transaction-type": "Mystery"})))
    assert [(each.kind, each.called, each.minor) for each in found.lines] == [("Mystery", "Neu 2027", 1000)]


@pytest.mark.parametrize(
    ("kind", "called", "described", "found"),
    [
        ("Order", "ItemPrice", "Principal", PAID),
        ("Refund", "ItemPrice", "Shipping", PAID),
        ("Order", "Promotion", "Principal", PAID),
        ("Order", "ItemFees", "Commission", FEE),
        ("Order", "ItemFees", "Some fee of 2027", FEE),
        ("Order", "ItemFees", "Commission IGST", FEE_TAX),
        ("Order", "ItemWithheldTax", "TCS-IGST", TCS),
        ("Order", "ItemWithheldTax", "TDS - Section 194-O", TDS),
        ("other-transaction", "other-transaction", "Previous Reserve Amount Balance", RESERVE),
        ("other-transaction", "other-transaction", "Subscription Fee", FEE),
        ("ServiceFee", "Cost of Advertising", "TransactionTotalAmount", OTHER),
        ("Order", "ItemHandling", "Festival handling", UNKNOWN),
        ("other-transaction", "other-transaction", "Neu 2027", UNKNOWN),
        ("Mystery", "", "", UNKNOWN),
        ("", "", "", UNKNOWN),
    ],
)
def test_what_an_amount_is_follows_from_amazons_own_name_of_it(kind, called, described, found):
    assert head(kind, called, described) == found
    told = row("1.00", **{"transaction-type": kind, "amount-type": called, "amount-description": described})
    assert [each.head for each in read(file(own("1.00"), told)).lines] == [found]


def test_the_folder_answers_for_the_engine(amazon):
    amazon.says("getReports", {"reports": []})
    assert list(engine.find("amazon").closed(SINCE, KEYS, Kept())) == []
    assert engine.find("nowhere") is None


def test_what_no_line_explains_is_said():
    assert read(file(own("385.00"), row("480.00"))).lacks_minor == -9500


def test_an_amount_that_cannot_be_read_leaves_the_sum_open():
    found = read(file(own(), row("480.00"), row("many")))
    assert (found.lacks_minor, [each.minor for each in found.lines]) == (None, [48000, None])


def test_a_region_that_writes_a_comma_for_the_point_is_read():
    found = read(file(own("1.385,00"), row("1.480,00"), row("-95,00")))
    assert (found.total_minor, [each.minor for each in found.lines]) == (138500, [148000, -9500])


def test_an_older_encoding_is_read():
    assert read(file(own("1.00"), row("1.00", sku="Größe"), encoding="cp1252")).lines[0].sku == "Größe"


@pytest.mark.parametrize("body", [b"", b"\r\n\r\n", b"<html>", b"settlement-id\tamount\r\n1\t2"])
def test_what_is_no_settlement_is_refused(body):
    with pytest.raises(Unreadable):
        read(body)


@pytest.mark.parametrize(
    ("text", "comma", "found"),
    [
        ("95,00", False, 9500),
        ("1.234,50", False, 123450),
        ("1,234.50", True, 123450),
        ("1,23,456.00", False, 12345600),
        ("(95.00)", False, -9500),
        ("95-", False, -9500),
        ("95,000", False, 9500000),
        ("95,000", True, 9500),
        ("95.000", False, 9500),
        ("1 234,5", False, 123450),
        ("1.2345", False, None),
        ("12 a 3", False, None),
        ("", False, None),
        ("INR", False, None),
    ],
)
def test_an_amount_is_read_as_its_region_writes_it(text, comma, found):
    assert minor(text, 2, comma=comma) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("11/28/26", datetime(2026, 11, 28, tzinfo=UTC)),
        ("28/11/2026", datetime(2026, 11, 28, tzinfo=UTC)),
        ("28.11.2026 10:00:00 UTC", datetime(2026, 11, 28, 10, tzinfo=UTC)),
        ("2026-11-28T10:00:00+05:30", datetime(2026, 11, 28, 4, 30, tzinfo=UTC)),
        ("31/31/26", None),
        ("28.11.2026 25:00:00", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_its_region_writes_it(text, found):
    assert moment(text) == found


@time_machine.travel("2026-11-30T10:00:00Z", tick=False)
def test_settlements_are_found_and_never_asked_for(amazon):
    report = {
        "reportId": "r1",
        "reportType": "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2",
        "processingStatus": "DONE",
        "createdTime": "2026-11-17T00:00:00Z",
        "dataStartTime": "2026-11-01T00:00:00Z",
        "reportDocumentId": "d1",
    }
    amazon.says("getReports", {"reports": [report, report | {"reportDocumentId": None}], "nextToken": "t"})
    amazon.says("getReports", {"reports": []})
    found = list(finances.settlements(datetime(2026, 1, 1, tzinfo=UTC), KEYS, Kept()))
    assert found == [Closed("r1", "d1", SINCE, None)]
    first, second = amazon.asked
    assert first.query == {
        "reportTypes": "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2",
        "processingStatuses": "DONE",
        "marketplaceIds": INDIA,
        "createdSince": "2026-09-01T11:00:00Z",
        "pageSize": "100",
    }
    assert second.query == {"nextToken": "t"}


def test_a_settlement_is_fetched(amazon):
    amazon.says("getReportDocument", {"reportDocumentId": "d1", "url": f"{STORE}/s"})
    amazon.documents["s"] = file(own("480.00"), row("480.00"))
    assert finances.settled(Closed("r1", "d1", None, None), KEYS, Kept()).total_minor == 48000


def test_transactions_are_read_page_by_page_and_to_the_paisa(amazon):
    told = {
        "transactionId": "t1",
        "transactionType": "Shipment",
        "transactionStatus": "RELEASED",
        "relatedIdentifiers": [
            {"relatedIdentifierName": "SHIPMENT_ID", "relatedIdentifierValue": "s"},
            {"relatedIdentifierName": "ORDER_ID", "relatedIdentifierValue": "408-1"},
        ],
        "postedDate": "2026-11-10T05:00:00Z",
        "totalAmount": {"currencyAmount": 412.35, "currencyCode": "INR"},
        "breakdowns": [
            {"breakdownType": "Neu", "breakdownAmount": {"currencyAmount": 0.1, "currencyCode": "INR"}},
            {"breakdownType": "Odd", "breakdownAmount": {"currencyAmount": 0.001, "currencyCode": "INR"}},
        ],
    }
    amazon.says("listTransactions", {"payload": {"transactions": [told], "nextToken": "n"}})
    amazon.says("listTransactions", {"payload": {"transactions": [{}]}})
    first, second = finances.transactions(SINCE, KEYS, Kept())
    assert (first.key, first.kind, first.order, first.amount_minor, first.at) == (
        "t1",
        "Shipment",
        "408-1",
        41235,
        datetime(2026, 11, 10, 5, tzinfo=UTC),
    )
    assert first.parts == (("Neu", 10), ("Odd", None))
    assert (second.order, second.amount_minor, second.at) == ("", None, None)
    assert [each.query.get("nextToken") for each in amazon.asked] == [None, "n"]
    assert amazon.asked[1].query["postedAfter"] == "2026-11-01T00:00:00Z"
