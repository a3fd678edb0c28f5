"""Simulated buyers, and their orders as they are told: late, twice, in part, and in states nobody knows."""

import pytest

from haat.cli.rehearsal.amazon.wire import MARKETPLACE, stamp
from tests.cli.rehearsal.amazon.market import NOON, ORDERS, Market, bangle, words

SINCE = f"?lastUpdatedAfter={stamp(NOON - 86_400)}"


@pytest.fixture
def shop(market):
    market.put("LB-1")
    market.put("BB-1", bangle(manufacturer=words("Mahila group")))
    assert market.status("LB-1") == ["BUYABLE", "DISCOVERABLE"]
    return market


def found(market, query=""):
    """What a search finds that goes up to now, two minutes later."""
    market.at += 121
    return market.get(f"{ORDERS}{SINCE}&marketplaceIds={MARKETPLACE}{query}")["orders"]


def names(market, query=""):
    return [each["orderId"] for each in found(market, query)]


def confirm(market, name, *, reference="1", **pieces):
    items = [{"orderItemId": line, "quantity": number} for line, number in pieces.items()]
    parcel = {
        "packageReferenceId": reference,
        "carrierCode": "India Post",
        "trackingNumber": "EJ123456785IN",
        "shipDate": stamp(market.at),
        "orderItems": items,
    }
    body = {"marketplaceId": MARKETPLACE, "packageDetail": parcel}
    return market.ask("POST", f"/orders/v0/orders/{name}/shipmentConfirmation", body)


def lines(order):
    return {each["product"]["sellerSku"]: each["orderItemId"] for each in order["orderItems"]}


def test_order_is_pending_without_money_and_buyer_and_then_paid(shop):
    (name,) = shop.control(buy={"sku": "LB-1", "quantity": 2})["buy"]
    pending = shop.order(name)
    assert pending["fulfillment"]["fulfillmentStatus"] == "PENDING"
    assert {"buyer", "recipient", "proceeds"} & set(pending) == set()
    assert "price" not in pending["orderItems"][0]["product"]
    shop.at += 1800
    paid = shop.order(name)
    assert paid["fulfillment"]["fulfillmentStatus"] == "UNSHIPPED"
    assert paid["orderItems"][0]["product"]["price"]["unitPrice"] == {"amount": "520.00", "currencyCode": "INR"}
    assert paid["lastUpdatedTime"] > pending["lastUpdatedTime"]


def test_order_has_an_address_and_no_phone(shop):
    address = shop.order(shop.buy("LB-1"))["recipient"]["deliveryAddress"]
    assert set(address) == {
        "name", "addressLine1", "city", "stateOrRegion", "postalCode", "countryCode", "addressType",
    }  # fmt: skip


def test_only_the_data_sets_that_were_asked_for_are_told(shop):
    name = shop.buy("LB-1")
    bare = shop.get(f"{ORDERS}/{name}")["order"]
    assert set(bare) == {"orderId", "createdTime", "lastUpdatedTime", "programs", "salesChannel", "orderItems"}
    assert set(shop.order(name, "PAYMENT", "RECIPIENT")) - set(bare) == {"payment", "recipient"}


def test_what_is_sold_there_is_less_there(shop):
    shop.buy("LB-1", "LB-1")
    assert shop.quantity("LB-1") == 5
    assert shop.listing("LB-1")["attributes"]["fulfillment_availability"][0]["quantity"] == 7
    lines_of_three = {"lines": [{"sku": "LB-1", "quantity": 3}] * 2}
    status, told = shop.ask("POST", "/control", {"buy": lines_of_three}, token="")
    assert (status, told["error"]) == (400, "LB-1 cannot be bought in 6 pieces now")
    assert shop.quantity("LB-1") == 5


def test_buyer_who_looks_about_finds_goods_of_two_makers(shop):
    (name,) = shop.control(buy={"makers": 2})["buy"]
    assert set(lines(shop.order(name))) == {"LB-1", "BB-1"}


def test_nobody_buys_where_nothing_stands(market):
    assert market.control(buy={})["buy"] == []


def test_other_money_comes_from_abroad(shop):
    order = shop.order(shop.buy("LB-1", currency="USD"))
    assert order["proceeds"]["grandTotal"]["currencyCode"] == "USD"
    assert order["recipient"]["deliveryAddress"]["countryCode"] == "AE"


def test_line_that_is_not_ours_comes_beside_one_that_is(shop):
    assert set(lines(shop.order(shop.buy("LB-1", "NOT-OURS")))) == {"LB-1", "NOT-OURS"}


def test_search_goes_up_to_two_minutes_ago(shop):
    name = shop.buy("LB-1")
    told = shop.get(f"{ORDERS}{SINCE}")
    assert (told["orders"], told["lastUpdatedBefore"]) == ([], stamp(NOON - 120))
    assert names(shop) == [name]


def test_pages_follow_each_other_though_orders_change_meanwhile(shop):
    made = [shop.buy("NOT-OURS") for _turn in range(3)]
    shop.at += 121
    first = shop.get(f"{ORDERS}{SINCE}&maxResultsPerPage=2")
    shop.control(cancel={"order": first["orders"][0]["orderId"]})
    token = first["pagination"]["nextToken"]
    second = shop.get(f"{ORDERS}{SINCE}&maxResultsPerPage=2&paginationToken={token}")
    told = [each["orderId"] for page in (first, second) for each in page["orders"]]
    assert (sorted(told), "pagination" in second) == (sorted(made), False)
    assert shop.ask("GET", f"{ORDERS}{SINCE}&paginationToken={token}")[0] == 400
    assert shop.ask("GET", f"{ORDERS}{SINCE}&maxResultsPerPage=2&paginationToken=none")[0] == 400


@pytest.mark.parametrize(
    "query",
    [
        "",
        f"?createdAfter={stamp(NOON)}&lastUpdatedAfter={stamp(NOON)}",
        f"?createdAfter={stamp(NOON)}&lastUpdatedBefore={stamp(NOON)}",
        f"{SINCE}&lastUpdatedBefore={stamp(NOON)}",
        f"{SINCE}&lastUpdatedBefore={stamp(NOON - 90_000)}",
        "?createdAfter=2026-11-01",
        f"{SINCE}&fulfillmentStatuses=SENT",
        f"{SINCE}&maxResultsPerPage=101",
    ],
)
def test_window_that_cannot_be_is_refused(shop, query):
    assert shop.ask("GET", f"{ORDERS}{query}")[0] == 400


def test_orders_are_filtered_by_state_place_and_who_sends(shop):
    (pending,) = shop.control(buy={"sku": "LB-1"})["buy"]
    paid = shop.buy("BB-1")
    assert names(shop, "&fulfillmentStatuses=PENDING,CANCELLED") == [pending]
    assert names(shop, "&fulfilledBy=MERCHANT&fulfillmentStatuses=UNSHIPPED") == [paid]
    assert names(shop, "&fulfilledBy=AMAZON") == []
    since = f"{ORDERS}?createdAfter={stamp(NOON - 1)}"
    assert shop.get(f"{since}&marketplaceIds=ATVPDKIKX0DER")["orders"] == []
    assert len(shop.get(f"{since}&createdBefore={stamp(NOON)}")["orders"]) == 2


def test_order_told_late_has_its_earlier_time(shop):
    shop.control(switch={"orders_late_seconds": 900})
    name = shop.buy("LB-1")
    assert names(shop) == []
    shop.at += 900
    (order,) = found(shop)
    assert (order["orderId"], order["lastUpdatedTime"]) == (name, stamp(NOON))


def test_each_order_can_be_told_twice(shop):
    name = shop.buy("LB-1")
    shop.control(switch={"orders_repeated": True})
    assert names(shop) == [name, name]


def test_modelled_fields_can_be_absent_and_a_state_unknown(shop):
    name = shop.buy("LB-1")
    shop.control(switch={"orders_lack": ["buyer", "deliverByWindow"]}, odd_state={"order": name, "state": "ON_HOLD"})
    order = shop.order(name)
    assert ("buyer" in order, set(order["fulfillment"])) == (
        False,
        {"fulfillmentStatus", "fulfilledBy", "fulfillmentServiceLevel", "shipByWindow"},
    )
    assert order["fulfillment"]["fulfillmentStatus"] == "ON_HOLD"


def test_buyer_asks_and_the_order_stays_until_it_is_cancelled(shop):
    name = shop.buy("LB-1")
    shop.control(ask_cancel={"order": name, "why": "FOUND_CHEAPER"})
    asked = shop.order(name)
    assert asked["fulfillment"]["fulfillmentStatus"] == "UNSHIPPED"
    request = {"requester": "BUYER", "cancelReason": "FOUND_CHEAPER"}
    assert asked["orderItems"][0]["cancellation"] == {"cancellationRequest": request}
    shop.control(cancel={"order": name, "by": "MERCHANT"})
    gone = shop.order(name)
    assert gone["fulfillment"]["fulfillmentStatus"] == "CANCELLED"
    execution = gone["orderItems"][0]["cancellation"]["cancellationExecution"]
    assert execution == {"cancelledBy": "MERCHANT", "cancelReason": "FOUND_CHEAPER"}


def test_pieces_are_cancelled_and_stock_does_not_come_back_by_itself(shop):
    (name,) = shop.control(buy={"sku": "LB-1", "quantity": 3, "pending": False})["buy"]
    line = lines(shop.order(name))["LB-1"]
    shop.control(cancel={"order": name, "pieces": {line: 1}})
    (told,) = shop.order(name)["orderItems"]
    assert (told["quantityOrdered"], told["fulfillment"]) == (3, {"quantityFulfilled": 0, "quantityUnfulfilled": 2})
    assert told["proceeds"]["proceedsTotal"]["amount"] == "1040.00"
    assert shop.quantity("LB-1") == 4
    status, _told = shop.ask("POST", "/control", {"cancel": {"order": name, "pieces": {line: 3}}}, token="")
    assert status == 400


def test_order_sent_by_the_seller_is_confirmed_in_parts(shop):
    (name,) = shop.control(buy={"sku": "LB-1", "quantity": 3, "pending": False, "easy_ship": False})["buy"]
    line = lines(shop.order(name))["LB-1"]
    assert confirm(shop, name, **{line: 2}) == (204, None)
    assert shop.order(name)["fulfillment"]["fulfillmentStatus"] == "PARTIALLY_SHIPPED"
    assert confirm(shop, name, **{line: 1})[0] == 400  # a parcel of this number was told of
    assert confirm(shop, name, reference="2", **{line: 2})[0] == 400  # more than is left
    assert confirm(shop, name, reference="2", **{line: 1}) == (204, None)
    assert confirm(shop, name, reference="3", **{line: 1})[0] == 400  # all has left
    sent = shop.order(name)
    assert sent["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
    assert [each["packageStatus"]["status"] for each in sent["packages"]] == ["SHIPPED", "SHIPPED"]
    shop.at += 3 * 86_400
    assert shop.order(name)["packages"][0]["packageStatus"]["status"] == "DELIVERED"


def test_orders_that_are_not_there_or_go_by_easy_ship_are_not_confirmed(shop):
    assert confirm(shop, "none")[0] == 404
    assert confirm(shop, shop.buy("LB-1"))[0] == 400
    assert shop.ask("GET", f"{ORDERS}/none")[0] == 404


def test_buyers_come_by_themselves_until_they_are_stopped(shop):
    shop.control(switch={"buyers_an_hour": 2})
    shop.control(advance=2 * 3600)
    came = shop.standing()["orders"]
    assert sum(came.values()) > 0
    shop.control(switch={"buyers_an_hour": 0})
    shop.control(advance=24 * 3600)
    assert sum(shop.standing()["orders"].values()) == sum(came.values())


def test_same_seed_sends_the_same_buyers_however_often_somebody_asked():
    first, second = Market(), Market()
    for each in (first, second):
        each.put("LB-1")
    for _turn in range(5):
        second.listing("LB-1")
    bought = [each.order(each.buy("LB-1"), "RECIPIENT")["recipient"] for each in (first, second)]
    assert bought[0] == bought[1]
