"""The stages in their order, where a group stands by the days it reached them, and when a wave may be copied."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.db.models import QuerySet

from haat.cohorts.errors import BadPlan
from haat.cohorts.models import Cohort, Seat
from haat.people.models import User
from haat.people.rules import scope
from haat.places.models import Mart, Place

SURVEY, TRAINING, GOOD, PAPERS = "survey", "training", "good", "papers"
PHOTOS, LIVE, SALE, TENTH = "photos", "live", "sale", "tenth"
STAGES = (SURVEY, TRAINING, GOOD, PAPERS, PHOTOS, LIVE, SALE, TENTH)
# What nobody waits for any more once a stage is reached: who brings goods need not be taught to, and who is in the shop
# had her papers and pictures. Papers alone show nothing: a group may have had them for years.
BEHIND = {
    TRAINING: (SURVEY,),
    GOOD: (SURVEY, TRAINING),
    PAPERS: (SURVEY,),
    PHOTOS: (SURVEY, TRAINING, GOOD),
    **{stage: STAGES[: STAGES.index(stage)] for stage in (LIVE, SALE, TENTH)},
}
FIELDS = tuple(f"{stage}_on" for stage in STAGES)
TEN = 10
# So many days after the first a plan reaches each stage, where nobody says otherwise.
USUAL = dict(zip(STAGES, (7, 21, 42, 56, 63, 70, 91, 168), strict=True))
MOST_SEATS, MOST_DAYS = 2_000, 3 * 366
MOST_TITLE, MOST_WORDS = 80, 200
# Up to so many days beyond the plan a group is late; beyond them it is what a coordinator hears of first.
LATE = 14
# A wave is copied when half are live, a quarter has sold, and none waits so many days beyond its plan.
TOO_LATE = 30
Plan = Mapping[str, date]
Days = Mapping[str, date | None]


def plan_of(cohort: Cohort) -> dict[str, date]:
    """Stage → the planned day."""
    return {stage: date.fromisoformat(cohort.plan[stage]) for stage in STAGES}


def usual_plan(first: date) -> dict[str, date]:
    """A plan as it is offered, from its first day."""
    return {stage: first + timedelta(days=after) for stage, after in USUAL.items()}


def shifted(plan: Plan, days: int) -> dict[str, date]:
    """The same plan so many days later."""
    return {stage: day + timedelta(days=days) for stage, day in plan.items()}


def check_plan(plan: Mapping[str, date | None]) -> dict[str, date]:
    """The plan, every stage with a day and none before the one above it. Raises BadPlan at the stage."""
    found: dict[str, date] = {}
    before: date | None = None
    for stage in STAGES:
        day = plan.get(stage)
        if day is None:
            raise BadPlan.missing(stage)
        if before is not None and day < before:
            raise BadPlan.backwards(stage)
        found[stage] = before = day
        if (day - found[STAGES[0]]).days > MOST_DAYS:
            raise BadPlan.too_long(stage)
    return found


@dataclass(frozen=True)
class Stand:
    """Which stage a group waits for ("": none is left), since when, and until when that is within the plan."""

    stage: str
    since: date | None
    stuck_from: date | None


def stand(days: Days, plan: Plan, *, begun: date | None, running: bool) -> Stand:
    """Where a group stands. It waits for the first stage that it neither reached nor has left behind (`BEHIND`).

    It is stuck from the planned day of that stage, or from the day it came so far, whichever is later: who reached the
    stage before it only yesterday has not waited longer than a day.
    """
    reached = {stage for stage in STAGES if days[stage] is not None}
    behind = reached.union(*(BEHIND.get(stage, ()) for stage in reached))
    stage = next((stage for stage in STAGES if stage not in behind), "")
    before = STAGES[: STAGES.index(stage)] if stage else STAGES
    since = max(filter(None, (*(days[each] for each in before), begun)), default=None)
    if not stage or not running:
        return Stand(stage, since, None)
    return Stand(stage, since, max(plan[stage], since) if since else plan[stage])


def days_of(seat: Seat) -> dict[str, date | None]:
    """Stage → the day a seat reached it."""
    return {stage: getattr(seat, field) for stage, field in zip(STAGES, FIELDS, strict=True)}


@dataclass(frozen=True)
class Condition:
    """One of what a wave must show before it is copied: so many of so many (`most`: so many at most)."""

    name: str
    has: int
    of: int
    met: bool


def conditions(groups: int, live: int, sold: int, too_late: int) -> tuple[Condition, ...]:
    """What a wave must show before the next villages follow it."""
    half, quarter = ceil(groups / 2), ceil(groups / 4)
    return (
        Condition("live", live, half, groups > 0 and live >= half),
        Condition("sold", sold, quarter, groups > 0 and sold >= quarter),
        Condition("late", too_late, 0, too_late == 0),
    )


def works(conditions: Iterable[Condition]) -> bool:
    """Whether all are met."""
    return all(each.met for each in conditions)


def reach(user: User, mart: Mart, deed: str = "see_cohorts") -> Place | None:
    """The widest place at which she may do `deed`; None for nowhere."""
    return scope(user, mart, deed)


def whole(place: Place, mart: Mart) -> bool:
    """Whether a place is all of the mart's: what a wave cost is told only then, for no block has a part of it."""
    return place.contains(mart.place)


def seats_within(place: Place, mart: Mart) -> "QuerySet[Seat]":
    """The seats of a mart at or below a place, those that left too."""
    return Seat.objects.filter(place.reach(mart, "block"), mart=mart)


def cohorts_within(place: Place, mart: Mart) -> "QuerySet[Cohort]":
    """The waves of a mart in which a group at or below a place is, or was."""
    rows = Cohort.objects.filter(mart=mart)
    if whole(place, mart):
        return rows
    return rows.filter(pk__in=seats_within(place, mart).order_by().values("cohort"))
