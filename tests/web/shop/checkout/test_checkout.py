"""Checkout: what was seen is what is paid, nothing typed is lost, a double press is one order."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haat.catalogue.actions import change_price
from haat.core.actor import MACHINE
from haat.delivery.models import Wish
from haat.orders.models import BasketLine, Order
from haat.payments.models import Payment
from haat.shelf import build
from haat.stock import actions as stock
from tests.make import (
    PUNE_PIN,
    make_fee,
    make_maker,
    make_mart,
    make_pin,
    make_pune_pin,
    make_stocked,
    make_user,
    make_zone,
)

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://deoghar.localhost"}
PATH = "/en/checkout/"


@pytest.fixture
def variant(client):
    mart = make_mart()
    make_zone(mart)
    make_fee(mart, packing_paise=500)
    make_pin("814112")
    made = make_stocked(make_maker(mart=mart), good={"name": "Bamboo basket"}, pieces=10)
    build.rebuild()
    client.defaults["HTTP_HOST"] = "deoghar.localhost"
    client.post("/en/basket/change/", {"variant": made.pk, "quantity": "2"}, headers=HERE)
    return made


def page(client, pin="814112"):
    """The hidden fields of a checkout page whose reader has seen the total of a PIN."""
    html = client.get(PATH, {"pin": pin}).content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]*)"', html)[1] for name in ("key", "seen")}


def typed(**changed):
    filled = {
        "phone": "98765 43210",
        "pin": "814112",
        "name": "Ranjana Kumari",
        "address": "House 4, Circular Road",
        "landmark": "",
        "method": "cod",
    }
    return {**filled, **changed}


def send(client, hidden, **changed):
    return client.post(PATH, {**hidden, **typed(**changed)})


def test_cash_is_ordered_at_once(client, variant):
    answer = send(client, page(client))
    order = Order.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/en/o/{order.token}/")
    assert (order.state, order.method, order.total_paise, order.phone, order.language) == (
        "placed",
        "cod",
        2 * 52_000,
        "+919876543210",
        "en",
    )
    assert answer.cookies["basket_count"].value == "0"
    assert Payment.objects.get().state == "waiting"
    assert "Your order is placed." in client.get(answer.headers["Location"]).content.decode()


def test_upi_waits_for_its_money_and_shows_how_to_pay(client, variant):
    answer = send(client, page(client), method="upi")
    order = Order.objects.get()
    assert order.state == "awaiting_payment"
    html = client.get(answer.headers["Location"]).content.decode()
    assert 'href="upi://pay?pa=deogharmart@sbi' in html
    assert "<svg" in html
    assert "Pay ₹1,040 by UPI" in html


def test_all_that_is_missing_is_told_in_one_round(client, variant):
    answer = send(client, page(client), pin="999999", method="", phone="12")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"pin", "phone"}
    assert "Payment: choose how you will pay." in html


def test_a_double_press_makes_one_order(client, variant):
    hidden = page(client)
    first, second = send(client, hidden), send(client, hidden)
    assert first.headers["Location"] == second.headers["Location"]
    assert Order.objects.count() == 1


def test_the_same_key_in_another_basket_is_another_order(client, variant, django_user_model):
    hidden = page(client)
    send(client, hidden)
    client.cookies.clear()
    client.post("/en/basket/change/", {"variant": variant.pk}, headers=HERE)
    again = page(client)
    answer = send(client, {**again, "key": hidden["key"]})
    assert answer.status_code == 303
    assert Order.objects.count() == 2


def test_a_total_not_yet_seen_is_shown_first(client, variant):
    hidden = page(client, pin="")
    answer = send(client, hidden)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "With delivery the total is ₹1,040" in html
    assert 'value="House 4, Circular Road"' in html
    assert Order.objects.count() == 0
    seen = re.search(r'name="seen" value="([^"]+)"', html)[1]
    assert send(client, {**hidden, "seen": seen}).status_code == 303


def test_a_price_that_changed_is_said_before_it_is_paid(client, variant):
    hidden = page(client)
    variant.refresh_from_db()
    change_price(variant, price_paise=51_000, by=MACHINE)
    answer = send(client, hidden)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "The price was ₹520, now it is ₹510" in html
    assert Order.objects.count() == 0
    seen = re.search(r'name="seen" value="([^"]+)"', html)[1]
    assert send(client, {**hidden, "seen": seen}).status_code == 303
    assert Order.objects.get().goods_paise == 102_000


def kept(html):
    """True when everything typed stands in the page."""
    return all(f'value="{value}"' in html for name, value in typed().items() if name not in ("method", "landmark"))


def test_pieces_that_ran_out_are_said_here_and_fewer_are_taken_with_one_press(client, variant):
    hidden = page(client)
    stock.count(variant, on_hand=1, cause="test:count", by=MACHINE)
    answer = send(client, hidden)
    html = answer.content.decode()
    assert (answer.status_code, kept(html), "Only 1 left" in html) == (409, True, True)
    assert "First mend the marked goods" in html
    less = client.post(PATH, {**hidden, **typed(), "take": re.search(r'name="take" value="([^"]+)"', html)[1]})
    html = less.content.decode()
    assert (less.status_code, kept(html), "Order for ₹560" in html) == (200, True, True)
    seen = re.search(r'name="seen" value="([^"]+)"', html)[1]
    assert send(client, {**hidden, "seen": seen}).status_code == 303
    assert Order.objects.get().goods_paise == 52_000


@pytest.mark.parametrize("take", ["", "x", "-", "0-1", "999999-2", "1--1", "1-99999", "²-²"])
def test_a_made_up_number_to_take_changes_nothing(client, variant, take):
    answer = client.post(PATH, {**page(client), **typed(), "take": take})
    assert (answer.status_code, kept(answer.content.decode())) == (200, True)
    assert BasketLine.objects.get().quantity == 2


def test_a_good_sold_out_in_the_middle_is_set_apart_and_nothing_typed_is_lost(client, variant):
    other = make_stocked(make_maker(mart=variant.mart), good={"name": "Lac bangles"}, price_paise=30_000)
    client.post("/en/basket/change/", {"variant": other.pk}, headers=HERE)
    hidden = page(client)
    stock.count(variant, on_hand=0, cause="test:count", by=MACHINE)
    answer = send(client, hidden)
    html = answer.content.decode()
    assert (answer.status_code, kept(html)) == (409, True)
    assert "Sold out for now." in html.split('id="apart"')[1]
    assert "Order for ₹340" in html
    seen = re.search(r'name="seen" value="([^"]+)"', html)[1]
    answer = send(client, {**hidden, "seen": seen})
    assert (answer.status_code, answer.cookies["basket_count"].value) == (303, "2")
    assert [line.variant for line in Order.objects.get().parts.get().lines.all()] == [other]
    assert BasketLine.objects.get().variant == variant


def test_all_sold_out_in_the_middle_keeps_what_was_typed(client, variant):
    hidden = page(client)
    stock.count(variant, on_hand=0, cause="test:count", by=MACHINE)
    answer = send(client, hidden)
    html = answer.content.decode()
    assert (answer.status_code, kept(html), "None of this" in html) == (409, True, True)
    assert 'id="pay-key"' in html
    assert Order.objects.count() == 0


def test_a_basket_emptied_in_another_tab_keeps_what_was_typed(client, variant):
    hidden = page(client)
    client.post("/en/basket/change/", {"set": variant.pk, f"quantity-{variant.pk}": "0"}, headers=HERE)
    answer = send(client, hidden)
    html = answer.content.decode()
    assert (answer.status_code, kept(html), "Basket: it is empty" in html) == (409, True, True)
    assert client.get(PATH).headers["Location"] == "/en/basket/"


@pytest.mark.parametrize("key", ["", "short", "x" * 80, "<script>"])
def test_a_page_without_its_key_keeps_what_was_typed(client, variant, key):
    answer = send(client, {**page(client), "key": key})
    assert (answer.status_code, kept(answer.content.decode())) == (409, True)
    assert Order.objects.count() == 0


def test_a_zone_that_is_gone_keeps_what_was_typed(client, variant):
    hidden = page(client)
    make_zone(variant.mart).delete()
    answer = send(client, hidden)
    html = answer.content.decode()
    assert (answer.status_code, kept(html), "We do not deliver to this PIN yet." in html) == (409, True, True)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("phone", "12345", "Mobile number: it has 10 digits"),
        ("phone", "", "Mobile number: write it, all 10 digits."),
        ("phone", "98765 x3210", "Mobile number: it has digits only."),
        ("phone", "98765 432101", "Write it without the 0 or +91 in front."),
        ("phone", "5876543210", "Mobile number: it begins with 6, 7, 8 or 9"),
        ("pin", "81411", "Write all six."),
        ("pin", "", "PIN code: write its 6 digits"),
        ("pin", "8141122", "Here are more."),
        ("pin", "81411O", "PIN code: it has digits only"),
        ("pin", "999999", "no post office has this one"),
        ("name", "", "Name: write the name"),
        ("name", "R", "Name: it is too short. Write at least 2 letters."),
        ("name", "\U0001f642\U0001f642", "Name: write it in letters."),
        ("name", "R" * 121, "Name: it is too long. Write at most 120 letters."),
        ("address", "", "Address: write house"),
        ("address", "12", "Address: it is too short. Write at least 8 letters, so that"),
        ("address", "\U0001f3e0" * 9, "Address: write house"),
        ("address", "x " * 130, "Address: it is too long. Write at most 240 letters."),
        ("landmark", "x" * 130, "Landmark: it is too long. Write at most 120 letters."),
        ("method", "", "Payment: choose how you will pay"),
        ("method", "gold", "Payment: choose how you will pay"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(client, variant, field, value, sentence):
    answer = send(client, page(client), **{field: value})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in html
    assert html.count('class="field-error" id=') == 1
    for name, kept in typed().items():
        if name not in (field, "method", "landmark"):
            assert f'value="{kept}"' in html
    assert Order.objects.count() == 0


def test_angle_brackets_in_an_address_stay_text(client, variant):
    html = send(client, page(client), address='<script>alert("1")</script>', phone="1").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_what_cannot_go_there_is_said(client, variant):
    make_pune_pin()
    hidden = page(client, pin=PUNE_PIN)
    answer = send(client, hidden, pin=PUNE_PIN)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "none of these goods can be sent there" in html
    assert "None of this can go there" in html
    assert "Its maker may sell within its own state only" in html


def test_a_closed_way_to_pay_stays_with_its_reason(client, variant):
    make_zone(variant.mart).__class__.objects.update(cod=False)
    html = client.get(PATH, {"pin": "814112"}).content.decode()
    assert re.search(r'<input[^>]*value="cod"[^>]* disabled', html)
    assert "Cash on delivery is not possible at this PIN" in html
    answer = send(client, page(client), method="cod")
    assert answer.status_code == 422
    assert Order.objects.count() == 0


def test_a_mart_without_an_upi_address_says_so(client, variant):
    variant.mart.__class__.objects.update(vpa="")
    from haat.web.ui.middleware import HOSTS

    HOSTS.forget()
    assert "This mart does not take UPI yet" in client.get(PATH, {"pin": "814112"}).content.decode()


def test_who_has_signed_in_need_not_write_who_she_is(client, variant):
    assert client.get(PATH).context["form"].initial == {"pin": ""}
    client.force_login(make_user("Meera Soren", phone="+919431100022"))
    html = client.get(PATH).content.decode()
    assert ('value="Meera Soren"' in html, 'value="9431100022"' in html) == (True, True)


def test_looking_at_another_pin_places_nothing_and_marks_nothing(client, variant):
    answer = client.post(PATH, {**page(client), **typed(name=""), "look": "1"})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "field--wrong" not in html
    assert 'value="House 4, Circular Road"' in html
    assert "Deoghar, Jharkhand" in html


def test_an_empty_basket_leads_back(client, variant):
    client.cookies.clear()
    assert client.get(PATH).headers["Location"] == "/en/basket/"


def test_a_forged_post_is_refused(variant, client):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True, HTTP_HOST="deoghar.localhost")
    strict.cookies = client.cookies
    assert strict.post(PATH, typed()).status_code == 403


def test_too_many_tries_from_one_address_are_stopped(client, variant, still):
    for _turn in range(120):
        client.post(PATH, {})
    answer = client.post(PATH, typed())
    assert (answer.status_code, kept(answer.content.decode())) == (429, True)
    assert "Too many tries" in answer.content.decode()


@pytest.mark.parametrize("language", ["hi", "en"])
def test_checkout_opens_in_both_languages(client, variant, language):
    html = client.get(f"/{language}/checkout/").content.decode()
    assert f'<html lang="{language}"' in html
    assert len(re.findall(r"<h1[\s>]", html)) == 1


def test_the_road_of_an_order_takes_few_statements(client, variant):
    """A second buyer's, when all that is kept in the process is there."""
    asked = {}

    def step(name, work):
        with CaptureQueriesContext(connection) as seen:
            answer = work()
        control = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
        asked[name] = len([query for query in seen if not query["sql"].startswith(control)])
        return answer

    for _buyer in range(2):
        client.cookies.clear()
        step("put in", lambda: client.post("/en/basket/change/", {"variant": variant.pk}, headers=HERE))
        step("put in again", lambda: client.post("/en/basket/change/", {"variant": variant.pk}, headers=HERE))
        step("basket", lambda: client.get("/en/basket/"))
        hidden = step("checkout", lambda: page(client))
        answer = step("place", lambda hidden=hidden: send(client, hidden))
        step("order's page", lambda link=answer.headers["Location"]: client.get(link))
    assert asked == {"put in": 5, "put in again": 9, "basket": 2, "checkout": 4, "place": 18, "order's page": 4}


def too_heavy(client, variant):
    variant.weight_g = 25_000
    variant.save()
    return client.get(PATH, {"pin": "814112"}).content.decode()


def test_what_is_too_heavy_cannot_be_ordered_and_is_offered_as_an_enquiry(client, variant):
    html = too_heavy(client, variant)
    assert "Together 50 kg: a parcel to this PIN may weigh 40 kg." in html
    assert 'href="/en/checkout/ask/?pin=814112"' in html
    assert "Order for" not in html
    assert "/en/checkout/ask/" in client.get("/en/basket/", {"pin": "814112"}).content.decode()
    sent = send(client, page(client))
    assert sent.status_code == 409
    assert not Order.objects.exists()


def test_enquiry_is_kept_once_and_nothing_is_ordered(client, variant):
    too_heavy(client, variant)
    form = client.get("/en/checkout/ask/", {"pin": "814112"}).content.decode()
    key = re.search(r'name="key" value="([^"]*)"', form)[1]
    typed = {"key": key, "pin": "814112", "name": "Asha Rao", "phone": "98765 43210", "words": "For a wedding"}
    wrong = client.post("/en/checkout/ask/", typed | {"phone": "12345"}, headers=HERE)
    assert wrong.status_code == 422
    assert "Mobile number: it has 10 digits" in wrong.content.decode()
    assert "For a wedding" in wrong.content.decode()
    for _turn in range(2):
        assert "The mart calls you" in client.post("/en/checkout/ask/", typed, headers=HERE).content.decode()
    asked = Wish.objects.get()
    assert (asked.weight_g, asked.pieces, asked.phone) == (50_000, [[variant.pk, 2]], "+919876543210")
    assert not Order.objects.exists()
