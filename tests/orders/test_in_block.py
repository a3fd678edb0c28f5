"""Parts of a block are the same by either way they are found."""

import pytest

from haat.orders import in_block
from haat.orders.in_block import parts_listed, within
from haat.orders.models import Part
from haat.orders.queries import parts_visible_to
from tests.make import make_mart, make_officer
from tests.web.office.signed import district, part_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def blocks():
    here = district()
    for maker in (here.maker, here.maker, here.other):
        part_of(maker)
    return here.here, here.there


@pytest.mark.parametrize("many", [1, 10_000])
def test_the_parts_are_the_same_by_makers_and_by_walking(blocks, many, monkeypatch):
    monkeypatch.setattr(in_block, "MANY", many)
    wanted = [set(Part.objects.filter(maker__block=block)) for block in blocks]
    assert [set(Part.objects.filter(where)) for where in within(make_mart(), blocks)] == wanted
    desk = make_officer("desk")
    assert [set(parts_listed(desk, make_mart(), block)) for block in blocks] == wanted
    assert set(parts_listed(desk, make_mart())) == set(parts_visible_to(desk, make_mart()))


def test_nobody_sees_the_parts_of_another_block(blocks):
    here, there = blocks
    coordinator = make_officer("coordinator", place=here)
    assert set(parts_listed(coordinator, make_mart())) == set(Part.objects.filter(maker__block=here))
    assert set(parts_listed(coordinator, make_mart(), here)) == set(Part.objects.filter(maker__block=here))
    assert not parts_listed(coordinator, make_mart(), there).exists()
