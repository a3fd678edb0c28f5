"""The double beside the published models: every address, word, body and quota, and every answer it gives."""

import json
import re
from collections.abc import Mapping

import pytest
from jsonschema_rs import Draft7Validator

from haat.cli.rehearsal.amazon import operations
from haat.cli.rehearsal.amazon.bodies import BODIES
from haat.cli.rehearsal.amazon.operations import BY_NAME, OPERATIONS, Operation
from haat.cli.rehearsal.amazon.shapes import Within
from haat.cli.rehearsal.amazon.wire import MARKETPLACE, stamp
from tests.cli.rehearsal.amazon import published
from tests.cli.rehearsal.amazon.market import FEEDS, HERE, ITEMS, KINDS, NOON, ORDERS, REPORTS, SHIP, Market, bangle

if not published.THERE:
    pytest.skip(published.WHY, allow_module_level=True)

TEXTS = {str: "string", int: "integer", float: "number", bool: "boolean", dict: "object"}


def told_of(each: Operation):
    return published.operation(each.method, each.address)


@pytest.mark.parametrize("each", OPERATIONS, ids=lambda each: each.name)
def test_call_is_one_of_the_published(each):
    model, told = told_of(each)
    assert told["operationId"] == each.name.removesuffix("V0")
    asked = {word["name"]: word for word in published.parameters(model, told, "query")}
    assert set(each.query) == set(asked)
    assert {name for name, word in each.query.items() if word.must} == {
        name for name, word in asked.items() if word.get("required")
    }
    for name, word in each.query.items():
        choices = (asked[name].get("items") or asked[name]).get("enum")
        assert word.many is (asked[name]["type"] == "array"), name
        assert not (choices and name not in ("locale",)) or set(word.choices) == set(choices), name


@pytest.mark.parametrize("each", OPERATIONS, ids=lambda each: each.name)
def test_quota_is_the_published(each):
    plan = re.search(r"\|\s*([\d.]+)\s*\|\s*([\d.]+)\s*\|", told_of(each)[1]["description"])
    assert (each.per_second, each.burst) == (float(plan[1]), float(plan[2]))


def differs(shape, schema, model, where):
    """Where a shape asks for something else than a schema of a model."""
    schema = published.resolved(model, schema)
    if isinstance(shape, Within):
        return differs(shape.shape, schema, model, where)
    if isinstance(shape, Mapping):
        known = schema.get("properties", {})
        must = {name for name in shape if not name.endswith("?")}
        found = [] if must == set(schema.get("required", ())) else [f"{where}: {must} ≠ {schema.get('required')}"]
        if {name.rstrip("?") for name in shape} != set(known):
            return [*found, f"{where}: {sorted(shape)} ≠ {sorted(known)}"]
        parts = ((name.rstrip("?"), each) for name, each in shape.items())
        return found + [wrong for name, each in parts for wrong in differs(each, known[name], model, f"{where}.{name}")]
    if isinstance(shape, list):
        return differs(shape[0], schema["items"], model, f"{where}[]")
    if isinstance(shape, tuple):
        return [] if set(shape) == set(schema["enum"]) else [f"{where}: {shape} ≠ {schema['enum']}"]
    return [] if TEXTS[shape] == schema["type"] else [f"{where}: {shape} ≠ {schema['type']}"]


@pytest.mark.parametrize("name", sorted(BODIES))
def test_body_is_asked_for_as_published(name):
    model, told = told_of(BY_NAME[name])
    (body,) = published.parameters(model, told, "body")
    assert differs(BODIES[name], body["schema"], model, name) == []


@pytest.mark.parametrize("each", OPERATIONS, ids=lambda each: each.name)
def test_call_has_a_body_where_the_published_has_one(each):
    assert bool(published.parameters(*told_of(each), "body")) is (each.name in BODIES)


class Read(Market):
    """Every answer is held against its model."""

    def __init__(self, **switches):
        self.seen = set()
        super().__init__(**switches)

    def say(self, method, address, body=None, **more):
        said = super().say(method, address, body, **more)
        found = operations.find(method, address.partition("?")[0])
        if found and said.status:
            model, told = told_of(found[0])
            schema = published.answer_schema(model, told, said.status)
            body = json.loads(said.text) if said.text else None
            wrong = published.wrong(schema, body) if schema else []
            assert wrong == [], (found[0].name, said.status)
            self.seen.add((found[0].name, said.status))
        return said


def a_day(market):
    """Everything that can be asked is asked once, and well."""
    market.get("/sellers/v1/marketplaceParticipations")
    market.get(f"{KINDS}?{HERE}&keywords=bangle")
    market.get(f"{KINDS}/BRACELET?{HERE}")
    for name in ("LB-1", "LB-2"):
        market.put(name, query="&includedData=issues,identifiers")
    market.put("LB-3", bangle("size"))
    sets = "summaries,attributes,issues,offers,fulfillmentAvailability,procurement,relationships,productTypes"
    market.listing("LB-1", *sets.split(","))
    market.control(switch={"lettered": ["LB-2"], "grace_seconds": 60})
    market.get(f"{ITEMS}?{HERE}&includedData={sets}&pageSize=1")
    patch = {"op": "delete", "path": "/attributes/generic_keyword"}
    market.patch("LB-1", patch)
    market.ask("DELETE", f"{ITEMS}/LB-3?{HERE}")
    feed = market.feed({"sku": "LB-4", "operationType": "DELETE"}, {"sku": "LB-5", "operationType": "MOVE"})
    market.report(feed)
    market.get(f"{FEEDS}/feeds?feedTypes=JSON_LISTINGS_FEED")
    market.ask("DELETE", f"{FEEDS}/feeds/{market.feed({'sku': 'LB-4', 'operationType': 'DELETE'})}")


def an_order(market):
    """One is bought, told of in every way, sent, and settled."""
    sets = "BUYER,RECIPIENT,PROCEEDS,EXPENSE,PROMOTION,CANCELLATION,FULFILLMENT,PACKAGES,TAX,PAYMENT,FULFILLMENT_ORDERS"
    (name,) = market.control(buy={"sku": "LB-1", "quantity": 3})["buy"]
    old = f"/orders/v0/orders/{name}"
    market.get(f"{ORDERS}/{name}?includedData={sets}")
    market.get(old)
    market.at += 3600
    line = market.order(name)["orderItems"][0]["orderItemId"]
    market.control(ask_cancel={"order": name}, cancel={"order": name, "pieces": {line: 1}})
    size = {"length": 20, "width": 15, "height": 10, "unit": "cm"}
    asked = {"marketplaceId": MARKETPLACE, "amazonOrderId": name, "packageDimensions": size}
    slots = market.ask("POST", f"{SHIP}/timeSlot", asked | {"packageWeight": {"value": 300, "unit": "g"}})[1][
        "timeSlots"
    ]
    parcel = {"amazonOrderId": name, "marketplaceId": MARKETPLACE, "packageDetails": {"packageTimeSlot": slots[0]}}
    made = market.ask("POST", f"{SHIP}/package", parcel)[1]
    change = {"scheduledPackageId": made["scheduledPackageId"], "packageTimeSlot": slots[1]}
    market.ask("PATCH", f"{SHIP}/package", {"marketplaceId": MARKETPLACE, "updatePackageDetailsList": [change]})
    rows = [{"amazonOrderId": name}, {"amazonOrderId": market.buy("LB-1")}]
    many = {"marketplaceId": MARKETPLACE, "orderScheduleDetailsList": rows, "labelFormat": "PDF"}
    market.ask("POST", f"{SHIP}/packages/bulk", many)
    market.get(f"{SHIP}/package?amazonOrderId={name}&marketplaceId={MARKETPLACE}")
    market.at += 5 * 86_400
    market.get(f"{ORDERS}?createdAfter={stamp(NOON)}&includedData={sets}&maxResultsPerPage=1")
    market.get(f"/orders/v0/orders?CreatedAfter={stamp(NOON)}&MarketplaceIds={MARKETPLACE}")
    for part in ("", "/orderItems", "/address", "/buyerInfo"):
        market.get(old + part)
    resources = [{"method": "GET", "path": old}]
    market.ask("POST", "/tokens/2021-03-01/restrictedDataToken", {"restrictedResources": resources})
    number = market.control(settle={})["settle"]
    market.get(f"{REPORTS}/reports?reportTypes=GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2")
    market.get(f"{REPORTS}/documents/{market.get(f'{REPORTS}/reports/{number}')['reportDocumentId']}")
    by_hand = market.buy("LB-1", easy_ship=False)
    line = market.order(by_hand)["orderItems"][0]["orderItemId"]
    sent = {"packageReferenceId": "1", "carrierCode": "India Post", "trackingNumber": "1", "shipDate": stamp(NOON)}
    told = {
        "marketplaceId": MARKETPLACE,
        "packageDetail": sent | {"orderItems": [{"orderItemId": line, "quantity": 1}]},
    }
    market.ask("POST", f"/orders/v0/orders/{by_hand}/shipmentConfirmation", told)
    priced = {"ListingPrice": {"CurrencyCode": "INR", "Amount": 520}}
    asked = {"MarketplaceId": MARKETPLACE, "PriceToEstimateFees": priced, "Identifier": "1"}
    market.ask("POST", "/products/fees/v0/listings/LB-1/feesEstimate", {"FeesEstimateRequest": asked})
    rows = [{"IdType": "SellerSKU", "IdValue": sku, "FeesEstimateRequest": asked} for sku in ("LB-1", "none")]
    market.ask("POST", "/products/fees/v0/feesEstimate", rows)


def test_every_answer_that_is_well_is_as_published():
    market = Read()
    a_day(market)
    an_order(market)
    well = {name for name, status in market.seen if status < 300}
    assert well == {each.name for each in OPERATIONS} - {"createReport"}  # which asks for nothing that can be made


def test_every_refusal_is_as_published():
    market = Read(exempt=False)
    market.put("LB-1")
    market.listing("LB-1")
    for each in OPERATIONS:
        address = re.sub(r"\{\w+\}", "none", each.address)
        market.ask(each.method, f"{address}?none=1", token="none")
        market.ask(each.method, f"{address}?none=1")
        for kind in ("throttle", "server_error"):
            market.at += 3600
            market.control(fault={"kind": kind, "operation": each.name, "times": 1})
            market.ask(each.method, address)
    statuses = {(name, status) for name, status in market.seen if status >= 400}
    assert statuses >= {(each.name, status) for each in OPERATIONS for status in (400, 403, 429, 500)}


def schema(name):
    text = (published.FOLDER / "schemas" / "feeds" / name).read_text(encoding="utf-8")
    return Draft7Validator(text)


def test_report_of_a_feed_is_as_published():
    market = Market()
    wanted = {"includedData": ["issues"], "apiVersion": "2021-08-01"}
    body = {"productType": "BRACELET", "attributes": bangle("size")}
    rows = ({"sku": "LB-1", "operationType": "UPDATE", **body}, {"sku": "LB-2", "operationType": "MOVE"})
    report = market.report(market.feed(*rows, report=wanted))
    assert [each.message for each in schema("listings-feed-processing-report-schema-v2.json").iter_errors(report)] == []


@pytest.mark.parametrize("does", ["UPDATE", "PARTIAL_UPDATE", "PATCH", "DELETE"])
def test_message_of_a_feed_is_taken_as_published(does):
    """Each key more and each key less is taken here exactly when the published schema takes it."""
    patch = {"op": "replace", "path": "/attributes/size", "value": [{"value": "2.6", "language_tag": "en_IN"}]}
    every = {"productType": "BRACELET", "attributes": bangle(), "patches": [patch], "requirements": "LISTING"}
    names = list(every)
    told = [{name: every[name] for place, name in enumerate(names) if number >> place & 1} for number in range(16)]
    validator = schema("listings-feed-schema-v2.json")
    market = Market()
    market.put("LB-1")
    market.listing("LB-1")
    for keys in told:
        message = {"sku": "LB-1", "operationType": does, **keys}
        head = {"sellerId": "A", "version": "2.0"}
        known = validator.is_valid({"header": head, "messages": [{"messageId": 1, **message}]})
        issues = market.double.feeds.submit({"messageId": 1, **message}, set())
        assert ("BAD_REQUEST" not in [each["code"] for each in issues]) is known, sorted(keys)
