"""The list of orders by block goes from block to block, also where two of them are called alike."""

import pytest

from haat.core import paging
from haat.orders.models import Part
from haat.web.office.desk import listing
from tests.make import make_block, make_maker, make_mart
from tests.web.office.signed import district, officer, part_of

pytestmark = pytest.mark.django_db


def walked(desk, sort):
    found, page = [], ""
    for _page in range(10):
        shown = desk.get("/office/orders/", {"sort": sort, "page": page, "state": "all"}).context["listing"]
        found += [(part.maker.block.slug, part.pk) for part in shown.rows]
        page = shown.after
        if not page:
            return found
    raise AssertionError("without end")


@pytest.mark.parametrize("sort", ["block", "-block"])
def test_blocks_called_alike_are_one_value(sort, monkeypatch):
    here = district()
    alike = make_block("Another")
    type(alike).objects.filter(pk=alike.pk).update(slug=here.here.slug, parent=here.there)
    third = make_maker("Third group", mart=make_mart(), block=alike)
    for _time in range(3):
        for maker in (here.maker, third, here.other):
            part_of(maker)
    monkeypatch.setattr(paging, "MOST_COUNTED", 2)
    monkeypatch.setattr(listing.listing, "__kwdefaults__", {"size": 2, "among": None})
    wanted = list(Part.objects.order_by("maker__block__slug", "pk").values_list("maker__block__slug", "pk"))
    assert walked(officer("desk"), sort) == (wanted[::-1] if sort[0] == "-" else wanted)
