"""An Amazon that answers as it was told to, in the process: what tests of its folder share."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl

import httpx2

from haat.channels.amazon.operations import OPERATIONS
from haat.channels.channel import Good, Keys, Line, Throttled

LOGIN, API, STORE = "http://127.0.0.1:9101", "http://127.0.0.1:9102", "http://127.0.0.1:9103"
SELLER = "A1SELLER"
SECRETS = {"client_id": "app", "client_secret": "hush", "refresh_token": "Atzr|one", "seller_id": SELLER}
KEYS = Keys(SELLER, SECRETS, {"seller_id": SELLER})


@dataclass(frozen=True)
class Asked:
    """One call as it came: the operation, what its path named, its query and body."""

    name: str
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    token: str = ""


@dataclass(frozen=True)
class Says:
    """An answer; `trouble` is raised in its place."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    trouble: Exception | None = None


class Amazon:
    """Answers each operation with what was told for it, the last one again and again."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.logins: list[dict[str, str]] = []
        self.laid: dict[str, bytes] = {}
        self.documents: dict[str, bytes] = {}
        self._answers: dict[str, list[Says]] = {}
        self.says("login", {"access_token": "Atza|1", "expires_in": 3600})

    def says(self, name: str, body: Any = None, status: int = 200, **more: Any) -> None:
        self._answers.setdefault(name, []).append(Says(body, status, **more))

    def now_says(self, name: str, body: Any = None, status: int = 200, **more: Any) -> None:
        """From now on, whatever was told before."""
        self._answers[name] = [Says(body, status, **more)]

    def named(self, name: str) -> list[Asked]:
        return [each for each in self.asked if each.name == name]

    @property
    def names(self) -> list[str]:
        return [each.name for each in self.asked]

    def client(self) -> httpx2.Client:
        return httpx2.Client(transport=httpx2.MockTransport(self.handle))

    def handle(self, request: httpx2.Request) -> httpx2.Response:
        url = str(request.url)
        if url.startswith(LOGIN):
            self.logins.append(dict(parse_qsl(request.read().decode())))
            return self._answer("login")
        if url.startswith(STORE):
            return self._stored(request)
        asked = self._read(request)
        self.asked.append(asked)
        return self._answer(asked.name)

    def _answer(self, name: str) -> httpx2.Response:
        told = self._answers.get(name)
        if not told:
            raise AssertionError(f"nothing is told for {name}")
        says = told.pop(0) if len(told) > 1 else told[0]
        if says.trouble is not None:
            raise says.trouble
        content = says.body if isinstance(says.body, bytes) else b"" if says.body is None else json.dumps(says.body)
        return httpx2.Response(says.status, content=content, headers=dict(says.headers))

    def _stored(self, request: httpx2.Request) -> httpx2.Response:
        name = request.url.path.strip("/")
        assert "x-amz-access-token" not in request.headers
        if request.method == "PUT":
            self.laid[name] = request.read()
            return httpx2.Response(200)
        return httpx2.Response(200 if name in self.documents else 404, content=self.documents.get(name, b""))

    def _read(self, request: httpx2.Request) -> Asked:
        path = request.url.raw_path.decode().partition("?")[0]
        for name, operation in OPERATIONS.items():
            pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(operation.path))
            found = re.fullmatch(pattern, path)
            if found and operation.method == request.method:
                content = request.read()
                body = json.loads(content) if content else None
                query = dict(parse_qsl(request.url.query.decode()))
                return Asked(name, found.groupdict(), query, body, request.headers["x-amz-access-token"])
        raise AssertionError(f"no operation of ours: {request.method} {path}")

    def has_schema(self, product_type: str, document: Mapping[str, Any], version: str = "v1") -> None:
        """A definition, and the document behind its link."""
        self.documents[product_type] = json.dumps(document).encode()
        link = {"link": {"resource": f"{STORE}/{product_type}", "verb": "GET"}, "checksum": version}
        told = {"productType": product_type, "displayName": product_type.title(), "schema": link}
        self.says("getDefinitionsProductType", told | {"productTypeVersion": {"version": version, "latest": True}})

    def has_report(self, feed: str, body: Any) -> None:
        """A feed that is done, with its report."""
        self.documents[f"report-{feed}"] = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.says("getFeed", {"feedId": feed, "processingStatus": "DONE", "resultFeedDocumentId": f"doc-{feed}"})
        self.says("getFeedDocument", {"feedDocumentId": f"doc-{feed}", "url": f"{STORE}/report-{feed}"})

    def takes_feeds(self, *numbers: str) -> None:
        """Documents may be laid, and feeds get these numbers."""
        for number in numbers:
            self.says("createFeedDocument", {"feedDocumentId": f"in-{number}", "url": f"{STORE}/in-{number}"}, 201)
            self.says("createFeed", {"feedId": number}, 202)


class Kept(Line):
    """A line that counts what is spent and keeps schemas; `most` calls of an operation have a token."""

    def __init__(self, most: Mapping[str, int] | None = None) -> None:
        self.spent: list[str] = []
        self.learnt: dict[str, float] = {}
        self.schemas: dict[str, Any] = {}
        self.versions: dict[str, str] = {}
        self._most = dict(most or {})

    def spend(self, operation: str) -> None:
        if operation in self._most and self.spent.count(operation) >= self._most[operation]:
            raise Throttled(after=1)
        self.spent.append(operation)

    def learn(self, operation: str, *, rate: float) -> None:
        self.learnt[operation] = rate

    def schema(self, product_type: str) -> Mapping[str, Any] | None:
        return self.schemas.get(product_type)

    def keep_schema(self, product_type: str, version: str, body: Mapping[str, Any]) -> None:
        self.schemas[product_type], self.versions[product_type] = body, version


NAMES = {
    "title": "item_name",
    "brand": "brand",
    "description": "product_description",
    "bullets": "bullet_point",
    "country_of_origin": "country_of_origin",
    "maker_name_address": "manufacturer",
    "hsn": "external_product_information",
    "gtin": "externally_assigned_product_identifier",
    "gtin_exempt": "supplier_declared_has_product_identifier_exemption",
    "net_quantity": "unit_count",
    "item_weight": "item_weight",
    "package_size": "item_package_dimensions",
    "condition": "condition_type",
    "made_of": "material",
    "colour_name": "color",
    "colour_family": "color.standardized_values",
    "bangle_size": "size",
    "mrp": "purchasable_offer.maximum_retail_price",
    "days_to_dispatch": "fulfillment_availability.lead_time_to_ship_max_days",
    "pictures": "main_product_image_locator",
}
VALUES = {
    "title": {"en": "Lac bangles, red", "hi": "लाह की लहठी"},
    "brand": "Generic",
    "description": {"en": "Turned by hand in Deoghar."},
    "bullets": ["Made by hand", "Set of four"],
    "country_of_origin": "india",
    "maker_name_address": {"en": "Sunita Devi, Rikhia, Mohanpur, Deoghar, 814112"},
    "hsn": "71179090",
    "gtin_exempt": True,
    "net_quantity": {"value": 4, "unit": "piece"},
    "item_weight": 180,
    "package_size": [12.5, 12.5, 4],
    "condition": "new",
    "made_of": "lac",
    "colour_name": "Red",
    "colour_family": "red",
    "bangle_size": "2.6",
    "mrp": "600",
}
GOOD = Good(
    sku="DGR-1",
    variant_id=1,
    kind="lac-bangles",
    product_type="BRACELET",
    values=VALUES,
    names=NAMES,
    pictures=("https://mart.example.in/a.jpg", "https://mart.example.in/b.jpg"),
    price_paise=52050,
    mrp_paise=60000,
    stock=12,
    handling_days=3,
)


def good(values: Mapping[str, Any] | None = None, without: Sequence[str] = (), **more: Any) -> Good:
    """The bangle, with other answers and without some."""
    told = {slug: value for slug, value in (VALUES | dict(values or {})).items() if slug not in without}
    return replace(GOOD, values=told, **more)
