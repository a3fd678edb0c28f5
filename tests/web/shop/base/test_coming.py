"""The link that brought a reader is remembered for a week, and no kept page knows of it."""

import pytest

from haat.orders.models import Basket, Order
from haat.shelf import build
from haat.web.shop.base.coming import COOKIE
from tests.make import make_maker, make_mart, make_stocked, make_zone

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://deoghar.localhost"}


@pytest.fixture
def variant(client):
    mart = make_mart()
    make_zone(mart)
    made = make_stocked(make_maker(mart=mart))
    build.rebuild()
    client.defaults["HTTP_HOST"] = "deoghar.localhost"
    return made


def put(client, variant):
    return client.post("/en/basket/change/", {"variant": variant.pk, "quantity": "1"}, headers=HERE)


def test_a_reader_who_came_by_a_link_fills_a_basket_that_says_so(client, variant):
    answer = client.get(f"/en/g/{variant.good.slug}/?v={variant.pk}&from=google")
    cookie = answer.cookies[COOKIE]
    assert (cookie.value, cookie["httponly"], cookie["samesite"], cookie["max-age"]) == ("google", True, "Lax", 604800)
    assert "public" not in answer.headers["Cache-Control"]
    client.get(f"/en/g/{variant.good.slug}/?pin=814112")
    put(client, variant)
    assert Basket.objects.get().source == "google"


def test_the_last_link_counts(client, variant):
    client.get("/en/?from=google")
    put(client, variant)
    client.get(f"/en/g/{variant.good.slug}/?from=maa-tara-wa")
    put(client, variant)
    assert Basket.objects.get().source == "maa-tara-wa"


def test_a_kept_page_is_everybodys_and_the_cookie_only_hers(client, variant):
    page = f"/en/g/{variant.good.slug}/"
    hers = client.get(f"{page}?from=google")
    again = client.get(f"{page}?from=google")
    client.cookies.clear()
    others = client.get(page)
    assert hers.content == again.content == others.content
    assert (COOKIE in hers.cookies, COOKIE in again.cookies, COOKIE in others.cookies) == (True, False, False)
    assert others.headers["Cache-Control"].startswith("public")
    assert "google" not in hers.content.decode()


def test_a_page_that_has_not_changed_remembers_all_the_same(client, variant):
    page = f"/en/g/{variant.good.slug}/"
    tag = client.get(page).headers["ETag"]
    answer = client.get(f"{page}?from=google", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.cookies[COOKIE].value) == (304, "google")


@pytest.mark.parametrize(
    "query",
    ["from=", "from=<b>", "from=GOOGLE", "from=" + "a" * 91, "from=%00", "form=google", "from=" + "%0d%0aSet-Cookie"],
)
def test_what_none_of_our_links_says_is_not_remembered(client, variant, query):
    answer = client.get(f"/en/g/{variant.good.slug}/?{query}")
    assert COOKIE not in answer.cookies


def test_a_query_with_too_many_fields_is_not_read(client, variant):
    answer = client.get(f"/en/g/{variant.good.slug}/?{'a=1&' * 2001}from=google")
    assert (answer.status_code, COOKIE in answer.cookies) == (400, False)


def test_only_pages_of_the_shop_remember(client, variant):
    assert COOKIE not in client.get("/sign-in/?from=google").cookies
    assert COOKIE not in client.get("/en/nowhere/?from=google").cookies
    assert COOKIE not in client.post("/en/basket/change/?from=google", {"variant": variant.pk}, headers=HERE).cookies


def test_a_cookie_somebody_wrote_herself_is_no_source(client, variant):
    client.cookies[COOKIE] = "<script>"
    put(client, variant)
    assert Basket.objects.get().source == ""
    assert Order.objects.count() == 0
