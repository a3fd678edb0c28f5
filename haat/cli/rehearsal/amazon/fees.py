"""Fees, estimated for a price: a share by slabs, a closing fee by price, a weight fee; tax goes on top of each.

Invented slabs of plausible size: what an account pays stands in its own rate card.
"""

from typing import Any

from haat.cli.rehearsal.amazon.listings import Listings
from haat.cli.rehearsal.amazon.wire import CURRENCY, MARKETPLACE, SELLER, Answer, BadInput, Call, Calls, minor_of, stamp
from haat.cli.rehearsal.amazon.world import World

# Up to this price (paise): basis points of it; and what closing costs.
SHARES = ((30_000, 0), (50_000, 450), (100_000, 900), (10**12, 1_200))
CLOSING = ((25_000, 500), (50_000, 1_000), (100_000, 3_000), (10**12, 5_500))
WEIGHT = 6_500
TAX = 1_800
NAMES = {"Commission": "ReferralFee", "Fixed closing fee": "VariableClosingFee", "Weight handling fee": "PerItemFee"}


def of(price: int) -> dict[str, int]:
    """Fee → paise, for one piece at this price."""
    return {
        "Commission": price * next(share for most, share in SHARES if price <= most) // 10_000,
        "Fixed closing fee": next(fee for most, fee in CLOSING if price <= most),
        "Weight handling fee": WEIGHT,
    }


def taxed(minor: int) -> int:
    return minor * TAX // 10_000


class Fees:
    def __init__(self, world: World, listings: Listings) -> None:
        self.world, self.listings = world, listings

    def calls(self) -> Calls:
        return {"getMyFeesEstimateForSKU": self.for_sku, "getMyFeesEstimates": self.for_many}

    def for_sku(self, call: Call) -> dict[str, Any]:
        asked = call.body.get("FeesEstimateRequest")
        if asked is None or asked["MarketplaceId"] != MARKETPLACE:
            raise BadInput(message="Incorrect Marketplace identifier.")
        found = self._estimate("SellerSKU", call.path["SellerSKU"], asked)
        return {"payload": {"FeesEstimateResult": found}}

    def for_many(self, call: Call) -> Answer:
        if len(call.body) > 20:
            raise BadInput("at most 20 at once")
        asked = ((each["IdType"], each["IdValue"], each.get("FeesEstimateRequest") or {}) for each in call.body)
        return Answer([self._estimate(*each) for each in asked])

    def _estimate(self, kind: str, name: str, asked: dict[str, Any]) -> dict[str, Any]:
        """One result, which may be an error of its own."""
        told: dict[str, Any] = {
            "Status": "Success",
            "FeesEstimateIdentifier": {
                "MarketplaceId": MARKETPLACE,
                "SellerId": SELLER,
                "IdType": kind,
                "IdValue": name,
                "SellerInputIdentifier": asked.get("Identifier", ""),
            },
        }
        listing = self.listings.by_sku.get(name)
        amount = asked.get("PriceToEstimateFees", {}).get("ListingPrice", {})
        price = minor_of(amount.get("Amount"))
        if price is None or amount.get("CurrencyCode") != CURRENCY or (kind == "SellerSKU" and listing is None):
            wrong = {"Type": "Sender", "Code": "InvalidParameterValue", "Message": "SKU or price", "Detail": []}
            return told | {"Status": "ClientError", "Error": wrong}
        parts = [_detail(what, minor) for what, minor in of(price).items()]
        total = sum(minor + taxed(minor) for minor in of(price).values())
        told["FeesEstimate"] = {
            "TimeOfFeesEstimation": stamp(self.world.now()),
            "TotalFeesEstimate": _money(total),
            "FeeDetailList": parts,
        }
        return told


def _detail(what: str, minor: int) -> dict[str, Any]:
    return {
        "FeeType": NAMES[what],
        "FeeAmount": _money(minor),
        "TaxAmount": _money(taxed(minor)),
        "FinalFee": _money(minor + taxed(minor)),
    }


def _money(minor: int) -> dict[str, Any]:
    return {"CurrencyCode": CURRENCY, "Amount": minor / 100}
