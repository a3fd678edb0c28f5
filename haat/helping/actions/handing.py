"""Who has a question: handed on by a person with a reason, or by the clock; and how the clock runs."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from haat.core.actor import MACHINE, Actor
from haat.core.events import changes, record
from haat.core.identifiers import InvalidIdentifier, clean_mobile
from haat.core.locks import hold
from haat.core.texts import clean_line
from haat.helping.actions.writing import Said, clock_of, put, tell
from haat.helping.errors import Answered, BadLevel, BadOfficerPhone, ClockOutside, NoReason, ThereAlready
from haat.helping.models import Clock, Entry, Question
from haat.helping.rules import LAW_DAYS, LAW_HOURS, MOST_DAYS, MOST_HOURS, MOST_REASON, STEPS, levels
from haat.places.models import Mart


@transaction.atomic
def hand_on(question: Question, *, level: str, reason: str, key: str, by: Actor) -> Question:
    """Another level takes it up, and reads why; the same key again changes nothing.

    Raises BadLevel, NoReason, ThereAlready, Answered.
    """
    why = clean_line(reason)[:MOST_REASON]
    held = hold(question, "maker")
    if level not in levels(buyer=held.of_buyer):
        raise BadLevel()
    if not why:
        raise NoReason()
    if held.entries.filter(key=key).exists():
        return held
    if held.answered_at is not None:
        raise Answered()
    if held.level == level:
        raise ThereAlready()
    before, held.level = held.level, level
    held.save(update_fields=["level"])
    put(held, Entry.Kind.HANDED, Said(why), key=key, language=held.language, by=by, level=level)
    tell(held, "handed_on", by=by, before=before, level=level)
    return held


@transaction.atomic
def climb(question: Question) -> Question:
    """Nobody was in time: the next level has it. Each step is taken once, however often the clock is asked."""
    held = hold(question, "maker")
    now = timezone.now()
    if held.answered_at is not None or held.climb_at is None or held.climb_at > now or held.climbed >= STEPS:
        return held
    road = levels(buyer=held.of_buyer)
    step = STEPS if now >= held.answer_due_at else held.climbed + 1
    held.climbed = step
    held.climb_at = None if step == STEPS else held.answer_due_at
    up = road.index(held.level) < step
    if up:
        held.level = road[step]
    held.save(update_fields=["climbed", "climb_at", "level"])
    put(held, Entry.Kind.CLIMBED, Said(), key=f"climbed-{step}", language=held.language, by=MACHINE, level=held.level)
    tell(held, "climbed", by=MACHINE, level=held.level, step=step)
    return held


@transaction.atomic
def set_clock(
    mart: Mart,
    *,
    maker_hours: int,
    maker_days: int,
    buyer_hours: int,
    buyer_days: int,
    officer_phone: str,
    department: str,
    department_phone: str,
    by: Actor,
) -> Clock:
    """How long the mart takes from now on; what was asked before keeps its clock.

    Raises ClockOutside, BadOfficerPhone.
    """
    given = {
        "maker_hours": _within("maker_hours", maker_hours, MOST_HOURS),
        "maker_days": _within("maker_days", maker_days, MOST_DAYS),
        "buyer_hours": _within("buyer_hours", buyer_hours, LAW_HOURS),
        "buyer_days": _within("buyer_days", buyer_days, LAW_DAYS),
        "officer_phone": _phone("officer_phone", officer_phone),
        "department": clean_line(department)[:120],
        "department_phone": _phone("department_phone", department_phone),
    }
    clock = hold(clock_of(mart))
    told = changes({name: getattr(clock, name) for name in given}, given)
    if told["after"]:
        for name, value in told["after"].items():
            setattr(clock, name, value)
        clock.save(update_fields=list(told["after"]))
        record("helping.clock_set", mart, by=by, mart_id=mart.pk, **told)
    return clock


def _within(name: str, value: int, most: int) -> int:
    if not 1 <= value <= most:
        raise ClockOutside(name, most)
    return value


def _phone(name: str, text: str) -> str:
    if not text.strip():
        return ""
    try:
        return clean_mobile(text, allow_demo=settings.DEMO)
    except InvalidIdentifier:
        raise BadOfficerPhone(name) from None
