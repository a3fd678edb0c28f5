"""Asking: a maker, one of its members, a buyer; and saying more in the same thread."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from haat.catalogue.models import Good
from haat.core.actor import Actor
from haat.core.identifiers import InvalidIdentifier, clean_mobile
from haat.core.locks import hold, hold_key
from haat.core.scans import Scan
from haat.core.texts import clean_line
from haat.core.voices import Voice
from haat.helping.actions.writing import Said, clock_of, put, said, tell
from haat.helping.errors import (
    BadPhone,
    BadSubject,
    Closed,
    LongName,
    NoName,
    NothingAsked,
    NothingComplained,
    NotYours,
)
from haat.helping.models import Clock, Enclosure, Entry, Question
from haat.helping.rules import BUYER_SUBJECTS, MOST_NAME, OTHER, SUBJECTS, answered_by, heard_by
from haat.makers.models import Maker, Member
from haat.orders.models import Order
from haat.people.queries import coordinator_near
from haat.places.models import Mart

_A = Question.Asker
_L = Question.Level


@transaction.atomic
def ask(
    maker: Maker,
    *,
    words: str,
    voice: Voice | None,
    language: str,
    key: str,
    by: Actor,
    subject: str = OTHER,
    pictures: Sequence[Scan] = (),
) -> Question:
    """A maker asks; the same key again, or the same voice note while it is open, is the same question.

    Raises NothingAsked, WordsTooLong, TooManyPictures, OnlyPictures, BadSubject.
    """
    told = _subject(said(words, voice, pictures, name="words"), subject, SUBJECTS)
    if told.nothing:
        raise NothingAsked()
    held = hold(maker, "mart", "block")
    known = _known(held, key, told)
    if known is not None:
        return known
    member = _member(held, by)
    asker = _A.MEMBER if member is not None and not member.leads else _A.MAKER
    level = _L.COORDINATOR if coordinator_near(held.mart, held.block) is not None else _L.DESK
    question = _begin(
        held.mart,
        told,
        asker=asker,
        maker=held,
        member=member,
        craft_id=_craft(held),
        block=held.block,
        subject=subject,
        language=language,
        key=key,
        level=level,
        by=by,
    )
    tell(question, "asked", by=by, spoken=voice is not None, subject=subject)
    return question


def _known(maker: Maker, key: str, told: Said) -> Question | None:
    known = Question.objects.filter(maker=maker, key=key).first()
    if known is not None or told.voice is None:
        return known
    voices = [digest for kind, _content, digest in told.files() if kind != "jpeg"]
    twice = Enclosure.objects.filter(digest__in=voices, entry__question__maker=maker, entry__kind=Entry.Kind.ASKED)
    open_ = twice.filter(entry__question__answered_at=None, entry__words=told.words).order_by("pk")
    enclosed = open_.select_related("entry__question").first()
    return enclosed.entry.question if enclosed is not None else None


def _member(maker: Maker, by: Actor) -> Member | None:
    """As whom she asks; None when somebody of the office asks for the maker."""
    if by.user_id is None or by.for_maker_id is not None:
        return None
    return Member.objects.filter(maker=maker, user=by.user_id, active=True).first()


def _craft(maker: Maker) -> int | None:
    """What she makes most of."""
    crafts = Good.objects.filter(maker=maker).order_by().values("craft").annotate(goods=Count("pk"))
    return crafts.order_by("-goods", "craft").values_list("craft", flat=True).first()


def _subject(told: Said, subject: str, among: Sequence[str]) -> Said:
    if subject not in among:
        raise BadSubject()
    return told


@transaction.atomic
def complain(
    mart: Mart,
    *,
    phone: str,
    name: str,
    words: str,
    language: str,
    key: str,
    by: Actor,
    subject: str = OTHER,
    pictures: Sequence[Scan] = (),
    order: Order | None = None,
    good: Good | None = None,
) -> Question:
    """A buyer complains; her order, if any, says her name and phone. The same key again is the same complaint.

    Raises NothingComplained, NoName, LongName, BadPhone, NotYours, BadSubject, WordsTooLong, TooManyPictures,
    OnlyPictures.
    """
    told = _subject(said(words, None, pictures, name="happened"), subject, BUYER_SUBJECTS)
    if not told.words:
        raise NothingComplained()
    if any(of is not None and of.mart_id != mart.pk for of in (order, good)):
        raise NotYours()
    called = clean_line(name)
    if not called:
        raise NoName()
    if len(called) > MOST_NAME:
        raise LongName(MOST_NAME)
    try:
        number = clean_mobile(phone, allow_demo=settings.DEMO)
    except InvalidIdentifier as problem:
        raise BadPhone(problem.message) from None
    clock = hold(clock_of(mart))
    known = Question.objects.filter(mart=mart, maker=None, key=key).first()
    if known is not None:
        return known
    question = _begin(
        mart,
        told,
        clock=clock,
        asker=_A.BUYER,
        name=called,
        phone=number,
        token=secrets.token_urlsafe(16),
        order=order,
        good=good,
        subject=subject,
        language=language,
        key=key,
        level=_L.DESK,
        by=by,
    )
    tell(question, "asked", by=by, subject=subject)
    return question


def _begin(mart: Mart, told: Said, *, by: Actor, clock: Clock | None = None, **facts: Any) -> Question:
    """A question with the mart's next number, its clock running, and its first entry."""
    held = clock or hold(clock_of(mart))
    held.last_number += 1
    held.save(update_fields=["last_number"])
    now = timezone.now()
    question = Question.objects.create(
        mart=mart,
        number=held.last_number,
        asked_by_id=by.user_id,
        asked_at=now,
        **_runs(held, facts["asker"], now),
        **facts,
    )
    put(question, Entry.Kind.ASKED, told, key="asked", language=question.language, by=by)
    return question


def _runs(clock: Clock, asker: str, now: datetime) -> dict[str, datetime]:
    """When it is due, from now."""
    buyer = asker == _A.BUYER
    hours, days = clock.of(buyer=buyer)
    due = heard_by(now, hours)
    answer = max(answered_by(now, days, buyer=buyer), due)
    return {"due_at": due, "answer_due_at": answer, "next_due_at": due, "climb_at": due}


@transaction.atomic
def add(
    question: Question,
    *,
    words: str,
    key: str,
    by: Actor,
    language: str,
    voice: Voice | None = None,
    pictures: Sequence[Scan] = (),
) -> Entry:
    """Who asked says more while it is open; the same key again is the same entry. Raises NothingAsked, Closed, …."""
    told = said(words, voice, pictures, name="words")
    if told.nothing:
        raise NothingAsked()
    held = hold_key(Question, question.pk, "maker")
    known = held.entries.filter(key=key).first()
    if known is not None:
        return known
    if held.answered_at is not None:
        raise Closed()
    entry = put(held, Entry.Kind.ADDED, told, key=key, language=language, by=by)
    tell(held, "added", by=by)
    return entry
