"""What goes wrong on the line: before anything happened, or after."""

import pytest

from haat.cli.rehearsal.amazon.wire import stamp
from tests.cli.rehearsal.amazon.market import HERE, ITEMS, KINDS, NOON, ORDERS, bangle

SEARCH = f"{ORDERS}?createdAfter={stamp(NOON - 60)}"


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("bad_request", 400, "InvalidInput"),
        ("server_error", 500, "InternalFailure"),
        ("unavailable", 503, "ServiceUnavailable"),
        ("throttle", 429, "QuotaExceeded"),
    ],
)
def test_call_is_refused_as_often_as_it_was_said(market, kind, status, code):
    market.control(fault={"kind": kind, "operation": "searchOrders", "times": 1})
    assert market.ask("GET", f"{KINDS}?{HERE}")[0] == 200
    found, told = market.ask("GET", SEARCH)
    assert (found, told["errors"][0]["code"]) == (status, code)
    assert market.ask("GET", SEARCH)[0] == 200


def test_reading_is_refused_for_an_hour_and_heals_by_itself(market):
    market.control(fault={"kind": "bad_request", "operation": "searchOrders", "seconds": 3600})
    answers = []
    for _turn in range(4):
        answers.append(market.ask("GET", SEARCH)[0])
        market.at += 1200
    assert answers == [400, 400, 400, 200]


def put(market, sku):
    return market.say("PUT", f"{ITEMS}/{sku}?{HERE}", {"productType": "BRACELET", "attributes": bangle()}).status


def test_call_that_timed_out_has_happened_and_one_that_was_lost_has_not(market):
    market.control(
        fault=[
            {"kind": "timeout", "operation": "putListingsItem", "times": 1},
            {"kind": "lost", "operation": "deleteListingsItem", "times": 1},
        ]
    )
    assert put(market, "LB-1") == 0
    assert market.status("LB-1") == ["BUYABLE", "DISCOVERABLE"]
    assert market.say("DELETE", f"{ITEMS}/LB-1?{HERE}").status == 0
    assert market.status("LB-1") == ["BUYABLE", "DISCOVERABLE"]
    assert market.standing()["calls"]["putListingsItem"] == {"0": 1}


def test_late_answer_comes_all_the_same(market):
    market.control(fault={"kind": "late", "operation": "putListingsItem", "times": 1, "wait": 0.01})
    assert put(market, "LB-1") == 200


def test_fault_without_end_stands_until_all_is_calm(market):
    market.control(fault={"kind": "server_error"})
    assert market.standing()["faults"] == [{"kind": "server_error", "operation": "*"}]
    assert [put(market, "LB-1") for _turn in range(2)] == [500, 500]
    market.control(calm=True)
    assert put(market, "LB-1") == 200


def test_files_and_signing_in_fail_too(market):
    market.control(fault={"kind": "unavailable", "operation": "upload", "times": 1})
    assert market.say("PUT", "/upload/none", b"", token="").status == 503
    market.control(fault={"kind": "server_error", "operation": "login", "times": 1})
    assert market.say("POST", "/auth/o2/token", token="", form={}).status == 500
    assert market.say("POST", "/auth/o2/token", token="", form={}).status == 400
