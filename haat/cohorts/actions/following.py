"""Seats follow what happened: how far each is, where its group lies now, and whom it was found to be."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q

from haat.cohorts.models import Cohort, Seat
from haat.cohorts.reckoning import Reached, reckoned
from haat.cohorts.rules import FIELDS, STAGES, days_of, plan_of, stand
from haat.core.dates import today
from haat.core.locks import hold_all
from haat.core.rows import batches, update_each
from haat.makers.models import Maker
from haat.places.models import Mart
from haat.roster.models import Group

AT_ONCE = 500
_WHERE = ("group", "maker", "block", "place", "village", "open", "left_on", "left_why")
_STAND = ("sales", "stage", "since", "stuck_from", "lacks")
_MOST_STEPS = 8


def follow_makers(makers: Collection[int]) -> int:
    """Make the seats of these makers anew, and of those they were found to be; how many changed."""
    gone = Maker.objects.filter(pk__in=makers, merged_into__isnull=False)
    keys = {*makers, *gone.values_list("merged_into", flat=True)}
    theirs = Q(group__maker__in=keys) | Q(maker__in=keys)
    return _follow_some(Seat.objects.filter(theirs).values_list("pk", flat=True))


def follow_groups(groups: Collection[int]) -> int:
    """Make the seats of these groups of the roster anew; how many changed."""
    return _follow_some(Seat.objects.filter(group__in=groups).values_list("pk", flat=True))


def follow_mart(mart: Mart) -> int:
    """Make every seat of a mart anew: for what no event tells of; how many changed."""
    return _follow_some(Seat.objects.filter(mart=mart).values_list("pk", flat=True))


def follow_cohort(cohort: Cohort) -> int:
    """Make every seat of a wave anew; how many changed."""
    return _follow_some(Seat.objects.filter(cohort=cohort).values_list("pk", flat=True))


def _follow_some(keys: Iterable[int]) -> int:
    return sum(_follow(some) for some in batches(sorted(set(keys)), AT_ONCE))


@transaction.atomic
def _follow(keys: Collection[int]) -> int:
    """Two workers at the same seats take turns, so the later reading is the one that stays."""
    seats = hold_all(Seat.objects.filter(pk__in=keys))
    groups = Group.objects.in_bulk({seat.group_id for seat in seats if seat.group_id})
    makers = Maker.objects.in_bulk({seat.maker_id for seat in seats if seat.maker_id})
    cohorts = Cohort.objects.in_bulk({seat.cohort_id for seat in seats})
    before = {seat.pk: _told(seat) for seat in seats}
    for seat in seats:
        seat.group, seat.maker = groups.get(seat.group_id or 0), makers.get(seat.maker_id or 0)
        _is_now(seat)
        _lies(seat)
    reached = reckoned(seats)
    for seat in seats:
        write(seat, reached[seat.pk], cohorts[seat.cohort_id])
    changed = [seat for seat in seats if _told(seat) != before[seat.pk]]
    update_each(changed, *_WHERE, *FIELDS, *_STAND)
    return len(changed)


def _told(seat: Seat) -> tuple[object, ...]:
    where = (seat.group_id, seat.maker_id, seat.block_id, seat.place_id, seat.village, seat.open, seat.left_why)
    return (*where, *(getattr(seat, name) for name in (*FIELDS, *_STAND)))


def _is_now(seat: Seat) -> None:
    """Who was found to be another goes on as that one; where that one is in the wave already, the seat is given up."""
    now: Group | Maker | None = seat.group or seat.maker
    for _step in range(_MOST_STEPS):
        if now is None or now.merged_into is None:
            break
        now = now.merged_into
    if now is None or now.pk == (seat.group_id or seat.maker_id) or seat.left_on is not None:
        return
    same = {"group": now} if isinstance(now, Group) else {"maker": now}
    there = Q(cohort=seat.cohort_id, left_on=None)
    if seat.open:
        there |= Q(open=True)
    if Seat.objects.filter(there, **same).exclude(pk=seat.pk).exists():
        seat.open, seat.left_on, seat.left_why = False, today(), Seat.Left.SAME
    elif isinstance(now, Group):
        seat.group = now
    else:
        seat.maker = now


def _lies(seat: Seat) -> None:
    if seat.group is not None:
        seat.block_id, seat.place_id, seat.village = seat.group.block_id, seat.group.place_id, seat.group.village
    elif seat.maker is not None:
        seat.block_id, seat.place_id = seat.maker.block_id, seat.maker.place_id


def write(seat: Seat, reached: Reached, cohort: Cohort) -> None:
    """Write into a seat how far it is, and where that lies in the plan."""
    for stage, field in zip(STAGES, FIELDS, strict=True):
        setattr(seat, field, reached.days[stage])
    seat.sales = reached.sales
    where = stand(days_of(seat), plan_of(cohort), begun=cohort.begun_on, running=seat.open)
    seat.stage, seat.since, seat.stuck_from = where.stage, where.since, where.stuck_from
    seat.lacks = reached.lacks.get(where.stage, [])
