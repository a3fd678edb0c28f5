"""What only a screen reader hears: in rows with fields of one name whose each is; and heads over every column."""

import re

import pytest
from django.urls import reverse

from haat.stock import actions
from haat.stock.models import StockPlace
from haat.stock.rules import Came
from tests.make import BY, make_arrival, make_hub, make_moved, make_stocked
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db

LABEL = re.compile(r'<label class="(?:field-label|sr)[^"]*" for="([^"]+)">(.*?)</label>', re.DOTALL)
SUMMARY = re.compile(r"<summary[^>]*>(.*?)</summary>", re.DOTALL)
TABLE = re.compile(r"<table.*?</table>", re.DOTALL)


def plain(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace(" :", ":").split()).replace(" :", ":")


def shown(name, /, *args):
    return officer("desk").get(reverse(f"office:{name}", args=args)).content.decode()


def labels(page):
    return [plain(words) for _field, words in LABEL.findall(page)]


@pytest.fixture
def two():
    """Two goods of one maker at a hub, and the hub."""
    here, hub = district(), make_hub()
    goods = [make_stocked(here.maker, pieces=9) for _turn in range(2)]
    for variant in goods:
        make_moved(variant, hub, 4)
    return goods, hub


def names(goods):
    return [variant.good.texts.get(language="en").name for variant in goods]


def test_each_count_says_of_which_good(two):
    goods, hub = two
    page = shown("stock:place", hub.pk)
    for name in names(goods):
        assert (f"Pieces counted: {name}" in labels(page), f"Count: {name}" in map(plain, SUMMARY.findall(page))) == (
            True,
            True,
        )


def test_each_box_of_a_sending_and_its_count_says_of_which_good(two):
    goods, hub = two
    page = shown("stock:send", hub.pk)
    assert [f"Pieces: {name}" in labels(page) for name in names(goods)] == [True, True]
    back = StockPlace.objects.get(maker=goods[0].good.maker)
    move = actions.dispatch(hub, target=back, pieces={variant.pk: 2 for variant in goods}, key="a", by=BY)
    heard = labels(shown("stock:move", move.pk))
    assert [f"{word}: {name}" in heard for name in names(goods) for word in ("Came", "Spoilt")] == [True] * 4
    actions.receive(move, counts={variant.pk: Came(1) for variant in goods}, by=BY)
    page = shown("stock:move", move.pk)
    assert [f"Found: {name}" in labels(page) for name in names(goods)] == [True, True]
    lost = TABLE.search(page)[0]
    assert [lost.count('<th scope="col"'), lost.count("<tbody>")] == [3, 1]


def test_head_over_a_maker_is_as_wide_as_the_table(two):
    _goods, hub = two
    widths = {}
    for kind in ("desk", "auditor"):
        page = officer(kind).get(reverse("office:stock:place", args=[hub.pk])).content.decode()
        lying = next(table for table in TABLE.findall(page) if "rowgroup" in table)
        widths[kind] = (lying.count('<th scope="col"'), re.search(r'colspan="(\d)"', lying)[1])
    assert widths == {"desk": (4, "4"), "auditor": (3, "3")}


def test_each_open_line_of_an_arrival_says_which_it_is():
    district()
    page = shown("orders:arrival", make_arrival({"X": 1, "Y": 1}).pk)
    heard = [plain(words) for words in SUMMARY.findall(page)]
    assert [f"{word}: Good {n}" in heard for n in (1, 2) for word in ("Find the good", "Drop this line")] == [True] * 4
    assert [f"Name or SKU: Good {n}" in labels(page) for n in (1, 2)] == [True, True]


def test_each_line_of_a_form_says_which_it_is():
    district()
    heard = labels(shown("orders:write_in"))
    assert [any(label.startswith(f"Pieces: Line {n}") for label in heard) for n in (1, 2)] == [True, True]
