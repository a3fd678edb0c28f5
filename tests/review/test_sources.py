"""What links brought in a month, by what the office calls them."""

import pytest

from haat.core.dates import today
from haat.orders.models import Order
from haat.orders.sources import shared_by
from haat.review.sources import brought_in
from tests.channels.portals.portals import make_portal
from tests.make import make_block, make_maker, make_mart, make_order, make_stocked

pytestmark = pytest.mark.django_db


def sold(maker, source):
    order = make_order({make_stocked(maker, pieces=5): 1})
    Order.objects.filter(pk=order.pk).update(source=source)
    return order


def test_feeds_portals_and_makers_are_called_by_their_names(django_assert_num_queries):
    mart = make_mart()
    maker = make_maker("Maa Tara group", block=make_block("Sarath"))
    make_portal(mart)
    for source in ("google", "esaras", shared_by(maker.slug, "wa"), shared_by(maker.slug, "ig"), "nobody-wa", "x", ""):
        sold(maker, source)
    with django_assert_num_queries(3):
        found = brought_in(mart, mart.place, today())
    names = {name: each.parts for name, each in found}
    assert names == {
        "Google": 1,
        "eSARAS": 1,
        "Maa Tara group, WhatsApp": 1,
        "Maa Tara group, Instagram": 1,
        "Other links": 2,
    }
    assert found[-1][0] == "Other links"


def test_only_what_was_ordered_there_and_then_counts(django_assert_num_queries):
    mart = make_mart()
    maker = make_maker("Maa Tara group", block=make_block("Sarath"))
    sold(maker, "google")
    before = today().replace(day=1).replace(year=today().year - 1)
    assert [each.parts for _name, each in brought_in(mart, maker.block, today())] == [1]
    assert brought_in(mart, make_block("Palojori"), today()) == []
    with django_assert_num_queries(1):
        assert brought_in(mart, mart.place, before) == []
