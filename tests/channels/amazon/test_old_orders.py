"""The older version of Amazon's orders, behind the same door."""

import pytest

from haat.channels.amazon.channel import CHANNEL
from haat.orders.facts import facts_from
from tests.channels.amazon.answering import KEYS, Kept


def v0(state="Unshipped", **more):
    told = {
        "AmazonOrderId": "408-1234567-1234567",
        "PurchaseDate": "2026-11-30T09:00:00Z",
        "LastUpdateDate": "2026-11-30T09:30:00Z",
        "OrderStatus": state,
        "FulfillmentChannel": "MFN",
        "OrderTotal": {"CurrencyCode": "INR", "Amount": "1081.00"},
        "LatestShipDate": "2026-12-02T18:29:59Z",
        "LatestDeliveryDate": "2026-12-07T18:30:00Z",
        "ShippingAddress": {"City": "Patna", "StateOrRegion": "BIHAR", "PostalCode": "800001", "CountryCode": "IN"},
        "BuyerInfo": {"BuyerEmail": "x@marketplace.amazon.in"},
    }
    return told | more


def v0_item(number=1, quantity=2, **more):
    told = {
        "OrderItemId": f"item-{number}",
        "ASIN": "B0IN",
        "SellerSKU": f"DGR-{number}",
        "Title": "Lac bangles",
        "QuantityOrdered": quantity,
        "ItemPrice": {"CurrencyCode": "INR", "Amount": "1041.00"},
        "ShippingPrice": {"CurrencyCode": "INR", "Amount": "40.00"},
    }
    return told | more


@pytest.fixture
def older(amazon, settings):
    settings.CHANNELS = settings.CHANNELS | {"amazon_orders": "v0"}

    def tells(found, *items):
        amazon.says("getOrders", {"payload": {"Orders": [found], "LastUpdatedBefore": "2026-11-30T09:58:00Z"}})
        amazon.says("getOrderItems", {"payload": {"AmazonOrderId": "408", "OrderItems": list(items)}})
        return CHANNEL.orders({}, KEYS, Kept())

    return tells


def test_the_older_version_tells_the_same_behind_the_same_door(amazon, older):
    page = older(v0(), v0_item())
    (found,) = page.orders
    facts = facts_from(found.facts)
    assert (facts.name, facts.address, facts.pin, facts.bills) == ("Amazon buyer", "Patna", "800001", "channel")
    assert [(each.sku, each.quantity, each.piece_minor) for each in facts.lines] == [("DGR-1", 2, 52050)]
    assert (facts.delivery_minor, facts.total_minor, str(facts.promised_by)) == (4000, 108100, "2026-12-08")
    assert page.cursor["since"] == "2026-11-30T09:48:00Z"
    assert "marketplace.amazon.in" not in str(found.raw)
    assert amazon.names == ["getOrders", "getOrderItems"]


def test_the_older_version_asks_for_no_lines_of_what_is_not_paid(amazon, older):
    (found,) = older(v0("Pending")).orders
    assert (found.facts, amazon.names) == (None, ["getOrders"])


def test_the_older_version_counts_what_is_cancelled_as_none_ordered(older):
    (found,) = older(v0(), v0_item(1), v0_item(2, quantity=0)).orders
    assert (found.cancelled, [each["id"] for each in found.facts["lines"]]) == ({"item-2": 10_000}, ["item-1"])


def test_the_older_version_tells_requests_and_cancellations(older):
    (found,) = older(v0(), v0_item(BuyerRequestedCancel={"IsBuyerRequestedCancel": "true"})).orders
    assert found.asks_cancel


def test_the_older_version_tells_what_was_cancelled_whole(older):
    (found,) = older(v0("Canceled"), v0_item(quantity=0)).orders
    assert (found.facts, found.cancelled) == (None, {"item-1": 10_000})
