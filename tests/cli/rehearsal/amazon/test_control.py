"""What whoever rehearses may do, by JSON and by the keys of the page."""

import re

import pytest

from haat.cli.rehearsal.amazon.control import DEEDS
from haat.cli.rehearsal.amazon.page import _GROUPS
from tests.cli.rehearsal.amazon.market import bangle, told


@pytest.mark.parametrize(
    "commands",
    [
        [],
        {"sell": 1},
        {"switch": {"no_such": True}},
        {"switch": {"revoked": 1}},
        {"switch": {"exempt_all": True}},
        {"switch": {"review_seconds": -1}},
        {"switch": {"stale": 2}},
        {"switch": {"feeds": "slow"}},
        {"switch": {"orders_lack": "buyer"}},
        {"fault": {"kind": "flood"}},
        {"fault": {"kind": "lost", "operation": "none"}},
        {"fault": {"kind": "lost", "times": 0}},
        {"exempt": {"brand": "Generic"}},
        {"change_schema": {"product_type": "BRACELET", "asks": "none"}},
        {"rates": {"searchOrders": 0}},
        {"buy": {"count": 0}},
        {"cancel": {"order": "none"}},
        {"ask_cancel": {}},
        {"settle": {"late": True}},
        {"advance": -1},
    ],
)
def test_command_that_cannot_be_is_refused_with_the_reason(market, commands):
    status, body = market.ask("POST", "/control", commands, token="")
    assert (status, bool(body["error"])) == (400, True)


def test_control_tells_how_everything_stands(market):
    market.put("LB-1")
    market.buy("LB-1")
    found = market.standing()
    assert (found["listings"], found["orders"]) == ({"BUYABLE+DISCOVERABLE": 1}, {"UNSHIPPED": 1})
    assert found["calls"]["putListingsItem"] == {"200": 1}
    assert found["tokens"]["putListingsItem"] == 9
    market.control(forget=True)
    assert market.standing()["calls"] == {}


def test_listings_that_wait_or_are_refused_are_counted_apart(strict):
    strict.put("LB-1")
    strict.control(switch={"review_seconds": 300})
    strict.put("LB-2")
    assert strict.standing()["listings"] == {"REFUSED": 1, "WAITING": 1}


def test_share_of_goods_is_the_same_at_every_look(market):
    market.control(switch={"never_live": 0.5})
    names = [f"LB-{number}" for number in range(8)]
    for name in names:
        market.put(name)
    live = [bool(market.status(name)) for name in names]
    assert 0 < sum(live) < len(live)


def test_what_is_due_happens_at_its_own_time_when_the_clock_is_moved(market):
    market.put("LB-1")
    market.control(buy={"sku": "LB-1"})
    (order,) = market.double.orders.known.values()
    market.control(advance=86_400)
    assert (order.state, order.updated - order.created) == ("UNSHIPPED", 1800)


def test_calm_keeps_what_was_granted(strict):
    strict.put("LB-1", bangle(brand=[{"value": "Chandni", "language_tag": "en_IN"}]))
    strict.control(exempt={"brand": "chandni", "product_type": "BRACELET"}, switch={"lettered": True})
    strict.control(calm=True)
    assert strict.status("LB-1") == ["BUYABLE", "DISCOVERABLE"]
    assert strict.preview(bangle(number_of_items=told(6))) == [("8560", "externally_assigned_product_identifier")]


def pressed(market, name):
    said = market.say("POST", "/control", token="", form={"deed": name})
    assert (said.status, said.headers["Location"]) == (303, "/")
    return market.say("GET", "/", token="").text


def test_page_shows_what_stands_there_and_what_came(market):
    market.put("LB%3Cb%3E")
    market.ask("GET", "/nowhere")
    page = pressed(market, "buy")
    assert "Done: A buyer buys." in page
    assert re.search(r"40\d-\d{7}-\d{7}</td><td>PENDING</td>", page)
    assert ("× LB&lt;b&gt;" in page, "LB<b>" in page) == (True, False)
    assert "403 Access to requested resource is denied." in page
    assert "Done:" not in market.say("GET", "/", token="").text


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_every_key_of_the_page_does_something_or_says_why_not(market, name):
    market.put("LB-1")
    market.buy("LB-1")
    assert f"Done: {DEEDS[name][0]}." in pressed(market, name)


def test_key_without_an_order_says_so(market):
    assert "no such order" in pressed(market, "cancel")


def test_every_key_stands_in_a_group():
    assert sorted(name for _group, names in _GROUPS for name in names) == sorted(DEEDS)
