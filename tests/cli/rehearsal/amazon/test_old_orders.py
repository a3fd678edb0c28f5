"""Orders in the words of v0, which tells name and street to a restricted token alone."""

import json

import pytest

from haat.cli.rehearsal.amazon.wire import MARKETPLACE, stamp
from tests.cli.rehearsal.amazon.market import NOON

OLD = "/orders/v0/orders"
SINCE = f"?LastUpdatedAfter={stamp(NOON - 3600)}&MarketplaceIds={MARKETPLACE}"


@pytest.fixture
def shop(market):
    market.put("LB-1")
    market.listing("LB-1")
    return market


def restricted(market, path):
    body = {"restrictedResources": [{"method": "GET", "path": path, "dataElements": ["buyerInfo", "shippingAddress"]}]}
    return market.ask("POST", "/tokens/2021-03-01/restrictedDataToken", body)[1]["restrictedDataToken"]


def test_orders_are_searched_and_paged(shop):
    made = sorted(shop.buy("LB-1") for _turn in range(3))
    shop.at += 121
    first = shop.get(f"{OLD}{SINCE}&MaxResultsPerPage=2")["payload"]
    second = shop.get(f"{OLD}?MarketplaceIds={MARKETPLACE}&NextToken={first['NextToken']}")["payload"]
    assert [each["AmazonOrderId"] for each in (*first["Orders"], *second["Orders"])] == made
    assert "NextToken" not in second
    assert shop.get(f"{OLD}{SINCE}&OrderStatuses=Shipped")["payload"]["Orders"] == []
    assert len(shop.get(f"{OLD}{SINCE}&AmazonOrderIds={made[0]}")["payload"]["Orders"]) == 1


@pytest.mark.parametrize(
    "query", [f"?MarketplaceIds={MARKETPLACE}", f"{SINCE}&CreatedAfter={stamp(NOON)}", f"{SINCE}&NextToken=none"]
)
def test_search_that_cannot_be_is_refused(shop, query):
    assert shop.ask("GET", f"{OLD}{query}")[0] == 400


def test_name_and_street_need_a_token_of_their_own(shop):
    name = shop.buy("LB-1")
    plain = shop.get(f"{OLD}/{name}")["payload"]
    assert (set(plain["ShippingAddress"]), plain["BuyerInfo"]) == (
        {"City", "StateOrRegion", "PostalCode", "CountryCode"},
        {},
    )
    token = restricted(shop, f"{OLD}/{name}")
    told = json.loads(shop.say("GET", f"{OLD}/{name}", token=token).text)["payload"]
    assert {"Name", "AddressLine1"} <= set(told["ShippingAddress"])
    assert "BuyerName" in told["BuyerInfo"]
    every = restricted(shop, f"{OLD}/{{orderId}}/address")
    address = json.loads(shop.say("GET", f"{OLD}/{name}/address", token=every).text)["payload"]
    assert "Name" in address["ShippingAddress"]
    assert shop.get(f"{OLD}/{name}/buyerInfo")["payload"] == {"AmazonOrderId": name}


def test_items_tell_what_is_left_of_them_and_that_a_buyer_asked(shop):
    (name,) = shop.control(buy={"sku": "LB-1", "quantity": 2, "pending": False})["buy"]
    (line,) = shop.get(f"{OLD}/{name}/orderItems")["payload"]["OrderItems"]
    shop.control(cancel={"order": name, "pieces": {line["OrderItemId"]: 1}}, ask_cancel={"order": name, "why": "LATE"})
    (line,) = shop.get(f"{OLD}/{name}/orderItems")["payload"]["OrderItems"]
    assert (line["QuantityOrdered"], line["ItemPrice"]["Amount"]) == (1, "520.00")
    assert line["BuyerRequestedCancel"] == {"IsBuyerRequestedCancel": "true", "BuyerCancelReason": "LATE"}


def test_pending_order_tells_neither_money_nor_place(shop):
    (name,) = shop.control(buy={"sku": "LB-1"})["buy"]
    told = shop.get(f"{OLD}/{name}")["payload"]
    assert (told["OrderStatus"], told["EasyShipShipmentStatus"]) == ("Pending", "PendingSchedule")
    assert {"OrderTotal", "ShippingAddress"} & set(told) == set()
    assert "ItemPrice" not in shop.get(f"{OLD}/{name}/orderItems")["payload"]["OrderItems"][0]
