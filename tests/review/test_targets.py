"""Targets against what is, by month and block: each figure from facts written by hand."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from haat.catalogue.models import Good
from haat.core.dates import INDIA, today
from haat.core.models import Event
from haat.makers.models import Maker
from haat.orders import actions as orders
from haat.orders.models import Part
from haat.review import queries
from haat.review.actions import set_target, take_back_target
from haat.review.models import DailyFact, Target
from tests.make import (
    BY,
    make_block,
    make_district,
    make_good,
    make_mart,
    make_officer,
    make_part,
    make_stocked,
    make_village,
)
from tests.make import make_maker as make_bare_maker
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)
M = Target.Measure


def make_maker(*names, **fields):
    """A maker with a good in the shop: others sell nothing."""
    maker = make_bare_maker(*names, **fields)
    make_good(maker=maker)
    return maker


def at(day, hour=12, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=INDIA)


def artisan(day, *, block=None, **more):
    return make_maker("Artisan", kind=Maker.Kind.ARTISAN, live_at=at(day), block=block, **more)


def fact(maker, day, **figures):
    return DailyFact.objects.create(
        mart=maker.mart, day=day, block_id=maker.block_id, maker_id=maker.pk, craft_id=1, channel="mart", **figures
    )


def aim(measure, value, *, by_day=date(2026, 11, 30), place=None):
    """A target set before all those days."""
    mart = make_mart()
    with time_machine.travel("2026-10-01 06:00+00:00"):
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
        (M.VENDORS, 100_001, "review.target_out_of_range", "value"),
        (M.GROUPS, 100_001, "review.target_out_of_range", "value"),
        (M.REACHED, 10**12 + 1, "review.target_out_of_range", "value"),
    ],
)
def test_set_target_refuses_what_cannot_be(measure, value, code, field):
    with refused(code, field=field):
        aim(measure, value)
    assert Target.objects.count() == 0


@pytest.mark.parametrize(("measure", "most"), [(M.IN_TIME, 10_000), (M.GROUPS, 100_000), (M.REACHED, 10**12)])
def test_set_target_takes_the_most_there_may_be(measure, most):
    assert aim(measure, most).value == most


@pytest.mark.parametrize("day", [date(2026, 9, 30), date(2036, 10, 2), date(1, 1, 1), date(9999, 12, 31)])
def test_set_target_refuses_a_day_that_is_over_or_far_off(day):
    with refused("review.day_out_of_range", field="by_day"):
        aim(M.VENDORS, 5, by_day=day)


def test_target_is_taken_back_once_and_recorded():
    target = aim(M.VENDORS, 99_999)
    for _turn in range(2):
        take_back_target(target, by=BY)
    assert Target.objects.count() == 0
    (event,) = Event.objects.filter(kind="review.target_taken_back")
    assert event.data == {
        "measure": "vendors",
        "place": make_mart().place_id,
        "value": 99_999,
        "by_day": "2026-11-30",
    }


def test_targets_of_an_empty_mart():
    assert [(line.measure, line.value, line.actual, line.by_day, line.met_on) for line in lines().values()] == [
        ("vendors", 0, 0, None, None),
        ("groups", 0, 0, None, None),
        ("reached_paise", 0, 0, None, None),
        ("in_time_bp", 0, 0, None, None),
    ]
    assert lines()["vendors"].met is False
    assert [line.measure for line in lines().values() if not line.known] == ["in_time_bp"]


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
    assert queries.lateness(maker.mart, maker.mart.place, DAY) == {maker.block_id: queries.Lateness(1, 0, 3)}


def test_parcels_past_their_day_count_as_late_until_they_come():
    maker = make_maker()
    parts = [make_part({make_stocked(maker): 1}, state="packed") for _number in range(3)]
    yesterday, soon = today() - timedelta(days=1), today() + timedelta(days=1)
    for part, promised in zip(parts, (yesterday, today(), soon), strict=True):
        Part.objects.filter(pk=part.pk).update(promised_by=promised)
    fact(maker, today(), delivered=3, late=1)
    found = queries.lateness(maker.mart, maker.mart.place, today())
    assert found == {maker.block_id: queries.Lateness(late=1, overdue=1, delivered=3)}
    assert lines(day=today())["in_time_bp"].actual == 5_000
    assert list(queries.due_in(maker.mart, maker.block, today())) == [parts[0]]
    orders.cancel(parts[0], reason="lost", by=BY)
    assert queries.lateness(maker.mart, maker.block, today())[maker.block_id].overdue == 0


def test_a_month_that_is_over_keeps_what_came_only_after_it():
    maker = make_maker()
    part = make_part({make_stocked(maker): 1}, state="delivered")
    Part.objects.update(promised_by=date(2026, 9, 28), delivered_at=datetime(2026, 10, 1, 0, 0, tzinfo=INDIA))
    with time_machine.travel("2026-11-20 06:00+00:00"):
        assert queries.lateness(maker.mart, maker.block, date(2026, 9, 30))[maker.block_id].overdue == 1
        assert queries.lateness(maker.mart, maker.block, date(2026, 10, 31)) == {}
        assert list(queries.due_in(maker.mart, maker.block, date(2026, 9, 30))) == [part]
        assert list(queries.due_in(maker.mart, maker.block, date(2026, 10, 31))) == [part]


def test_maker_without_a_good_in_the_shop_does_not_count_as_selling():
    make_good(maker=make_bare_maker(live_at=at(1)), state=Good.State.WAITING)
    make_bare_maker("Nothing yet", kind=Maker.Kind.ARTISAN, live_at=at(1))
    assert (lines()["vendors"].actual, lines()["groups"].actual) == (0, 0)
    make_good(maker=Maker.objects.get(kind=Maker.Kind.ARTISAN))
    assert (lines()["vendors"].actual, lines()["groups"].actual) == (1, 0)


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


def test_by_block_sets_each_target_beside_its_figure():
    here = make_block("Sarath")
    make_maker(block=here, live_at=at(1))
    aim(M.GROUPS, 3, place=here)
    aim(M.VENDORS, 40)
    (line,) = queries.by_block(make_mart(), here, DAY)
    assert (line.groups, line.groups_goal, line.groups_short) == (1, 3, 2)
    assert (line.vendors, line.vendors_goal, line.vendors_short) == (0, 0, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_review_asks_a_fixed_number_of_queries(django_assert_num_queries, count):
    for number in range(count):
        maker = make_maker(block=make_block(f"Block {number}"), live_at=at(1))
        make_officer("coordinator", place=maker.block)
        fact(maker, DAY, orders=1, paid_paise=1)
    mart, place = maker.mart, make_district()
    assert mart.place  # a page knows its mart with its place
    expected = {"by_block": 5, "reached_by_month": 1, "sales_by_week": 1, "live_by_week": 1, "targets": 5}
    for name, queries_asked in expected.items():
        with django_assert_num_queries(queries_asked):
            getattr(queries, name)(mart, place, DAY)


def test_month_of_december_ends_with_the_year():
    assert queries.month_of(date(2026, 12, 31)) == (date(2026, 12, 1), date(2027, 1, 1))
    assert queries.month_of(date(2028, 2, 29))[1] - timedelta(days=1) == date(2028, 2, 29)
