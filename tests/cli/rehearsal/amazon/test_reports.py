"""Settlements: there without being asked for, and wrong in the ways that happen. Fees, estimated."""

import csv

import pytest

from haat.cli.rehearsal.amazon.reports import SETTLEMENTS
from haat.cli.rehearsal.amazon.wire import MARKETPLACE
from tests.cli.rehearsal.amazon.market import REPORTS, SHIP

FEES = "/products/fees/v0"


@pytest.fixture
def sold(market):
    """Two pieces were sold, and have left."""
    market.put("LB-1")
    market.listing("LB-1")
    (name,) = market.control(buy={"sku": "LB-1", "quantity": 2, "pending": False})["buy"]
    rows = [{"amazonOrderId": name}]
    body = {"marketplaceId": MARKETPLACE, "orderScheduleDetailsList": rows, "labelFormat": "PDF"}
    assert market.ask("POST", f"{SHIP}/packages/bulk", body)[0] == 200
    market.control(advance=3 * 86_400)
    return market


def settlement(market, **how):
    """The rows of a settlement, its first line beside them."""
    number = market.control(settle=how)["settle"]
    report = market.get(f"{REPORTS}/reports/{number}")
    text = market.fetch(market.get(f"{REPORTS}/documents/{report['reportDocumentId']}")).decode()
    first, *rows = csv.DictReader(text.splitlines(), delimiter="\t")
    return first, rows


def cents(text):
    return round(float(text.replace(",", ".")) * 100)


def test_settlement_adds_up(sold):
    first, rows = settlement(sold)
    assert sum(cents(row["amount"]) for row in rows) == cents(first["total-amount"])
    goods = [row for row in rows if row["amount-description"] == "Principal"]
    assert [(row["amount"], row["sku"], row["quantity-purchased"]) for row in goods] == [("1040.00", "LB-1", "2")]
    assert {row["amount-type"] for row in rows} == {"ItemPrice", "ItemFees", "ItemWithheldTax"}


def test_what_was_settled_is_not_settled_again(sold):
    settlement(sold)
    assert sold.control(settle={})["settle"] == ""


def test_lost_line_leaves_the_sum_as_it_was(sold):
    first, rows = settlement(sold, lost_line=True)
    assert sum(cents(row["amount"]) for row in rows) != cents(first["total-amount"])


def test_amount_of_an_unknown_type_comes_along(sold):
    first, rows = settlement(sold, unknown_type=True)
    assert (rows[-1]["amount-type"], rows[-1]["amount"]) == ("ItemHandling", "-15.00")
    assert sum(cents(row["amount"]) for row in rows) == cents(first["total-amount"])


def test_numbers_and_days_are_written_as_other_regions_do(sold):
    first, rows = settlement(sold, comma=True, us_dates=True)
    assert (rows[0]["amount"], "," in first["total-amount"]) == ("1040,00", True)
    assert rows[0]["posted-date"] == "01/18/27"


def test_settlements_are_listed_and_cannot_be_asked_for(sold):
    settlement(sold)
    listed = sold.get(f"{REPORTS}/reports?reportTypes={SETTLEMENTS}")["reports"]
    assert [each["processingStatus"] for each in listed] == ["DONE"]
    body = {"reportType": SETTLEMENTS, "marketplaceIds": [MARKETPLACE]}
    assert sold.ask("POST", f"{REPORTS}/reports", body)[0] == 400


def test_tax_reports_need_a_role_that_is_not_given(market):
    assert market.ask("GET", f"{REPORTS}/reports?reportTypes=GST_MTR_B2B")[0] == 403
    body = {"reportType": "GST_MTR_B2C", "marketplaceIds": [MARKETPLACE]}
    assert market.ask("POST", f"{REPORTS}/reports", body)[0] == 403


def test_reports_that_are_not_there_are_not_found(market):
    assert market.ask("GET", f"{REPORTS}/reports/1")[0] == 404
    assert market.ask("GET", f"{REPORTS}/documents/none")[0] == 404


def asked(amount, currency="INR"):
    price = {"ListingPrice": {"CurrencyCode": currency, "Amount": amount}}
    return {"MarketplaceId": MARKETPLACE, "PriceToEstimateFees": price, "Identifier": "one"}


def test_fees_are_estimated_by_price_with_tax_on_each(market):
    market.put("LB-1")
    body = {"FeesEstimateRequest": asked(520)}
    status, told = market.ask("POST", f"{FEES}/listings/LB-1/feesEstimate", body)
    found = told["payload"]["FeesEstimateResult"]
    fees = {each["FeeType"]: each["FinalFee"]["Amount"] for each in found["FeesEstimate"]["FeeDetailList"]}
    assert (status, fees) == (200, {"ReferralFee": 55.22, "VariableClosingFee": 35.4, "PerItemFee": 76.7})
    assert found["FeesEstimate"]["TotalFeesEstimate"]["Amount"] == 167.32


def test_estimate_for_many_tells_each_error_by_itself(market):
    market.put("LB-1")
    rows = [
        {"IdType": "SellerSKU", "IdValue": "LB-1", "FeesEstimateRequest": asked(250)},
        {"IdType": "SellerSKU", "IdValue": "LB-9", "FeesEstimateRequest": asked(250)},
        {"IdType": "SellerSKU", "IdValue": "LB-1", "FeesEstimateRequest": asked(250, "USD")},
    ]
    status, told = market.ask("POST", f"{FEES}/feesEstimate", rows)
    assert (status, [each["Status"] for each in told]) == (200, ["Success", "ClientError", "ClientError"])
    market.at += 2
    assert market.ask("POST", f"{FEES}/feesEstimate", rows[:1] * 21)[0] == 400


def test_estimate_without_this_marketplace_is_refused(market):
    body = {"FeesEstimateRequest": asked(520) | {"MarketplaceId": "OTHER"}}
    assert market.ask("POST", f"{FEES}/listings/LB-1/feesEstimate", body)[0] == 400
