"""What the page cache keeps and for whom, what it never keeps, and how soon a change shows."""

import gzip
from types import SimpleNamespace

import pytest
from django.contrib import messages
from django.db import connection
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, path

from haat.core.actor import MACHINE
from haat.shelf import build
from haat.stock import actions as stock
from haat.web.shop.base import kept_pages
from haat.web.shop.base.frame import shop_page
from haat.web.shop.base.kept_addresses import _by_first_part
from haat.web.shop.base.kept_pages import PAGES
from haat.web.shop.base.middleware import page_cache
from haat.web.shop.base.prefix import LanguagePrefix
from haat.web.ui.request import first_part
from tests.make import make_maker, make_mart, make_stocked, make_user, make_zone

pytestmark = pytest.mark.django_db
HOST = "deoghar.localhost"


@pytest.fixture
def variant(client):
    mart = make_mart(words={"home": {}})
    make_zone(mart)
    made = make_stocked(make_maker(mart=mart), good={"name": "Bamboo basket"})
    build.rebuild()
    client.defaults["HTTP_HOST"] = HOST
    return made


@pytest.fixture
def page(variant):
    return f"/en/g/{variant.good.slug}/"


def statements(client, path: str, **asked) -> int:
    """How many statements it costs to answer."""
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path, **asked).status_code == 200
    return len(seen)


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
    assert (plain.content[:15], packed.headers["Content-Encoding"]) == (b"<!doctype html>", "gzip")
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Content-Encoding" not in plain.headers
    lengths = [int(answer.headers["Content-Length"]) for answer in (plain, packed)]
    assert lengths == [len(plain.content), len(packed.content)]


def test_kept_pages_differ_by_language_query_host_and_scheme(client, variant, page):
    make_mart("chandrapur", order_prefix="CH", words={"home": {}})
    seen = {
        client.get("/en/").content,
        client.get("/hi/").content,
        client.get("/en/search/?sort=cheap").content,
        client.get("/en/search/").content,
        client.get("/en/", headers={"Host": "chandrapur.localhost"}).content,
        client.get("/en/", secure=True).content,
    }
    assert (len(seen), len(PAGES)) == (6, 6)


def test_a_change_of_stock_shows_when_the_minute_is_over(client, variant, page):
    assert "Put in the basket" in client.get(page).content.decode()
    stock.count(variant, on_hand=0, cause="test:sold", by=MACHINE)
    build.rebuild()
    assert "Put in the basket" in client.get(page).content.decode()
    PAGES.clear()  # what sixty seconds do
    assert "Sold out for now" in client.get(page).content.decode()


def test_pages_are_kept_as_long_as_said(client, page, settings, monkeypatch):
    settings.PAGE_CACHE_SECONDS = 60
    asked = []
    for now in (1000, 1059.9, 1060):
        monkeypatch.setattr(kept_pages, "time", SimpleNamespace(monotonic=lambda at=now: at))
        asked.append(statements(client, page) > 0)
    assert asked == [True, False, True]


def test_no_seconds_means_nothing_is_kept(client, page, settings):
    settings.PAGE_CACHE_SECONDS = 0
    assert client.get(page).headers["ETag"]
    assert (statements(client, page) > 0, len(PAGES)) == (True, 0)


# ---- who asks does not matter


def readers() -> dict[str, Client]:
    """Whoever may ask for a page of the shop."""
    buyer, filled, forged = Client(), Client(), Client()
    buyer.force_login(make_user(name="Meera"), backend="django.contrib.auth.backends.ModelBackend")
    for name, value in {"basket": "x:y", "basket_count": "7", "pin": "814112", "language": "hi"}.items():
        filled.cookies[name] = value
    forged.cookies["sessionid"] = forged.cookies["csrftoken"] = "x" * 32
    speaking = Client(headers={"Accept-Language": "mr", "Authorization": "Basic eDp5"})
    return {"buyer": buyer, "filled": filled, "forged": forged, "speaking": speaking, "nobody": Client()}


@pytest.mark.parametrize("first", ["buyer", "filled", "forged", "speaking"])
def test_every_reader_gets_the_page_that_any_of_them_asked_for(page, first):
    asking = readers()
    made = asking[first].get(page, headers={"Host": HOST})
    html = made.content.decode()
    assert ("Meera" in html, "814112" in html, 'id="basket-count" hidden' in html) == (False, False, True)
    for name, client in asking.items():
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(page, headers={"Host": HOST})
        told = (len(seen), answer.content, answer.headers["Cache-Control"], list(answer.cookies))
        assert told == (0, made.content, "public, max-age=0, s-maxage=60", []), name


def _told(request) -> HttpResponse:
    return HttpResponse(
        f"for {request.user}, {request.session.get('_auth_user_id')}, {sorted(request.COOKIES)},"
        f" {request.META.get('HTTP_COOKIE')}, {request.headers.get('Accept-Language')},"
        f" {request.headers.get('Authorization')}, {request.get_full_path()}, {dict(request.GET)},"
        f" signed in: {request.user_signed_in}"
    )


def _with_token(request) -> HttpResponse:
    return HttpResponse(f"a form with {get_token(request)}")


def _with_message(request) -> HttpResponse:
    messages.info(request, "Something for her alone")
    return HttpResponse("a page")


def _with_session(request) -> HttpResponse:
    request.session["seen"] = True
    return HttpResponse("a page")


class Toys:
    """Addresses of kept pages with views that do what none should."""

    urlpatterns = [
        URLResolver(
            LanguagePrefix(),
            [
                path("told/", shop_page(kept=("q", "sort"))(_told)),
                path("token/", shop_page(kept=())(_with_token)),
                path("message/", shop_page(kept=())(_with_message)),
                path("session/", shop_page(kept=())(_with_session)),
                path("other/", shop_page()(_told)),
            ],
        )
    ]


@pytest.fixture
def toys(variant, settings):
    settings.ROOT_URLCONF = Toys


def test_what_makes_a_kept_page_cannot_know_who_asks(toys):
    asked = {}
    for name, client in readers().items():
        PAGES.clear()
        asked[name] = client.get(f"/en/told/?fbclid={name}&q=pera", headers={"Host": HOST}).content.decode()
    said = "for AnonymousUser, None, [], None, None, None, /en/told/?q=pera, {'q': ['pera']}, signed in: False"
    assert asked == dict.fromkeys(asked, said)


@pytest.mark.parametrize("what", ["token", "message", "session"])
def test_what_is_made_for_one_reader_by_mistake_is_never_kept(toys, client, what):
    answer = client.get(f"/en/{what}/")
    assert (answer.status_code, len(answer.cookies), len(PAGES)) == (200, 1, 0)
    assert "s-maxage" not in answer.headers.get("Cache-Control", "")


def test_other_pages_know_who_asks_and_are_not_kept(toys):
    answer = readers()["filled"].get("/en/other/?fbclid=1", headers={"Host": HOST})
    assert "['basket', 'basket_count', 'language', 'pin']" in answer.content.decode()
    assert "/en/other/?fbclid=1" in answer.content.decode()
    assert (answer.headers["Cache-Control"], len(PAGES)) == ("no-store, private", 0)


@pytest.mark.parametrize(("cookies", "signed_in"), [({"sessionid": "x"}, True), ({"basket": "x"}, False), ({}, False)])
def test_a_page_that_is_not_kept_is_told_whether_its_reader_has_a_session(rf, cookies, signed_in):
    rf.cookies.load(cookies)
    said = page_cache(lambda request: HttpResponse(str(request.user_signed_in)))(rf.get("/en/checkout/"))
    assert said.content.decode() == str(signed_in)


# ---- of a query only what the page reads


@pytest.mark.parametrize(
    "campaign",
    ["?utm_source=sms&utm_campaign=diwali", "?fbclid=IwAR0", "?gclid=x&v=", "?&", "?=", "?a[]=1;b=2", "?%ff=%fe"],
)
def test_a_campaigns_link_costs_nothing_and_fills_no_memory(client, page, campaign):
    made = client.get(page + campaign)
    assert statements(client, page) == 0
    assert client.get(page + "?x=1").content == made.content
    assert len(PAGES) == 1
    assert "IwAR0" not in made.content.decode()


def test_fields_count_in_whatever_order_they_stand(client, variant):
    first = client.get("/en/search/?sort=cheap&q=bamboo+basket")
    again = client.get("/en/search/?utm_medium=a&q=bamboo%20basket&price=&sort=dear&sort=cheap")
    assert (again.content, len(PAGES)) == (first.content, 1)
    assert "Bamboo basket" in first.content.decode()


def test_every_kept_page_reads_what_it_names_and_names_what_it_reads(settings):
    """A field that is not named reaches no view, so that the tests of its page would miss it."""
    pages = [page for found in _by_first_part(settings.ROOT_URLCONF).values() for page in found]
    shop = {str(page.pattern): getattr(page.callback, "kept", None) for page in pages}
    named = {route: reads for route, reads in shop.items() if reads is not None}
    listing = ("q", "exact", "block", "price", "ready", "sort")
    assert named == {
        "": (),
        "crafts/": (),
        "crafts/<slug:slug>/": (*listing, "after", "panel"),
        "search/": ("craft", *listing, "after", "panel"),
        "g/<slug:slug>/": ("v", "pin"),
        "makers/": ("block", "after"),
        "makers/<slug:slug>/": ("after",),
        "festival/<slug:slug>/": (),
        "p/<slug:slug>/": (),
    }


@pytest.mark.parametrize(("letters", "kept"), [(80, 1), (81, 1)])
def test_a_search_is_kept_however_long_it_is_asked(client, variant, letters, kept):
    assert client.get("/en/search/", {"q": "ब" * letters}).status_code == 200
    assert len(PAGES) == kept


# ---- what an answer says


def answer(*, path="/en/", status=200, keepable=True, cookie="", vary="", rf):
    """What the page cache makes of a view's answer to a stranger; how many pages are kept then."""
    response = HttpResponse("a page", status=status)
    if keepable is not None:
        response.keepable = keepable
    if cookie:
        response.set_cookie(cookie, "1")
    if vary:
        response.headers["Vary"] = vary
    given = page_cache(lambda _request: response)(rf.get(path))
    assert given.content == b"a page"
    return given, len(PAGES)


@pytest.mark.parametrize(
    "made_for_one",
    [
        {"cookie": "basket"},
        {"vary": "Accept-Language, Cookie"},
        {"keepable": False},
        {"keepable": None},  # it is not the page that answered
        {"status": 404},
        {"path": "/office/"},
        {"path": "/en/basket/"},
        {"path": "/en"},
        {"path": "/en/g/a b/"},
        {"path": "/en/search/?q=%00"},
    ],
)
def test_a_page_made_for_one_reader_is_never_kept(rf, made_for_one):
    given, kept = answer(rf=rf, **made_for_one)
    assert (kept, "s-maxage" in given.headers.get("Cache-Control", "")) == (0, False)


def test_a_page_for_everybody_is_kept_whatever_else_it_varies_by(rf):
    given, kept = answer(rf=rf, vary="Accept-Language")
    assert (kept, given.headers["Vary"]) == (1, "Accept-Encoding")


def test_an_answer_that_sets_a_cookie_is_never_kept(client, variant):
    for address in ("/en/basket/", "/en/checkout/", "/en/pin/?pin=1", "/en/g/nothing/"):
        client.get(address)
    assert len(PAGES) == 0


def test_only_what_is_read_is_kept(client, page):
    assert client.post(page).status_code == 405
    assert (len(PAGES), client.head(page).status_code) == (0, 200)
    assert (len(PAGES), statements(client, page)) == (1, 0)


def test_pages_of_other_content_have_other_tags(client, page):
    assert client.get(page).headers["ETag"] != client.get("/en/").headers["ETag"]


def test_what_is_no_path_is_no_page():
    assert [first_part(path) for path in ("/hi/search/", "/hi", "/", "*", "")] == ["hi", "hi", "", "", ""]


def test_policy_headers_stand_on_kept_pages_too(client, page):
    client.get(page)
    answer = client.get(page)
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
