"""Why a group waits, what is done next and by whom, as somebody who knows it writes it down."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from haat.cohorts.errors import LeftAlready, NoReason, NotSo
from haat.cohorts.models import Cohort, Seat
from haat.cohorts.naming import called
from haat.cohorts.rules import MOST_WORDS
from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold
from haat.core.rows import update
from haat.core.texts import clean_line


@transaction.atomic
def note_why(seat: Seat, *, reason: str, step: str = "", whose: str = "", by: Actor) -> Seat:
    """Over the note before; the same again changes nothing. Raises NoReason, NotSo, LeftAlready."""
    why, then = clean_line(reason)[:MOST_WORDS], clean_line(step)[:MOST_WORDS]
    hands = whose if whose in Seat.Whose.values else ""
    if not why:
        raise NoReason()
    cohort = hold(seat.cohort)
    seat = hold(seat, "group", "maker")
    if cohort.state == Cohort.State.ENDED:
        raise NotSo.over()
    if seat.left_on is not None:
        raise LeftAlready()
    if (seat.reason, seat.step, seat.whose) == (why, then, hands):
        return seat
    seat.reason, seat.step, seat.whose = why, then, hands
    seat.noted_at, seat.noted_by_id = timezone.now(), by.user_id
    update(seat, "reason", "step", "whose", "noted_at", "noted_by_id")
    told: dict[str, Any] = {"seat": seat.pk, "called": called(seat), "reason": why, "step": then, "whose": hands}
    record("cohorts.noted", cohort, by=by, **told)
    return seat
