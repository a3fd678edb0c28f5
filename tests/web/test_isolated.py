"""Read from the right, a phone, an address and an e-mail keep their own order: each stands isolated in the page."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from haat.core.worker import run_due
from haat.shelf import build
from haat.web.ui.middleware import HOSTS
from tests.make import make_mart, make_order, make_stocked, make_user
from tests.web.maker.conftest import sign_in

pytestmark = pytest.mark.django_db
STREET = "14/2, Circular Road"
# What is torn apart on a page that is read from the right: halves of a phone, a street that begins with a digit, mail.
TORN = re.compile(rf"\d{{5}} \d{{5}}|\+91|[\w.]+@[\w.]+|{re.escape(STREET)}")
EMPTY = {"input", "meta", "link", "br", "img", "hr", "source", "path", "circle", "rect", "use", "wbr", "line"}


class Reader(HTMLParser):
    """Every text of a page that would be torn, with whether something isolates it."""

    def __init__(self):
        super().__init__()
        self.open, self.found = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in EMPTY:
            told = dict(attrs)
            keeps = tag in ("bdi", "script", "style", "title") or told.get("dir") == "ltr"
            self.open.append((tag, keeps or "num" in (told.get("class") or "").split()))

    def handle_endtag(self, tag):
        while self.open and tag not in EMPTY and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        self.found += [(text, any(keeps for _tag, keeps in self.open)) for text in TORN.findall(data)]


def torn(html):
    reader = Reader()
    reader.feed(html)
    return reader.found


@pytest.fixture
def mart(monkeypatch):
    monkeypatch.setattr("haat.core.languages.SPOKEN", ("en", "hi", "mr", "ur"))  # as if Urdu were whole
    mart = make_mart(languages=["hi", "en", "ur"], address=STREET, phone="+919431100022", email="mart@example.in")
    HOSTS.forget()
    return mart


def urdu(name, *args):
    with translation.override("ur"):
        return reverse(name, args=args)


def test_what_the_buyer_reads_is_isolated(mart):
    order = make_order({make_stocked(): 1}, address=STREET, landmark="near 2/4", language="ur")
    build.rebuild()
    buyer = Client(HTTP_HOST="deoghar.localhost")
    buyer.force_login(make_user("Buyer", phone=order.phone, phone_verified=True))
    good = order.parts.get().lines.get().good
    seen = {
        name: torn(buyer.get(urdu(name, *args)).content.decode())
        for name, args in {
            "shop:order": [order.token],
            "shop:orders": [],
            "shop:good": [good.slug],
            "shop:page": ["grievance"],
            "shop:checkout": [],
        }.items()
    }
    assert [(name, text) for name, found in seen.items() for text, keeps in found if not keeps] == []
    assert {text for text, _keeps in seen["shop:order"]} == {"94311 00022", "mart@example.in", STREET}
    assert {text for text, _keeps in seen["shop:page"]} == {"94311 00022", "mart@example.in", STREET}
    assert {"94311 00022", STREET} <= {text for text, _keeps in seen["shop:good"]}


def test_what_the_maker_reads_is_isolated(mart):
    order = make_order({make_stocked(): 1}, address=STREET)
    part = order.parts.get()
    run_due()
    member = part.maker.members.get().user
    phone = sign_in(member, "ur")
    pages = {
        name: torn(phone.get(reverse(name)).content.decode()) for name in ("maker:home", "maker:help", "maker:money")
    }
    pages["maker:order"] = torn(phone.get(reverse("maker:order", args=[part.number])).content.decode())
    assert [(name, text) for name, found in pages.items() for text, keeps in found if not keeps] == []
    assert "94311 00022" in {text for text, _keeps in pages["maker:help"]}


def test_a_number_that_nothing_isolates_would_be_found():
    assert torn("<p>98765 43210</p><p><bdi>98765 43210</bdi></p>") == [("98765 43210", False), ("98765 43210", True)]
