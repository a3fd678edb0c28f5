"""What no parcel brings is asked for, and nothing typed is lost on the way; Enter at checkout changes no basket."""

import re

import pytest

from haat.core.actor import MACHINE
from haat.shelf import build
from haat.stock import actions as stock
from tests.make import make_fee, make_maker, make_mart, make_pin, make_stocked, make_zone

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://deoghar.localhost"}
ASK = "/en/checkout/ask/"


@pytest.fixture
def variant(client):
    mart = make_mart()
    make_zone(mart)
    make_fee(mart)
    make_pin("814112")
    made = make_stocked(make_maker(mart=mart), pieces=10)
    build.rebuild()
    client.defaults["HTTP_HOST"] = "deoghar.localhost"
    client.post("/en/basket/change/", {"variant": made.pk, "quantity": "2"}, headers=HERE)
    return made


@pytest.fixture
def typed(client, variant):
    """The form as a buyer fills it."""
    key = re.search(r'name="key" value="([^"]*)"', client.get(ASK).content.decode())[1]
    return {"key": key, "pin": "814112", "name": "Ranjana Kumari", "phone": "98765 43210", "words": "By truck?"}


def test_asking_too_often_from_one_address_loses_nothing_typed(client, typed, monkeypatch):
    """Thousands share the address of a mobile network."""
    monkeypatch.setattr("haat.web.shop.checkout.wishing.MOST_TRIES", 0)
    answer = client.post(ASK, typed, headers=HERE)
    html = answer.content.decode()
    assert (answer.status_code, "Too many tries" in html, "By truck?" in html) == (429, True, True)
    assert f'name="key" value="{typed["key"]}"' in html


def test_what_cannot_be_asked_for_is_said_beside_what_was_typed(client, typed, monkeypatch):
    monkeypatch.setattr("haat.web.shop.checkout.wishing.wished", lambda _lines: [])
    answer = client.post(ASK, typed, headers=HERE)
    html = answer.content.decode()
    assert (answer.status_code, "By truck?" in html, "notice--wrong" in html) == (422, True, True)


def test_enter_with_a_short_line_does_not_set_the_count_down(client, variant):
    """A browser presses the first key of the form."""
    stock.count(variant, on_hand=1, cause="counted", by=MACHINE)
    html = client.get("/en/checkout/", {"pin": "814112"}).content.decode()
    keys = re.findall(r"<button[^>]*>", html.split('id="pay"')[1])
    assert ('name="look"' in keys[0], any('name="take"' in key for key in keys)) == (True, True)
