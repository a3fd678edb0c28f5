"""Waves begin and end."""

from django.db import transaction
from django.db.models import Q

from haat.cohorts.actions.following import follow_cohort
from haat.cohorts.errors import AllElsewhere, NobodyLeft, NotSo
from haat.cohorts.models import Cohort, Seat
from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.events import record
from haat.core.locks import hold, hold_all, hold_key
from haat.core.rows import update, update_each
from haat.places.models import Mart

STATE = Cohort.State


@transaction.atomic
def begin_cohort(cohort: Cohort, *, by: Actor) -> Cohort:
    """Today is its day nought. Groups that another running wave has by now stay there, and leave this one.

    Begun twice it counts once. Raises NotSo, NobodyLeft, AllElsewhere.
    """
    hold_key(Mart, cohort.mart_id)  # of two waves with one group, one begins first
    cohort = hold(cohort)
    if cohort.state == STATE.RUNNING:
        return cohort
    if cohort.state == STATE.ENDED:
        raise NotSo.over()
    seats = hold_all(Seat.objects.filter(cohort=cohort, left_on=None))
    if not seats:
        raise NobodyLeft()
    elsewhere = _elsewhere(cohort, seats)
    if len(elsewhere) == len(seats):
        raise AllElsewhere()
    for seat in seats:
        seat.open = seat.pk not in elsewhere
        if not seat.open:
            seat.left_on, seat.left_why = today(), Seat.Left.ELSEWHERE
    update_each(seats, "open", "left_on", "left_why")
    cohort.state, cohort.begun_on, cohort.turn = STATE.RUNNING, today(), cohort.turn + 1
    update(cohort, "state", "begun_on", "turn")
    follow_cohort(cohort)
    record("cohorts.begun", cohort, by=by, groups=len(seats) - len(elsewhere), elsewhere=len(elsewhere))
    return cohort


def _elsewhere(cohort: Cohort, seats: list[Seat]) -> set[int]:
    """Of these seats those whose group or artisan is in another wave that runs."""
    groups = {seat.group_id: seat.pk for seat in seats if seat.group_id}
    makers = {seat.maker_id: seat.pk for seat in seats if seat.maker_id}
    taken = Seat.objects.filter(mart=cohort.mart_id, open=True).exclude(cohort=cohort)
    taken = taken.filter(Q(group__in=list(groups)) | Q(maker__in=list(makers)))
    rows = taken.values_list("group_id", "maker_id")
    return {groups[group] if group else makers[maker] for group, maker in rows if group or maker}


@transaction.atomic
def end_cohort(cohort: Cohort, *, by: Actor) -> Cohort:
    """It leads nobody any more: its groups may join another wave. What they reach later is still counted.

    Ended twice it counts once; a draft that is ended never began.
    """
    cohort = hold(cohort)
    if cohort.state == STATE.ENDED:
        return cohort
    seats = hold_all(Seat.objects.filter(cohort=cohort, open=True))
    for seat in seats:
        seat.open, seat.stuck_from = False, None
    update_each(seats, "open", "stuck_from")
    cohort.state, cohort.ended_on, cohort.turn = STATE.ENDED, today(), cohort.turn + 1
    update(cohort, "state", "ended_on", "turn")
    record("cohorts.ended", cohort, by=by, groups=len(seats))
    return cohort
