"""What each call's body must hold (`shapes.check`): names, choices and bounds of the published models."""

from typing import Any

from haat.cli.rehearsal.amazon.shapes import TIME, Within

NAME = Within(str, most=255)
_REQUIREMENTS = ("LISTING", "LISTING_PRODUCT_ONLY", "LISTING_OFFER_ONLY")
_SIDES = dict.fromkeys(("length?", "width?", "height?"), Within(float, 0.01))
_SIZE = {**_SIDES, "unit?": ("cm",), "identifier?": NAME}
_WEIGHT = {"value?": Within(float, 11), "unit?": ("grams", "g")}
_SLOT = {"slotId": NAME, "startTime?": TIME, "endTime?": TIME, "handoverMethod?": ("PICKUP", "DROPOFF")}
_ITEMS = Within([{"orderItemId?": Within(str, 0, 255), "orderItemSerialNumbers?": [str]}], 0, 500)
_PARCEL = {"packageItems?": _ITEMS, "packageTimeSlot": _SLOT, "packageIdentifier?": str}
_MONEY = {"CurrencyCode?": str, "Amount?": float}
_PRICED = {
    "MarketplaceId": str,
    "IsAmazonFulfilled?": bool,
    "PriceToEstimateFees": {
        "ListingPrice": _MONEY,
        "Shipping?": _MONEY,
        "Points?": {"PointsNumber?": int, "PointsMonetaryValue?": _MONEY},
    },
    "Identifier": str,
    "OptionalFulfillmentProgram?": ("FBA_CORE", "FBA_SNL", "FBA_EFN"),
}
_PATCHES = Within([{"op": ("add", "replace", "merge", "delete"), "path": str, "value?": [dict]}])
_TYPED: dict[str, Any] = {"marketplaceIds": Within([str], 1, 25)}

# One message of JSON_LISTINGS_FEED, by what it does.
MESSAGES: dict[str, dict[str, Any]] = {
    "UPDATE": {"productType": Within(str), "attributes": dict, "requirements?": _REQUIREMENTS},
    "PARTIAL_UPDATE": {"productType": Within(str), "attributes": dict},
    "PATCH": {"productType": Within(str), "patches": _PATCHES},
    "DELETE": {},
}
FEED_HEADER = {
    "sellerId": str,
    "version": ("2.0",),
    "issueLocale?": str,
    "report?": {"includedData": Within([str]), "apiVersion": ("2021-08-01",)},
}

BODIES: dict[str, Any] = {
    "putListingsItem": {"productType": str, "requirements?": _REQUIREMENTS, "attributes": dict},
    "patchListingsItem": {"productType": str, "patches": _PATCHES},
    "createFeedDocument": {"contentType": str},
    "createFeed": _TYPED | {"feedType": str, "inputFeedDocumentId": str, "feedOptions?": dict},
    "createReport": _TYPED | {"reportType": str, "reportOptions?": dict, "dataStartTime?": TIME, "dataEndTime?": TIME},
    "confirmShipment": {
        "marketplaceId": str,
        "codCollectionMethod?": ("DirectPayment",),
        "packageDetail": {
            "packageReferenceId": str,
            "carrierCode": str,
            "carrierName?": str,
            "shippingMethod?": str,
            "trackingNumber": str,
            "shipDate": TIME,
            "shipFromSupplySourceId?": str,
            "orderItems": [{"orderItemId": str, "quantity": int, "transparencyCodes?": [str]}],
        },
    },
    "createRestrictedDataToken": {
        "targetApplication?": str,
        "restrictedResources": Within(
            [{"method": ("GET", "PUT", "POST", "DELETE"), "path": str, "dataElements?": [str]}], 1, 50
        ),
    },
    "listHandoverSlots": {
        "marketplaceId": NAME, "amazonOrderId": str, "packageDimensions": _SIZE, "packageWeight": _WEIGHT,
    },
    "createScheduledPackage": {"amazonOrderId": str, "marketplaceId": NAME, "packageDetails": _PARCEL},
    "updateScheduledPackages": {
        "marketplaceId": NAME,
        "updatePackageDetailsList": Within(
            [{"scheduledPackageId": {"amazonOrderId": str, "packageId?": str}, "packageTimeSlot": _SLOT}], 1, 500
        ),
    },
    "createScheduledPackageBulk": {
        "marketplaceId": NAME,
        "orderScheduleDetailsList": Within([{"amazonOrderId": str, "packageDetails?": _PARCEL}]),
        "labelFormat": ("PDF", "ZPL"),
    },
    "getMyFeesEstimateForSKU": {"FeesEstimateRequest?": _PRICED},
    "getMyFeesEstimates": [{"FeesEstimateRequest?": _PRICED, "IdType": ("ASIN", "SellerSKU"), "IdValue": str}],
}  # fmt: skip
