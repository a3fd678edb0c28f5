"""Where and when it was applied for, why it came back, and how a road ends without a paper."""

from datetime import date

from django.db import transaction

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.events import record
from haat.core.identifiers import mask_account
from haat.core.locks import hold, hold_key
from haat.core.texts import clean_line
from haat.makers.models import Maker
from haat.paperwork.actions.holding import held_open, moved
from haat.paperwork.errors import BadDay, NoReason, NoSuchEnd, NotApplied, NoWhere, RoadEnded, TooLong
from haat.paperwork.models import Road
from haat.paperwork.roads import NOT_NEEDED, road_of
from haat.paperwork.rules import MOST_REASON, MOST_REFERENCE, MOST_WHERE, OLDEST_APPLICATION, OPEN


@transaction.atomic
def note_applied(road: Road, *, where: str, day: date, reference: str = "", by: Actor) -> Road:
    """It was applied for; told again the same, it counts once, told otherwise it mends what stood there.

    Raises NoWhere, BadDay, TooLong, RoadEnded.
    """
    place, number = clean_line(where), "".join(clean_line(reference).upper().split())
    if not place:
        raise NoWhere()
    for field, text, most in (("where", place, MOST_WHERE), ("reference", number, MOST_REFERENCE)):
        if len(text) > most:
            raise TooLong(field, most)
    if not today() - OLDEST_APPLICATION <= day <= today():
        raise BadDay(today() - OLDEST_APPLICATION)
    held = held_open(road)
    told = (place, day, number)
    stands = (held.applied_where, held.applied_on, held.reference)
    if held.state in (Road.State.APPLIED, Road.State.GIVEN) and stands == told:
        return held
    held.applied_where, held.applied_on, held.reference = told
    held.why, held.lacking = "", ""
    given = held.state == Road.State.GIVEN  # its number is there already: only where it came from is mended
    moved(held, held.state if given else Road.State.APPLIED, "applied_where", "applied_on", "reference", "why")
    masked = mask_account(number) if number else ""
    record("paperwork.applied", held, by=by, where=place, day=day.isoformat(), reference=masked)
    return held


@transaction.atomic
def note_refused(road: Road, *, reason: str, by: Actor) -> Road:
    """The office sent it back, and why. Raises NoReason, TooLong, NotApplied, RoadEnded."""
    why = _reason(reason)
    if not why:
        raise NoReason()
    held = held_open(road)
    if held.state == Road.State.REFUSED and held.why == why:
        return held
    if held.state not in (Road.State.APPLIED, Road.State.REFUSED):
        raise NotApplied()
    held.why = why
    moved(held, Road.State.REFUSED, "why")
    record("paperwork.refused", held, by=by, reason=why)
    return held


@transaction.atomic
def end_road(road: Road, *, how: str, reason: str = "", by: Actor) -> Road:
    """The paper is not needed (`reason` is the proof), or only to be had through the federation or a licensed unit.

    Raises NoSuchEnd, NoReason, TooLong, RoadEnded; ended so before, it stays so.
    """
    if how not in road_of(road.kind).ends:
        raise NoSuchEnd()
    why = _reason(reason)
    state = Road.State.NOT_NEEDED if how == NOT_NEEDED else Road.State.THROUGH
    if state == Road.State.NOT_NEEDED and not why:
        raise NoReason()
    if road.maker_id is not None:
        hold_key(Maker, road.maker_id)
    held = hold(road)
    if held.state == state:
        return held
    if held.state not in OPEN or held.state == Road.State.GIVEN:
        raise RoadEnded()
    held.why = why
    moved(held, state, "why")
    record("paperwork.ended", held, by=by, how=how, reason=why)
    return held


def _reason(text: str) -> str:
    why = clean_line(text)
    if len(why) > MOST_REASON:
        raise TooLong("reason", MOST_REASON)
    return why
