"""Every page of the shop, in English, Hindi and Urdu; what it costs, and that marts do not mix."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from haat.core.dates import today
from haat.places.data import Festival
from haat.places.models import Mart
from haat.shelf import build
from haat.web.shop.look.festival import band
from haat.web.ui.middleware import HOSTS
from tests.make import make_district, make_maker, make_mart, make_registered_maker, make_stocked, make_zone

pytestmark = pytest.mark.django_db
HOST = "deoghar.localhost"


@pytest.fixture
def shop(client):
    """A mart with two goods of one maker, on the shelf."""
    mart = make_mart(languages=["hi", "en", "ur"], words={"quotes": [], "festivals": [], "home": {}})
    make_zone(mart)
    maker = make_maker("Maa Tara group", mart=mart)
    make_stocked(maker, good={"name": "Bamboo basket"}, price_paise=38_000)
    make_stocked(maker, good={"name": "Bamboo tray"}, price_paise=12_000)
    build.rebuild()
    client.defaults["HTTP_HOST"] = HOST
    return mart


def pages(mart):
    good = mart.goods.first()
    return [
        ("shop:home", []),
        ("shop:crafts", []),
        ("shop:craft", [good.craft.slug]),
        ("shop:search", []),
        ("shop:good", [good.slug]),
        ("shop:makers", []),
        ("shop:maker", [good.maker.slug]),
        ("shop:basket", []),
        *(("shop:page", [slug]) for slug in ("about", "grievance", "returns", "privacy")),
    ]


def address(name, *args, language="en"):
    with translation.override(language):
        return reverse(name, args=args)


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("hi", "ltr"), ("ur", "rtl")])
def test_every_page_opens_in_its_language(client, shop, language, direction, monkeypatch):
    monkeypatch.setattr("haat.core.languages.SPOKEN", ("en", "hi", "mr", "ur"))  # as if Urdu were whole
    for name, args in pages(shop):
        answer = client.get(address(name, *args, language=language))
        assert answer.status_code == 200, name
        assert f'<html lang="{language}" dir="{direction}"' in answer.content.decode(), name
        assert answer.headers["Content-Language"] == language
        assert len(re.findall(r"<h1[\s>]", answer.content.decode())) == 1, name


def test_mart_without_phone_and_mail_has_no_empty_links(client, shop):
    Mart.objects.update(phone="", email="", opened_at=None)
    HOSTS.forget()
    for slug in ("about", "grievance", "returns", "privacy"):
        html = client.get(address("shop:page", slug)).content.decode()
        assert [link for link in ('href="tel:"', 'href="mailto:"') if link in html] == [], slug


def test_pages_name_themselves_and_the_other_languages(client, shop):
    html = client.get("/hi/makers/").content.decode()
    assert f'<link rel="canonical" href="http://{HOST}/hi/makers/">' in html
    assert re.findall(r'hreflang="([\w-]+)" href="([^"]+)"', html)[:3] == [
        (code, f"http://{HOST}/{where}/makers/") for code, where in (("hi", "hi"), ("en", "en"), ("x-default", "hi"))
    ]


@pytest.mark.parametrize(
    ("accepts", "cookie", "goes_to"),
    [
        ("", "", "/hi/"),
        ("en-GB,en;q=0.9", "", "/en/"),
        ("fr, ur;q=0.8, en;q=0.3", "", "/en/"),
        ("fr, ur;q=0.8", "", "/hi/"),
        ("fr;q=x,,;;q=", "", "/hi/"),
        ("en", "hi", "/hi/"),
        ("hi", "ur", "/hi/"),
        ("en", "sat", "/en/"),
        ("en", "<script>", "/en/"),
    ],
)
def test_the_bare_address_leads_to_a_language(client, shop, accepts, cookie, goes_to):
    if cookie:
        client.cookies["language"] = cookie
    answer = client.get("/", headers={"Accept-Language": accepts})
    assert (answer.status_code, answer.headers["Location"]) == (302, goes_to)


def test_a_language_without_the_whole_road_leads_to_one_that_has_it(client, shop):
    for name, args in pages(shop):
        answer = client.get(address(name, *args, language="ur"))
        assert (answer.status_code, answer.headers["Location"]) == (
            302,
            address(name, *args, language="hi"),
        )
    assert client.get("/ur/search/?q=peda").headers["Location"] == "/hi/search/?q=peda"
    assert client.post("/ur/checkout/").status_code == 404
    assert 'lang="ur"' not in client.get("/hi/").content.decode()


def test_a_mart_of_no_whole_language_is_read_in_hindi(client, shop):
    shop.languages = ["bn"]
    shop.save()
    HOSTS.forget()
    assert client.get("/").headers["Location"] == "/hi/"
    assert client.get("/hi/").status_code == 200
    assert client.get("/bn/makers/").headers["Location"] == "/hi/makers/"
    assert client.get("/en/").status_code == 404


@pytest.mark.parametrize(
    "path", ["/xx/", "/or/", "/or/search/", "/hi/nothing/", "/hi/g/no-such-good/", "/hi/p/secrets/"]
)
def test_unknown_addresses_get_the_404_page_in_the_marts_language(client, shop, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "<h1>" in answer.content.decode()


@pytest.mark.parametrize(("name", "most"), [("shop:search", 4), ("shop:craft", 4), ("shop:good", 4)])
def test_pages_cost_at_most_four_statements(client, shop, name, most):
    good = shop.goods.first()
    args = {"shop:craft": [good.craft.slug], "shop:good": [good.slug]}.get(name, [])
    client.get("/en/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address(name, *args)).status_code == 200
    assert len(asked) <= most, [query["sql"][:120] for query in asked]


def test_a_search_costs_at_most_four_statements(client, shop):
    client.get("/en/")
    with CaptureQueriesContext(connection) as asked:
        html = client.get("/en/search/", {"q": "basket"}).content.decode()
    assert len(asked) <= 4
    assert "Bamboo basket" in html
    assert "Bamboo tray" not in html


def test_a_mart_shows_none_of_anothers_goods(client, shop):
    chandrapur = make_district("Chandrapur", lgd=467)
    other = make_mart("chandrapur", place=chandrapur, languages=["hi", "en"], order_prefix="CH")
    make_stocked(make_maker("Kosa group", mart=other), good={"name": "Kosa stole"})
    build.rebuild()
    theirs = other.goods.get()
    for path in ("/en/", "/en/search/", "/en/search/?q=kosa", "/en/makers/", f"/en/crafts/{theirs.craft.slug}/"):
        assert "Kosa" not in re.sub(r'"kosa"|value="kosa"|“kosa”', "", client.get(path).content.decode()), path
    assert client.get(f"/en/g/{theirs.slug}/").status_code == 404
    assert client.get(f"/en/makers/{theirs.maker.slug}/").status_code == 404
    assert client.get(f"/en/g/{theirs.slug}/", headers={"Host": "chandrapur.localhost"}).status_code == 200


def test_a_good_tells_machines_what_it_is(client, shop):
    good = shop.goods.first()
    html = client.get(f"/en/g/{good.slug}/").content.decode()
    facts = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1])
    product, crumbs = facts["@graph"]
    assert (product["@type"], product["name"]) == ("Product", "Bamboo basket")
    assert product["offers"][0]["price"] == "380.00"
    assert product["offers"][0]["availability"] == "https://schema.org/InStock"
    assert [row["position"] for row in crumbs["itemListElement"]] == [1, 2, 3]
    assert '<meta property="og:image" content="http://deoghar.localhost/media/pictures/' in html


def test_words_of_people_cannot_end_the_script_element(client, shop):
    good = shop.goods.first()
    good.texts.update(description="</script><script>alert(1)</script> & more")
    html = client.get(f"/en/g/{good.slug}/").content.decode()
    assert "<script>alert" not in html
    facts = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1])
    assert facts["@graph"][0]["description"] == "</script><script>alert(1)</script> & more"


def test_a_good_says_what_the_law_wants(client, shop):
    good = shop.goods.first()
    html = client.get(f"/en/g/{good.slug}/").content.decode()
    said = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", re.sub("</?bdi>", "", html), re.S))
    assert said["MRP"] == "₹380, all taxes included"
    assert said["Country of origin"] == "India"
    assert said["HSN"] == "4602"
    assert said["Sold by"].startswith("Chandni Group<br>Sarath, Deoghar 814149")
    assert "Deoghar Mart Society" in said["Consumer care"]


def test_a_good_that_is_not_for_sale_has_no_page(client, shop):
    good = shop.goods.first()
    good.state = "paused"
    good.save()
    assert client.get(f"/en/g/{good.slug}/").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "?q=" + "क" * 400,
        "?price=-1-x",
        "?craft=../../etc",
        "?sort=;drop",
        "?after=zzz%27",
        "?block=%3Cscript%3E",
        "?ready=maybe",
        "?panel=evil",
        "?q=%22%27%29%20OR%201=1",
    ],
)
def test_hostile_queries_get_an_ordinary_page(client, shop, query):
    answer = client.get(f"/en/search/{query}")
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


def test_a_search_that_was_read_otherwise_offers_the_word_itself(client, shop):
    make_stocked(shop.goods.first().maker, good={"name": "Pera box"}, price_paise=30_000)
    build.rebuild()
    read = client.get("/hi/search/", {"q": "pera", "price": "200-500"}).content.decode()
    assert '<a href="/hi/search/?q=pera&amp;exact=1&amp;price=200-500">सिर्फ़ “pera” खोजें</a>' in read
    plain = client.get("/hi/search/", {"q": "pera", "exact": "1"}).content.decode()
    assert '<a href="/hi/search/?q=pera">दूसरी लिखावट भी खोजें</a>' in plain
    assert '<input type="hidden" name="exact" value="1">' in plain
    assert "समझा" not in plain
    nothing = client.get("/hi/search/", {"q": "peraa", "exact": "1"}).content.decode()
    assert '<a href="/hi/search/?q=peraa">दूसरी लिखावट भी खोजें</a>' in nothing


def test_filters_show_as_chips_with_the_way_back(client, shop):
    good = shop.goods.first()
    html = client.get("/en/search/", {"price": "200-500", "block": good.maker.block.slug}).content.decode()
    assert "Bamboo basket" in html
    assert "Bamboo tray" not in html
    assert re.findall(r'<a class="chip" href="([^"]*)"', html) == [
        "/en/search/?price=200-500",
        f"/en/search/?block={good.maker.block.slug}",
    ]


def test_nothing_found_says_so_and_leads_on(client, shop):
    html = client.get("/en/search/", {"q": "zzxqv"}).content.decode()
    assert "Nothing found for “zzxqv”" in html
    assert f"/en/crafts/{shop.goods.first().craft.slug}/" in html


def test_filter_panel_works_without_a_script(client, shop):
    html = client.get("/en/search/", {"panel": "filter", "q": "bamboo"}).content.decode()
    assert '<input type="hidden" name="q" value="bamboo">' in html
    assert 'name="price" value="200-500"' in html


@pytest.mark.parametrize(
    ("pin", "status"), [("814112", 200), ("८१४११२", 200), ("999999", 422), ("12", 422), ("'; --", 422), ("", 422)]
)
def test_a_pin_is_told(client, shop, pin, status):
    from tests.make import make_pin

    make_pin("814112")
    answer = client.get("/en/pin/", {"pin": pin})
    assert answer.status_code == status
    assert list(answer.json()) == (["place"] if status == 200 else ["error"])
    assert answer.headers["Cache-Control"] == "no-store, private"


def test_a_pin_with_a_good_is_told_the_day_and_charge(client, shop):
    from tests.make import make_pin

    make_pin("814112")
    said = client.get("/en/pin/", {"pin": "814112", "good": shop.goods.first().slug}).json()
    assert said["place"] == "Deoghar, Jharkhand"
    assert said["charge"] == "Delivery ₹40"
    assert said["day"].startswith("by ")


def test_a_good_of_an_unregistered_maker_cannot_leave_its_state(client, shop):
    from tests.make import PUNE_PIN, make_pune_pin

    make_pune_pin()
    html = client.get(f"/en/g/{shop.goods.first().slug}/", {"pin": PUNE_PIN}).content.decode()
    assert "Its maker may sell within its own state only" in html


def test_the_marts_colour_is_a_stylesheet(client, shop):
    answer = client.get("/mart.css")
    assert answer.headers["Content-Type"] == "text/css"
    assert answer.content.decode().startswith(":root{--lac:#A3261F")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_only_answer_to_reading(client, shop, method):
    assert getattr(client, method)("/en/search/").status_code == 405


def test_a_good_says_how_far_it_may_go(client, shop):
    inside = shop.goods.first()
    free = make_stocked(make_registered_maker(mart=shop), good={"name": "Lac bangles"}).good
    fresh = make_stocked(make_registered_maker(mart=shop), good={"name": "Peda", "shelf_life_days": 8}).good
    build.rebuild()
    said = {good.slug: client.get(address("shop:good", good.slug)).content.decode() for good in (inside, free, fresh)}
    assert {slug: "It is sent within Jharkhand only." in html for slug, html in said.items()} == {
        inside.slug: True,
        free.slug: False,
        fresh.slug: False,
    }
    assert "It is fresh: it goes only where it arrives in time." in said[fresh.slug]


def festival_in(days):
    starts = today() + timedelta(days=days)
    return Festival("diwali", starts, starts, "Diwali", "दीवाली", "दिवाळी", frozenset(), is_certain=True)


def test_the_festival_band_promises_what_the_zones_hold(shop):
    assert band(shop, festival_in(20)).within == ""
    make_zone(shop).delete()
    assert band(shop, festival_in(20)) is None
    make_zone(shop, make_district())
    make_zone(shop, make_district().parent, days=5)
    assert band(shop, festival_in(20)).within == "Jharkhand"
    assert band(shop, festival_in(3)) is None


def test_card_says_that_a_good_stays_within_the_state(client, shop):
    make_stocked(make_registered_maker(shop), good={"name": "Bamboo fan"})
    build.rebuild()
    with translation.override("en"):
        html = client.get(reverse("shop:home")).content.decode()
    cards = {
        name: card for card in html.split("<article")[1:] for name in ("Bamboo tray", "Bamboo fan") if name in card
    }
    assert {name: "Only within the state" in card for name, card in cards.items()} == {
        "Bamboo tray": True,
        "Bamboo fan": False,
    }
