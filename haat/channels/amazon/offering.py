"""Price and stock as Amazon's attributes, and back: `PRICE` {price_paise, mrp_paise}, `STOCK` {quantity}."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from haat.channels.amazon.instants import minor
from haat.channels.amazon.operations import CURRENCY, MARKETPLACE
from haat.channels.amazon.schema import Schema
from haat.channels.amazon.shapes import kept
from haat.channels.amazon.values import plain

PRICE_ATTRIBUTE, STOCK_ATTRIBUTE = "purchasable_offer", "fulfillment_availability"
OURS = "DEFAULT"  # sent by the seller; every other channel code is a warehouse of Amazon's
ALL = "ALL"


def price(body: Mapping[str, Any], schema: Schema | None = None) -> dict[str, Any]:
    """The offer to every buyer, whole: our price and the MRP, both with tax."""
    found = {
        "currency": CURRENCY,
        "audience": ALL,
        "our_price": _schedule(body["price_paise"]),
        "maximum_retail_price": _schedule(body["mrp_paise"]),
        "marketplace_id": MARKETPLACE,
    }
    return found if schema is None else kept(schema, schema.items(PRICE_ATTRIBUTE), found)


def stock(schema: Schema | None = None, *, quantity: int | None = None, lead_days: int | None = None) -> dict[str, Any]:
    """How many may be bought now, in how many days one leaves; None: that is left as it is."""
    told = {"fulfillment_channel_code": OURS, "quantity": quantity, "lead_time_to_ship_max_days": lead_days}
    found = {name: value for name, value in told.items() if value is not None}
    return found if schema is None else kept(schema, schema.items(STOCK_ATTRIBUTE), found)


def has_lead(schema: Schema) -> bool:
    """Whether the type says in how many days one leaves."""
    return "lead_time_to_ship_max_days" in schema.parts(schema.items(STOCK_ATTRIBUTE))


def _schedule(paise: int) -> list[dict[str, Any]]:
    return [{"schedule": [{"value_with_tax": plain(Decimal(paise) / 100)}]}]


def price_seen(item: Mapping[str, Any]) -> dict[str, Any]:
    """The price buyers see, else the one Amazon keeps; with the MRP where it tells one. {} where it tells nothing."""
    kept_offer = _of_all(item)
    shown = [
        minor(each["price"].get("amount"), each["price"].get("currencyCode"))
        for each in _rows(item, "offers")
        if each.get("offerType") == "B2C" and _here(each.get("marketplaceId")) and isinstance(each.get("price"), dict)
    ]
    found = {"price_paise": next(iter(shown), None) or _told(kept_offer.get("our_price"))}
    found["mrp_paise"] = _told(kept_offer.get("maximum_retail_price"))
    return {name: value for name, value in found.items() if value is not None}


def stock_seen(item: Mapping[str, Any]) -> dict[str, Any]:
    """The quantity Amazon sells by now, never what was submitted; {} where it tells none."""
    for each in _rows(item, "fulfillmentAvailability"):
        quantity = each.get("quantity")
        if each.get("fulfillmentChannelCode") == OURS and isinstance(quantity, int) and not isinstance(quantity, bool):
            return {"quantity": quantity}
    return {}


def sent_by_amazon(item: Mapping[str, Any]) -> bool:
    """Whether a listing's pieces lie in Amazon's warehouses only: its stock is not ours to say."""
    codes = {str(each.get("fulfillmentChannelCode") or "") for each in _rows(item, "fulfillmentAvailability")}
    return bool(codes) and OURS not in codes


def lead_seen(item: Mapping[str, Any]) -> dict[str, int]:
    """In how many days one leaves, as it was submitted; {} where Amazon tells nothing."""
    for each in _attribute(item, STOCK_ATTRIBUTE):
        days = each.get("lead_time_to_ship_max_days")
        if each.get("fulfillment_channel_code") == OURS and isinstance(days, int) and not isinstance(days, bool):
            return {"lead_days": days}
    return {}


def _of_all(item: Mapping[str, Any]) -> Mapping[str, Any]:
    rows = [each for each in _attribute(item, PRICE_ATTRIBUTE) if _here(each.get("marketplace_id"))]
    return next((each for each in rows if each.get("audience") in (None, ALL)), {})


def _told(schedules: Any) -> int | None:
    try:
        value = schedules[0]["schedule"][0]["value_with_tax"]
    except (LookupError, TypeError):
        return None
    return minor(value if not isinstance(value, float) else repr(value), CURRENCY)


def _rows(item: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = item.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _attribute(item: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    attributes = item.get("attributes")
    return _rows(attributes, name) if isinstance(attributes, dict) else []


def _here(marketplace: Any) -> bool:
    return marketplace in (None, MARKETPLACE)
