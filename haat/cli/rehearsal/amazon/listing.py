"""One listing: what was told of it, and, apart from that, what buyers see of it. Kept small: there may be 100,000."""

import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from haat.cli.rehearsal.amazon.checking import Issue, first, price_in
from haat.cli.rehearsal.amazon.wire import MARKETPLACE, moment, money, stamp

CHANGES = {"fulfillment_availability": "stock", "purchasable_offer": "price"}
EVERYTHING = frozenset({"stock", "price", "good"})


class Claim(NamedTuple):
    """What a listing's attributes come to, as far as selling it goes. Prices in paise."""

    title: str
    picture: str
    brand: str
    maker: str
    price: int | None
    stock: tuple[tuple[str, int], ...]
    parent: str
    theme: str
    level: str


def claim_of(attributes: Mapping[str, Any]) -> Claim:
    offers = [each for each in attributes.get("purchasable_offer", ()) if each.get("audience", "ALL") == "ALL"]
    stock = attributes.get("fulfillment_availability", ())
    return Claim(
        title=first(attributes, "item_name"),
        picture=first(attributes, "main_product_image_locator", "media_location"),
        brand=first(attributes, "brand"),
        maker=first(attributes, "manufacturer"),
        price=price_in(offers[0], "our_price") if offers else None,
        stock=tuple((each["fulfillment_channel_code"], each.get("quantity", 0)) for each in stock),
        parent=first(attributes, "child_parent_sku_relationship", "parent_sku"),
        theme=first(attributes, "variation_theme", "name"),
        level=first(attributes, "parentage_level"),
    )


class Listing:
    """`claim` and `attributes` are what was accepted; `price`, `stock`, `asin` and `issues` are what came of it."""

    __slots__ = (
        "asin", "claim", "created", "identified", "issues", "kind", "packed", "price", "requirements", "sku", "stock",
        "updated",
    )  # fmt: skip

    def __init__(self, sku: str, at: float) -> None:
        self.sku, self.created, self.updated = sku, at, at
        self.kind, self.requirements, self.packed = "", "LISTING", b""
        self.claim = claim_of({})
        self.identified = False
        self.asin = ""
        self.price: int | None = None
        self.stock: dict[str, int] = {}
        self.issues: tuple[Issue, ...] = ()

    @property
    def attributes(self) -> dict[str, Any]:
        return dict(json.loads(zlib.decompress(self.packed))) if self.packed else {}

    def accept(self, kind: str, requirements: str, attributes: Mapping[str, Any], identified: bool, at: float) -> None:
        """What was told of it is taken; nobody sees it yet."""
        self.kind, self.requirements, self.identified = kind, requirements, identified
        self.packed = zlib.compress(json.dumps(attributes, separators=(",", ":")).encode(), 1)
        self.claim = claim_of(attributes)
        self.updated = at

    @property
    def quantity(self) -> int:
        return sum(self.stock.values())

    def status(self, now: float) -> list[str]:
        """BUYABLE: a buyer can buy it now; DISCOVERABLE: buyers find it."""
        if not self.asin:
            return []
        held = {action for each in self.issues for action in _in_force(each, now)}
        found = [] if held & {"SEARCH_SUPPRESSED", "CATALOG_ITEM_REMOVED"} else ["DISCOVERABLE"]
        shut = held & {"LISTING_SUPPRESSED", "CATALOG_ITEM_REMOVED"}
        return ["BUYABLE", *found] if self.price is not None and self.quantity > 0 and not shut else found

    def told(self, wanted: Iterable[str], now: float, related: Mapping[str, Any] | None) -> dict[str, Any]:
        """The data sets that were asked for."""
        made: dict[str, Callable[[], Any]] = {
            "summaries": lambda: self._summaries(now),
            "attributes": lambda: self.attributes,
            "issues": lambda: list(self.issues),
            "offers": self._offers,
            "fulfillmentAvailability": self._availability,
            "procurement": list,
            "relationships": lambda: [{"marketplaceId": MARKETPLACE, "relationships": [related] if related else []}],
            "productTypes": lambda: [{"marketplaceId": MARKETPLACE, "productType": self.kind}],
        }
        return {"sku": self.sku, **{name: made[name]() for name in made if name in wanted}}

    def _summaries(self, now: float) -> list[dict[str, Any]]:
        if not self.asin:
            return []
        summary: dict[str, Any] = {
            "marketplaceId": MARKETPLACE,
            "asin": self.asin,
            "productType": self.kind,
            "conditionType": "new_new",
            "status": self.status(now),
            "itemName": self.claim.title,
            "createdDate": stamp(self.created),
            "lastUpdatedDate": stamp(self.updated),
        }
        if self.claim.picture:
            summary["mainImage"] = {"link": self.claim.picture, "height": 1500, "width": 1500}
        return [summary]

    def _offers(self) -> list[dict[str, Any]]:
        if not self.asin or self.price is None:
            return []
        audience = {"value": "ALL", "displayName": "Sell on Amazon"}
        return [{"marketplaceId": MARKETPLACE, "offerType": "B2C", "price": money(self.price), "audience": audience}]

    def _availability(self) -> list[dict[str, Any]]:
        return [{"fulfillmentChannelCode": code, "quantity": number} for code, number in sorted(self.stock.items())]


def _in_force(told: Issue, now: float) -> Iterable[str]:
    """What is done to the listing because of an issue, now."""
    enforcements = told.get("enforcements")
    if not enforcements:
        return ()
    until = enforcements["exemption"].get("expiryDate")
    if until and now < moment(until, "expiryDate"):
        return ()
    return (each["action"] for each in enforcements["actions"])
