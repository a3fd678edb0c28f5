"""One order as Amazon tells it (orders 2026-01-01), as facts that can be received.

A modelled field may be absent: what is not told stays untold, and the order is refused by the name of the field, never
guessed. A buyer's phone and e-mail are not taken at all: Amazon's carrier calls, and nobody here may write to her.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from haat.channels.amazon.api import below, listed
from haat.channels.amazon.instants import instant, minor
from haat.channels.channel import EVERY, Told
from haat.core.abroad import HOME, RUPEE
from haat.core.dates import day_of
from haat.core.identifiers import InvalidIdentifier, clean_pin
from haat.core.texts import clean_line
from haat.orders.models import Order

# Amazon's states: what is to be packed or was, what has left, what is not yet, and what will not be.
PACKED = ("UNSHIPPED", "PARTIALLY_SHIPPED", "SHIPPED")
STATES = (*PACKED, "PENDING_AVAILABILITY", "PENDING", "CANCELLED", "UNFULFILLABLE")
GONE = ("SHIPPED", "Shipped")
CANCELLED = "CANCELLED"
STATES = ("PENDING_AVAILABILITY", "PENDING", *PACKED, CANCELLED, "UNFULFILLABLE")
ALL = 10_000  # more than any line has: all of it
NOBODY = "Amazon buyer"  # where Amazon tells no name
_LEFT_OUT = ("phone", "buyerEmail")  # of what is kept


def told(order: Mapping[str, Any]) -> Told:
    """The order: its facts where it is to be packed or has left, and where nobody knows its state; none while it is
    not to be packed."""
    state = str(below(order, "fulfillment", "fulfillmentStatus") or "")
    items = [each for each in listed(order, "orderItems") if isinstance(each, dict)]
    return Told(
        external_id=str(order.get("orderId") or ""),
        state=state,
        facts=_facts(order, items) if state in PACKED or state not in STATES else None,
        cancelled=dict(_cancelled(items, state)),
        asks_cancel=any(_asks(each) for each in items),
        ship_by=instant(below(order, "fulfillment", "shipByWindow", "latestDateTime")),
        raw=without_contact(order),
        at=instant(order.get("lastUpdatedTime")),
        skus=[sku for each in items if (sku := str(below(each, "product", "sellerSku") or ""))],
    )


def without_contact(value: Any) -> Any:
    """What is kept of an order's own words: all of it but how its buyer is reached."""
    if isinstance(value, dict):
        return {name: without_contact(each) for name, each in value.items() if name not in _LEFT_OUT}
    if isinstance(value, list):
        return [without_contact(each) for each in value]
    return value


def _facts(order: Mapping[str, Any], items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    address = below(order, "recipient", "deliveryAddress")
    money = _currency(order, items)
    found: dict[str, Any] = {
        "placed_at": order.get("createdTime"),
        "name": name_of(address if isinstance(address, dict) else {}, below(order, "buyer", "buyerName")),
        "lines": [_line(each, money) for each in items if each.get("quantityOrdered") != 0],
        "bills": Order.Bills.CHANNEL.value,
        "currency": money,
        "delivery_minor": _breakdown(below(order, "proceeds"), "SHIPPING", money) or 0,
        "promised_by": promised(below(order, "fulfillment", "deliverByWindow", "latestDateTime")),
        **_where(address if isinstance(address, dict) else {}),
    }
    total = below(order, "proceeds", "grandTotal")
    if (told_total := _minor(total, money)) is not None:
        found["total_minor"] = told_total
    return {name: value for name, value in found.items() if value is not None}


def name_of(address: Mapping[str, Any], buyer: Any) -> str:
    """Whose parcel it is, as far as Amazon says."""
    told_names = (address.get("name"), buyer, address.get("companyName"))
    names = [clean_line(each) for each in told_names if isinstance(each, str)]
    return next((cut(each, 120) for each in names if each), NOBODY)


def cut(text: str, most: int) -> str:
    """A text of at most so many letters, ended at a word; the whole stands among what was told."""
    text = clean_line(text)
    return text if len(text) <= most else text[:most].rpartition(" ")[0] or text[:most]


def promised(told_by: Any) -> str | None:
    """The day in India by which it was promised."""
    moment: datetime | None = instant(told_by)
    return None if moment is None else day_of(moment).isoformat()


def where(country: Any, lines: Sequence[Any], *, region: Any, postcode: Any) -> dict[str, str]:
    """An address as facts have it; a PIN that is none stays in the address, for a person to read."""
    code = str(country or HOME).upper()
    told_code = str(postcode or "").strip()
    parts = [str(each) for each in lines if each]
    found = {"country": code, "region": cut(str(region or ""), 80)}
    if code == HOME:
        try:
            found["pin"] = clean_pin(told_code) if told_code else ""
        except InvalidIdentifier:
            parts.append(told_code)
    else:
        found["postcode"] = told_code[:12]
    found["address"] = cut(", ".join(parts), 240)
    return {name: value for name, value in found.items() if value}


def _where(address: Mapping[str, Any]) -> dict[str, str]:
    names = ("companyName", "addressLine1", "addressLine2", "addressLine3", "city", "districtOrCounty")
    return where(
        address.get("countryCode"),
        [address.get(name) for name in names],
        region=address.get("stateOrRegion"),
        postcode=address.get("postalCode"),
    )


def _currency(order: Mapping[str, Any], items: Sequence[Mapping[str, Any]]) -> str:
    """The money of the order: of its total, else of its first price; rupees where nothing says otherwise."""
    told_moneys = [
        below(order, "proceeds", "grandTotal", "currencyCode"),
        *(below(each, "product", "price", "unitPrice", "currencyCode") for each in items),
    ]
    return next((each for each in told_moneys if isinstance(each, str) and each), RUPEE)


def _line(item: Mapping[str, Any], money: str) -> dict[str, Any]:
    found = {
        "id": str(item.get("orderItemId") or ""),
        "sku": str(below(item, "product", "sellerSku") or ""),
        "title": cut(str(below(item, "product", "title") or ""), 240),
        "quantity": item.get("quantityOrdered"),
        "piece_minor": _piece(item, money),
    }
    return {name: value for name, value in found.items() if value not in (None, "")}


def _piece(item: Mapping[str, Any], money: str) -> int | None:
    """The price of a piece: as told, else what the line brings by its pieces; None where nothing is told."""
    told_price = _minor(below(item, "product", "price", "unitPrice"), money)
    if told_price is not None:
        return told_price
    line = _breakdown(item.get("proceeds"), "ITEM", money)
    pieces = item.get("quantityOrdered")
    if line is None or isinstance(pieces, bool) or not isinstance(pieces, int) or pieces < 1:
        return None
    return line // pieces


def _breakdown(proceeds: Any, kind: str, money: str) -> int | None:
    for each in listed(proceeds, "breakdowns"):
        if isinstance(each, dict) and each.get("type") == kind:
            return _minor(each.get("subtotal"), money)
    return None


def _minor(amount: Any, money: str) -> int | None:
    """An amount in the order's money; None where it is of another, or none."""
    if below(amount, "currencyCode") != money:
        return None
    return minor(below(amount, "amount"), money)


def _asks(item: Mapping[str, Any]) -> bool:
    """Whether the buyer asks to cancel and nobody has decided yet."""
    cancellation = item.get("cancellation")
    asked = below(cancellation, "cancellationRequest")
    return isinstance(asked, dict) and not isinstance(below(cancellation, "cancellationExecution"), dict)


def _cancelled(items: Sequence[Mapping[str, Any]], state: str) -> Iterator[tuple[str, int]]:
    """Line → pieces that are cancelled, all told; of an order that is told without its lines, every one."""
    if state == CANCELLED and not items:
        yield EVERY, ALL
    for item in items:
        pieces = ALL if state == CANCELLED else _of_line(item, state)
        if pieces:
            yield str(item.get("orderItemId") or ""), pieces


def _of_line(item: Mapping[str, Any], state: str) -> int:
    """Pieces of a line that were cancelled: those that are neither sent nor to be sent any more.

    Where Amazon says that it was cancelled and counts nothing, it is all of them.
    """
    executed = isinstance(below(item, "cancellation", "cancellationExecution"), dict)
    ordered = item.get("quantityOrdered")
    counts = [below(item, "fulfillment", name) for name in ("quantityFulfilled", "quantityUnfulfilled")]
    if ordered == 0:
        return ALL
    if not all(isinstance(each, int) for each in [ordered, *counts]):
        return ALL if executed else 0
    left = sum(counts)
    if not left:
        return ALL if executed else 0
    return max(0, ordered - left) if executed or state in PACKED else 0
