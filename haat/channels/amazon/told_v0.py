"""One order as Amazon's older version tells it (orders v0): the same facts, its lines by a call of their own.

Without Amazon's restricted token it tells no name and no street: state, town and PIN are all that comes.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from haat.channels.amazon.api import below, call, listed
from haat.channels.amazon.instants import instant, minor
from haat.channels.amazon.told import ALL, cut, name_of, promised, where
from haat.channels.channel import EVERY, Keys, Line, Told
from haat.core.abroad import RUPEE
from haat.orders.models import Order

PACKED = ("Unshipped", "PartiallyShipped", "Shipped")
CANCELLED = "Canceled"
STATES = (*PACKED, "PendingAvailability", "Pending", "InvoiceUnconfirmed", CANCELLED, "Unfulfillable")
_LEFT_OUT = ("Phone", "BuyerEmail")


def told(order: Mapping[str, Any], keys: Keys, line: Line) -> Told:
    """The order with its lines. Raises Trouble or Shut."""
    state = str(order.get("OrderStatus") or "")
    number = str(order.get("AmazonOrderId") or "")
    known = state in STATES
    items = list(_items(number, keys, line)) if number and (state in (*PACKED, CANCELLED) or not known) else []
    return Told(
        external_id=number,
        state=state,
        facts=_facts(order, items) if state in PACKED or not known else None,
        cancelled=dict(_cancelled(items, state)),
        asks_cancel=any(
            str(below(each, "BuyerRequestedCancel", "IsBuyerRequestedCancel")).lower() == "true" for each in items
        ),
        ship_by=instant(order.get("LatestShipDate")),
        raw={**_without_contact(order), "OrderItems": _without_contact(items)},
        at=instant(order.get("LastUpdateDate")),
        skus=[sku for each in items if (sku := str(each.get("SellerSKU") or ""))],
    )


def _asks(item: Mapping[str, Any]) -> bool:
    """Whether the buyer asks to cancel; the model has it as a text."""
    return str(below(item, "BuyerRequestedCancel", "IsBuyerRequestedCancel")).lower() == "true"


def _items(number: str, keys: Keys, line: Line) -> Iterator[Mapping[str, Any]]:
    token = ""
    while True:
        query = {"NextToken": token} if token else None
        found = call("getOrderItems", keys, line, path={"order": number}, query=query)
        yield from (each for each in listed(below(found, "payload"), "OrderItems") if isinstance(each, dict))
        token = str(below(found, "payload", "NextToken") or "")
        if not token:
            return


def _without_contact(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_contact(each) for name, each in value.items() if name not in _LEFT_OUT}
    return [_without_contact(each) for each in value] if isinstance(value, list) else value


def _facts(order: Mapping[str, Any], items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    address = order.get("ShippingAddress")
    told_address: Mapping[str, Any] = address if isinstance(address, dict) else {}
    money = str(below(order, "OrderTotal", "CurrencyCode") or RUPEE)
    shipping = [_minor(each.get("ShippingPrice"), money) for each in items]
    found: dict[str, Any] = {
        "placed_at": order.get("PurchaseDate"),
        "name": name_of({"name": told_address.get("Name")}, below(order, "BuyerInfo", "BuyerName")),
        "lines": [_line(each, money) for each in items if each.get("QuantityOrdered") != 0],
        "bills": Order.Bills.CHANNEL.value,
        "currency": money,
        "delivery_minor": sum(each for each in shipping if each),
        "promised_by": promised(order.get("LatestDeliveryDate")),
        "total_minor": _minor(order.get("OrderTotal"), money),
        **where(
            told_address.get("CountryCode"),
            [told_address.get(name) for name in ("AddressLine1", "AddressLine2", "AddressLine3", "City", "District")],
            region=told_address.get("StateOrRegion"),
            postcode=told_address.get("PostalCode"),
        ),
    }
    return {name: value for name, value in found.items() if value is not None}


def _line(item: Mapping[str, Any], money: str) -> dict[str, Any]:
    """An item's price is that of all its pieces."""
    line, pieces = _minor(item.get("ItemPrice"), money), item.get("QuantityOrdered")
    found = {
        "id": str(item.get("OrderItemId") or ""),
        "sku": str(item.get("SellerSKU") or ""),
        "title": cut(str(item.get("Title") or ""), 240),
        "quantity": pieces,
        "piece_minor": line // pieces if line is not None and isinstance(pieces, int) and pieces > 0 else None,
    }
    return {name: value for name, value in found.items() if value not in (None, "")}


def _minor(amount: Any, money: str) -> int | None:
    if below(amount, "CurrencyCode") != money:
        return None
    return minor(below(amount, "Amount"), money)


def _cancelled(items: Sequence[Mapping[str, Any]], state: str) -> Iterator[tuple[str, int]]:
    """Line → pieces that are cancelled: this version counts a cancelled line as none ordered."""
    if state == CANCELLED and not items:
        yield EVERY, ALL
    for item in items:
        if state == CANCELLED or item.get("QuantityOrdered") == 0:
            yield str(item.get("OrderItemId") or ""), ALL
