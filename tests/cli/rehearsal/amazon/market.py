"""A rehearsed marketplace with a clock of the test's own, and a lac bangle to sell there."""

import gzip
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from haat.cli.rehearsal.amazon import AmazonDouble
from haat.cli.rehearsal.amazon.wire import MARKETPLACE, SELLER
from haat.cli.rehearsal.double import Said

NOON = 1_800_000_000.0
ITEMS = f"/listings/2021-08-01/items/{SELLER}"
FEEDS, REPORTS, ORDERS = "/feeds/2021-06-30", "/reports/2021-06-30", "/orders/2026-01-01/orders"
KINDS, SHIP = "/definitions/2020-09-01/productTypes", "/easyShip/2022-03-23"
HERE = f"marketplaceIds={MARKETPLACE}"
JSON = "application/json; charset=UTF-8"
Told = dict[str, Any]


def words(*texts: str) -> list[Told]:
    return [{"value": text, "language_tag": "en_IN", "marketplace_id": MARKETPLACE} for text in texts]


def told(value: object) -> list[Told]:
    return [{"value": value, "marketplace_id": MARKETPLACE}]


def price(rupees: float, mrp: float) -> list[Told]:
    amounts = {"our_price": rupees, "maximum_retail_price": mrp}
    schedules = {name: [{"schedule": [{"value_with_tax": amount}]}] for name, amount in amounts.items()}
    return [{"currency": "INR", "audience": "ALL", "marketplace_id": MARKETPLACE, **schedules}]


def stock(quantity: int, **more: object) -> list[Told]:
    return [{"fulfillment_channel_code": "DEFAULT", "quantity": quantity, **more}]


def bangle(*without: str, **instead: Any) -> Told:
    """All that is asked of a set of lac bangles."""
    side = {"value": 10, "unit": "centimeters"}
    attributes = {
        "item_name": words("Lac bangles, red, set of 12"),
        "brand": words("Generic"),
        "bullet_point": words("Hand-made in Deoghar", "Set of 12"),
        "product_description": words("Bangles of lac, turned over coal."),
        "country_of_origin": told("IN"),
        "manufacturer": words("Chandni group"),
        "rtip_manufacturer_contact_information": words("Chandni group, Sarath, Deoghar 814149"),
        "external_product_information": [{"entity": "HSN Code", "value": "71179090"}],
        "supplier_declared_dg_hz_regulation": told("not_applicable"),
        "supplier_declared_has_product_identifier_exemption": told(True),
        "condition_type": told("new_new"),
        "purchasable_offer": price(520, 600),
        "fulfillment_availability": stock(7, lead_time_to_ship_max_days=3),
        "main_product_image_locator": [{"media_location": "https://mart.example/bangle.jpg"}],
        "item_package_weight": [{"value": 300, "unit": "grams"}],
        "item_package_dimensions": [{"length": side, "width": side, "height": side}],
        "material": words("Lac"),
        "color": [{"value": "lac red", "language_tag": "en_IN", "standardized_values": ["Red"]}],
        "size": words("2.6"),
        "number_of_items": told(12),
    } | instead
    return {name: value for name, value in attributes.items() if name not in without}


class Market:
    """`ask` answers (status, JSON); the rest are steps that tests share."""

    def __init__(self, *, exempt: bool = True, keep: Path | None = None, **switches: object) -> None:
        self.at = NOON
        self.keep = keep
        self.double = AmazonDouble(seed=7, clock=lambda: self.at, keep=keep)
        self.control(
            **({"exempt": "*"} if exempt else {}), switch={"review_seconds": 0, "change_seconds": 0, **switches}
        )

    def begin_again(self) -> None:
        """Another process is started in the place of the one there was."""
        self.double = AmazonDouble(seed=7, clock=lambda: self.at, keep=self.keep)

    def say(self, method: str, address: str, body: Any = None, **more: Any) -> Said:
        return self.double.ask(method, address, body, **more)

    def ask(self, method: str, address: str, body: Any = None, **more: Any) -> tuple[int, Any]:
        said = self.say(method, address, body, **more)
        return said.status, json.loads(said.text) if said.text else None

    def get(self, address: str) -> Any:
        status, body = self.ask("GET", address)
        assert status == 200, body
        return body

    def control(self, **commands: object) -> Any:
        status, body = self.ask("POST", "/control", commands, token="")
        assert status == 200, body
        return body["done"]

    def standing(self) -> Any:
        return self.ask("GET", "/control", token="")[1]

    def put(self, sku: str, attributes: Told | None = None, *, kind: str = "BRACELET", query: str = "") -> Told:
        body = {"productType": kind, "requirements": "LISTING", "attributes": attributes or bangle()}
        status, answer = self.ask("PUT", f"{ITEMS}/{sku}?{HERE}{query}", body)
        assert status == 200, answer
        return answer

    def patch(self, sku: str, *patches: Told, kind: str = "BRACELET") -> Told:
        status, answer = self.ask("PATCH", f"{ITEMS}/{sku}?{HERE}", {"productType": kind, "patches": list(patches)})
        assert status == 200, answer
        return answer

    def preview(self, attributes: Told, *, kind: str = "BRACELET") -> list[tuple[str, str]]:
        """(code, attribute) of each issue."""
        answer = self.put("PREVIEW", attributes, kind=kind, query="&mode=VALIDATION_PREVIEW")
        assert answer["status"] == ("INVALID" if answer["issues"] else "VALID")
        return sorted((each["code"], *each["attributeNames"]) for each in answer["issues"])

    def listing(self, sku: str, *wanted: str) -> Told:
        sets = ",".join(wanted or ("summaries", "issues", "offers", "fulfillmentAvailability", "attributes"))
        return dict(self.get(f"{ITEMS}/{sku}?{HERE}&includedData={sets}"))

    def status(self, sku: str) -> list[str]:
        return [name for each in self.listing(sku, "summaries")["summaries"] for name in each["status"]]

    def quantity(self, sku: str) -> int:
        return sum(each["quantity"] for each in self.listing(sku)["fulfillmentAvailability"])

    def upload(self, data: bytes, *, kind: str = JSON, **headers: str) -> str:
        """Asks for a document and fills it; its id."""
        status, document = self.ask("POST", f"{FEEDS}/documents", {"contentType": kind})
        assert status == 201
        said = self.say(
            "PUT", urlsplit(document["url"]).path, data, token="", headers={"Content-Type": kind, **headers}
        )
        assert said.status == 200, said.text
        return str(document["feedDocumentId"])

    def create(self, document: str, *, kind: str = "JSON_LISTINGS_FEED") -> tuple[int, Any]:
        body = {"feedType": kind, "marketplaceIds": [MARKETPLACE], "inputFeedDocumentId": document}
        return self.ask("POST", f"{FEEDS}/feeds", body)

    def feed(self, *messages: Told, **header: object) -> str:
        """A feed of listings is on its way; its id."""
        numbered = [{"messageId": number, **message} for number, message in enumerate(messages, 1)]
        head = {"sellerId": SELLER, "version": "2.0", **header}
        status, body = self.create(self.upload(json.dumps({"header": head, "messages": numbered}).encode()))
        assert status == 202, body
        return str(body["feedId"])

    def report(self, feed: str) -> Told:
        """What became of a feed, once it is done."""
        self.at += 600
        found = self.get(f"{FEEDS}/feeds/{feed}")
        assert found["processingStatus"] == "DONE", found
        return dict(json.loads(self.fetch(self.get(f"{FEEDS}/documents/{found['resultFeedDocumentId']}"))))

    def fetch(self, document: Told) -> bytes:
        """The file behind a document's address."""
        said = self.say("GET", urlsplit(document["url"]).path, token="")
        assert said.status == 200, said.text
        data = said.text if isinstance(said.text, bytes) else said.text.encode()
        return gzip.decompress(data) if document.get("compressionAlgorithm") == "GZIP" else data

    def buy(self, *skus: str, **how: object) -> str:
        """A buyer has bought these, and paid; the order's number."""
        lines = [{"sku": sku} for sku in skus]
        return str(self.control(buy={"lines": lines, "pending": False, **how})["buy"][0])

    def order(self, name: str, *wanted: str) -> Told:
        sets = ",".join(wanted or ("BUYER", "RECIPIENT", "PROCEEDS", "CANCELLATION", "FULFILLMENT", "PACKAGES"))
        return dict(self.get(f"{ORDERS}/{name}?includedData={sets}")["order"])
