"""How many goods stand where: each once, by what is to be done first and by all that keeps it back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haat.catalogue.models import Good, Variant
from haat.studio.counting import counted
from tests.make_rooms import make_block, make_craft, make_maker, make_mart, make_seller, make_variant
from tests.studio.goods import make_attribute, make_sellable, make_where, read

pytestmark = pytest.mark.django_db


def test_goods_are_counted_once_by_what_comes_first_and_by_all_that_stops_them():
    make_attribute("colour")
    ready = make_sellable(good={"attributes": {"colour": "red"}})
    make_sellable(weight_g=None)
    make_sellable()
    draft = make_sellable()
    Good.objects.filter(pk=draft.good_id).update(state="draft")
    found = counted(make_mart(), make_where()).whole
    assert (found.goods, found.ready) == (3, 1)
    assert dict(found.first) == {"attribute_missing": 2}
    assert dict(found.by_code) == {"attribute_missing": 2, "weight_missing": 1}
    assert found.ready + found.first.total() == found.goods
    only = counted(make_mart(), make_where(), variants=Variant.objects.filter(pk=ready.pk)).whole
    assert (only.goods, only.ready) == (1, 1)


def test_a_good_is_ready_with_one_size_that_is():
    variant = make_sellable(weight_g=None)
    make_variant(variant.good, weight_g=300)
    gone = make_variant(variant.good, weight_g=None)
    Variant.objects.filter(pk=gone.pk).update(active=False)
    found = counted(make_mart(), make_where()).whole
    assert (found.goods, found.ready, dict(found.by_code)) == (1, 1, {})
    Variant.objects.update(weight_g=None)
    found = counted(make_mart(), make_where()).whole
    assert (found.goods, found.ready, dict(found.by_code)) == (1, 0, {"weight_missing": 1})


def test_they_are_counted_by_craft_and_by_block():
    near, far = make_block("Sarath"), make_block("Karon")
    here = make_sellable(make_maker(block=near, seller=make_seller(gstin="20AAATC0001D1ZX")))
    there = make_maker(block=far, seller=make_seller(gstin="20AAATC0002D1ZX"))
    clay = make_craft("clay")
    make_sellable(there, good={"craft": clay}, weight_g=None)
    make_sellable(there)
    found = counted(make_mart(), make_where())
    blocks = {pk: (count.goods, count.ready) for pk, count in found.blocks.items()}
    crafts = {pk: (count.goods, count.ready) for pk, count in found.crafts.items()}
    assert blocks == {near.pk: (1, 1), far.pk: (2, 1)}
    assert crafts == {read(here).good.craft_id: (2, 2), clay.pk: (1, 0)}


def test_some_are_read_at_a_time_and_none_is_lost():
    for _each in range(5):
        make_variant(make_sellable().good)
    whole = counted(make_mart(), make_where()).whole
    few = counted(make_mart(), make_where(), size=2).whole
    assert (few.goods, few.ready) == (whole.goods, whole.ready) == (5, 5)
    with CaptureQueriesContext(connection) as one:
        counted(make_mart(), make_where())
    Variant.objects.filter(good=Good.objects.order_by("pk")[0]).delete()
    with CaptureQueriesContext(connection) as fewer:
        counted(make_mart(), make_where())
    assert len(one) == len(fewer)
