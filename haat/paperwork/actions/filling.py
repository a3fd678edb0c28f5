"""What is had, what is lacking, what was asked for the form, and that it was printed."""

import re
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.numerals import latin_digits
from haat.core.rows import insert_new
from haat.core.texts import clean_line
from haat.paperwork import data
from haat.paperwork.actions.holding import held_open
from haat.paperwork.errors import AadhaarNotKept, NotOnThisRoad, TooLong
from haat.paperwork.models import Road, Tick
from haat.paperwork.roads import road_of
from haat.paperwork.rules import MOST_ANSWER
from haat.paperwork.sealed import closed, opened

# Twelve digits of which the first is 2 to 9; a phone with its 91 is none.
_AADHAAR = re.compile(r"(?<!\d)(?!91[6-9]\d{9}(?!\d))[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}(?!\d)")
SHEETS = ("form", "proof", "resolution")


@transaction.atomic
def tick(road: Road, *, what: str, by: Actor) -> Road:
    """Something is there, or done; ticked again it stays as it was. Raises NotOnThisRoad, RoadEnded."""
    held = held_open(road)
    if what not in road_of(held.kind).ticks:
        raise NotOnThisRoad()
    if insert_new([Tick(road=held, what=what, by_id=by.user_id)]):
        if f"need:{held.lacking}" == what:
            held.lacking = ""
        held.moved_at = timezone.now()
        held.save(update_fields=["lacking", "moved_at"])
        record("paperwork.ticked", held, by=by, what=what)
    return held


@transaction.atomic
def untick(road: Road, *, what: str, by: Actor) -> Road:
    """It was ticked by mistake. Raises RoadEnded."""
    held = held_open(road)
    if Tick.objects.filter(road=held, what=what).delete()[0]:
        record("paperwork.unticked", held, by=by, what=what)
    return held


@transaction.atomic
def note_lacking(road: Road, *, need: str, by: Actor) -> Road:
    """What keeps it back: one of its needs; empty when nothing does any more. Raises NotOnThisRoad, RoadEnded."""
    held = held_open(road)
    if need and need not in road_of(held.kind).needs:
        raise NotOnThisRoad()
    if held.lacking == need:
        return held
    held.lacking, held.moved_at = need, timezone.now()
    held.save(update_fields=["lacking", "moved_at"])
    if need:
        Tick.objects.filter(road=held, what=f"need:{need}").delete()
    record("paperwork.lacking", held, by=by, what=need)
    return held


@transaction.atomic
def fill_form(road: Road, *, answers: Mapping[str, str], by: Actor) -> Road:
    """What was asked for the boxes of the form, sealed; of each box the last answer counts, an empty one takes it away.

    Raises NotOnThisRoad, TooLong at the box, AadhaarNotKept, RoadEnded, AnswersUnreadable.
    """
    form = road_of(road.kind).form
    asked = {box for box in form.boxes if data.boxes()[box]["fill"] == "ask"} if form else set()
    if set(answers) - asked:
        raise NotOnThisRoad()
    told = {box: clean_line(text) for box, text in answers.items()}
    for box, text in told.items():
        if len(text) > MOST_ANSWER:
            raise TooLong(box, MOST_ANSWER)
        if _AADHAAR.search(latin_digits(text)):
            raise AadhaarNotKept(box)
    held = held_open(road)
    before = opened(held)
    after = {box: text for box, text in {**before, **told}.items() if text}
    if after == before:
        return held
    held.answers, held.moved_at = closed(held, after), timezone.now()
    held.save(update_fields=["answers", "moved_at"])
    changed = sorted(box for box in {*before, *after} if before.get(box) != after.get(box))
    record("paperwork.filled", held, by=by, boxes=changed)
    return held


@transaction.atomic
def note_printed(road: Road, *, sheet: str, by: Actor) -> Road:
    """A sheet with what is known of her was printed; every time it is on record. Raises NotOnThisRoad, RoadEnded."""
    held, known = held_open(road), road_of(road.kind)
    if (
        sheet not in SHEETS
        or (sheet == "form" and known.form is None)
        or (sheet != "form" and sheet not in known.letters)
    ):
        raise NotOnThisRoad()
    if sheet == "form" and held.printed_at is None:
        held.printed_at = held.moved_at = timezone.now()
        held.save(update_fields=["printed_at", "moved_at"])
    record("paperwork.printed", held, by=by, sheet=sheet)
    return held
