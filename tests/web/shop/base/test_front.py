"""Kept pages before Django: given out as Django gives them, and only where nothing could make a difference."""

import gzip
import sys
from io import BytesIO

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from config.wsgi import application
from haat.shelf import build
from haat.web.shop.base import front
from haat.web.shop.base.kept_pages import PAGES
from haat.web.ui.middleware import HOSTS
from tests.make import make_maker, make_mart, make_stocked, make_zone

pytestmark = pytest.mark.django_db
PAGE = "/en/search/"


class Answer:
    """What the application says, and whether Django was asked."""

    def __init__(self, path: str, *, method: str = "GET", scheme: str = "http", **given: str) -> None:
        path, _mark, query = path.partition("?")
        environ = {
            **{"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": ""},
            **{"SERVER_NAME": "deoghar.localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1"},
            **{"HTTP_HOST": "deoghar.localhost", "HTTP_ACCEPT_ENCODING": "gzip", "REMOTE_ADDR": "127.0.0.1"},
            **{"wsgi.url_scheme": scheme, "wsgi.input": BytesIO(), "wsgi.errors": sys.stderr, **given},
        }
        self.by_django = False
        request_started.connect(self._asked)
        try:
            answer = application(environ, self._begin)
            self.body = b"".join(answer)
        finally:
            request_started.disconnect(self._asked)

    def _asked(self, **_more: object) -> None:
        self.by_django = True

    def _begin(self, status: str, headers: list[tuple[str, str]]) -> None:
        self.status = status
        self.headers = {name: value for name, value in headers if name != "X-Reference"}
        self.reference = dict(headers)["X-Reference"]


@pytest.fixture(autouse=True)
def shop(monkeypatch):
    monkeypatch.setattr(front, "_doors", {})
    for signal in (request_started, request_finished):  # the connection is the test's
        signal.disconnect(close_old_connections)
    mart = make_mart(words={"home": {}})
    make_zone(mart)
    make_stocked(make_maker(mart=mart), good={"name": "Bamboo basket"})
    build.rebuild()
    yield mart
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_second_reader_gets_what_the_first_got_without_django():
    first, second = Answer(PAGE), Answer(PAGE)
    assert (first.by_django, second.by_django) == (True, False)
    assert (second.status, second.body, second.headers) == ("200 OK", first.body, first.headers)
    assert b"Bamboo basket" in gzip.decompress(second.body)
    assert first.reference != second.reference
    assert second.headers["X-Frame-Options"] == "DENY"
    assert second.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "given"),
    [
        (f"{PAGE}?utm_source=paper&fbclid=7", {}),
        (PAGE, {"HTTP_COOKIE": "sessionid=made-up; basket_count=3"}),
        (PAGE, {"HTTP_ACCEPT_LANGUAGE": "fr"}),
        (f"{PAGE}?sort=&q=", {}),
    ],
)
def test_whoever_asks_and_by_whatever_link_gets_it(path, given):
    first = Answer(PAGE)
    again = Answer(path, **given)
    assert (again.by_django, again.body) == (False, first.body)
    assert "Set-Cookie" not in again.headers


@pytest.mark.parametrize(
    ("path", "given"),
    [
        (f"{PAGE}?sort=cheap", {}),
        (f"{PAGE}?from=paper", {}),
        (f"{PAGE}?q=%00", {}),
        (f"{PAGE}?q={'x' * 1001}", {}),
        (f"{PAGE}?q=\u00e9", {}),
        (PAGE, {"HTTP_ACCEPT_ENCODING": "br"}),
        (PAGE, {"HTTP_HOST": "chandrapur.localhost"}),
        (PAGE, {"method": "HEAD"}),
        (PAGE, {"method": "POST"}),
        (PAGE, {"scheme": "https"}),
        (PAGE, {"SCRIPT_NAME": "/below"}),
        ("/hi/search/", {}),
        ("/en/basket/", {}),
        ("/en/nowhere/", {}),
    ],
)
def test_what_could_be_another_page_goes_the_whole_road(path, given):
    Answer(PAGE)
    assert Answer(path, **given).by_django


def test_the_road_is_the_same_for_what_the_query_says_in_another_way():
    first = Answer(f"{PAGE}?q=bamboo%20basket&sort=cheap")
    again = Answer(f"{PAGE}?x=1&sort=dear&sort=cheap&q=bamboo+basket")
    assert (again.by_django, again.body) == (False, first.body)


def test_who_has_the_page_is_told_so_as_django_tells_it():
    tag = Answer(PAGE).headers["ETag"]
    kept = next(iter(PAGES._pages.values()))[2]
    short = Answer(PAGE, HTTP_IF_NONE_MATCH=f'"other", W/{tag}')
    kept.sent = None
    whole = Answer(PAGE, HTTP_IF_NONE_MATCH=tag)
    assert (short.by_django, whole.by_django) == (False, True)
    assert (short.status, short.body) == (whole.status, whole.body) == ("304 Not Modified", b"")
    assert {name: value for name, value in whole.headers.items() if name != "Content-Length"} == short.headers


def test_a_mart_that_shuts_is_shut_at_once(shop):
    assert [Answer(PAGE).by_django for _turn in range(2)] == [True, False]
    shop.opened_at = None
    shop.save()
    HOSTS.forget()
    assert Answer(PAGE).by_django


def test_an_answer_with_a_cookie_is_nobody_elses():
    assert "Set-Cookie" in Answer(f"{PAGE}?from=paper").headers
    assert "Set-Cookie" not in Answer(PAGE).headers
    assert "Set-Cookie" not in Answer(PAGE).headers


def test_a_page_that_is_over_is_made_anew():
    Answer(PAGE)
    PAGES.clear()
    assert Answer(PAGE).by_django


def test_no_more_doors_are_known_than_a_shop_has(monkeypatch):
    monkeypatch.setattr(front, "MOST_DOORS", 0)
    assert [Answer(PAGE).by_django for _turn in range(2)] == [True, True]


def test_each_answer_is_told_to_the_log(monkeypatch):
    told = []
    monkeypatch.setattr(front, "tell", lambda *line: told.append(line[:3]))
    Answer(PAGE), Answer(PAGE)
    assert told == [("GET", PAGE, 200)]
