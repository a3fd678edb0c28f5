"""Targets against what is, by month and block: each figure from facts written by hand."""

from datetime import date, datetime, timedelta

import pytest

from haat.core.dates import INDIA
from haat.core.models import Event
from haat.makers.models import Maker
from haat.review import queries
from haat.review.actions import set_target
from haat.review.models import DailyFact, Target
from tests.make import BY, make_block, make_district, make_maker, make_mart, make_officer, make_village
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)
M = Target.Measure


def at(day, hour=12, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=INDIA)


def artisan(day, *, block=None, **more):
    return make_maker("Artisan", kind=Maker.Kind.ARTISAN, live_at=at(day), block=block, **more)


def fact(maker, day, **figures):
    return DailyFact.objects.create(
        mart=maker.mart, day=day, block_id=maker.block_id, maker_id=maker.pk, craft_id=1, channel="mart", **figures
    )


def aim(measure, value, *, by_day=date(2026, 11, 30), place=None):
    mart = make_mart()
    return set_target(mart, place=place or mart.place, measure=measure, value=value, by_day=by_day, by=BY)


def lines(place=None, day=DAY):
    mart = make_mart()
    return {line.measure: line for line in queries.targets(mart, place or mart.place, day)}


def test_set_target_replaces_and_is_recorded():
    first, again = aim(M.VENDORS, 100), aim(M.VENDORS, 500)
    assert (first.pk, again.value, str(again)) == (again.pk, 500, "vendors 500 by 2026-11-30")
    assert [(event.data["before"], event.data["value"]) for event in Event.objects.order_by("pk")] == [
        (None, 100),
        (100, 500),
    ]


@pytest.mark.parametrize(
    ("measure", "value", "code", "field"),
    [
        ("happiness", 1, "review.no_such_measure", "measure"),
        (M.VENDORS, 0, "review.target_out_of_range", "value"),
        (M.REACHED, -1, "review.target_out_of_range", "value"),
        (M.IN_TIME, 10_001, "review.target_out_of_range", "value"),
    ],
)
def test_set_target_refuses_what_cannot_be(measure, value, code, field):
    with refused(code, field=field):
        aim(measure, value)
    assert Target.objects.count() == 0


def test_set_target_takes_all_of_them_in_time():
    assert aim(M.IN_TIME, 10_000).value == 10_000


def test_targets_of_an_empty_mart():
    assert [(line.measure, line.value, line.actual, line.by_day, line.met_on) for line in lines().values()] == [
        ("vendors", 0, 0, None, None),
        ("groups", 0, 0, None, None),
        ("reached_paise", 0, 0, None, None),
        ("in_time_bp", 0, 0, None, None),
    ]
    assert lines()["vendors"].met is False


def test_targets_count_makers_money_and_parcels():
    maker = make_maker(live_at=at(1))
    artisan(2)
    artisan(3, state=Maker.State.PAUSED)
    fact(maker, date(2026, 11, 1), paid_paise=70, delivered=2, late=1)
    fact(maker, date(2026, 11, 30), paid_paise=5, delivered=1)
    fact(maker, date(2026, 10, 31), paid_paise=900, delivered=9, late=9)
    fact(maker, date(2026, 12, 1), paid_paise=900)
    aim(M.VENDORS, 3)
    aim(M.IN_TIME, 6_666)
    found = lines()
    assert {measure: line.actual for measure, line in found.items()} == {
        "vendors": 1,
        "groups": 1,
        "reached_paise": 75,
        "in_time_bp": 6_666,
    }
    assert (found["vendors"].short_by, found["vendors"].met) == (2, False)
    assert (found["in_time_bp"].short_by, found["in_time_bp"].met, found["in_time_bp"].met_on) == (0, True, None)
    assert queries.late_parcels(maker.mart, maker.mart.place, DAY) == (1, 3)


def test_targets_of_a_block_count_its_own():
    here, there = make_block("Sarath"), make_block("Palojori")
    mine, theirs = make_maker(block=here, live_at=at(1)), make_maker(block=there, live_at=at(1))
    fact(mine, DAY, paid_paise=1)
    fact(theirs, DAY, paid_paise=20)
    aim(M.REACHED, 1, place=here)
    found = lines(here)
    assert (found["reached_paise"].actual, found["reached_paise"].met, found["groups"].actual) == (1, True, 1)
    assert lines()["reached_paise"].value == 0


def test_a_place_below_a_block_has_no_facts_and_one_above_the_district_all():
    maker = make_maker(live_at=at(1))
    fact(maker, DAY, paid_paise=1)
    village = make_village()
    assert lines(village)["reached_paise"].actual == 0
    assert lines(make_mart().place.parent)["reached_paise"].actual == 1


def test_the_target_that_holds_is_the_next_to_come_else_the_last():
    for value, day in ((1, date(2026, 10, 31)), (2, date(2026, 11, 30)), (3, date(2026, 12, 31))):
        aim(M.VENDORS, value, by_day=day)
    held = [lines(day=day)["vendors"].value for day in (date(2026, 10, 31), DAY, date(2026, 12, 1), date(2027, 1, 1))]
    assert held == [1, 2, 3, 3]


def test_met_on_is_the_day_in_india_the_last_one_needed_went_live():
    artisan(1)
    make_maker("Late in the evening", kind=Maker.Kind.ARTISAN, live_at=at(5, 2, 0))  # still the 4th in UTC
    artisan(9)
    make_maker("Group", live_at=at(7))
    aim(M.VENDORS, 2)
    aim(M.GROUPS, 1)
    assert (lines()["vendors"].met_on, lines()["groups"].met_on) == (date(2026, 11, 5), date(2026, 11, 7))


def test_reached_by_month_has_a_row_for_each_month():
    maker = make_maker()
    fact(maker, date(2026, 6, 1), paid_paise=1)
    fact(maker, date(2026, 11, 30), paid_paise=20)
    fact(maker, date(2026, 5, 31), paid_paise=300)
    assert queries.reached_by_month(maker.mart, maker.mart.place, DAY) == [
        (date(2026, 6, 1), 1),
        (date(2026, 7, 1), 0),
        (date(2026, 8, 1), 0),
        (date(2026, 9, 1), 0),
        (date(2026, 10, 1), 0),
        (date(2026, 11, 1), 20),
    ]


def test_sales_by_week_begin_on_monday():
    maker = make_maker()
    fact(maker, date(2026, 11, 16), orders=1, sales_paise=100)
    fact(maker, date(2026, 11, 22), orders=2, sales_paise=30)
    fact(maker, date(2026, 11, 15), orders=4, sales_paise=7)
    fact(maker, date(2026, 11, 23), orders=8, sales_paise=9)
    assert queries.sales_by_week(maker.mart, maker.mart.place, DAY, weeks=3) == [
        (date(2026, 11, 2), 0, 0),
        (date(2026, 11, 9), 4, 7),
        (date(2026, 11, 16), 3, 130),
    ]


def test_live_by_week_adds_up_until_today():
    make_maker("Group", live_at=at(15, 23, 59))
    artisan(16)
    artisan(21)  # after the day asked for
    assert queries.live_by_week(make_mart(), make_mart().place, DAY, weeks=2) == [
        (date(2026, 11, 9), 0, 1),
        (date(2026, 11, 16), 1, 1),
    ]


def test_by_block_names_every_block_with_its_coordinators():
    here, there = make_block("Sarath"), make_block("Palojori")
    coordinator = make_officer("coordinator", place=here)
    make_officer("desk")
    maker = make_maker(block=here, live_at=at(1))
    artisan(2, block=here)
    make_maker(block=here, kind=Maker.Kind.PRODUCER_GROUP, live_at=at(3))
    fact(maker, DAY, orders=2, sales_paise=500)
    assert queries.by_block(make_mart(), make_mart().place, DAY) == [
        queries.BlockLine(there, 0, 0, 0, 0, []),
        queries.BlockLine(here, 1, 2, 2, 500, [coordinator]),
    ]
    assert [line.block for line in queries.by_block(make_mart(), here, DAY)] == [here]


@pytest.mark.parametrize("count", [1, 3])
def test_review_asks_a_fixed_number_of_queries(django_assert_num_queries, count):
    for number in range(count):
        maker = make_maker(block=make_block(f"Block {number}"), live_at=at(1))
        make_officer("coordinator", place=maker.block)
        fact(maker, DAY, orders=1, paid_paise=1)
    mart, place = maker.mart, make_district()
    expected = {"by_block": 4, "reached_by_month": 1, "sales_by_week": 1, "live_by_week": 1, "targets": 4}
    for name, queries_asked in expected.items():
        with django_assert_num_queries(queries_asked):
            getattr(queries, name)(mart, place, DAY)


def test_month_of_december_ends_with_the_year():
    assert queries.month_of(date(2026, 12, 31)) == (date(2026, 12, 1), date(2027, 1, 1))
    assert queries.month_of(date(2028, 2, 29))[1] - timedelta(days=1) == date(2028, 2, 29)
