"""Waves as the coordinator of a block sees them: how many groups wait for what, and whom she calls first."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Min, Q

from haat.cohorts.lacking import BUYER, DESK, LACKS
from haat.cohorts.models import Cohort, Seat
from haat.cohorts.queries import stuck_within
from haat.cohorts.rules import STAGES, seats_within
from haat.core.dates import today
from haat.makers.rules import Blocker
from haat.places.models import Mart, Place

MOST_CALLS = 40
_NOT_HERS = (Seat.Whose.DESK, Seat.Whose.BANK, Seat.Whose.OFFICE)


@dataclass(frozen=True)
class Waiting:
    """So many groups wait for a stage, the first of them since a day."""

    stage: str
    groups: int
    since: date | None


@dataclass(frozen=True)
class Call:
    """A group that is stuck: how to reach it, what it lacks, and whether a call can move it."""

    seat: Seat
    phone: str
    lacks: Sequence[Blocker]

    @property
    def moves(self) -> bool:
        """Whether the group or its coordinator has the next step: not the desk, a bank or a buyer."""
        if not self.phone:
            return False
        if self.seat.reason:
            return self.seat.whose not in _NOT_HERS
        return not self.lacks or any(lack.who not in (DESK, BUYER) for lack in self.lacks)


@dataclass
class Here:
    """One running wave within a place."""

    cohort: Cohort
    groups: int = 0
    live: int = 0
    stuck: int = 0
    waiting: list[Waiting] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)


def waves_here(mart: Mart, place: Place) -> list[Here]:
    """The running waves with a group at or below a place, the newest first, whom to call first in each.

    At most `MOST_CALLS` of those that are stuck, the longest first. Three statements, whatever their number.
    """
    seats = seats_within(place, mart).filter(open=True).order_by()
    late = Count("pk", filter=Q(stuck_from__lt=today()))
    told = seats.values_list("cohort", "stage").annotate(
        groups=Count("pk"), first=Min("since"), through=Count("live_on"), behind=late
    )
    found: dict[int, Here] = {}
    rows = list(told)
    for cohort in Cohort.objects.filter(pk__in={row[0] for row in rows}).order_by("-pk"):
        found[cohort.pk] = Here(cohort)
    for key, stage, groups, since, live, stuck in rows:
        here = found[key]
        here.groups, here.live, here.stuck = here.groups + groups, here.live + live, here.stuck + stuck
        if stage:
            here.waiting.append(Waiting(stage, groups, since))
    for key, calls in _calls(mart, place).items():
        found[key].calls = calls
    for here in found.values():
        here.waiting.sort(key=lambda one: STAGES.index(one.stage))
    return list(found.values())


def _calls(mart: Mart, place: Place) -> dict[int, list[Call]]:
    calls: dict[int, list[Call]] = defaultdict(list)
    for seat in stuck_within(mart, place).select_related("place").order_by("stuck_from", "pk")[:MOST_CALLS]:
        calls[seat.cohort_id].append(Call(seat, _phone(seat), [LACKS[code] for code in seat.lacks if code in LACKS]))
    return {key: sorted(of, key=lambda call: not call.moves) for key, of in calls.items()}


def _phone(seat: Seat) -> str:
    """Where the group is reached: its own phone, or that of the maker it became."""
    maker = seat.group.maker if seat.group is not None else None
    return seat.phone or (maker.phone if maker is not None else "")


def stuck_here(mart: Mart, place: Place) -> tuple[int, int]:
    """(groups in running waves, those of them that are stuck) at or below a place; one statement."""
    rows = seats_within(place, mart).filter(open=True)
    told = rows.aggregate(groups=Count("pk"), stuck=Count("pk", filter=Q(stuck_from__lt=today())))
    return told["groups"], told["stuck"]
