"""Reading orders: by link, by phone, by scope, by maker."""

import pytest

from haat.orders import queries
from tests.make import make_block, make_maker, make_mart, make_officer, make_order, make_stocked, make_user

pytestmark = pytest.mark.django_db


def test_order_by_token_brings_parts_and_lines_along(django_assert_num_queries):
    order = make_order({make_stocked(): 1, make_stocked(): 2})
    with django_assert_num_queries(3):
        found = queries.order_by_token(order.token)
        lines = [line.good.slug for part in found.parts.all() for line in part.lines.all()]
        names = [part.maker.block.slug for part in found.parts.all()]
    assert (found, len(lines), names) == (order, 2, ["sarath", "sarath"])
    assert queries.order_by_token("nothing") is None


def test_orders_of_phone_are_the_newest_first_and_of_one_mart():
    variant = make_stocked()
    orders = [make_order({variant: 1}, phone="9876543210") for _turn in range(2)]
    make_order({variant: 1}, phone="9876543211")
    found = list(queries.orders_of_phone(make_mart(), "+919876543210"))
    assert found == orders[::-1]
    assert list(queries.orders_of_phone(make_mart("other"), "+919876543210")) == []


def test_parts_visible_to_reaches_as_far_as_the_role():
    here, there = make_block("Sarath"), make_block("Madhupur")
    one = make_order({make_stocked(make_maker(block=here)): 1}).parts.get()
    two = make_order({make_stocked(make_maker(block=there)): 1}).parts.get()
    mart = one.mart
    seen = {
        kind: set(queries.parts_visible_to(user, mart))
        for kind, user in {
            "desk": make_officer("desk"),
            "coordinator": make_officer("coordinator", place=here),
            "rider": make_officer("rider"),
            "nobody": make_user(),
        }.items()
    }
    assert seen == {"desk": {one, two}, "coordinator": {one}, "rider": set(), "nobody": set()}


def test_parts_of_maker_are_the_most_urgent_first():
    maker = make_maker()
    slow = make_stocked(maker, good={"making_days": 20})
    quick = make_stocked(maker)
    late, soon = (make_order({variant: 1}).parts.get() for variant in (slow, quick))
    make_order({make_stocked(): 1})
    assert list(queries.parts_of_maker(maker, ["placed"])) == [soon, late]
    assert list(queries.parts_of_maker(maker, ["packed"])) == []
