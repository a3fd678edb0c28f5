"""Orders v0, on its way out: the same orders in older words. Name and street are told to a restricted token alone."""

from typing import Any

from haat.cli.rehearsal.amazon.login import Login
from haat.cli.rehearsal.amazon.order import Line, Order
from haat.cli.rehearsal.amazon.order_calls import LAG, MOST, window
from haat.cli.rehearsal.amazon.orders import Orders
from haat.cli.rehearsal.amazon.turning import opened, token_of
from haat.cli.rehearsal.amazon.wire import CURRENCY, MARKETPLACE, Call, Calls, money, stamp

Told = dict[str, Any]
STATES = {
    "PENDING": "Pending",
    "UNSHIPPED": "Unshipped",
    "PARTIALLY_SHIPPED": "PartiallyShipped",
    "SHIPPED": "Shipped",
    "CANCELLED": "Canceled",
}
PATH = "/orders/v0/orders"


class OldOrders:
    def __init__(self, orders: Orders, login: Login) -> None:
        self.orders, self.login = orders, login

    def calls(self) -> Calls:
        return {
            "getOrders": self.search,
            "getOrderV0": self.get,
            "getOrderItems": self.items,
            "getOrderAddress": self.address,
            "getOrderBuyerInfo": self.buyer,
        }

    def search(self, call: Call) -> Told:
        query = {name: value for name, value in call.query.items() if name != "NextToken"}
        begin = 0
        if call.query.get("NextToken"):
            query, begin = opened(call.query["NextToken"], code="InvalidInput")
        name, since, until = window(query, ("Created", "LastUpdated"), self.orders.world.now() - LAG)
        by = "created" if name == "Created" else "updated"
        found = [order for order in self.orders.known.values() if self._fits(order, by, since, until, query)]
        found.sort(key=lambda order: (getattr(order, by), order.name))
        size, sees = int(query.get("MaxResultsPerPage", MOST)), self._sees(call, PATH)
        page = [_order(order, buyers=sees) for order in found[begin : begin + size]]
        told: Told = {"Orders": page, f"{name}Before": stamp(until)}
        if begin + size < len(found):
            told["NextToken"] = token_of(query, begin + size)
        return {"payload": told}

    def get(self, call: Call) -> Told:
        order = self.orders.of(call.path["orderId"])
        return {"payload": _order(order, buyers=self._sees(call, f"{PATH}/{order.name}"))}

    def items(self, call: Call) -> Told:
        order = self.orders.of(call.path["orderId"])
        return {"payload": {"AmazonOrderId": order.name, "OrderItems": [_line(order, each) for each in order.lines]}}

    def address(self, call: Call) -> Told:
        order = self.orders.of(call.path["orderId"])
        told = _address(order, buyers=self._sees(call, f"{PATH}/{order.name}/address"))
        return {"payload": {"AmazonOrderId": order.name, "ShippingAddress": told}}

    def buyer(self, call: Call) -> Told:
        order = self.orders.of(call.path["orderId"])
        sees = self._sees(call, f"{PATH}/{order.name}/buyerInfo")
        return {"payload": {"AmazonOrderId": order.name} | (_buyer(order) if sees else {})}

    def _sees(self, call: Call, path: str) -> bool:
        return self.login.sees_buyers(call.token, path)

    def _fits(self, order: Order, by: str, since: float, until: float, query: Told) -> bool:
        states, names = query.get("OrderStatuses"), query.get("AmazonOrderIds")
        return (
            since <= getattr(order, by) <= until
            and order.told_from <= self.orders.world.now()
            and MARKETPLACE in query["MarketplaceIds"]
            and (not states or STATES[order.state] in states)
            and (not names or order.name in names)
        )


def _money(minor: int, currency: str = CURRENCY) -> Told:
    told = money(minor, currency)
    return {"CurrencyCode": told["currencyCode"], "Amount": told["amount"]}


def _order(order: Order, *, buyers: bool) -> Told:
    told: Told = {
        "AmazonOrderId": order.name,
        "PurchaseDate": stamp(order.created),
        "LastUpdateDate": stamp(order.updated),
        "OrderStatus": order.odd_state or STATES[order.state],
        "FulfillmentChannel": "MFN",
        "SalesChannel": "Amazon.in",
        "MarketplaceId": MARKETPLACE,
        "OrderType": "StandardOrder",
        "NumberOfItemsShipped": sum(line.shipped for line in order.lines),
        "NumberOfItemsUnshipped": sum(line.left for line in order.lines),
        "EarliestShipDate": stamp(order.ship_by[0]),
        "LatestShipDate": stamp(order.ship_by[1]),
    }
    if order.state != "PENDING":
        told |= {"OrderTotal": _money(order.total, order.currency), "PaymentMethod": "Other"}
        told |= {"ShippingAddress": _address(order, buyers=buyers), "BuyerInfo": _buyer(order) if buyers else {}}
    return told | ({"EasyShipShipmentStatus": _easy_ship(order)} if order.easy_ship else {})


def _easy_ship(order: Order) -> str:
    if order.package is None:
        return "PendingSchedule"
    if order.package.arrived is not None:
        return "Delivered"
    return "PendingPickUp" if order.package.left is None else "PickedUp"


def _buyer(order: Order) -> Told:
    return {} if order.state == "PENDING" else {"BuyerName": order.buyer.name, "BuyerEmail": order.buyer.email}


def _address(order: Order, *, buyers: bool) -> Told:
    buyer = order.buyer
    if order.state == "PENDING":
        return {}
    told = {"City": buyer.city, "StateOrRegion": buyer.state, "PostalCode": buyer.pin, "CountryCode": buyer.country}
    return told | ({"Name": buyer.name, "AddressLine1": buyer.address} if buyers else {})


def _line(order: Order, line: Line) -> Told:
    told: Told = {
        "ASIN": line.asin,
        "SellerSKU": line.sku,
        "OrderItemId": line.name,
        "Title": line.title,
        "QuantityOrdered": line.ordered - line.cancelled,
        "QuantityShipped": line.shipped,
    }
    if order.state != "PENDING":
        told["ItemPrice"] = _money(line.piece * (line.ordered - line.cancelled), order.currency)
    if line.asks:
        told["BuyerRequestedCancel"] = {"IsBuyerRequestedCancel": "true", "BuyerCancelReason": line.asks}
    return told
