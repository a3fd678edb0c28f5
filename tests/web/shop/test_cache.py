"""What the page cache keeps, what it never keeps, and how soon a change shows."""

import gzip

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haat.core.actor import MACHINE
from haat.shelf import build
from haat.stock import actions as stock
from tests.make import make_maker, make_mart, make_stocked, make_user, make_zone

pytestmark = pytest.mark.django_db


@pytest.fixture
def variant(client):
    mart = make_mart(words={"home": {}})
    make_zone(mart)
    made = make_stocked(make_maker(mart=mart), good={"name": "Bamboo basket"})
    build.rebuild()
    client.defaults["HTTP_HOST"] = "deoghar.localhost"
    return made


@pytest.fixture
def page(variant):
    return f"/en/g/{variant.good.slug}/"


def test_a_kept_page_costs_no_statement(client, page):
    first = client.get(page)
    with CaptureQueriesContext(connection) as asked:
        second = client.get(page)
    assert len(asked) == 0
    assert second.content == first.content
    assert second.headers["Cache-Control"] == "public, max-age=0, s-maxage=60"


def test_a_kept_page_holds_no_token_and_no_count(client, page):
    client.cookies["basket_count"] = "7"
    html = client.get(page).content.decode()
    assert "csrfmiddlewaretoken" not in html
    assert 'id="basket-count" hidden' in html


def test_what_is_unchanged_is_not_sent_again(client, page):
    tag = client.get(page).headers["ETag"]
    answer = client.get(page, headers={"If-None-Match": f"W/{tag}"})
    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", tag)


def test_a_kept_page_is_sent_compressed_to_who_can_read_it(client, page):
    plain = client.get(page)
    packed = client.get(page, headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_kept_pages_differ_by_language_query_and_host(client, variant, page):
    make_mart("chandrapur", order_prefix="CH", words={"home": {}})
    seen = {
        client.get("/en/").content,
        client.get("/hi/").content,
        client.get("/en/search/?sort=cheap").content,
        client.get("/en/search/").content,
        client.get("/en/", headers={"Host": "chandrapur.localhost"}).content,
    }
    assert len(seen) == 5


def test_a_change_of_stock_shows_when_the_minute_is_over(client, variant, page):
    assert "Put in the basket" in client.get(page).content.decode()
    stock.count(variant, on_hand=0, cause="test:sold", by=MACHINE)
    build.rebuild()
    assert "Put in the basket" in client.get(page).content.decode()
    caches["pages"].clear()  # what sixty seconds do
    assert "Sold out for now" in client.get(page).content.decode()


def test_pages_are_kept_no_longer_than_said(client, page, settings, monkeypatch):
    kept = []
    monkeypatch.setattr(caches["pages"], "set", lambda key, value, seconds: kept.append(seconds))
    settings.PAGE_CACHE_SECONDS = 60
    client.get(page)
    assert kept == [60]


def test_no_seconds_means_nothing_is_kept(client, page, settings):
    settings.PAGE_CACHE_SECONDS = 0
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        client.get(page)
    assert len(asked) > 0


def test_a_signed_in_reader_never_gets_or_leaves_a_kept_page(client, page):
    client.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(page)
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert len(caches["pages"]._cache) == 0


def test_an_answer_that_sets_a_cookie_is_never_kept(client, variant, page):
    for path in ("/en/basket/", "/en/checkout/", "/en/pin/?pin=1", "/en/g/nothing/"):
        client.get(path)
    assert len(caches["pages"]._cache) == 0


def test_kept_answers_carry_no_cookie(client, page):
    for _turn in range(2):
        assert list(client.get(page).cookies) == []


def test_a_very_long_query_is_answered_but_not_kept(client, variant):
    assert client.get("/en/search/", {"q": "x" * 300}).status_code == 200
    assert len(caches["pages"]._cache) == 0


def test_policy_headers_stand_on_kept_pages_too(client, page):
    client.get(page)
    answer = client.get(page)
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
