"""The calls there are: address, quota, what an address and a body may hold.

Figures and names are those of the published models (Listings Items 2021-08-01, Product Type Definitions 2020-09-01,
Feeds and Reports 2021-06-30, Orders 2026-01-01 and v0, Easy Ship 2022-03-23, Sellers, Fees v0, Tokens 2021-03-01).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from haat.cli.rehearsal.amazon.bodies import BODIES


@dataclass(frozen=True)
class Asks:
    """What may stand under a name in an address: one word or a list, its choices, how many (or how large) at most."""

    must: bool = False
    many: bool = False
    choices: tuple[str, ...] = ()
    most: int = 0
    kind: str = "text"  # text, moment, number, flag


@dataclass(frozen=True)
class Operation:
    """`per_second` calls in the long run and `burst` at once, as published for every seller and application."""

    name: str
    method: str
    address: str
    per_second: float
    burst: int
    query: Mapping[str, Asks] = field(default_factory=dict)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.address))

    @property
    def shape(self) -> Any:
        return BODIES.get(self.name)


TEXT, MUST = Asks(), Asks(must=True)
PLACES, ONE_PLACE = Asks(must=True, many=True), Asks(must=True, many=True, most=1)
WHEN, FLAG = Asks(kind="moment"), Asks(kind="flag")


def _some(*choices: str, must: bool = False, most: int = 0) -> Asks:
    return Asks(must=must, many=True, choices=choices, most=most)


def _one(*choices: str) -> Asks:
    return Asks(choices=choices)


def _up_to(most: int) -> Asks:
    return Asks(kind="number", most=most)


_SETS = (
    "summaries", "attributes", "issues", "offers", "fulfillmentAvailability", "procurement", "relationships",
    "productTypes",
)  # fmt: skip
_STATUS = _some("BUYABLE", "DISCOVERABLE")
_ANSWERED = {"includedData": _some("identifiers", "issues"), "issueLocale": TEXT}
_PREVIEW = _ANSWERED | {"mode": _one("VALIDATION_PREVIEW")}
_ORDER_SETS = _some(
    "BUYER", "RECIPIENT", "PROCEEDS", "EXPENSE", "PROMOTION", "CANCELLATION", "FULFILLMENT", "PACKAGES", "TAX",
    "PAYMENT", "FULFILLMENT_ORDERS",
)  # fmt: skip
_STATES = _some(
    "PENDING_AVAILABILITY", "PENDING", "UNSHIPPED", "PARTIALLY_SHIPPED", "SHIPPED", "CANCELLED", "UNFULFILLABLE"
)
_QUEUED = {
    "marketplaceIds": Asks(many=True, most=10),
    "pageSize": _up_to(100),
    "processingStatuses": _some("CANCELLED", "DONE", "FATAL", "IN_PROGRESS", "IN_QUEUE"),
    "createdSince": WHEN,
    "createdUntil": WHEN,
    "nextToken": TEXT,
}
_TYPES = Asks(many=True, most=10)
_ITEM = "/listings/2021-08-01/items/{sellerId}/{sku}"
_FEEDS, _REPORTS, _SHIP = "/feeds/2021-06-30", "/reports/2021-06-30", "/easyShip/2022-03-23"
_KINDS, _ORDERS, _OLD_ORDERS = "/definitions/2020-09-01/productTypes", "/orders/2026-01-01/orders", "/orders/v0/orders"
_FEES = "/products/fees/v0"
_BRIEF = {"enableContentEncodingUrlHeader": FLAG}
_OLD_WORDS = (
    "CreatedAfter", "CreatedBefore", "LastUpdatedAfter", "LastUpdatedBefore", "BuyerEmail", "SellerOrderId",
    "NextToken", "IsISPU", "ActualFulfillmentSupplySourceId", "StoreChainStoreId", "EarliestDeliveryDateBefore",
    "EarliestDeliveryDateAfter", "LatestDeliveryDateBefore", "LatestDeliveryDateAfter",
)  # fmt: skip
_OLD = {
    **dict.fromkeys(_OLD_WORDS, TEXT),
    "OrderStatuses": Asks(many=True),
    "MarketplaceIds": Asks(must=True, many=True, most=50),
    "FulfillmentChannels": _some("AFN", "MFN"),
    "PaymentMethods": Asks(many=True),
    "MaxResultsPerPage": _up_to(100),
    "EasyShipShipmentStatuses": Asks(many=True),
    "ElectronicInvoiceStatuses": Asks(many=True),
    "AmazonOrderIds": Asks(many=True, most=50),
}
_LIST = {
    "marketplaceIds": PLACES, "issueLocale": TEXT, "includedData": _some(*_SETS),
    "identifiers": Asks(many=True, most=20),
    "identifiersType": _one("ASIN", "EAN", "FNSKU", "GTIN", "ISBN", "JAN", "MINSAN", "SKU", "UPC"),
    "variationParentSku": TEXT, "packageHierarchySku": TEXT, "createdAfter": WHEN, "createdBefore": WHEN,
    "lastUpdatedAfter": WHEN, "lastUpdatedBefore": WHEN, "withIssueSeverity": _some("WARNING", "ERROR"),
    "withStatus": _STATUS, "withoutStatus": _STATUS, "sortBy": _one("sku", "createdDate", "lastUpdatedDate"),
    "sortOrder": _one("ASC", "DESC"), "pageSize": _up_to(20), "pageToken": TEXT,
}  # fmt: skip
_DEFINITION = {
    "sellerId": TEXT, "marketplaceIds": ONE_PLACE, "productTypeVersion": TEXT, "locale": TEXT,
    "requirements": _one("LISTING", "LISTING_PRODUCT_ONLY", "LISTING_OFFER_ONLY"),
    "requirementsEnforced": _one("ENFORCED", "NOT_ENFORCED"), "parentageLevel": _one("NONE", "CHILD", "PARENT"),
}  # fmt: skip
_SOLD = {
    "createdAfter": WHEN, "createdBefore": WHEN, "lastUpdatedAfter": WHEN, "lastUpdatedBefore": WHEN,
    "fulfillmentStatuses": _STATES, "marketplaceIds": Asks(many=True, most=50),
    "fulfilledBy": _some("MERCHANT", "AMAZON"), "maxResultsPerPage": _up_to(100), "paginationToken": TEXT,
    "includedData": _ORDER_SETS,
}  # fmt: skip

OPERATIONS = (
    Operation("getMarketplaceParticipations", "GET", "/sellers/v1/marketplaceParticipations", 0.016, 15),
    Operation("searchDefinitionsProductTypes", "GET", _KINDS, 5.0, 10, {
        "keywords": Asks(many=True), "marketplaceIds": PLACES, "itemName": TEXT, "locale": TEXT, "searchLocale": TEXT,
    }),
    Operation("getDefinitionsProductType", "GET", _KINDS + "/{productType}", 5.0, 10, _DEFINITION),
    Operation("putListingsItem", "PUT", _ITEM, 5.0, 10, _PREVIEW | {"marketplaceIds": ONE_PLACE}),
    Operation("patchListingsItem", "PATCH", _ITEM, 5.0, 5, _PREVIEW | {"marketplaceIds": PLACES}),
    Operation("deleteListingsItem", "DELETE", _ITEM, 5.0, 5, {"marketplaceIds": ONE_PLACE, "issueLocale": TEXT}),
    Operation("getListingsItem", "GET", _ITEM, 5.0, 10, {
        "marketplaceIds": PLACES, "issueLocale": TEXT, "includedData": _some(*_SETS),
    }),
    Operation("searchListingsItems", "GET", "/listings/2021-08-01/items/{sellerId}", 5.0, 5, _LIST),
    Operation("createFeedDocument", "POST", _FEEDS + "/documents", 0.5, 15),
    Operation("getFeedDocument", "GET", _FEEDS + "/documents/{feedDocumentId}", 0.0222, 10, _BRIEF),
    Operation("createFeed", "POST", _FEEDS + "/feeds", 0.0083, 15),
    Operation("getFeeds", "GET", _FEEDS + "/feeds", 0.0222, 10, _QUEUED | {"feedTypes": _TYPES}),
    Operation("getFeed", "GET", _FEEDS + "/feeds/{feedId}", 2.0, 15),
    Operation("cancelFeed", "DELETE", _FEEDS + "/feeds/{feedId}", 2.0, 15),
    Operation("searchOrders", "GET", _ORDERS, 0.0056, 20, _SOLD),
    Operation("getOrder", "GET", _ORDERS + "/{orderId}", 0.5, 30, {"includedData": _ORDER_SETS}),
    Operation("getOrders", "GET", _OLD_ORDERS, 0.0167, 20, _OLD),
    # Both models call it getOrder; the name is ours and never on the line.
    Operation("getOrderV0", "GET", _OLD_ORDERS + "/{orderId}", 0.5, 30),
    Operation("getOrderItems", "GET", _OLD_ORDERS + "/{orderId}/orderItems", 0.5, 30, {"NextToken": TEXT}),
    Operation("getOrderAddress", "GET", _OLD_ORDERS + "/{orderId}/address", 0.5, 30),
    Operation("getOrderBuyerInfo", "GET", _OLD_ORDERS + "/{orderId}/buyerInfo", 0.5, 30),
    Operation("confirmShipment", "POST", _OLD_ORDERS + "/{orderId}/shipmentConfirmation", 2.0, 10),
    Operation("createRestrictedDataToken", "POST", "/tokens/2021-03-01/restrictedDataToken", 1.0, 10),
    Operation("listHandoverSlots", "POST", _SHIP + "/timeSlot", 1.0, 5),
    Operation("getScheduledPackage", "GET", _SHIP + "/package", 1.0, 5, {"amazonOrderId": MUST, "marketplaceId": MUST}),
    Operation("createScheduledPackage", "POST", _SHIP + "/package", 1.0, 5),
    Operation("updateScheduledPackages", "PATCH", _SHIP + "/package", 1.0, 5),
    Operation("createScheduledPackageBulk", "POST", _SHIP + "/packages/bulk", 1.0, 5),
    Operation("getReports", "GET", _REPORTS + "/reports", 0.0222, 10, _QUEUED | {"reportTypes": _TYPES}),
    Operation("createReport", "POST", _REPORTS + "/reports", 0.0167, 15),
    Operation("getReport", "GET", _REPORTS + "/reports/{reportId}", 2.0, 15),
    Operation("getReportDocument", "GET", _REPORTS + "/documents/{reportDocumentId}", 0.0167, 15, _BRIEF),
    Operation("getMyFeesEstimateForSKU", "POST", _FEES + "/listings/{SellerSKU}/feesEstimate", 1.0, 2),
    Operation("getMyFeesEstimates", "POST", _FEES + "/feesEstimate", 0.5, 1),
)  # fmt: skip
BY_NAME = {operation.name: operation for operation in OPERATIONS}


def find(method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
    """The operation at an address, with what stands in its path."""
    for operation in OPERATIONS:
        found = operation.pattern.fullmatch(path) if operation.method == method else None
        if found:
            return operation, {name: unquote(value) for name, value in found.groupdict().items()}
    return None
