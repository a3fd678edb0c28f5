"""What an office changes of a lesson: words, pictures, and the voice of a woman of the district."""

import hashlib
from typing import Any

from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.languages import LANGUAGES
from haat.core.locks import hold
from haat.core.models import Picture
from haat.core.texts import clean_line
from haat.core.voices import Voice
from haat.learning.errors import (
    LessonTooLarge,
    NoReader,
    NotInLesson,
    NoWords,
    TextTooLong,
    TooManyWords,
    VoiceTooLarge,
    WordsChanged,
)
from haat.learning.lessons import Lesson, Words, words_at
from haat.learning.models import LessonPicture, Recording, Wording
from haat.learning.queries import lesson_of
from haat.learning.rules import MOST_LETTERS, MOST_VOICE, MOST_VOICES, SCREEN_WORDS, SPOKEN_WORDS
from haat.places.models import Mart

MOST_READER = 80


def _again(mart: Mart, lesson: Lesson) -> Lesson:
    """The lesson as it stands once nobody else can write. Raises NotInLesson."""
    hold(mart)
    found = lesson_of(mart, lesson.slug, closed=True)
    if found is None:
        raise NotInLesson()
    return found


def _words_at(lesson: Lesson, key: str) -> Words:
    """The words that stand at a place of a lesson. Raises NotInLesson."""
    found = words_at(lesson, key)
    if found is None:
        raise NotInLesson()
    return found


@transaction.atomic
def write_words(mart: Mart, *, lesson: Lesson, key: str, language: str, text: str, seen: str, by: Actor) -> None:
    """Put a mart's words at a place, in one language; none at all bring back those that ship.

    `seen`: what stood there. Raises NotInLesson, WordsChanged, TooManyWords, TextTooLong, NoWords.
    """
    said = _checked(key, text)
    found = _again(mart, lesson)
    before = _words_at(found, key).get(language, "")
    if language not in LANGUAGES:
        raise NotInLesson()
    if before == said:
        return
    if before != seen:
        raise WordsChanged()
    at: dict[str, Any] = {"mart": mart, "lesson": lesson.slug, "key": key, "language": language}
    if said:
        Wording.objects.update_or_create(**at, defaults={"text": said})
    elif not Wording.objects.filter(**at).delete()[0]:
        raise NoWords()
    record(
        "learning.words_changed",
        mart,
        by=by,
        mart_id=mart.pk,
        lesson=lesson.slug,
        key=key,
        language=language,
        before=before,
        after=said,
    )


def _checked(key: str, text: str) -> str:
    said, number = clean_line(text), len(clean_line(text).split())
    most = 0 if key in ("title", "goal") else SCREEN_WORDS if key.endswith(".screen") else SPOKEN_WORDS
    if len(said) > MOST_LETTERS:
        raise TextTooLong(MOST_LETTERS)
    if most and number > most:
        raise TooManyWords(most, number)
    return said


def _picture_at(lesson: Lesson, key: str) -> None:
    if key not in {shown.key for shown in lesson.shown()}:
        raise NotInLesson()


@transaction.atomic
def put_picture(mart: Mart, *, lesson: Lesson, key: str, picture: Picture, by: Actor) -> None:
    """A mart's own picture at a place of a lesson, over the one before. Raises NotInLesson."""
    _picture_at(_again(mart, lesson), key)
    LessonPicture.objects.update_or_create(
        mart=mart, lesson=lesson.slug, key=key, defaults={"picture": picture, "drawing": ""}
    )
    record("learning.picture_put", mart, by=by, mart_id=mart.pk, lesson=lesson.slug, key=key)


@transaction.atomic
def choose_drawing(mart: Mart, *, lesson: Lesson, key: str, drawing: str, by: Actor) -> None:
    """Another of the house's drawings at a place of a lesson. Raises NotInLesson."""
    _picture_at(_again(mart, lesson), key)
    LessonPicture.objects.update_or_create(
        mart=mart, lesson=lesson.slug, key=key, defaults={"picture": None, "drawing": drawing}
    )
    record("learning.picture_put", mart, by=by, mart_id=mart.pk, lesson=lesson.slug, key=key, drawing=drawing)


@transaction.atomic
def take_picture_back(mart: Mart, *, lesson: Lesson, key: str, by: Actor) -> None:
    """The picture that ships stands there again; without one of the mart's, nothing happens."""
    hold(mart)
    if LessonPicture.objects.filter(mart=mart, lesson=lesson.slug, key=key).delete()[0]:
        record("learning.picture_taken_back", mart, by=by, mart_id=mart.pk, lesson=lesson.slug, key=key)


@transaction.atomic
def record_voice(
    mart: Mart, *, lesson: Lesson, key: str, language: str, voice: Voice, reader: str, by: Actor
) -> Recording:
    """What a woman of the district reads of a place, over the recording before; the same sound again is the same one.

    Raises NotInLesson, NoReader, VoiceTooLarge, LessonTooLarge.
    """
    name, size = clean_line(reader)[:MOST_READER], len(voice.content)
    if not name:
        raise NoReader()
    if size > MOST_VOICE:
        raise VoiceTooLarge(MOST_VOICE)
    text = _words_at(_again(mart, lesson), key).get(language, "")
    if not text or key in ("title", "goal") or key.endswith(".screen"):
        raise NotInLesson()
    digest = hashlib.sha256(voice.content).hexdigest()[:16]
    others = Recording.objects.filter(mart=mart, lesson=lesson.slug, language=language).exclude(key=key)
    if sum(others.values_list("size", flat=True)) + size > MOST_VOICES:
        raise LessonTooLarge(MOST_VOICES)
    at: dict[str, Any] = {"mart": mart, "lesson": lesson.slug, "key": key, "language": language}
    known = Recording.objects.filter(**at).defer("content").first()
    if known is not None and (known.digest, known.text, known.reader) == (digest, text, name):
        return known
    facts = {"kind": voice.kind, "content": voice.content, "digest": digest, "size": size, "reader": name, "text": text}
    row, _made = Recording.objects.update_or_create(**at, defaults=facts)
    # Who reads stands with the recording: the trail, which is never edited, is told no name.
    told = {"lesson": lesson.slug, "key": key, "language": language}
    record("learning.voice_recorded", mart, by=by, mart_id=mart.pk, **told)
    return row


@transaction.atomic
def take_voice_back(mart: Mart, *, lesson: Lesson, key: str, language: str, by: Actor) -> None:
    """The phone's own voice reads again; without a recording, nothing happens."""
    hold(mart)
    row = Recording.objects.filter(mart=mart, lesson=lesson.slug, key=key, language=language).defer("content").first()
    if row is None:
        return
    row.delete()
    facts = {"lesson": lesson.slug, "key": key, "language": language}
    record("learning.voice_taken_back", mart, by=by, mart_id=mart.pk, **facts)
