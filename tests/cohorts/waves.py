"""Waves for tests: groups of a block, known or enrolled, and a wave of them with a plan."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from haat.cohorts import actions
from haat.cohorts.choosing import Choice
from haat.cohorts.models import Cohort, Seat
from haat.cohorts.rules import STAGES
from haat.core.dates import today
from haat.makers.models import Maker
from haat.places.models import Mart, Place
from haat.roster.models import Group
from tests.make import BY, make_maker, number
from tests.web.office.roster.things import make_group


def plan(first: date | None = None, step: int = 10) -> dict[str, date]:
    """A stage every so many days, from the first day on."""
    start = first or today() + timedelta(days=7)
    return {stage: start + timedelta(days=step * at) for at, stage in enumerate(STAGES)}


def enrolled(mart: Mart, block: Place, name: str = "Chandni group", **more: Any) -> tuple[Group, Maker]:
    """A group of the roster that is a live maker."""
    maker = make_maker(name, mart=mart, block=block, **more)
    return make_group(mart, block, name, state=Group.State.ENROLLED, maker=maker), maker


def make_wave(mart: Mart, block: Place, *, groups: int = 0, begun: bool = True, **more: Any) -> Cohort:
    """A wave of all groups of a block that are in none, with so many new ones among them."""
    for _each in range(groups):
        make_group(mart, block, f"Wave SHG {number()}")
    told = {"title": f"Wave {number()}", "choice": Choice(blocks=(block.pk,)), "plan": plan(), "key": f"w{number()}"}
    cohort = actions.make_cohort(mart, by=BY, **(told | more))
    return actions.begin_cohort(cohort, by=BY) if begun else cohort


def seat_of(group: Group | Maker) -> Seat:
    """The seat of a group, or of an artisan, in its newest wave."""
    wanted = {"group": group} if isinstance(group, Group) else {"maker": group}
    return Seat.objects.filter(**wanted).latest("pk")


def earlier(cohort: Cohort, days: int) -> Cohort:
    """As if it had begun so many days before."""
    begun = today() - timedelta(days=days)
    shifted = {
        stage: (date.fromisoformat(day) - timedelta(days=days)).isoformat() for stage, day in cohort.plan.items()
    }
    Cohort.objects.filter(pk=cohort.pk).update(begun_on=begun, plan=shifted)
    Group.objects.filter(pk__in=cohort.seats.values("group")).update(known_at=timezone.now() - timedelta(days=days))
    actions.follow_cohort(cohort)
    cohort.refresh_from_db()
    return cohort
