"""Papers on their way: what is lacking, being made, applied for, to be read; duties ahead of time, and papers days."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from haat.core.dates import today
from haat.paperwork.models import Road
from haat.paperwork.queries import near_within, waiting_within
from haat.paperwork.roads import SIGNED, need_name, roads
from haat.places.models import Mart, Place
from haat.review.waiting import Rows, Stuck, Waiting
from haat.web.office.desk.rooms import Field, Owned, Room, Shape, Trouble
from haat.web.office.paperwork.words import CELLS, ENDS, NAMES_FROM, ROAD_STATES, SHEETS, SIGNED_WORDS

SOON = timedelta(days=7)


def waits(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    """Numbers that another person has to read, what came back, and days that are near."""
    return (waiting_within(mart, place), near_within(mart, place))


def to_read(mart: Mart, place: Place) -> Rows:
    """Numbers that wait for another person's eyes."""
    rows = waiting_within(mart, place).filter(state=Road.State.GIVEN)
    return Waiting(rows.select_related("maker__block", "seller"), "moved_at", _told)


def near(mart: Mart, place: Place) -> Rows:
    """Papers whose last day is within a week, or past."""
    rows = near_within(mart, place).filter(day__lte=today() + SOON)
    return Waiting(rows.select_related("maker__block", "seller"), "made_at", _due)


def _told(road: Road, since: Any) -> Stuck:
    return _stuck(road, since, (road.pk,))


def _due(duty: Any, since: Any) -> Stuck:
    return _stuck(duty, since, ())


def _stuck(row: Any, since: Any, args: tuple[int, ...]) -> Stuck:
    if row.maker is None:  # a federation's
        return Stuck(name_of(row.kind), None, row.seller.legal_name, "", None, since, 0, args)
    return Stuck(name_of(row.kind), row.maker, "", row.maker.phone, row.maker.block, since, 0, args)


def name_of(kind: str) -> str:
    """What a road, or the paper it leads to, is called."""
    found = roads().get(kind) or next((road for road in roads().values() if road.kind == kind), None)
    return found.name if found is not None else kind


def paper_names() -> dict[str, Any]:
    """Every road by what it is called."""
    return {slug: road.name for slug, road in roads().items()}


def tick_names() -> dict[str, Any]:
    """All that a road may need, by what it is called, and its signature."""
    return {need: need_name(need) for road in roads().values() for need in road.needs} | {SIGNED: SIGNED_WORDS}


def applied(data: Mapping[str, Any]) -> Shape:
    """Where, when, and the end of the number."""
    return {}, {"where": data["where"], "day": data["day"], "reference": data["reference"]}


def ticked(data: Mapping[str, Any]) -> Shape:
    """What is there, or that it was signed; a step of the road is known by its number alone, and left out."""
    what = data["what"].removeprefix("need:")
    return {}, {"what": what} if what and not what.startswith("step:") else {}


def printed(data: Mapping[str, Any]) -> Shape:
    """Which sheet."""
    return {}, {"sheet": data["sheet"]}


def ended(data: Mapping[str, Any]) -> Shape:
    """How."""
    return {}, {"how": data["how"]}


ROOM = Room(
    title=_("Papers"),
    order=24,
    kept=True,
    first="office:paperwork:list",
    deed="see_paperwork",
    also_waits={"change_paperwork": waits},
    words={
        "road_state": ROAD_STATES,
        "paper_cell": CELLS,
        "paper_road": Owned(paper_names),
        "paper_sheet": SHEETS,
        "road_tick": Owned(tick_names),
        "road_end": ENDS,
        "name_from": NAMES_FROM,
    },
    events={
        "paperwork.begun": _("Begun"),
        "paperwork.ticked": _("Ticked"),
        "paperwork.unticked": _("Tick taken back"),
        "paperwork.lacking": _("What keeps it back was written down"),
        "paperwork.filled": _("Asked for the form"),
        "paperwork.printed": _("Sheet printed"),
        "paperwork.applied": _("Applied for"),
        "paperwork.refused": _("Came back"),
        "paperwork.number_written": _("Number written down"),
        "paperwork.granted": _("The paper is there, read by another person"),
        "paperwork.number_unlike": _("The number was not as on the paper"),
        "paperwork.ended": _("Ended without a paper"),
        "paperwork.handed_over": _("Goes on for another maker"),
        "paperwork.duty_near": _("Told of a day that comes near"),
        "paperwork.duty_met": _("Done for this year"),
        "paperwork.camp_planned": _("Papers day planned"),
        "paperwork.camp_told": _("Told of the papers day"),
        "paperwork.turns_given": _("Turns given"),
        "paperwork.turn_taken_off": _("A turn taken off"),
        "paperwork.came": _("Came"),
        "paperwork.called": _("At the desk"),
        "paperwork.seen": _("Seen to"),
        "paperwork.camp_called_off": _("Papers day called off"),
        "paperwork.camp_ended": _("Papers day ended"),
    },
    fields={
        "paperwork.where": Field(_("Where")),
        "paperwork.day": Field(_("Day"), "day"),
        "paperwork.reference": Field(_("Receipt")),
        "paperwork.what": Field(_("What"), "word:road_tick"),
        "paperwork.sheet": Field(_("Sheet"), "word:paper_sheet"),
        "paperwork.how": Field(_("How it ended"), "word:road_end"),
    },
    reads={
        "paperwork.ticked": ticked,
        "paperwork.unticked": ticked,
        "paperwork.lacking": ticked,
        "paperwork.applied": applied,
        "paperwork.printed": printed,
        "paperwork.ended": ended,
    },
    troubles=(
        Trouble(
            kind="number_to_read",
            find=to_read,
            says=_("%(what)s: its number waits for another person’s eyes"),
            key=_("Read the number"),
            page="office:paperwork:road",
            deed="change_paperwork",
        ),
        Trouble(
            kind="paper_due",
            find=near,
            says=_("%(what)s: its last day is near or past"),
            key=_("See the days"),
            page="office:paperwork:duties",
            deed="change_paperwork",
        ),
    ),
)
