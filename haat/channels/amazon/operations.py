"""Amazon's calls that are made, each with its published rate (calls a second, and how many at once).

Source: the usage plans in Amazon's Selling Partner API models of August 2026; JSON_LISTINGS_FEED, 25,000 messages and
five feeds in five minutes, from its guide to listings.
"""

from dataclasses import dataclass

from haat.channels.channel import Rate

MARKETPLACE, LANGUAGE, CURRENCY = "A21TJRUUN4KGV", "en_IN", "INR"
LISTINGS_FEED, DOCUMENTS_FEED = "JSON_LISTINGS_FEED", "POST_EASYSHIP_DOCUMENTS"
SETTLEMENT_REPORT = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2"
MOST_MESSAGES = 25_000  # of a feed of listings
MOST_SEARCHED = 20  # SKUs of a search
MOST_PAGED = 1_000  # listings that a search without SKUs shows


@dataclass(frozen=True)
class Operation:
    """A call: method, path with its names, and rate. `again`: it may be asked twice although it writes."""

    method: str
    path: str
    rate: Rate
    again: bool | None = None


_ITEM = "/listings/2021-08-01/items/{seller}/{sku}"
_PACKAGE = "/easyShip/2022-03-23/package"
OPERATIONS = {
    "getMarketplaceParticipations": Operation("GET", "/sellers/v1/marketplaceParticipations", Rate(0.016, 15)),
    "searchDefinitionsProductTypes": Operation("GET", "/definitions/2020-09-01/productTypes", Rate(5, 10)),
    "getDefinitionsProductType": Operation("GET", "/definitions/2020-09-01/productTypes/{type}", Rate(5, 10)),
    "searchListingsItems": Operation("GET", "/listings/2021-08-01/items/{seller}", Rate(5, 5)),
    "getListingsItem": Operation("GET", _ITEM, Rate(5, 10)),
    "deleteListingsItem": Operation("DELETE", _ITEM, Rate(5, 5)),
    "putListingsItem": Operation("PUT", _ITEM, Rate(5, 10)),
    "patchListingsItem": Operation("PATCH", _ITEM, Rate(5, 5)),
    # A document that nobody refers to is nothing.
    "createFeedDocument": Operation("POST", "/feeds/2021-06-30/documents", Rate(0.5, 15), again=True),
    "createFeed": Operation("POST", "/feeds/2021-06-30/feeds", Rate(0.0083, 15)),
    "getFeed": Operation("GET", "/feeds/2021-06-30/feeds/{feed}", Rate(2, 15)),
    "getFeedDocument": Operation("GET", "/feeds/2021-06-30/documents/{document}", Rate(0.0222, 10)),
    "searchOrders": Operation("GET", "/orders/2026-01-01/orders", Rate(0.0056, 20)),
    "getOrder": Operation("GET", "/orders/2026-01-01/orders/{order}", Rate(0.5, 30)),
    "getOrders": Operation("GET", "/orders/v0/orders", Rate(0.0167, 20)),
    "getOrderItems": Operation("GET", "/orders/v0/orders/{order}/orderItems", Rate(0.5, 30)),
    "confirmShipment": Operation("POST", "/orders/v0/orders/{order}/shipmentConfirmation", Rate(2, 10)),
    "listHandoverSlots": Operation("POST", "/easyShip/2022-03-23/timeSlot", Rate(1, 5), again=True),
    "getScheduledPackage": Operation("GET", _PACKAGE, Rate(1, 5)),
    "createScheduledPackage": Operation("POST", _PACKAGE, Rate(1, 5)),
    "updateScheduledPackages": Operation("PATCH", _PACKAGE, Rate(1, 5)),
    "getReports": Operation("GET", "/reports/2021-06-30/reports", Rate(0.0222, 10)),
    "getReport": Operation("GET", "/reports/2021-06-30/reports/{report}", Rate(2, 15)),
    "getReportDocument": Operation("GET", "/reports/2021-06-30/documents/{document}", Rate(0.0167, 15)),
    "listTransactions": Operation("GET", "/finances/2024-06-19/transactions", Rate(0.5, 10)),
}
# What feeds of listings may be besides createFeed's own rate.
RATES = {name: operation.rate for name, operation in OPERATIONS.items()} | {LISTINGS_FEED: Rate(5 / 300, 5)}
# The app's roles as Seller Central calls them, by the step of a turn that needs one.
_LISTING = "Product Listing"
RIGHTS = dict.fromkeys(("found", "wanted", "sold_out", "sent", "reports", "looks"), _LISTING) | {
    "orders": "Inventory and Order Tracking",
    "parcels": "Direct-to-Consumer Shipping",
    "settlements": "Finance and Accounting",
}
