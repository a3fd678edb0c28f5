"""An Amazon made of the published models: each request is checked by them, and answered with a published case."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import httpx2
import jsonschema_rs

from tests.channels.amazon.answering import API, LOGIN, STORE
from tests.channels.amazon.schemas import BRACELET
from tests.channels.contract import models

REPORT = {
    "header": {"sellerId": "A1SELLER", "version": "2.0", "feedId": "77"},
    "issues": [{"messageId": 1, "code": "90220", "severity": "ERROR", "message": "m", "attributeName": "size"}],
    "summary": {"errors": 1, "warnings": 0, "messagesProcessed": 1, "messagesAccepted": 0, "messagesInvalid": 1},
}
PACKAGE = {
    "scheduledPackageId": {"amazonOrderId": "408-1234567-1234567", "packageId": "P"},
    "packageDimensions": {"length": 12.5, "width": 12.0, "height": 4.0, "unit": "cm"},
    "packageWeight": {"value": 350.0, "unit": "g"},
    "packageTimeSlot": {"slotId": "S"},
    "packageStatus": "ReadyForPickup",
}
# Where a published case is no success or none is published: an answer of ours, checked by the model like every other.
OURS: Mapping[str, Any] = {
    "feeds_2021-06-30.createFeedDocument": {"feedDocumentId": "d", "url": f"{STORE}/in"},
    "feeds_2021-06-30.getFeed": {
        "feedId": "77",
        "feedType": "JSON_LISTINGS_FEED",
        "createdTime": "2026-11-30T10:00:00Z",
        "processingStatus": "DONE",
        "resultFeedDocumentId": "d",
    },
    "feeds_2021-06-30.getFeedDocument": {"feedDocumentId": "d", "url": f"{STORE}/report"},
    "definitionsProductTypes_2020-09-01.getDefinitionsProductType": {
        "schema": {"link": {"resource": f"{STORE}/schema", "verb": "GET"}, "checksum": "c"},
        "requirements": "LISTING",
        "requirementsEnforced": "ENFORCED",
        "propertyGroups": {},
        "locale": "en_IN",
        "marketplaceIds": ["A21TJRUUN4KGV"],
        "productType": "BRACELET",
        "displayName": "Bracelet",
        "productTypeVersion": {"version": "v1", "latest": True},
    },
    "easyShip_2022-03-23.listHandoverSlots": {
        "amazonOrderId": "408-1234567-1234567",
        "timeSlots": [{"slotId": "S", "startTime": "2026-12-01T14:30:00+09:00", "handoverMethod": "PICKUP"}],
    },
    "easyShip_2022-03-23.getScheduledPackage": PACKAGE,
    "easyShip_2022-03-23.createScheduledPackage": PACKAGE,
    "easyShip_2022-03-23.updateScheduledPackages": {"packages": [PACKAGE]},
    "sellers.getMarketplaceParticipations": {
        "payload": [
            {
                "marketplace": {
                    "id": "A21TJRUUN4KGV",
                    "name": "Amazon.in",
                    "countryCode": "IN",
                    "defaultCurrencyCode": "INR",
                    "defaultLanguageCode": "en_IN",
                    "domainName": "www.amazon.in",
                },
                "participation": {"isParticipating": True, "hasSuspendedListings": False},
                "storeName": "Sangh",
            }
        ]
    },
    "reports_2021-06-30.getReport": {
        "reportId": "r",
        "reportType": "GET_EASYSHIP_DOCUMENTS",
        "createdTime": "2026-11-30T10:00:00Z",
        "processingStatus": "DONE",
        "reportDocumentId": "d",
    },
    "reports_2021-06-30.getReportDocument": {"reportDocumentId": "d", "url": f"{STORE}/label"},
    "reports_2021-06-30.getReports": {"reports": []},
    "finances_2024-06-19.listTransactions": {
        "payload": {
            "transactions": [{"transactionId": "t", "totalAmount": {"currencyAmount": 1.5, "currencyCode": "INR"}}]
        }
    },
}


class Published:
    """Answers by the models. `faults`: what of our requests, or of the answers, they do not allow."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.answers: dict[str, tuple[int, Any]] = {}
        self.documents = {"schema": json.dumps(BRACELET).encode(), "report": json.dumps(REPORT).encode()}
        self.documents["label"] = b"%PDF-1.7"
        self.laid: list[bytes] = []

    def client(self) -> httpx2.Client:
        return httpx2.Client(transport=httpx2.MockTransport(self.handle))

    def handle(self, request: httpx2.Request) -> httpx2.Response:
        url = str(request.url)
        if url.startswith(LOGIN):
            return httpx2.Response(200, json={"access_token": "Atza|1", "expires_in": 3600, "token_type": "bearer"})
        if url.startswith(API):
            return self._called(request)
        if request.method == "PUT":
            self.laid.append(request.read())
        name = "report" if not url.startswith(STORE) else request.url.path.strip("/")  # published links lead elsewhere
        return httpx2.Response(200, content=self.documents.get(name, b""))

    def _called(self, request: httpx2.Request) -> httpx2.Response:
        path = request.url.raw_path.decode().partition("?")[0]
        found = models.call_of(request.method, path)
        if found is None:
            self.faults.append(f"no such operation: {request.method} {path}")
            return httpx2.Response(404, json={"errors": []})
        name, call, named = found
        self.asked.append(name)
        content = request.read()
        body = json.loads(content) if content else None
        query = dict(parse_qsl(request.url.query.decode(), keep_blank_values=True))
        self.faults += call.faults_of_request(named, query, body)
        if not request.headers.get("x-amz-access-token"):
            self.faults.append(f"{name}: no token")
        status, answer = self._answer(name)
        self.faults += [] if name in self.answers else call.faults_of_answer(status, answer)
        return httpx2.Response(status, content=b"" if answer is None else json.dumps(answer).encode())

    def _answer(self, name: str) -> tuple[int, Any]:
        if name in self.answers:
            return self.answers[name]
        model, _dot, operation = name.rpartition(".")
        known = [
            each
            for each in models.cases()
            if (each["model"], each["operationId"]) == (model, operation) and each["status"] < 300
        ]
        if name in OURS:
            status = known[0]["status"] if known else 200
            return status, OURS[name]
        assert known, f"no case of {name}"
        return known[0]["status"], known[0]["response"] or None


def faults_of_feed(content: bytes) -> list[str]:
    """What of a feed of listings its own schema does not allow."""
    schema = models.read("amazon", "schemas", "feeds", "listings-feed-schema-v2.json")
    found = jsonschema_rs.Draft7Validator(schema, offline=True).iter_errors(json.loads(content))
    return [error.message for error in found]


def faults_of_report(told: Any) -> list[str]:
    """What of a processing report its own schema does not allow."""
    schema = models.read("amazon", "schemas", "feeds", "listings-feed-processing-report-schema-v2.json")
    return [error.message for error in jsonschema_rs.Draft7Validator(schema, offline=True).iter_errors(told)]
