"""Each order of a listing is what its words promise."""

import re

import pytest

from haat.shelf import build
from haat.shelf.models import Shelf
from haat.shelf.ranking import places
from tests.make import make_maker, make_mart, make_stocked

pytestmark = pytest.mark.django_db
# name: price in rupees, pieces sold, stars given by one buyer
GOODS = {"Mask": (300, 9, 3), "Basket": (100, 1, 5), "Tray": (200, 4, 1)}


@pytest.fixture
def shop(client):
    maker = make_maker(mart=make_mart(languages=["en"]))
    made = {name: make_stocked(maker, good={"name": name}, price_paise=GOODS[name][0] * 100) for name in GOODS}
    build.rebuild()
    fields = ("live_at", "price_paise", "stars_sum", "stars_count", "sold", "can_buy")
    for name, variant in made.items():
        row = Shelf.objects.get(good_id=variant.good_id)
        row.sold, row.stars_sum, row.stars_count = GOODS[name][1], GOODS[name][2], 1
        for place, value in places(row.pk, **{field: getattr(row, field) for field in fields}).items():
            setattr(row, place, value)
        row.save()
    client.defaults["HTTP_HOST"] = "deoghar.localhost"
    return client


@pytest.mark.parametrize(
    ("words", "order"),
    [
        ("Newest first", ["Tray", "Basket", "Mask"]),
        ("Cheapest first", ["Basket", "Tray", "Mask"]),
        ("Dearest first", ["Mask", "Tray", "Basket"]),
        ("Most bought first", ["Mask", "Tray", "Basket"]),
        ("Best liked first", ["Basket", "Mask", "Tray"]),
    ],
)
def test_order_is_what_its_words_promise(shop, words, order):
    panel = shop.get("/en/search/?panel=sort").content.decode()
    before = panel[: panel.index(words)]
    address = re.findall(r'href="([^"]*)"', before)[-1].replace("&amp;", "&")
    page = shop.get(address).content.decode()
    shown = re.findall(r'class="good-link"[^>]*>(?:<[^>]*>)?(\w+)', page)
    assert list(dict.fromkeys(shown)) == order
