"""A lesson that a mart makes itself: its scenes first, then words and pictures, then makers see it."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold
from haat.core.slugs import slug as slug_of
from haat.core.texts import clean_line
from haat.learning.data import shipped
from haat.learning.errors import BadNumber, NotReady, NoWords, SlugTaken, TextTooLong, UnknownLesson
from haat.learning.lessons import Lesson, words_at
from haat.learning.models import OwnLesson, Wording
from haat.learning.queries import lesson_of, own_lesson
from haat.learning.rules import MOST_SCENES, QUESTIONS, SCENES
from haat.places.models import Mart

MOST_TITLE = 60


@transaction.atomic
def make_lesson(mart: Mart, *, title: str, scenes: int, minutes: int, by: Actor) -> OwnLesson:
    """A new lesson, closed, with as many scenes: the first says why, the last is the practice; then three questions.

    `title` in the mart's first language. Raises NoWords, TextTooLong, BadNumber, SlugTaken.
    """
    name = clean_line(title)
    if not name:
        raise NoWords("title")
    if len(name) > MOST_TITLE:
        raise TextTooLong(MOST_TITLE, "title")
    if not SCENES <= scenes <= MOST_SCENES:
        raise BadNumber(SCENES, MOST_SCENES)
    hold(mart)
    slug = slug_of(name)[:40].strip("-")
    if not slug or slug in shipped() or OwnLesson.objects.filter(mart=mart, slug=slug).exists():
        raise SlugTaken()
    row = OwnLesson.objects.create(
        mart=mart, slug=slug, number=next_number(mart), content=lesson_content(scenes, minutes)
    )
    Wording.objects.create(mart=mart, lesson=slug, key="title", language=mart.default_language, text=name)
    record("learning.lesson_made", mart, by=by, mart_id=mart.pk, lesson=slug)
    return row


def next_number(mart: Mart) -> int:
    """The number behind the mart's last lesson; the mart is held."""
    known = [one["number"] for one in shipped().values()]
    last = OwnLesson.objects.filter(mart=mart).aggregate(last=Max("number"))["last"] or max(known)
    return int(last) + 1


def lesson_content(scenes: int, minutes: int) -> dict[str, Any]:
    """The shape of a lesson, its words and pictures still to come."""
    return {
        "minutes": min(max(minutes, 1), 60),
        "title": {},
        "goal": {},
        "scenes": [_scene(number, scenes) for number in range(1, scenes + 1)],
        "quiz": [
            {
                "id": f"q{number}",
                "ask": {},
                "a": {"drawing": ""},
                "b": {"drawing": ""},
                "answer": "ab"[number % 2],
                "why": {},
            }
            for number in range(1, QUESTIONS + 1)
        ],
    }


def step_scene(name: str, role: str = "step") -> dict[str, Any]:
    """A scene without words and picture."""
    return {"id": name, "role": role, "picture": {"drawing": ""}, "say": {}, "screen": {}}


def _scene(number: int, last: int) -> dict[str, Any]:
    role = "why" if number == 1 else "practise" if number == last else "step"
    scene = step_scene(f"s{number}", role)
    return scene | {"practice": {"kind": "hand", "page": "", "do": {}}} if number == last else scene


def missing(lesson: Lesson, language: str) -> list[str]:
    """The places that have no words in this language, or no picture."""
    words = [key for key in sorted(lesson.places()) if not (words_at(lesson, key) or {}).get(language)]
    return words + [shown.key for shown in lesson.shown() if not (shown.drawing or shown.digest)]


@transaction.atomic
def open_lesson(mart: Mart, *, lesson: Lesson, by: Actor) -> OwnLesson:
    """Makers see it from now on. Raises UnknownLesson, NotReady."""
    row = _held(mart, lesson)
    found = lesson_of(mart, lesson.slug, closed=True)
    lacking = missing(found, mart.default_language) if found is not None else []
    if lacking:
        raise NotReady(len(lacking))
    if not row.open:
        row.open = True
        row.save(update_fields=["open"])
        record("learning.lesson_opened", mart, by=by, mart_id=mart.pk, lesson=row.slug)
    return row


@transaction.atomic
def close_lesson(mart: Mart, *, lesson: Lesson, by: Actor) -> OwnLesson:
    """Makers see it no more; what was learnt stays. Raises UnknownLesson for one that ships."""
    row = _held(mart, lesson)
    if row.open:
        row.open = False
        row.save(update_fields=["open"])
        record("learning.lesson_closed", mart, by=by, mart_id=mart.pk, lesson=row.slug)
    return row


def _held(mart: Mart, lesson: Lesson) -> OwnLesson:
    row = own_lesson(mart, lesson.slug)
    if row is None:
        raise UnknownLesson()
    return hold(row)
