"""The village survey at the desk: who was found, and what becomes of her."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from haat.core.languages import best
from haat.places.models import Mart, Place
from haat.review.waiting import Rows, Stuck, Waiting
from haat.survey.models import Find, Walk
from haat.survey.queries import new_within, open_within
from haat.survey.walking import orphaned
from haat.survey.words import SELLS
from haat.web.office.desk.rooms import Field, Room, Shape, Trouble
from haat.web.office.survey.words import CALLS, FORGOT, HOWS, STATES, TONGUE_NAMES, WHYS

# She was told that the office calls: after so long she no longer believes it.
A_WEEK = timedelta(days=7)


def waits(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    """Finds that nobody has looked at."""
    return (new_within(mart, place),)


def uncalled(mart: Mart, place: Place) -> Rows:
    """Finds of a week ago with a number, whom nobody has called yet."""
    rows = open_within(mart, place).filter(called_at=None, told_at__lt=timezone.now() - A_WEEK).exclude(phone="")
    return Waiting(rows.select_related("block"), "told_at", _told)


def _told(find: Find, since: Any) -> Stuck:
    return Stuck(find.called, None, find.name, find.phone, find.block, since, 0, (find.pk,))


def alone(mart: Mart, place: Place) -> Rows:
    """Villages that were given to somebody who walks there no more."""
    return Waiting(orphaned(mart, place).select_related("place__parent", "worker"), "given_at", _given)


def _given(walk: Walk, since: Any) -> Stuck:
    place, worker = walk.place, walk.worker
    block = place if place.kind == Place.Kind.BLOCK else place.parent
    return Stuck(best(place.names).text, None, str(worker), worker.phone, block, since, 0, (place.pk,))


def step(data: Mapping[str, Any]) -> Shape:
    """Where it stood before."""
    return {"state": data["before"]}, {}


def called(data: Mapping[str, Any]) -> Shape:
    """How the call went."""
    return {}, {"call": data["result"]}


def put_off(data: Mapping[str, Any]) -> Shape:
    """Until when."""
    return {"state": data["before"]}, {"again_on": data["until"]}


def dropped(data: Mapping[str, Any]) -> Shape:
    """Why."""
    return {"state": data["before"]}, {"why": data["why"] or None}


def forgotten(data: Mapping[str, Any]) -> Shape:
    """Why nobody needs it any more."""
    return {}, {"forgot": data["why"]}


ROOM = Room(
    title=_("Village survey"),
    order=26,
    first="office:survey:list",
    deed="see_finds",
    waits=waits,
    words={
        "find": STATES,
        "find_sells": SELLS,
        "find_call": CALLS,
        "find_why": WHYS,
        "find_how": HOWS,
        "find_forgot": FORGOT,
        "tongue": TONGUE_NAMES,
    },
    events={
        "survey.found": _("Found in the village"),
        "survey.corrected": _("Mended by the worker"),
        "survey.made_lead": _("To be followed"),
        "survey.called": _("Called"),
        "survey.put_off": _("Put off"),
        "survey.same": _("Known already"),
        "survey.dropped": _("Dropped"),
        "survey.made_maker": _("Became a maker"),
        "survey.withdrawn": _("Took her yes back; all of hers was deleted"),
        "survey.forgotten": _("Deleted, for nobody needs it any more"),
        "survey.photo_seen": _("Photo looked at"),
        "survey.voice_played": _("Voice listened to"),
        "survey.village_given": _("Village given to a worker"),
        "survey.village_taken_back": _("Village taken back from a worker"),
        "survey.village_walked": _("Village walked to the end"),
        "survey.house_closed": _("Nobody was at home"),
        "survey.house_ended": _("House met, or empty"),
        "survey.house_forgotten": _("Nobody went to the house again"),
        "survey.taken_out": _("Finds taken out as a table"),
        "survey.notice_recorded": _("Notice recorded"),
    },
    fields={
        "survey.state": Field(_("Before"), "word:find"),
        "survey.call": Field(_("How it went"), "word:find_call"),
        "survey.again_on": Field(_("Ask again on"), "day"),
        "survey.why": Field(_("Reason"), "word:find_why"),
        "survey.forgot": Field(_("Reason"), "word:find_forgot"),
        "survey.tongue": Field(_("Language"), "word:tongue"),
        "survey.rows": Field(_("Rows")),
    },
    reads={
        "survey.made_lead": step,
        "survey.called": called,
        "survey.put_off": put_off,
        "survey.same": step,
        "survey.dropped": dropped,
        "survey.made_maker": step,
        "survey.withdrawn": step,
        "survey.forgotten": forgotten,
        "survey.taken_out": lambda data: ({}, {"rows": data["rows"]}),
        "survey.notice_recorded": lambda data: ({}, {"tongue": data["tongue"]}),
    },
    troubles=(
        Trouble(
            kind="uncalled_find",
            find=uncalled,
            says=_("%(what)s was found a week ago, and nobody has called her"),
            key=_("Call her"),
            page="office:survey:find",
            deed="change_finds",
        ),
        Trouble(
            kind="walk_alone",
            find=alone,
            says=_("%(what)s: who was to walk it walks there no more"),
            key=_("Hand the village on"),
            page="office:survey:village",
            deed="change_finds",
        ),
    ),
)
