"""The basket: what may be put in, by whom, and what it says when things change."""

import re

import pytest

from haat.catalogue.actions import change_price
from haat.core.actor import MACHINE
from haat.orders.models import Basket, BasketLine
from haat.shelf import build
from haat.stock import actions as stock
from haat.web.ui.middleware import HOSTS
from tests.make import make_district, make_maker, make_mart, make_pin, make_stocked, make_zone

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://deoghar.localhost"}
CHANGE = "/en/basket/change/"


@pytest.fixture
def variant(client):
    mart = make_mart()
    make_zone(mart)
    make_pin("814112")
    made = make_stocked(make_maker(mart=mart), good={"name": "Bamboo basket"}, pieces=10)
    build.rebuild()
    client.defaults["HTTP_HOST"] = "deoghar.localhost"
    return made


def put(client, variant, quantity="1", **headers):
    return client.post(CHANGE, {"variant": variant.pk, "quantity": quantity}, headers={**HERE, **headers})


def held():
    return list(BasketLine.objects.values_list("variant_id", "quantity"))


def test_a_good_goes_into_the_basket_and_is_shown_by_maker(client, variant):
    answer = put(client, variant, "2")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/basket/")
    assert answer.cookies["basket_count"].value == "2"
    assert answer.cookies["basket"]["httponly"] is True
    html = client.get("/en/basket/").content.decode()
    assert "Chandni group" in html
    assert "₹1,040" in html


def test_a_script_is_told_the_count(client, variant):
    answer = put(client, variant, Accept="application/json")
    assert answer.json() == {"count": 1, "said": "In the basket: 1 good"}


def test_digits_of_another_script_are_digits(client, variant):
    put(client, variant, "३")
    assert held() == [(variant.pk, 3)]


@pytest.mark.parametrize("quantity", ["0", "-1", "100", "999999999999", "1e3", "", "abc", "११११", "²"])
def test_an_absurd_quantity_is_refused_and_said(client, variant, quantity):
    answer = put(client, variant, quantity)
    assert answer.status_code == 422
    assert "Quantity: write a number from 1 to 99" in answer.content.decode()
    assert held() == []


def test_more_than_there_is_is_refused(client, variant):
    assert put(client, variant, "11").status_code == 422
    assert held() == []


@pytest.mark.parametrize("number", ["0", "-4", "9" * 30, "x", "", "1;--"])
def test_a_variant_that_is_not_there_is_refused(client, variant, number):
    answer = client.post(CHANGE, {"variant": number}, headers=HERE)
    assert answer.status_code == 422
    assert "not for sale" in answer.content.decode()


def test_a_variant_of_another_mart_is_refused(client, variant):
    other = make_mart("chandrapur", place=make_district("Chandrapur", lgd=467), order_prefix="CH")
    theirs = make_stocked(make_maker(mart=other))
    assert put(client, theirs).status_code == 422
    assert held() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://deoghar.localhost"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://deoghar.localhost"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.example"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://deoghar.localhost.evil.example"},
        {"Referer": "http://evil.example/http://deoghar.localhost/"},
        {},
    ],
)
def test_another_sites_form_is_refused(client, variant, headers):
    answer = client.post(CHANGE, {"variant": variant.pk}, headers=headers)
    assert answer.status_code == 403
    assert Basket.objects.count() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://deoghar.localhost"},
        {"Referer": "http://deoghar.localhost/en/"},
        {"Sec-Fetch-Site": "same-origin"},
    ],
)
def test_browsers_that_say_less_may_buy_too(client, variant, headers):
    assert client.post(CHANGE, {"variant": variant.pk}, headers=headers).status_code == 302


@pytest.mark.parametrize("cookie", ["", "x", "abc:def:ghi", "é:1:2"])
def test_a_made_up_basket_cookie_finds_nothing(client, variant, cookie):
    put(client, variant)
    client.cookies["basket"] = cookie
    assert "The basket is empty" in client.get("/en/basket/").content.decode()


def test_another_marts_basket_is_not_this_ones(client, variant):
    put(client, variant)
    make_mart("chandrapur", order_prefix="CH")
    HOSTS.forget()
    html = client.get("/en/basket/", headers={"Host": "chandrapur.localhost"}).content.decode()
    assert "The basket is empty" in html


def test_a_line_is_changed_and_taken_out(client, variant):
    put(client, variant)
    client.post(CHANGE, {"set": variant.pk, f"quantity-{variant.pk}": "4"}, headers=HERE)
    assert held() == [(variant.pk, 4)]
    answer = client.post(CHANGE, {"set": variant.pk, "remove": "1"}, headers=HERE)
    assert held() == []
    assert answer.cookies["basket_count"].value == "0"


def test_a_changed_price_is_said(client, variant):
    put(client, variant)
    variant.refresh_from_db()
    change_price(variant, price_paise=50_000, by=MACHINE)
    html = client.get("/en/basket/").content.decode()
    assert "The price was ₹520, now it is ₹500" in html


def test_short_stock_is_said_and_stops_the_order(client, variant):
    put(client, variant, "5")
    stock.count(variant, on_hand=2, cause="test:count", by=MACHINE)
    html = client.get("/en/basket/").content.decode()
    assert "Only 2 left. Take fewer." in html
    assert "First mend the marked goods" in html
    assert client.get("/en/checkout/").headers["Location"] == "/en/basket/"


def test_the_basket_tells_day_and_charge_of_a_pin(client, variant):
    put(client, variant)
    html = client.get("/en/basket/", {"pin": "814112"}).content.decode()
    assert re.search(r"<span>Delivery</span><span class=\"num\">₹40</span>", html)
    assert Basket.objects.get().pin == "814112"


def test_an_unknown_pin_is_said_at_the_field(client, variant):
    put(client, variant)
    answer = client.get("/en/basket/", {"pin": "999999"})
    assert answer.status_code == 422
    assert 'value="999999"' in answer.content.decode()
    assert "no post office has this one" in answer.content.decode()


def test_too_many_changes_from_one_address_are_stopped(client, variant, still):
    for _turn in range(600):
        client.post(CHANGE, {"variant": "0"}, headers={**HERE, "Accept": "application/json"})
    assert put(client, variant).status_code == 429
