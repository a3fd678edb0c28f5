"""Every call Amazon's folder can make goes through the published models, and every published case is read by it."""

import copy
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import stamina

from haat.channels import http, parcels
from haat.channels.amazon import feeds, finances, login, types
from haat.channels.amazon.channel import CHANNEL
from haat.channels.amazon.operations import LISTINGS_FEED, OPERATIONS
from haat.channels.channel import CLOSE, LISTING, PRICE, STOCK, Sending, Shut, Trouble
from haat.channels.parcels import Left, Packed, Slot
from tests.channels.amazon.answering import API, GOOD, KEYS, LOGIN, Kept, good
from tests.channels.amazon.schemas import BRACELET
from tests.channels.contract import models
from tests.channels.contract.published import REPORT, Published, faults_of_feed, faults_of_report

if models.folder() is None:
    pytest.skip(models.HOW, allow_module_level=True)

ORDER = "408-1234567-1234567"
SINCE = datetime(2026, 11, 1, tzinfo=UTC)
PARCELS = parcels.find("amazon")
SEEN = {LISTING: {"product_type": "BRACELET"}}
# Published cases that the published model itself does not allow.
CROOKED = {("easyShip_2022-03-23", "getScheduledPackage", 200, 0)}


@pytest.fixture
def published(settings, monkeypatch):
    told = Published()
    settings.CHANNELS = settings.CHANNELS | {"amazon_login_url": LOGIN, "amazon_api_url": API}
    line = told.client()
    monkeypatch.setattr(http, "client", lambda: line)
    login.forget()
    with stamina.set_testing(True, attempts=1):
        yield told
    login.forget()


@pytest.fixture
def line():
    return Kept()


def bodies(line, **more):
    line.keep_schema("BRACELET", "v1", {"schema": BRACELET})
    (shaped,) = CHANNEL.shape([good(**more) if more else GOOD], KEYS, line)
    assert shaped.gaps == ()
    return shaped.bodies


def sendings(operation, line, number, **more):
    made = bodies(line, **more)
    told = [
        Sending(f"DGR {each}/A", "BRACELET", made.get(operation), SEEN, number=each) for each in range(1, number + 1)
    ]
    if operation != LISTING:
        return told
    beside = {part: made[part] for part in (PRICE, STOCK)}
    return [replace(each, before={}, beside=beside) for each in told]


def slot():
    return Slot("S", None, None, told={"slotId": "S", "startTime": "2026-12-01T14:30:00+09:00"})


CALLS = {
    "check": lambda line: CHANNEL.check(KEYS),
    "propose types": lambda line: types.search("Lac bangles", KEYS, line),
    "shape": lambda line: list(CHANNEL.shape([GOOD], KEYS, line)),
    "put": lambda line: CHANNEL.send(
        LISTING, sendings(LISTING, line, 2, parent="G7", theme=("bangle_size",)), KEYS, line
    ),
    "patch a listing": lambda line: CHANNEL.send(
        LISTING, [replace(each, before=SEEN) for each in sendings(LISTING, line, 1)], KEYS, line
    ),
    "patch stock": lambda line: CHANNEL.send(STOCK, sendings(STOCK, line, 1), KEYS, line),
    "patch a price": lambda line: CHANNEL.send(PRICE, sendings(PRICE, line, 1), KEYS, line),
    "take off": lambda line: CHANNEL.send(CLOSE, sendings(CLOSE, line, 1), KEYS, line),
    "feed": lambda line: CHANNEL.send(STOCK, sendings(STOCK, line, 20), KEYS, line),
    "report": lambda line: CHANNEL.look("77", KEYS, line),
    "look at one": lambda line: list(CHANNEL.look(["GM-ZDPI-9B4E"], KEYS, line)),
    "look at many": lambda line: list(CHANNEL.look(["GM-ZDPI-9B4E", "DGR 2/A"], KEYS, line)),
    "orders": lambda line: CHANNEL.orders({}, KEYS, line),
    "more orders": lambda line: CHANNEL.orders(
        {"first": "x", "since": "2026-11-29T00:00:00Z", "token": "t"}, KEYS, line
    ),
    "slots": lambda line: PARCELS.slots(ORDER, Packed(350, 125, 120, 40), KEYS, line),
    "booked": lambda line: PARCELS.booked(ORDER, KEYS, line),
    "move": lambda line: PARCELS.move(ORDER, "PKG1", slot(), KEYS, line),
    "has left": lambda line: PARCELS.has_left(Left(ORDER, 1, "India Post", "EJ1", SINCE, {"i": 2}), KEYS, line),
    "labels": lambda line: PARCELS.ask_labels(ORDER, KEYS, line),
    "left": lambda line: PARCELS.left(Left(ORDER, 1, "India Post", "EJ1", SINCE, {"i": 2}), KEYS, line),
    "settlements": lambda line: list(finances.settlements(SINCE, KEYS, line)),
    "transactions": lambda line: list(finances.transactions(SINCE, KEYS, line)),
}


def book(published, line):
    missing = {"errors": [{"code": "ResourceNotFound", "message": "no"}]}
    published.answers["easyShip_2022-03-23.getScheduledPackage"] = 404, missing
    return PARCELS.book(ORDER, slot(), KEYS, line, reference="DM-1")


def label(published, line):
    published.documents["report"] = b"<DocumentReportReferenceID>r</DocumentReportReferenceID>"
    return PARCELS.labels("88", KEYS, line)


def older_orders(published, settings, line):
    settings.CHANNELS = settings.CHANNELS | {"amazon_orders": "v0"}
    case = next(each for each in models.cases() if each["operationId"] == "getOrders" and each["status"] == 200)
    first = case["response"]["payload"]["Orders"][0] | {"OrderStatus": "Unshipped", "FulfillmentChannel": "MFN"}
    published.answers["ordersV0.getOrders"] = 200, {"payload": {"Orders": [first]}}
    return CHANNEL.orders({}, KEYS, line)


@pytest.mark.parametrize("name", CALLS)
def test_a_call_is_as_the_published_models_have_it(published, line, name):
    CALLS[name](line)
    assert published.asked
    assert published.faults == []


def test_booking_a_label_and_the_older_orders_are_as_the_published_models_have_them(published, line, settings):
    assert book(published, line).key == "P"
    assert label(published, line) == b"%PDF-1.7"
    older_orders(published, settings, line)
    assert published.faults == []


def test_every_call_the_folder_can_make_was_made(published, line, settings):
    for call in CALLS.values():
        call(line)
    book(published, Kept())
    label(published, Kept())
    older_orders(published, settings, Kept())
    assert {name.rpartition(".")[2] for name in published.asked} == set(OPERATIONS)


def test_a_feed_is_as_its_published_schema_has_it(published, line):
    family = {"parent": "G7", "theme": ("bangle_size",)}
    CHANNEL.send(LISTING, sendings(LISTING, line, 20, **family), KEYS, line)
    for operation in (STOCK, PRICE, CLOSE):
        CHANNEL.send(operation, sendings(operation, line, 20), KEYS, line)
    CHANNEL.send(LISTING, [replace(each, before=SEEN) for each in sendings(LISTING, line, 20)], KEYS, line)
    assert len(published.laid) == 5
    assert [faults_of_feed(each) for each in published.laid] == [[]] * 5


def test_a_report_that_is_read_here_is_as_its_published_schema_has_it():
    assert faults_of_report(REPORT) == []
    assert [each.number for each in feeds.read(b'{"issues": [{"messageId": 1, "severity": "ERROR"}]}').answers] == [1]


def test_a_request_the_models_do_not_allow_is_found():
    call = models.calls()["listingsItems_2021-08-01.patchListingsItem"]
    named = {"sellerId": "A", "sku": "B"}
    assert len(list(call.faults_of_request(named, {"odd": "1", "mode": "REAL"}, {"patches": [{"op": "move"}]}))) > 4


def test_our_calls_are_those_of_the_models_at_their_published_rates():
    known = {(call.method, re.sub(r"{\w+}", "{}", call.path)): call for call in models.calls().values()}
    for name, ours in OPERATIONS.items():
        call = known[ours.method, re.sub(r"{\w+}", "{}", ours.path)]
        assert (call.name, models.rate_of(call)) == (name, (ours.rate.per_second, ours.rate.burst))
    assert CHANNEL.rates.keys() - OPERATIONS.keys() == {LISTINGS_FEED}


def cases(wanted):
    return [each for each in models.cases() if each["operationId"] in OPERATIONS and wanted(each["status"])]


def called(case):
    return f"{case['operationId']}-{case['status']}-{case['case']}"


@pytest.mark.parametrize("case", cases(lambda status: status < 300), ids=called)
def test_a_published_answer_is_as_the_model_says_or_known_not_to_be(case):
    call = models.calls()[f"{case['model']}.{case['operationId']}"]
    faults = call.faults_of_answer(case["status"], case["response"] or None)
    crooked = (case["model"], case["operationId"], case["status"], case["case"]) in CROOKED
    assert bool(faults) == crooked, faults


READERS = {
    "getMarketplaceParticipations": "check",
    "searchDefinitionsProductTypes": "propose types",
    "getDefinitionsProductType": "shape",
    "searchListingsItems": "look at many",
    "getListingsItem": "look at one",
    "putListingsItem": "put",
    "patchListingsItem": "patch stock",
    "deleteListingsItem": "take off",
    "createFeedDocument": "feed",
    "createFeed": "feed",
    "getFeed": "report",
    "getFeedDocument": "report",
    "searchOrders": "orders",
    "listHandoverSlots": "slots",
    "getScheduledPackage": "booked",
    "updateScheduledPackages": "move",
    "getOrder": "has left",
    "confirmShipment": "left",
    "getReports": "settlements",
    "listTransactions": "transactions",
}


@pytest.mark.parametrize(
    "case", [each for each in cases(lambda _status: True) if each["operationId"] in READERS], ids=called
)
def test_a_published_case_is_read_or_refused_by_a_word_of_ours(published, line, case):
    answer = copy.deepcopy(case["response"])
    for told in (answer, (answer or {}).get("payload")):
        if isinstance(told, dict):
            told.pop("nextToken", None)  # the same page again and again
    published.answers[f"{case['model']}.{case['operationId']}"] = case["status"], answer
    word = "read"
    try:
        CALLS[READERS[case["operationId"]]](line)
    except (Trouble, Shut) as found:
        word = found.code
    assert (word, published.faults) == (word or "a word", [])
