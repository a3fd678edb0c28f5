"""Handed over: the day and by whom; ticked twice it counts once, ticked by mistake it is taken back; called off."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.dates import day_of, today
from haat.core.events import Happened, record, record_all
from haat.core.locks import hold, hold_all
from haat.core.rows import update, update_each
from haat.core.texts import clean_line
from haat.letters.errors import BadHanding, CeremonyWasHeld, HandedAlready, NobodyChosen, NotHanded
from haat.letters.models import Ceremony, Letter


@transaction.atomic
def hand_over(letters: Collection[int], *, handed_on: date, handed_by: str, by: Actor) -> int:
    """These letters (their keys) were handed over on a day, by somebody; answers how many were new.

    Raises BadHanding, NobodyChosen.
    """
    words = clean_line(handed_by)[:120]
    if not words:
        raise BadHanding("handed_by")
    held = hold_all(Letter.objects.filter(pk__in=letters))
    if not held:
        raise NobodyChosen
    new = [letter for letter in held if letter.handed_on is None]
    if handed_on > today() or any(handed_on < day_of(letter.made_at) for letter in new):
        raise BadHanding("handed_on")
    for letter in new:
        letter.handed_on, letter.handed_by = handed_on, words
    if new:
        update_each(new, "handed_on", "handed_by")
        said = {"handed_on": handed_on.isoformat(), "handed_by": words}
        record_all([Happened("letters.handed", letter, said) for letter in new], by=by)
    return len(new)


@transaction.atomic
def take_back_handing(letter: Letter, *, by: Actor) -> Letter:
    """It was ticked by mistake. Raises NotHanded."""
    held = hold(letter)
    if held.handed_on is None:
        raise NotHanded
    record("letters.handed_taken_back", held, by=by, handed_on=held.handed_on.isoformat(), handed_by=held.handed_by)
    held.handed_on, held.handed_by = None, ""
    update(held, "handed_on", "handed_by")
    return held


@transaction.atomic
def take_off(letter: Letter, *, by: Actor) -> Letter:
    """She does not come, or is not on sale any more: off the list of its ceremony. Raises HandedAlready."""
    held = hold(letter)
    if held.ceremony_id is None:
        return held
    if held.handed_on is not None:
        raise HandedAlready
    record("letters.taken_off", held, by=by, ceremony=held.ceremony_id)
    held.ceremony_id, held.position = None, 0
    update(held, "ceremony", "position")
    return held


@transaction.atomic
def call_off_ceremony(ceremony: Ceremony, *, by: Actor) -> Ceremony:
    """The day does not take place; its certificates may be handed over singly, or go on another list.

    Called off before, it stays so. Raises CeremonyWasHeld.
    """
    held = hold(ceremony)
    if held.called_off_at is not None:
        return held
    letters = hold_all(Letter.objects.filter(ceremony=held))
    if any(letter.handed_on is not None for letter in letters):
        raise CeremonyWasHeld
    held.called_off_at = timezone.now()
    update(held, "called_off_at")
    record("letters.ceremony_called_off", held, by=by, letters=len(letters))
    return held
