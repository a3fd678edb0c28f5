"""A round until it starts: its day, what is taken out of it, and giving it up; and counting it once."""

from datetime import timedelta

import pytest

from haat.core.dates import today
from haat.core.models import Event
from haat.delivery import actions, queries
from haat.delivery.errors import BadDay, RoundClosed, WrongParcelState, WrongRoundState
from haat.delivery.models import Round
from tests.delivery.test_rounds import fresh, healthy, make_parcel
from tests.make import BY, make_rider, make_round

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("days", [-1, 31, -2500])
def test_plan_round_refuses_a_day_that_is_over_or_far_off(days):
    parcel = make_parcel()
    with pytest.raises(BadDay) as refused:
        actions.plan_round(
            parcel.mart, rider=make_rider(parcel.mart), parcels=[parcel], day=today() + timedelta(days=days), by=BY
        )
    assert (refused.value.field, Round.objects.count()) == ("day", 0)


def test_plan_round_takes_the_last_day_there_may_be():
    parcel, day = make_parcel(), today() + timedelta(days=30)
    planned = actions.plan_round(parcel.mart, rider=make_rider(parcel.mart), parcels=[parcel], day=day, by=BY)
    assert planned.day == day


def test_a_planned_round_is_dropped_and_its_parcels_wait_again():
    one, two = make_parcel(), make_parcel()
    round = make_round(one, two, started=False)
    pk = round.pk
    actions.drop_round(round, by=BY)
    assert list(queries.ready_parcels(one.mart)) == [one, two]
    assert [fresh(parcel).stop for parcel in (one, two)] == [0, 0]
    event = Event.objects.get(kind="delivery.round_dropped")
    assert (event.subject_id, event.data["parcel_ids"], event.data["day"]) == (
        pk,
        [one.pk, two.pk],
        today().isoformat(),
    )
    with pytest.raises(WrongRoundState):
        actions.drop_round(Round(pk=pk), by=BY)
    assert healthy()


def test_a_round_on_its_way_is_neither_dropped_nor_changed():
    parcel = make_parcel()
    round = make_round(parcel)
    with pytest.raises(WrongRoundState):
        actions.drop_round(round, by=BY)
    with pytest.raises(WrongRoundState):
        actions.take_from_round(fresh(parcel), by=BY)
    assert fresh(parcel).round_id == round.pk


def test_a_parcel_is_taken_out_of_a_planned_round_and_the_last_one_drops_it():
    one, two, three = make_parcel(), make_parcel(), make_parcel()
    make_round(one, two, three, started=False)
    actions.take_from_round(fresh(two), by=BY)
    assert [(fresh(parcel).stop, parcel.round_id is None) for parcel in (one, two, three)] == [
        (1, False),
        (0, True),
        (2, False),
    ]
    assert Event.objects.get(kind="delivery.taken_from_round").subject_id == two.pk
    with pytest.raises(WrongParcelState):
        actions.take_from_round(two, by=BY)
    for parcel in (one, three):
        actions.take_from_round(fresh(parcel), by=BY)
    assert Round.objects.count() == 0
    assert len(queries.ready_parcels(one.mart)) == 3
    assert healthy()


def test_a_round_closed_again_counts_once_and_not_with_another_sum():
    round = actions.end_round(make_parcel(state="delivered").round, by=BY)
    for _turn in range(2):
        assert actions.close_round(round, counted_paise=100, by=BY).counted_paise == 100
    with pytest.raises(RoundClosed, match="₹1 was counted"):
        actions.close_round(round, counted_paise=500, by=BY)
    assert Event.objects.filter(kind="delivery.round_closed").count() == 1
