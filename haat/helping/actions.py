"""Asking, saying that it was heard, answering."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold
from haat.core.sealing import Unreadable, seal, unseal
from haat.core.texts import clean_line, clean_text
from haat.core.voices import Voice
from haat.helping.errors import Answered, NoAnswer, NothingAsked, VoiceUnreadable, WordsTooLong
from haat.helping.models import Question, VoiceNote
from haat.helping.rules import HEARD_WITHIN, MOST_WORDS
from haat.makers.models import Maker

PURPOSE = "voices"
# What stands in place of words that were erased.
FORGOTTEN = "—"


@transaction.atomic
def ask(maker: Maker, *, words: str, voice: Voice | None, language: str, key: str, by: Actor) -> Question:
    """A maker asks the desk; the same key again is the same question. Raises NothingAsked, WordsTooLong."""
    said = _checked(words, "words")
    if not said and voice is None:
        raise NothingAsked()
    hold(maker)
    known = Question.objects.filter(maker=maker, key=key).first()
    if known is not None:
        return known
    now = timezone.now()
    question = Question.objects.create(
        mart_id=maker.mart_id,
        maker=maker,
        key=key,
        language=language,
        words=said,
        spoken=voice is not None,
        asked_by_id=by.user_id,
        asked_at=now,
        due_at=now + HEARD_WITHIN,
    )
    if voice is not None:
        sealed = seal(PURPOSE, voice.content, owner=question.pk)
        VoiceNote.objects.create(question=question, kind=voice.kind, sealed=sealed)
    record("helping.asked", maker, by=by, question=question.pk, spoken=question.spoken)
    return question


def _checked(text: str, field: str) -> str:
    said = clean_text(text.replace("\r\n", "\n"))
    if len(said) > MOST_WORDS:
        raise WordsTooLong(field, MOST_WORDS)
    return said if clean_line(said) else ""


@transaction.atomic
def acknowledge(question: Question, *, by: Actor) -> Question:
    """Say that it was heard; said twice, the first time stands. The maker is told by when it is answered."""
    held = hold(question, "maker")
    if held.seen_at is None:
        held.seen_at, held.seen_by_id = timezone.now(), by.user_id
        held.save(update_fields=["seen_at", "seen_by_id"])
        record("helping.heard", held.maker, by=by, question=held.pk, due=held.due_at.isoformat())
    return held


@transaction.atomic
def answer(question: Question, *, text: str, by: Actor) -> Question:
    """Answer in words; the same words again are the same answer. Raises NoAnswer, WordsTooLong, Answered."""
    said = _checked(text, "answer")
    if not said:
        raise NoAnswer()
    held = hold(question, "maker")
    if held.answered_at is not None:
        if held.answer != said:
            raise Answered()
        return held
    now = timezone.now()
    if held.seen_at is None:
        held.seen_at, held.seen_by_id = now, by.user_id
    held.answer, held.answered_at, held.answered_by_id = said, now, by.user_id
    held.save(update_fields=["seen_at", "seen_by_id", "answer", "answered_at", "answered_by_id"])
    record("helping.answered", held.maker, by=by, question=held.pk)
    return held


@transaction.atomic
def play(note: VoiceNote, *, by: Actor) -> bytes:
    """What was said; that somebody listened is written down. Raises VoiceUnreadable."""
    try:
        content = unseal(PURPOSE, note.sealed, owner=note.question_id)
    except Unreadable:
        raise VoiceUnreadable() from None
    record("helping.voice_played", note.question.maker, by=by, question=note.question_id)
    return content


def forget_questions(keys: Sequence[int], by: Actor) -> None:
    """What was asked and answered goes, with its voice; that something was asked stays. Told twice it counts once."""
    with transaction.atomic():
        VoiceNote.objects.filter(question__in=keys).delete()
        Question.objects.filter(pk__in=keys).update(words=FORGOTTEN, spoken=False)
        Question.objects.filter(pk__in=keys, answered_at__isnull=False).update(answer=FORGOTTEN)
