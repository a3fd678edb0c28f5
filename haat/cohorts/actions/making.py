"""Waves are made by what their groups have in common, or after one that works; their plan is changed, groups leave."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from haat.cohorts.actions.following import follow_cohort
from haat.cohorts.choosing import Choice, chosen_rows
from haat.cohorts.errors import (
    ChangedSince,
    LeftAlready,
    NobodyChosen,
    NoTitle,
    NotSo,
    NotYetWorking,
    OthersChosen,
    TooManyChosen,
)
from haat.cohorts.models import Cohort, Seat
from haat.cohorts.naming import called
from haat.cohorts.queries import conditions_of
from haat.cohorts.rules import MOST_SEATS, MOST_TITLE, Plan, check_plan, plan_of, works
from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.events import changes, record
from haat.core.locks import hold
from haat.core.rows import insert_many, insert_new, update
from haat.core.texts import clean_line
from haat.places.models import Mart

STATE = Cohort.State


@transaction.atomic
def make_cohort(
    mart: Mart,
    *,
    title: str,
    choice: Choice,
    plan: Mapping[str, date | None],
    budget_paise: int | None = None,
    seen: int | None = None,
    copied: Cohort | None = None,
    key: str,
    by: Actor,
) -> Cohort:
    """A draft of all groups that fit `choice` and are in no running wave; the same `key` again answers the first.

    `seen`: how many of them somebody was shown. `copied`: the wave after whose plan this one is made.
    Raises NoTitle, BadPlan, NobodyChosen, TooManyChosen, OthersChosen, NotYetWorking.
    """
    known = Cohort.objects.filter(mart=mart, key=key).first()
    if known is not None:
        return known
    name, days = _title(title), check_plan(plan)
    if copied is not None and not works(conditions_of(copied)):
        raise NotYetWorking()
    rows = chosen_rows(mart, choice, MOST_SEATS + 1)
    if not rows:
        raise NobodyChosen()
    if len(rows) > MOST_SEATS:
        raise TooManyChosen(MOST_SEATS)
    if seen is not None and seen != len(rows):
        raise OthersChosen(seen, len(rows))
    cohort = Cohort(
        mart=mart,
        title=name,
        plan=_kept(days),
        chosen=choice.kept(),
        budget_paise=budget_paise,
        copied=copied,
        key=key,
    )
    if not insert_new([cohort]):
        return Cohort.objects.get(mart=mart, key=key)
    insert_many([_seat(cohort, choice, row) for row in rows])
    follow_cohort(cohort)
    record("cohorts.made", cohort, by=by, title=name, groups=len(rows), copied=copied.title if copied else "")
    return cohort


def _seat(cohort: Cohort, choice: Choice, row: Any) -> Seat:
    who = {"maker": row} if choice.artisans else {"group": row}
    village = "" if choice.artisans else row.village
    return Seat(
        mart_id=cohort.mart_id, cohort=cohort, block_id=row.block_id, place_id=row.place_id, village=village, **who
    )


def _title(text: str) -> str:
    name = clean_line(text)[:MOST_TITLE]
    if not name:
        raise NoTitle()
    return name


def _kept(plan: Plan) -> dict[str, str]:
    return {stage: day.isoformat() for stage, day in plan.items()}


@transaction.atomic
def change_cohort(
    cohort: Cohort, *, title: str, plan: Mapping[str, date | None], budget_paise: int | None, seen: int, by: Actor
) -> Cohort:
    """Another title, other days, other money; `seen` is the `turn` that was looked at. The same again changes nothing.

    Raises NoTitle, BadPlan, NotSo, ChangedSince.
    """
    name, days = _title(title), check_plan(plan)
    cohort = hold(cohort)
    if cohort.state == STATE.ENDED:
        raise NotSo.over()
    before = {"title": cohort.title, **_kept(plan_of(cohort)), "budget_paise": cohort.budget_paise}
    after = {"title": name, **_kept(days), "budget_paise": budget_paise}
    if before == after:
        return cohort
    if cohort.turn != seen:
        raise ChangedSince()
    cohort.title, cohort.plan, cohort.budget_paise, cohort.turn = name, _kept(days), budget_paise, cohort.turn + 1
    update(cohort, "title", "plan", "budget_paise", "turn")
    follow_cohort(cohort)
    record("cohorts.changed", cohort, by=by, **changes(before, after))
    return cohort


@transaction.atomic
def take_out(seat: Seat, *, by: Actor) -> Seat:
    """A group leaves the wave; what it reached stays written. Raises NotSo, LeftAlready."""
    cohort = hold(seat.cohort)
    seat = hold(seat, "group", "maker")
    if cohort.state == STATE.ENDED:
        raise NotSo.over()
    if seat.left_on is not None:
        raise LeftAlready()
    seat.open, seat.left_on, seat.left_why, seat.stuck_from = False, today(), Seat.Left.TAKEN_OUT, None
    update(seat, "open", "left_on", "left_why", "stuck_from")
    record("cohorts.taken_out", cohort, by=by, seat=seat.pk, called=called(seat))
    return seat
