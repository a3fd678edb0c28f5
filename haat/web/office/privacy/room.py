"""Privacy: what people ask of their data, how long it is kept, and breaches."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from haat.places.models import Mart, Place
from haat.privacy.models import Breach, Petition
from haat.privacy.queries import overdue, to_answer, untold_breaches
from haat.review.waiting import Rows, Stuck, Waiting
from haat.web.office.desk.rooms import Field, Room, Shape, Trouble
from haat.web.office.privacy.words import CAMES, KINDS, STATES


def waits(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    """Petitions to answer."""
    if not place.contains(mart.place):
        return ()
    return (to_answer(mart),)


def late(mart: Mart, place: Place) -> Rows:
    """Petitions whose day has come; they are the whole mart's affair."""
    rows = overdue(mart) if place.contains(mart.place) else overdue(mart).none()
    return Waiting(rows.select_related("block"), "asked_at", _late)


def _late(row: Petition, since: Any) -> Stuck:
    return Stuck(str(KINDS[row.kind]), None, "", row.phone, row.block, since, 0, (row.pk,))


def untold(mart: Mart, place: Place) -> Rows:
    """Breaches whose clock runs."""
    rows = untold_breaches(mart) if place.contains(mart.place) else untold_breaches(mart).none()
    return Waiting(rows, "known_at", _untold)


def _untold(row: Breach, since: Any) -> Stuck:
    return Stuck(row.name, None, "", "", None, since, 0, (row.pk,))


def days(data: Mapping[str, Any]) -> Shape:
    """How many days before and after."""
    return {"days": data["before"]}, {"days": data["after"]}


def rows_gone(data: Mapping[str, Any]) -> Shape:
    """How many rows."""
    return {}, {"rows": data["rows"]}


ROOM = Room(
    title=_("Privacy"),
    order=88,
    kept=True,
    first="office:privacy:list",
    deed="privacy",
    whole_mart=True,
    waits=waits,
    words={"petition": STATES, "petition_kind": KINDS, "petition_came": CAMES},
    events={
        "privacy.yes_recorded": _("Her yes was recorded"),
        "privacy.yes_played": _("Her yes was heard"),
        "privacy.stopped": _("Stopped, because she said no"),
        "privacy.asked": _("Asked"),
        "privacy.export_made": _("Copy made"),
        "privacy.export_seen": _("Copy taken"),
        "privacy.answered": _("Answered"),
        "privacy.refused": _("Not done"),
        "privacy.taken_back": _("Taken back by her"),
        "privacy.erase_agreed": _("First yes to erasing"),
        "privacy.erased": _("Erased"),
        "privacy.seal_opened": _("Seal opened"),
        "privacy.cleared": _("Deleted by the clock"),
        "privacy.setting_changed": _("Days changed"),
        "privacy.breach_noted": _("Breach written down"),
        "privacy.breach_changed": _("Breach mended"),
        "privacy.concerned_named": _("Numbers of persons written down"),
        "privacy.board_told": _("Board told"),
        "privacy.board_given_details": _("Details given to the Board"),
        "privacy.people_told": _("Persons told"),
        "privacy.breach_closed": _("Breach closed"),
    },
    fields={
        "privacy.days": Field(_("Days")),
        "privacy.rows": Field(_("Rows")),
        "privacy.measures": Field(_("What was done")),
        "privacy.people_count": Field(_("How many people")),
    },
    reads={"privacy.setting_changed": days, "privacy.cleared": rows_gone, "privacy.erased": lambda data: ({}, {})},
    troubles=(
        Trouble(
            kind="late_petition",
            find=late,
            says=_("%(what)s: the day to answer has come"),
            key=_("Answer it"),
            page="office:privacy:petition",
        ),
        Trouble(
            kind="untold_breach",
            find=untold,
            says=_("%(what)s: Board or persons are still to be told"),
            key=_("Tell them"),
            page="office:privacy:breach",
        ),
    ),
)
