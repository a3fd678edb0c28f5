"""What left with a carrier of the seller's own, told to Amazon (confirmShipment, of its older orders API)."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from haat.channels.amazon.api import Refused, below, call, listed
from haat.channels.amazon.instants import written
from haat.channels.amazon.operations import MARKETPLACE
from haat.channels.channel import Keys, Line
from haat.channels.parcels import Left, NotTaken

OTHER = "Other"  # Amazon's code for a carrier that is told by its name
# Which of what was told Amazon's words are about, the first that is named.
_ABOUT = {"tracking": "tracking", "carrier": "carrier", "shipdate": "left_at", "ship date": "left_at"}


def left(parcel: Left, keys: Keys, line: Line) -> None:
    """Tell that a parcel has left. Raises NotTaken, Trouble, Lost or Shut."""
    body = {
        "marketplaceId": MARKETPLACE,
        "packageDetail": {
            "packageReferenceId": str(parcel.number),
            "carrierCode": OTHER,
            "carrierName": parcel.carrier,
            "trackingNumber": parcel.tracking,
            "shipDate": written(parcel.at),
            "orderItems": [{"orderItemId": item, "quantity": pieces} for item, pieces in sorted(parcel.lines.items())],
        },
    }
    try:
        call("confirmShipment", keys, line, path={"order": parcel.order}, body=body)
    except Refused as refused:
        raise NotTaken(refused.said, _about(refused.said)) from None


def _about(said: str) -> str:
    words = said.casefold()
    return next((about for word, about in _ABOUT.items() if word in words), "")


def has_left(parcel: Left, keys: Keys, line: Line) -> bool:
    """Whether Amazon knows of it: by its number or tracking number there, else by pieces of its lines that were sent.

    Raises Trouble or Shut.
    """
    if settings.CHANNELS["amazon_orders"] == "v0":
        found = call("getOrderItems", keys, line, path={"order": parcel.order})
        items = listed(below(found, "payload"), "OrderItems")
        return _all_sent(parcel, {str(each.get("OrderItemId")): each.get("QuantityShipped") for each in _dicts(items)})
    query = {"includedData": "FULFILLMENT,PACKAGES"}
    order = below(call("getOrder", keys, line, path={"order": parcel.order}, query=query), "order")
    for each in _dicts(listed(order, "packages")):
        if each.get("packageReferenceId") == str(parcel.number) or each.get("trackingNumber") == parcel.tracking:
            return True
    items = _dicts(listed(order, "orderItems"))
    sent = {str(each.get("orderItemId")): below(each, "fulfillment", "quantityFulfilled") for each in items}
    return _all_sent(parcel, sent)


def _dicts(rows: list[Any]) -> list[Mapping[str, Any]]:
    return [each for each in rows if isinstance(each, dict)]


def _all_sent(parcel: Left, sent: Mapping[str, Any]) -> bool:
    """Whether of every line as many pieces have left as are told."""
    told = {item: found for item, found in sent.items() if isinstance(found, int)}
    return bool(parcel.lines) and all(told.get(item, 0) >= pieces for item, pieces in parcel.lines.items())
