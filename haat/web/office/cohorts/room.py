"""Waves: groups taken along together by a plan, how far each is, who is stuck, and what it cost."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from haat.cohorts.models import Seat
from haat.cohorts.naming import called
from haat.cohorts.queries import stuck_within
from haat.cohorts.rules import LATE
from haat.cohorts.words import STAGES, WHOSE
from haat.places.models import Mart, Place
from haat.review.waiting import Stuck, Waiting
from haat.web.office.cohorts.words import COSTS, LEFT, STATES
from haat.web.office.desk.rooms import Field, Room, Shape, Trouble


def _waits(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    """Groups that wait more than two weeks beyond their plan."""
    return (stuck_within(mart, place, LATE),)


def _stuck(mart: Mart, place: Place) -> Iterable[Stuck]:
    """The same, for Today."""
    return Waiting(stuck_within(mart, place, LATE), "stuck_from", _told)


def _told(seat: Seat, since: datetime) -> Stuck:
    maker = seat.maker or (seat.group.maker if seat.group else None)
    phone = maker.phone if maker else seat.group.phone if seat.group else ""
    return Stuck(called(seat), maker, "", phone, seat.block, since, 0, (seat.pk,))


def _said(data: Mapping[str, Any], *names: str) -> Shape:
    """These of its words, but for the empty ones."""
    return {}, {name: data[name] for name in names if data[name]}


def made(data: Mapping[str, Any]) -> Shape:
    """Of how many groups, and after which wave."""
    return _said(data, "title", "groups", "copied")


def begun(data: Mapping[str, Any]) -> Shape:
    """With how many groups."""
    return _said(data, "groups", "elsewhere")


def ended(data: Mapping[str, Any]) -> Shape:
    """With how many groups."""
    return _said(data, "groups")


def left(data: Mapping[str, Any]) -> Shape:
    """Which group."""
    return {"called": data["called"]}, {"called": ""}


def noted(data: Mapping[str, Any]) -> Shape:
    """Of which group, and what."""
    return _said(data, "called", "step", "whose")


def paid(data: Mapping[str, Any]) -> Shape:
    """For what."""
    return _said(data, "kind", "words")


ROOM = Room(
    title=_("Waves"),
    order=23,
    kept=True,
    first="office:cohorts:list",
    deed="see_cohorts",
    waits=_waits,
    words={"wave_stage": STAGES, "wave": STATES, "wave_cost": COSTS, "wave_whose": WHOSE, "wave_left": LEFT},
    events={
        "cohorts.made": _("Wave made"),
        "cohorts.begun": _("Wave begun"),
        "cohorts.changed": _("Plan changed"),
        "cohorts.ended": _("Wave ended"),
        "cohorts.taken_out": _("A group left the wave"),
        "cohorts.noted": _("Why a group waits written down"),
        "cohorts.cost_written": _("Bill written down"),
        "cohorts.cost_struck": _("Bill struck"),
    },
    sums={"cohorts.cost_written": "amount_paise", "cohorts.cost_struck": "amount_paise"},
    fields={
        "cohorts.title": Field(_("Title")),
        "cohorts.groups": Field(_("Groups or artisans")),
        "cohorts.copied": Field(_("After the wave")),
        "cohorts.elsewhere": Field(_("Stayed in another wave")),
        "cohorts.called": Field(_("Group")),
        "cohorts.step": Field(_("What is done next")),
        "cohorts.whose": Field(_("By whom"), "word:wave_whose"),
        "cohorts.kind": Field(_("What for"), "word:wave_cost"),
        "cohorts.words": Field(_("Bill")),
        "cohorts.budget_paise": Field(_("Money for it"), "money"),
        **{f"cohorts.{stage}": Field(words) for stage, words in STAGES.items() if stage},
    },
    reads={
        "cohorts.made": made,
        "cohorts.begun": begun,
        "cohorts.ended": ended,
        "cohorts.taken_out": left,
        "cohorts.noted": noted,
        "cohorts.cost_written": paid,
        "cohorts.cost_struck": paid,
    },
    troubles=(
        Trouble(
            kind="wave_stuck",
            find=_stuck,
            says=_("%(what)s waits beyond the plan of its wave"),
            key=_("See what is missing"),
            page="office:cohorts:seat",
        ),
    ),
)
