"""Waves made, begun, changed and paid for by two at once; each trial in a mart of its own."""

from datetime import timedelta

from haat.cohorts import actions
from haat.cohorts.choosing import Choice
from haat.cohorts.models import Cohort, Cost, Seat
from haat.cohorts.rules import plan_of
from haat.core.dates import today
from tests.cohorts.waves import make_wave, plan
from tests.make import BY, make_block, make_own_mart
from tests.races.race import Pair, given, race, told, twice
from tests.web.office.roster.things import make_group


def wave(*, groups: int = 1, begun: bool = True) -> Cohort:
    return make_wave(make_own_mart(), make_block(), groups=groups, begun=begun)


@race(actions.make_cohort)
def a_wave_is_made_twice() -> Pair:
    mart, block = make_own_mart(), make_block()
    make_group(mart, block)
    given_plan = plan()
    return twice(
        lambda row: actions.make_cohort(row, title="One", choice=Choice(), plan=given_plan, key="one", by=BY),
        mart,
        counted=lambda: Seat.objects.filter(mart=mart).count(),
    )


@race(actions.begin_cohort)
def a_wave_begins_twice() -> Pair:
    row = wave(begun=False)
    return twice(lambda one: actions.begin_cohort(one, by=BY), row, counted=told("cohorts.begun", row))


@race(actions.begin_cohort, "cohorts.all_elsewhere")
def two_waves_of_one_group_begin() -> Pair:
    mart, block = make_own_mart(), make_block()
    first, second = make_wave(mart, block, groups=1, begun=False), make_wave(mart, block, begun=False)
    return Pair(
        given(lambda one: actions.begin_cohort(one, by=BY), first),
        given(lambda one: actions.begin_cohort(one, by=BY), second),
        lambda: Seat.objects.filter(mart=mart, open=True).count(),
    )


@race(actions.end_cohort)
def a_wave_ends_twice() -> Pair:
    row = wave()
    return twice(lambda one: actions.end_cohort(one, by=BY), row, counted=told("cohorts.ended", row))


def _change(row: Cohort, title: str):
    days = plan_of(row)
    return lambda one: actions.change_cohort(one, title=title, plan=days, budget_paise=None, seen=one.turn, by=BY)


@race(actions.change_cohort, "cohorts.changed_since")
def two_change_the_plan() -> Pair:
    row = wave()
    return Pair(given(_change(row, "One"), row), given(_change(row, "Two"), row), told("cohorts.changed", row))


@race(actions.take_out, "cohorts.left_already")
def two_take_a_group_out() -> Pair:
    row = wave()
    return twice(lambda seat: actions.take_out(seat, by=BY), row.seats.get(), counted=told("cohorts.taken_out", row))


@race(actions.note_why)
def two_note_the_same() -> Pair:
    row = wave()
    return twice(
        lambda seat: actions.note_why(seat, reason="The bank", by=BY),
        row.seats.get(),
        counted=told("cohorts.noted", row),
    )


@race(actions.write_cost)
def a_bill_is_written_twice() -> Pair:
    row, bill = wave(), {"kind": "travel", "amount_paise": 120_00, "day": today(), "key": "bill"}
    return twice(
        lambda one: actions.write_cost(one, **bill, by=BY), row, counted=lambda: Cost.objects.filter(cohort=row).count()
    )


@race(actions.strike_cost)
def a_bill_is_struck_twice() -> Pair:
    row = wave()
    cost = actions.write_cost(
        row, kind="travel", amount_paise=120_00, day=today() - timedelta(days=1), key="bill", by=BY
    )
    return twice(lambda one: actions.strike_cost(one, by=BY), cost, counted=told("cohorts.cost_struck", row))
