"""What must hold of waves: what is kept of a seat is what the rows of the other rooms say of its group."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from django.db.models import F, Q

from haat.cohorts.actions.following import AT_ONCE
from haat.cohorts.models import Cohort, Cost, Seat
from haat.cohorts.reckoning import reckoned
from haat.cohorts.rules import STAGES, TRAINING, days_of, plan_of, stand
from haat.core.dates import today
from haat.core.doctor import check, waits
from haat.core.models import Event
from haat.core.rows import batches


@check("waves: how far groups are = what goods, papers, lessons and orders say")
def seats_are_as_reckoned() -> Iterator[str]:
    """Every stage of every seat, counted from the rows in a fixed number of statements for some hundred seats.

    A lesson done right in the real app is told by no event: of the last day it is behind, not wrong.
    """
    if waits("cohorts"):
        return
    keys = list(Seat.objects.order_by("pk").values_list("pk", flat=True))
    for some in batches(keys, AT_ONCE):
        seats = list(Seat.objects.filter(pk__in=some).select_related("group", "cohort").order_by("pk"))
        found = reckoned(seats)
        for seat in seats:
            right, kept = found[seat.pk], days_of(seat)
            for stage in STAGES:
                if kept[stage] != right.days[stage] and not _behind(stage, right.days):
                    yield f"seat {seat.pk}: {stage} is kept as {kept[stage]}, and reached on {right.days[stage]}"
            if seat.sales != right.sales:
                yield f"seat {seat.pk}: {seat.sales} sales are kept, not {right.sales}"


def _behind(stage: str, days: Mapping[str, date | None]) -> bool:
    day = days[TRAINING]
    return stage == TRAINING and day is not None and day >= today() - timedelta(days=1)


@check("waves: where groups stand follows from their days and the plan")
def stands_follow() -> Iterator[str]:
    """The stage a seat waits for, and since when it is stuck."""
    for seat in Seat.objects.select_related("cohort").order_by("pk").iterator():
        where = stand(days_of(seat), plan_of(seat.cohort), begun=seat.cohort.begun_on, running=seat.open)
        if (seat.stage, seat.stuck_from) != (where.stage, where.stuck_from):
            yield f"seat {seat.pk}: waits for {seat.stage or 'nothing'}, and should for {where.stage or 'nothing'}"


@check("waves: open seats are those of running waves, and lie in their mart")
def seats_fit_their_wave() -> Iterable[str]:
    """Who has not left a wave that runs sits open in it, and nobody sits in a wave of another mart."""
    running = Cohort.State.RUNNING
    wrong = Q(open=True) & ~Q(cohort__state=running) | Q(open=False, left_on=None, cohort__state=running)
    for seat in Seat.objects.filter(wrong | ~Q(cohort__mart=F("mart"))).order_by("pk"):
        yield f"seat {seat.pk} of wave {seat.cohort_id}: open is {seat.open}, and it should not be"


@check("waves: costs are as they were told")
def costs_are_told() -> Iterable[str]:
    """What a wave cost is what its trail says was written, without what it says was struck."""
    kept, trail = Counter[int](), Counter[int]()
    for cohort, amount in Cost.objects.filter(struck_at=None).values_list("cohort_id", "amount_paise"):
        kept[cohort] += amount
    kinds = ("cohorts.cost_written", "cohorts.cost_struck")
    about = Event.objects.filter(kind__in=kinds, subject_type=Cohort._meta.label_lower)
    for cohort, kind, data in about.values_list("subject_id", "kind", "data"):
        trail[cohort] += int(data["amount_paise"]) * (1 if kind == kinds[0] else -1)
    for cohort in sorted(kept.keys() | trail.keys()):
        if kept[cohort] != trail[cohort]:
            yield f"wave {cohort}: its bills make {kept[cohort]} paise, told were {trail[cohort]}"
