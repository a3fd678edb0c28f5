"""Saying that it was heard, answering, saying that it did not help, closing, and listening."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from haat.core.actor import MACHINE, Actor
from haat.core.locks import hold
from haat.core.scans import Scan
from haat.core.sealing import Unreadable, unseal
from haat.core.voices import Voice
from haat.helping.actions.writing import PURPOSE, Said, clock_of, put, said, tell
from haat.helping.errors import (
    Answered,
    EnclosureUnreadable,
    NoAnswer,
    NotAnswered,
    NothingAgainst,
    ReopenedBefore,
    TooLateToReopen,
)
from haat.helping.models import Enclosure, Entry, Question
from haat.helping.rules import REOPENED_WITHIN, STEPS, answered_by, half_way


@transaction.atomic
def acknowledge(question: Question, *, by: Actor) -> Question:
    """Say that it was heard; said twice, the first time stands. Who asked is told."""
    held = hold(question, "maker")
    if held.seen_at is None:
        held.seen_at, held.seen_by_id = timezone.now(), by.user_id
        held.next_due_at = held.answer_due_at
        if held.climbed == 0:
            held.climb_at = half_way(held.due_at, held.answer_due_at)
        held.save(update_fields=["seen_at", "seen_by_id", "next_due_at", "climb_at"])
        tell(held, "heard", by=by, due=held.answer_due_at.isoformat())
    return held


@transaction.atomic
def answer(
    question: Question,
    *,
    text: str,
    by: Actor,
    voice: Voice | None = None,
    pictures: Sequence[Scan] = (),
) -> Question:
    """Answer in words, by voice or both; the same words and files again are the same answer.

    Raises NoAnswer, WordsTooLong, TooManyPictures, OnlyPictures, Answered.
    """
    told = said(text, voice, pictures, name="answer")
    if not told.words and told.voice is None:
        raise NoAnswer()
    held = hold(question, "maker")
    if held.answered_at is not None:
        if not _same(held, told):
            raise Answered()
        return held
    now = timezone.now()
    if held.seen_at is None:
        held.seen_at, held.seen_by_id = now, by.user_id
    held.answered_at, held.answered_by_id = now, by.user_id
    held.first_answered_at = held.first_answered_at or now
    held.next_due_at = held.climb_at = None
    held.save()
    key = f"answer-{held.entries.filter(kind=Entry.Kind.ANSWER).count() + 1}"
    put(held, Entry.Kind.ANSWER, told, key=key, language=held.language, by=by)
    tell(held, "answered", by=by)
    return held


def _same(question: Question, told: Said) -> bool:
    """Whether the last answer said just this."""
    last = question.entries.filter(kind=Entry.Kind.ANSWER).order_by("-pk").first()
    if last is None or last.words != told.words:
        return False
    return {digest for _kind, _content, digest in told.files()} == set(last.enclosures.values_list("digest", flat=True))


@transaction.atomic
def reopen(
    question: Question, *, words: str, key: str, by: Actor, language: str, voice: Voice | None = None
) -> Question:
    """The answer did not help: said once, within two weeks, it is open again where it lies, with a new clock.

    The same key again changes nothing. Raises NothingAgainst, NotAnswered, ReopenedBefore, TooLateToReopen.
    """
    told = said(words, voice, (), name="words")
    if told.nothing:
        raise NothingAgainst()
    held = hold(question, "maker", "mart")
    if held.entries.filter(key=key).exists():
        return held
    now = timezone.now()
    _may_reopen(held, now)
    _hours, days = clock_of(held.mart).of(buyer=held.of_buyer)
    held.answer_due_at = answered_by(now, days, buyer=held.of_buyer)
    held.answered_at = held.answered_by_id = None
    held.reopened_at, held.next_due_at = now, held.answer_due_at
    held.climb_at = held.answer_due_at if held.climbed < STEPS else None
    held.save()
    put(held, Entry.Kind.REOPENED, told, key=key, language=language, by=by)
    tell(held, "reopened", by=by)
    return held


def _may_reopen(question: Question, now: datetime) -> None:
    if question.reopened_at is not None:
        raise ReopenedBefore()
    if question.answered_at is None:
        raise NotAnswered()
    if question.ended or now > question.answered_at + REOPENED_WITHIN:
        raise TooLateToReopen()


@transaction.atomic
def end(question: Question, *, by: Actor) -> Question:
    """Who asked says that it helped; said twice, the first time stands. Raises NotAnswered."""
    held = hold(question, "maker")
    if held.answered_at is None:
        raise NotAnswered()
    return _ended(held, Question.Ended.HELPED, by=by)


@transaction.atomic
def end_silent(question: Question) -> Question:
    """Two weeks have gone since the answer, and nobody said anything against it."""
    held = hold(question, "maker")
    if held.answered_at is None or timezone.now() <= held.answered_at + REOPENED_WITHIN:
        return held
    return _ended(held, Question.Ended.SILENT, by=MACHINE)


def _ended(held: Question, how: str, *, by: Actor) -> Question:
    if not held.ended:
        held.ended, held.ended_at = how, timezone.now()
        held.save(update_fields=["ended", "ended_at"])
        tell(held, "ended", by=by, how=how)
    return held


@transaction.atomic
def play(enclosure: Enclosure, *, by: Actor) -> bytes:
    """What was said or shown; that somebody listened or looked is written down. Raises EnclosureUnreadable."""
    question = enclosure.entry.question
    try:
        content = unseal(PURPOSE, enclosure.sealed, owner=question.pk)
    except Unreadable:
        raise EnclosureUnreadable() from None
    tell(question, "voice_played" if enclosure.is_voice else "picture_seen", by=by, enclosure=enclosure.pk)
    return content
