"""Until when she must pack: the promised day less the carrier's way, and by noon when a rider comes that day."""

from datetime import date, timedelta

import pytest

from haat.core.dates import today
from haat.delivery.models import Pickup
from haat.delivery.packing import NOON, last_day, pack_day, pack_days
from haat.orders.models import Part
from tests.make import make_maker, make_part, make_pickup, make_stocked, make_zone

pytestmark = pytest.mark.django_db
WEDNESDAY, SATURDAY, MONDAY = date(2026, 12, 2), date(2026, 12, 5), date(2026, 12, 7)


@pytest.mark.parametrize(("promised", "carrier", "days", "pack"), [
    (WEDNESDAY, "post", 2, date(2026, 11, 30)),
    (MONDAY, "own", 1, date(2026, 12, 6)),   # no rider is out on a Sunday
    (MONDAY, "own", 2, date(2026, 12, 4)),
    (WEDNESDAY, "own", 0, WEDNESDAY),
    (WEDNESDAY, "somebody-elses", 3, date(2026, 11, 29)),
])  # fmt: skip
def test_the_last_day_is_the_promised_one_less_the_way(promised: date, carrier: str, days: int, pack: date):
    assert last_day(promised, carrier=carrier, days=days) == pack


def test_what_is_ready_as_promised_can_be_packed_that_day():
    """The way back and the way there agree: packed on its last day it arrives as it was promised."""
    from haat.delivery import carriers

    for slug in ("own", "post"):
        for days in range(5):
            for ready in range(14):
                there = carriers.get(slug).arrives(WEDNESDAY + timedelta(days=ready), days)
                last = last_day(there, carrier=slug, days=days)
                assert last >= WEDNESDAY + timedelta(days=ready)
                assert carriers.get(slug).arrives(last, days) <= there


def test_a_part_is_packed_by_its_zone_and_by_noon_when_the_rider_comes():
    maker = make_maker()
    make_zone(maker.mart, days=2)
    part = make_part({make_stocked(maker): 1}, state="accepted")
    found = pack_day(part)
    assert found is not None
    assert (found.day, found.hour, found.late) == (last_day(part.promised_by, carrier="own", days=2), None, False)
    pickup = make_pickup(make_part({make_stocked(maker): 1}, state="packed").parcel)
    Pickup.objects.filter(pk=pickup.pk).update(day=found.day)
    assert pack_day(part) == type(found)(found.day, NOON)
    Part.objects.filter(pk=part.pk).update(promised_by=today() - timedelta(days=1))
    part.refresh_from_db()
    assert pack_day(part).late
    Part.objects.filter(pk=part.pk).update(held_until=today() + timedelta(days=9))
    part.refresh_from_db()
    assert pack_day(part).day == today() + timedelta(days=9)
    assert pack_day(make_part(state="packed")) is None


def test_many_cost_no_more_than_one(django_assert_max_num_queries):
    maker = make_maker()
    stocked = make_stocked(maker, pieces=40)
    make_part({stocked: 1})
    one = list(Part.objects.select_related("order"))
    with django_assert_max_num_queries(4):
        assert len(pack_days(maker.mart, one)) == 1
    for _turn in range(5):
        make_part({stocked: 1})
    many = list(Part.objects.select_related("order"))
    with django_assert_max_num_queries(4):
        assert len(pack_days(maker.mart, many)) == 6
