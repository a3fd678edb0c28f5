"""The basket: what may be put in, by whom, and what it says when things change."""

import re

import pytest
from django.test import Client

from haat.catalogue.actions import change_price
from haat.catalogue.models import Variant
from haat.core.actor import MACHINE
from haat.orders.models import Basket, BasketLine
from haat.shelf import build
from haat.stock import actions as stock
from haat.web.ui.middleware import HOSTS
from tests.make import (
    PUNE_PIN,
    make_district,
    make_good,
    make_maker,
    make_mart,
    make_pin,
    make_pune_pin,
    make_registered_maker,
    make_stocked,
    make_variant,
    make_zone,
)

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://deoghar.localhost"}
CHANGE = "/en/basket/change/"
LOST = "Your browser keeps no cookies, so the basket stays empty. Allow cookies for this page, then try again."


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
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/basket/?new=1")
    assert answer.cookies["basket_count"].value == "2"
    assert answer.cookies["basket"]["httponly"] is True
    html = client.get("/en/basket/").content.decode()
    assert "Chandni group" in html
    assert "₹1,040" in html


def test_a_script_is_told_the_count(client, variant):
    answer = put(client, variant, Accept="application/json")
    assert answer.json() == {
        "count": 1,
        "said": "In the basket: 1 good",
        "lost": LOST,
    }


def test_digits_of_another_script_are_digits(client, variant):
    put(client, variant, "३")
    assert held() == [(variant.pk, 3)]


FROM_TO, WHOLE = "Quantity: write a number from 1 to 99", "Quantity: write whole pieces in digits"


@pytest.mark.parametrize(
    ("quantity", "said"),
    [
        *((typed, FROM_TO) for typed in ("0", "100", "999999999999", "११११")),
        *((typed, WHOLE) for typed in ("-1", "1.5", "1e3", "", "abc", "²")),
    ],
)
def test_an_absurd_quantity_is_refused_and_said(client, variant, quantity, said):
    answer = put(client, variant, quantity)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert held() == []


def change(client, variant, quantity, **more):
    typed = {"set": variant.pk, f"quantity-{variant.pk}": quantity, **more}
    return client.post(CHANGE, typed, headers=HERE)


@pytest.mark.parametrize(("quantity", "said"), [("-3", WHOLE), ("1.5", WHOLE), ("", WHOLE), ("100", FROM_TO)])
def test_a_wrong_count_is_said_at_its_line_and_stays_as_typed(client, variant, quantity, said):
    put(client, variant, "2")
    html = change(client, variant, quantity).content.decode()
    assert re.search(rf'id="wrong-{variant.pk}" role="alert">.*?<span>{said}', html, re.DOTALL)
    assert re.search(rf'name="quantity-{variant.pk}"\s+value="{quantity}"', html)
    assert held() == [(variant.pk, 2)]


@pytest.mark.parametrize("out", [{"quantity": "0"}, {"quantity": "2", "remove": "1"}])
def test_what_is_taken_out_is_said_and_can_be_put_back(client, variant, out):
    put(client, variant, "2")
    answer = change(client, variant, **out)
    html = client.get(answer.headers["Location"]).content.decode()
    assert "Taken out: Bamboo basket" in html
    assert held() == []
    put(client, variant, re.search(r'name="quantity" value="(\d+)"', html)[1])
    assert held() == [(variant.pk, 2)]
    assert "Taken out" not in client.get(answer.headers["Location"]).content.decode()  # by "back", or read again


def test_address_tells_no_name_of_what_was_never_in_this_basket(client, variant):
    """A draft’s name is no reader’s; nor is one from another’s basket."""
    draft = make_variant(make_good("Secret basket", maker=variant.good.maker, state="draft"))
    put(client, variant, "2")
    out = change(client, variant, "0").headers["Location"]
    other = Client(HTTP_HOST=client.defaults["HTTP_HOST"])
    put(other, variant, "1")
    for reader, address in ((client, f"/en/basket/?out={draft.pk}&had=1"), (other, out)):
        assert "Taken out" not in reader.get(address).content.decode()


@pytest.mark.parametrize("address", ["?out=x", "?out=999999", "?out=-1&had=9", "?new="])
def test_made_up_words_in_the_address_of_the_basket_say_nothing(client, variant, address):
    put(client, variant)
    html = client.get(f"/en/basket/{address}").content.decode()
    assert ("Taken out" in html, "cookies" in html) == (False, False)


def test_a_browser_without_cookies_is_told_that_nothing_was_kept(client, variant):
    answer = put(client, variant)
    assert answer.headers["Location"] == "/en/basket/?new=1"
    assert "keeps no cookies" not in client.get(answer.headers["Location"]).content.decode()
    client.cookies.clear()
    again = client.get(answer.headers["Location"])
    assert (again.status_code, "keeps no cookies" in again.content.decode()) == (422, True)
    assert "keeps no cookies" in put(client, variant, Accept="application/json").json()["lost"]
    assert "lost" not in put(client, variant, Accept="application/json").json()


def make_fixed_basket(client, goes, stays):
    """A basket with a good that may leave the state and one that may not, asked to Pune."""
    make_pune_pin()
    put(client, goes, "2")
    put(client, stays)
    return client.get("/en/basket/", {"pin": PUNE_PIN}).content.decode()


def test_what_cannot_go_stands_apart_and_the_total_is_of_what_can(client, variant):
    goes = make_stocked(make_registered_maker(mart=variant.mart), good={"name": "Lac bangles"}, price_paise=30_000)
    html = make_fixed_basket(client, goes, variant)
    going, apart = html.split('id="apart"')
    assert ("Lac bangles" in going, "Bamboo basket" in going, "Bamboo basket" in apart) == (True, False, True)
    assert "own state only" in apart
    assert "These are not in the total" in apart
    assert re.search(r"2 goods\s*</span>\s*<span class=\"num\">₹600<", html)
    assert "₹640" in html  # ₹40 of delivery: what stays counts neither for the sum nor for a free delivery
    assert 'href="/en/checkout/"' in html


def test_a_basket_of_which_nothing_can_go_has_no_key_to_the_address(client, variant):
    html = make_fixed_basket(client, variant, variant)
    assert "None of this can go there" in html
    assert 'href="/en/checkout/"' not in html


def test_what_is_sold_out_or_gone_stands_apart_without_a_pin_too(client, variant):
    other, gone = (make_stocked(make_maker(mart=variant.mart)) for _each in range(2))
    for each in (variant, other, gone):
        put(client, each)
    stock.count(other, on_hand=0, cause="test:count", by=MACHINE)
    Variant.objects.filter(pk=gone.pk).update(active=False)
    html = client.get("/en/basket/").content.decode()
    apart = html.split('id="apart"')[1]
    assert ("Sold out for now." in apart, "Not for sale now." in apart) == (True, True)
    assert re.search(r"1 good\s*</span>\s*<span class=\"num\">₹520<", html)
    assert 'href="/en/checkout/"' in html


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
    assert "First mend the marked goods" in client.get("/en/checkout/").content.decode()


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
