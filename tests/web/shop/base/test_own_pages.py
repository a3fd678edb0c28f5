"""A buyer's own pages stand in ready frames: they are the pages that are rendered from end to end, for each buyer."""

import re

import pytest
from django.test import Client

from haat.shelf import build
from haat.web.ui import framed
from tests.make import make_fee, make_maker, make_mart, make_pin, make_stocked, make_zone

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://deoghar.localhost"}


def buyer(pieces: int) -> Client:
    client = Client(HTTP_HOST="deoghar.localhost")
    client.post("/en/basket/change/", {"variant": buyer.variant, "quantity": pieces}, headers=HERE)  # type: ignore[attr-defined]
    return client


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Client, str]]:
    mart = make_mart()
    make_zone(mart)
    make_fee(mart, packing_paise=500)
    make_pin("814112")
    made = make_stocked(make_maker(mart=mart), good={"name": "Bamboo basket"}, pieces=10)
    build.rebuild()
    monkeypatch.setattr(buyer, "variant", made.pk, raising=False)
    found = []
    for pieces in (1, 3):
        client = buyer(pieces)
        for language in ("en", "hi"):
            found += [(client, f"/{language}/basket/?pin=814112"), (client, f"/{language}/checkout/?pin=814112")]
        ordered = buyer(pieces)
        html = ordered.get("/en/checkout/", {"pin": "814112"}).content.decode()
        hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', html)[1] for name in ("key", "seen")}  # type: ignore[index]
        form = {
            "phone": "9876543210",
            "pin": "814112",
            "name": f"Buyer {pieces}",
            "address": "House 4, Circular Road",
            "method": "cod",
        }
        answer = ordered.post("/en/checkout/", {**form, **hidden})
        assert answer.status_code == 303, answer.content.decode()
        found.append((ordered, answer["Location"]))
    return found


def drawn(client: Client, path: str) -> str:
    html = client.get(path).content.decode()
    return re.sub(r'name="(csrfmiddlewaretoken|key)" value="[^"]*"', "", html)


def test_a_framed_page_is_the_whole_page(pages: list[tuple[Client, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    ready = [drawn(client, path) for client, path in pages for _again in range(2)]
    monkeypatch.setattr(framed.Framed, "render", lambda node, context: node.nodelist.render(context))
    assert ready == [drawn(client, path) for client, path in pages for _again in range(2)]


def test_the_arrow_leads_back_and_the_head_names_the_order(pages: list[tuple[Client, str]]) -> None:
    texts = {path: drawn(client, path) for client, path in pages}
    for path, html in texts.items():
        back = "/basket/" if "/checkout/" in path else "/"
        assert f'class="iconkey" href="{path[:3]}{back}"' in html, path
    heads = {re.search(r'<h1 class="bar-name display">(.*?)</h1>', html)[1] for html in texts.values()}  # type: ignore[index]
    assert len([head for head in heads if head.startswith("Order ")]) == 2
