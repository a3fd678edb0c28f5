"""What the desk makes of a find: a lead, a maker, later, a duplicate, or nothing. Each step is taken once and told."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.events import record
from haat.core.locks import hold, hold_all, hold_key
from haat.core.texts import clean_line
from haat.makers.actions import enrol_maker
from haat.makers.models import Maker, Organisation
from haat.makers.naming import Names
from haat.places.models import Mart, Place
from haat.survey.errors import BadStep, NoReason, PastDay, SameAsItself, TooFar, UnknownCall, YesMissing
from haat.survey.models import Find
from haat.survey.rules import KEPT_PUT_OFF, MOST_REASON, STEPS

S = Find.State


def _held(find: Find, to: str) -> Find | None:
    """The find held, when it may go `to`; None when it stands there already. Raises BadStep."""
    held = hold(find, "answer")
    if held.state == to:
        return None
    if to not in STEPS[held.state] or held.answer.withdrawn_at is not None:
        raise BadStep()
    return held


def _step(held: Find, to: str, words: str = "", **more: Any) -> str:
    """Write the step; answers the state before."""
    before, held.state = held.state, to
    held.state_at, held.state_words = timezone.now(), words
    for field, value in more.items():
        setattr(held, field, value)
    held.save(update_fields=["state", "state_at", "state_words", *more])
    return before


def _yes_is_here(held: Find) -> None:
    """A yes that was recorded is proven by its recording: before it has come, nobody calls. Raises YesMissing."""
    if held.yes_due:
        raise YesMissing()


@transaction.atomic
def make_lead(find: Find, *, by: Actor) -> Find:
    """Somebody worth following; also one that was put off, dropped or taken for another. Raises BadStep, YesMissing."""
    held = _held(find, S.LEAD)
    if held is None:
        return find
    _yes_is_here(held)
    before = _step(held, S.LEAD, twin=None, maker=None, again_on=None)
    record("survey.made_lead", held, by=by, before=before)
    return held


@transaction.atomic
def note_call(find: Find, *, result: str, words: str = "", by: Actor) -> Find:
    """How a call went. The last one stands on the find, every one in its history. Raises UnknownCall, BadStep."""
    if result not in Find.Call.values:
        raise UnknownCall()
    held = hold(find, "answer")
    if not held.name or held.answer.withdrawn_at is not None:
        raise BadStep()
    held.called_at, held.call, held.call_words = timezone.now(), result, clean_line(words)[:MOST_REASON]
    held.save(update_fields=["called_at", "call", "call_words"])
    record("survey.called", held, by=by, result=result)
    return held


@transaction.atomic
def put_off(find: Find, *, again_on: date, reason: str = "", by: Actor) -> Find:
    """Not now: she is asked again on a day; put off once more, the last day counts. Raises PastDay, TooFar, BadStep."""
    if again_on <= today():
        raise PastDay()
    if again_on > today() + KEPT_PUT_OFF:
        raise TooFar()
    held, words = hold(find, "answer"), clean_line(reason)[:MOST_REASON]
    if S.NOT_NOW not in STEPS[held.state] or held.answer.withdrawn_at is not None:
        raise BadStep()
    if (held.state, held.again_on, held.state_words) == (S.NOT_NOW, again_on, words):
        return held
    before = _step(held, S.NOT_NOW, words, again_on=again_on)
    record("survey.put_off", held, by=by, before=before, until=again_on.isoformat())
    return held


@transaction.atomic
def drop(find: Find, *, why: str, reason: str, by: Actor) -> Find:
    """Nothing comes of it; `why` is one of the desk's list, `reason` its words. Raises NoReason, BadStep."""
    words = clean_line(reason)[:MOST_REASON]
    if not why and not words:
        raise NoReason()
    held = _held(find, S.DROPPED)
    if held is None:
        return find
    before = _step(held, S.DROPPED, words)
    record("survey.dropped", held, by=by, before=before, why=why)
    return held


@transaction.atomic
def mark_same(find: Find, *, twin: Find | None = None, maker: Maker | None = None, by: Actor) -> Find:
    """It is the same person as another find, or as a maker who is here. Raises SameAsItself, BadStep."""
    if (twin is None) == (maker is None) or twin == find:
        raise SameAsItself()
    if (twin or maker).mart_id != find.mart_id:  # type: ignore[union-attr]
        raise SameAsItself()
    # Two that are called each other's duplicate at once: both are held, in the order of their keys.
    if twin is not None:
        rows = {row.pk: row for row in hold_all(Find.objects.filter(pk__in=[find.pk, twin.pk]))}
        if rows.get(twin.pk) is None or rows[twin.pk].state in (S.DUPLICATE, S.COUNTED):
            raise SameAsItself()
    held = _held(find, S.DUPLICATE)
    if held is None:
        return find
    before = _step(held, S.DUPLICATE, twin=twin, maker=maker)
    told = {"twin": twin.pk if twin else None, "maker": maker.pk if maker else None}
    record("survey.same", held, by=by, before=before, **told)
    return held


@transaction.atomic
def make_maker(
    find: Find,
    *,
    kind: str,
    names: Names,
    leader_names: Names,
    leader_language: str,
    block: Place,
    place: Place | None,
    pin: str,
    phone: str,
    organisation: Organisation | None,
    by: Actor,
) -> Maker:
    """Enrol her as makers are enrolled, and link the find; done twice, the first maker is answered.

    Raises BadStep, YesMissing, and what enrolling refuses.
    """
    hold_key(Mart, find.mart_id)
    held = hold(find, "answer", "mart", "maker")
    if held.state == S.MAKER and held.maker is not None:
        return held.maker
    if S.MAKER not in STEPS[held.state] or held.answer.withdrawn_at is not None:
        raise BadStep()
    _yes_is_here(held)
    maker = enrol_maker(
        held.mart,
        kind=kind,
        names=names,
        leader_names=leader_names,
        leader_language=leader_language,
        block=block,
        place=place,
        pin=pin,
        phone=phone,
        organisation=organisation,
        by=by,
    )
    before = _step(held, S.MAKER, maker=maker, again_on=None)
    record("survey.made_maker", held, by=by, before=before, maker=maker.pk)
    return maker
