"""An order as Orders 2026-01-01 tells it: what always stands there, and the data sets that were asked for."""

from collections.abc import Callable, Iterable
from typing import Any

from haat.cli.rehearsal.amazon.order import Line, Order, Parcel
from haat.cli.rehearsal.amazon.wire import MARKETPLACE, money, stamp

Told = dict[str, Any]


def order_told(order: Order, wanted: Iterable[str], lack: Iterable[str] = ()) -> Told:
    """`lack`: names of fields that are left out wherever they stand, as happens."""
    sets = set(wanted)
    told: Told = {
        "orderId": order.name,
        "createdTime": stamp(order.created),
        "lastUpdatedTime": stamp(order.updated),
        "programs": ["AMAZON_EASY_SHIP", "INVOICE_BY_AMAZON"] if order.easy_ship else ["INVOICE_BY_AMAZON"],
        "salesChannel": {"channelName": "AMAZON", "marketplaceId": MARKETPLACE, "marketplaceName": "Amazon.in"},
        "orderItems": [_line(order, line, sets) for line in order.lines],
    }
    for name, (key, make) in _SETS.items():
        found = make(order) if name in sets else None
        if found:
            told[key] = found
    return _without(told, frozenset(lack))


def _line(order: Order, line: Line, sets: set[str]) -> Told:
    """While an order is not paid, nothing is told of money."""
    paid = order.state != "PENDING"
    product: Told = {"asin": line.asin, "title": line.title, "sellerSku": line.sku}
    product["condition"] = {"conditionType": "NEW", "conditionSubtype": "NEW"}
    if paid:
        product["price"] = {"unitPrice": money(line.piece, order.currency)}
    told: Told = {"orderItemId": line.name, "quantityOrdered": line.ordered, "product": product}
    if "PROCEEDS" in sets and paid:
        goods = money(line.piece * (line.ordered - line.cancelled), order.currency)
        told["proceeds"] = {"proceedsTotal": goods, "breakdowns": [{"type": "ITEM", "subtotal": goods}]}
    if "CANCELLATION" in sets and (line.asks or line.cancelled):
        told["cancellation"] = _cancellation(line)
    if "FULFILLMENT" in sets:
        told["fulfillment"] = {"quantityFulfilled": line.shipped, "quantityUnfulfilled": line.left}
    return told


def _cancellation(line: Line) -> Told:
    told: Told = {}
    if line.asks:
        told["cancellationRequest"] = {"requester": "BUYER", "cancelReason": line.asks}
    if line.cancelled:
        told["cancellationExecution"] = {"cancelledBy": line.cancelled_by, "cancelReason": line.why}
    return told


def _buyer(order: Order) -> Told:
    """No phone, and no address of the buyer's own."""
    return {} if order.state == "PENDING" else {"buyerName": order.buyer.name, "buyerEmail": order.buyer.email}


def _recipient(order: Order) -> Told:
    buyer = order.buyer
    if order.state == "PENDING":
        return {}
    address = {
        "name": buyer.name,
        "addressLine1": buyer.address,
        "city": buyer.city,
        "stateOrRegion": buyer.state,
        "postalCode": buyer.pin,
        "countryCode": buyer.country,
        "addressType": "RESIDENTIAL",
    }
    return {"deliveryAddress": {name: value for name, value in address.items() if value}}


def _proceeds(order: Order) -> Told:
    if order.state == "PENDING":
        return {}
    parts = [{"type": "ITEM", "subtotal": money(order.goods, order.currency)}]
    if order.delivery:
        parts.append({"type": "SHIPPING", "subtotal": money(order.delivery, order.currency)})
    return {"grandTotal": money(order.total, order.currency), "breakdowns": parts}


def _fulfillment(order: Order) -> Told:
    return {
        "fulfillmentStatus": order.odd_state or order.state,
        "fulfilledBy": "MERCHANT",
        "fulfillmentServiceLevel": "STANDARD",
        "shipByWindow": _window(order.ship_by),
        "deliverByWindow": _window(order.deliver_by),
    }


def _window(times: tuple[float, float]) -> Told:
    return {"earliestDateTime": stamp(times[0]), "latestDateTime": stamp(times[1])}


def _payment(order: Order) -> Told:
    if order.state == "PENDING":
        return {}
    return {"paymentExecutions": [{"paymentMethod": "Standard", "paymentAmount": money(order.total, order.currency)}]}


def _packages(order: Order) -> list[Told]:
    found = [(parcel, False) for parcel in order.sent] + ([(order.package, True)] if order.package else [])
    return [_package(order, parcel, easy) for parcel, easy in found]


def _package(order: Order, parcel: Parcel, easy: bool) -> Told:
    told: Told = {
        "packageReferenceId": parcel.name,
        "createdTime": stamp(parcel.made),
        "packageStatus": _status(parcel, easy),
        "carrier": parcel.carrier or "ATS",
        "trackingNumber": parcel.tracking,
        "packageItems": [
            {"orderItemId": line.name, "quantity": number}
            for line in order.lines
            if (number := parcel.pieces.get(line.name, 0) or (0 if parcel.left else line.left))
        ],
    }
    if parcel.left is not None:
        told["shipTime"] = stamp(parcel.left)
    return told | ({"shippingService": parcel.method} if parcel.method else {})


def _status(parcel: Parcel, easy: bool) -> Told:
    if parcel.arrived is not None:
        return {"status": "DELIVERED", "detailedStatus": "DELIVERED"}
    if parcel.left is not None:
        return {"status": "IN_TRANSIT", "detailedStatus": "PICKED_UP"} if easy else {"status": "SHIPPED"}
    return {"status": "PENDING", "detailedStatus": "PENDING_PICK_UP"}


_SETS: dict[str, tuple[str, Callable[[Order], Any]]] = {
    "BUYER": ("buyer", _buyer),
    "RECIPIENT": ("recipient", _recipient),
    "PROCEEDS": ("proceeds", _proceeds),
    "PAYMENT": ("payment", _payment),
    "FULFILLMENT": ("fulfillment", _fulfillment),
    "PACKAGES": ("packages", _packages),
}


def _without(told: Any, lack: frozenset[str]) -> Any:
    if not lack:
        return told
    if isinstance(told, list):
        return [_without(each, lack) for each in told]
    if isinstance(told, dict):
        return {name: _without(value, lack) for name, value in told.items() if name not in lack}
    return told
