"""Made to order: promises go into the earliest week with room."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.db import transaction

from haat.catalogue.models import Variant
from haat.core.dates import INDIA, monday_of, today
from haat.core.models import Event
from haat.stock import actions, doctor, queries
from haat.stock.actions import weeks
from haat.stock.errors import BadPieces, CapacityPromised, OutOfStock
from haat.stock.models import Movement, OrdinaryWeek, WeekCapacity
from haat.stock.rules import HORIZON_WEEKS, first_week, friday_of, longest_wait, weeks_ahead
from tests.make import BY, make_good, make_stocked, make_variant

WEEK = timedelta(days=7)


def make_to_order(a_week=10, making_days=3):
    return make_stocked(pieces=a_week, good={"made_to_order": True, "making_days": making_days})


def first():
    return first_week(3, today=today())


@pytest.mark.parametrize(
    ("making_days", "day", "week"),
    [
        (0, date(2026, 11, 23), date(2026, 11, 23)),  # Monday, done by Friday
        (4, date(2026, 11, 23), date(2026, 11, 23)),
        (5, date(2026, 11, 23), date(2026, 11, 30)),  # done on Saturday: next week
        (0, date(2026, 11, 29), date(2026, 11, 30)),  # Sunday
    ],
)
def test_first_week_leaves_the_making_days(making_days, day, week):
    assert first_week(making_days, today=day) == week
    assert friday_of(week) - day >= timedelta(days=making_days)
    assert weeks_ahead(making_days, today=day) == [week + WEEK * turn for turn in range(HORIZON_WEEKS)]


@pytest.mark.parametrize("making_days", [0, 1, 4, 5, 6, 7, 12])
def test_longest_wait_is_that_of_the_worst_day_of_a_week(making_days):
    days = [date(2026, 11, 23) + timedelta(days=number) for number in range(7)]
    waits = [(friday_of(first_week(making_days, today=day)) - day).days for day in days]
    assert max(waits) == longest_wait(making_days)


@pytest.mark.django_db
def test_reserve_fills_the_earliest_week_and_then_the_next():
    variant = make_to_order(10)
    weeks = [actions.reserve([(variant.pk, 6)], cause=f"order:{n}", by=BY)[variant.pk] for n in (1, 2)]
    assert weeks == [first(), first() + WEEK]
    assert actions.reserve([(variant.pk, 4)], cause="order:3", by=BY) == {variant.pk: first()}
    assert queries.available([variant.pk]) == {variant.pk: 10}
    assert queries.rooms_ahead([variant])[variant.pk][first()] == 0
    assert str(WeekCapacity.objects.get(week=first())) == f"{variant.pk} week {first()}: 0"


@pytest.mark.django_db
def test_reserve_more_than_a_week_holds_is_out_of_stock():
    variant = make_to_order(10)
    with pytest.raises(OutOfStock) as refused, transaction.atomic():
        actions.reserve([(variant.pk, 11)], cause="order:1", by=BY)
    assert refused.value.available == 10


@pytest.mark.django_db
def test_release_gives_the_week_back_and_sell_keeps_it_used():
    variant = make_to_order(10)
    for n in (1, 2):
        actions.reserve([(variant.pk, 5)], cause=f"order:{n}", by=BY)
    actions.release([(variant.pk, 5)], of="order:1", cause="order:1", by=BY)
    actions.sell([(variant.pk, 5)], of="order:2", cause="order:2", by=BY)
    actions.take_back([(variant.pk, 5)], of="order:2", cause="order:2", by=BY)
    assert WeekCapacity.objects.get(week=first()).reserved == 5
    assert set(Movement.objects.values_list("on_hand", flat=True)) == {0}  # nothing made to order ever lay anywhere
    assert list(doctor.weeks_are_their_movements()) == []
    WeekCapacity.objects.update(reserved=4)
    assert len(list(doctor.weeks_are_their_movements())) == 1


@pytest.mark.django_db
def test_set_capacity_of_a_week_stands_before_the_ordinary_one():
    variant = make_to_order(10)
    actions.set_capacity(variant, week=first() + timedelta(days=2), capacity=0, by=BY)
    assert actions.reserve([(variant.pk, 1)], cause="order:1", by=BY) == {variant.pk: first() + WEEK}
    actions.set_capacity(variant, capacity=20, by=BY)
    assert str(OrdinaryWeek.objects.get()) == f"{variant.pk}: 20 a week"
    assert queries.rooms_ahead([variant])[variant.pk][first() + 2 * WEEK] == 20


@pytest.mark.django_db
def test_set_capacity_tells_of_which_week_and_what_held_before():
    variant = make_to_order(10)
    actions.set_capacity(variant, week=first(), capacity=4, by=BY)
    actions.set_capacity(variant, capacity=20, by=BY)
    told = Event.objects.filter(kind="stock.capacity_set").order_by("-pk").values_list("data", flat=True)[:2]
    assert [(data["week"], data["before"], data["after"]) for data in told] == [
        (None, {"capacity": 10}, {"capacity": 20}),
        (first().isoformat(), {"capacity": 10}, {"capacity": 4}),
    ]


@pytest.mark.django_db
def test_set_capacity_below_what_is_promised_is_refused():
    variant = make_to_order(10)
    actions.reserve([(variant.pk, 5)], cause="order:1", by=BY)
    with pytest.raises(CapacityPromised) as refused:
        actions.set_capacity(variant, week=first(), capacity=4, by=BY)
    assert (refused.value.capacity, refused.value.reserved, refused.value.field) == (4, 5, "capacity")
    with pytest.raises(BadPieces):
        actions.set_capacity(variant, capacity=-1, by=BY)


@pytest.mark.django_db
def test_without_an_ordinary_week_nothing_can_be_promised():
    variant = make_to_order(10)
    OrdinaryWeek.objects.all().delete()
    assert queries.available([variant.pk]) == {variant.pk: 0}
    assert queries.week_with_room(queries.rooms_ahead([variant])[variant.pk], 1) is None
    assert queries.rooms_ahead([]) == {}


@pytest.mark.django_db
def test_a_week_that_fills_while_we_look_is_passed_over(monkeypatch):
    variant = make_to_order(10)
    seen = queries.rooms_ahead([variant])
    actions.reserve([(variant.pk, 10)], cause="order:1", by=BY)
    monkeypatch.setattr(weeks, "rooms_ahead", lambda variants: seen)
    assert actions.reserve([(variant.pk, 1)], cause="order:2", by=BY) == {variant.pk: first() + WEEK}
    assert monday_of(first()) == first()


@pytest.mark.django_db
@pytest.mark.parametrize("turn", range(7))
def test_the_database_reckons_the_first_week_and_its_room_as_the_rules_do(turn):
    day = date(2026, 11, 30) + timedelta(days=turn)
    with time_machine.travel(datetime.combine(day, time(12), tzinfo=INDIA), tick=False):
        sizes = [make_to_order(a_week=7, making_days=days) for days in (1, 2, 3, 4, 5, 6, 7, 8, 30, 365)]
        sizes.append(make_variant(make_good(made_to_order=True, making_days=3)))  # nobody has said how many
        for variant in sizes[:9:2]:
            actions.reserve([(variant.pk, 7 if variant.pk % 3 else 2)], cause=f"order:{variant.pk}", by=BY)
        weeks_of = Variant.objects.annotate(first=queries.FirstWeek("good__making_days"))
        rows = weeks_of.annotate(room=queries.first_room("pk", "first")).values_list("pk", "first", "room")
        reckoned = {pk: (week, room) for pk, week, room in rows}
        days = {variant.pk: first_week(variant.good.making_days, today=day) for variant in sizes}
        told = queries.offerable([variant.pk for variant in sizes], "mart")
    assert reckoned == {pk: (days[pk], told[pk]) for pk in days}
