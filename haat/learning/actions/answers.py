"""A lesson out of an answer that everybody may read: its words become scenes, once."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold
from haat.core.slugs import free_slug
from haat.helping.models import Faq
from haat.learning.actions.making import MOST_TITLE, lesson_content, next_number, step_scene
from haat.learning.cutting import heading, pieces
from haat.learning.data import shipped
from haat.learning.errors import LessonOpen, NoRoom, NotForAll, UnknownLesson
from haat.learning.models import AnswerTaught, OwnLesson, Wording
from haat.learning.rules import MOST_SCENES, SCENES


@transaction.atomic
def teach_answer(faq: Faq, *, lesson: str = "", by: Actor) -> AnswerTaught:
    """A new lesson's draft of a published answer; or more scenes of `lesson`, one of the mart's own that is closed.

    Only the words all makers read are taken over, so nobody who asked is in it. Taught twice, the first time stands.
    Raises NotForAll, UnknownLesson, LessonOpen, NoRoom.
    """
    held = hold(faq, "mart")
    known = AnswerTaught.objects.filter(faq=held).first()
    if known is not None:
        return known
    if held.state != Faq.State.PUBLISHED:
        raise NotForAll()
    hold(held.mart)
    row = _more_scenes(held, lesson) if lesson else _new_lesson(held, by)
    taught = AnswerTaught.objects.create(mart=held.mart, faq=held, lesson=row.slug)
    facts = {"lesson": row.slug, "answer": held.pk}
    record("learning.answer_taught", held.mart, by=by, mart_id=held.mart_id, **facts)
    return taught


def _new_lesson(faq: Faq, by: Actor) -> OwnLesson:
    """The question says why, the answer is the steps; practice, pictures and picture questions are still to come."""
    mart, said = faq.mart, [*pieces(faq.asks), *pieces(faq.answer)]
    if len(said) >= MOST_SCENES:
        raise NoRoom(len(said), MOST_SCENES - 1)
    content = lesson_content(max(SCENES, len(said) + 1), minutes=len(said) + 1)
    taken = {*shipped(), *OwnLesson.objects.filter(mart=mart).values_list("slug", flat=True)}
    slug = free_slug([faq.asks], taken, limit=40, otherwise="answer")
    row = OwnLesson.objects.create(mart=mart, slug=slug, number=next_number(mart), content=content)
    words = [f"s{number}.say" for number in range(1, len(said) + 1)]
    _write(faq, slug, [("title", heading(faq.asks, MOST_TITLE)), *zip(words, said, strict=True)])
    record("learning.lesson_made", mart, by=by, mart_id=mart.pk, lesson=slug)
    return row


def _more_scenes(faq: Faq, slug: str) -> OwnLesson:
    """Before the practice, which stays the last one."""
    row = OwnLesson.objects.filter(mart=faq.mart, slug=slug).first()
    if row is None:
        raise UnknownLesson()
    held = hold(row)
    if held.open:
        raise LessonOpen()
    scenes: list[dict[str, Any]] = held.content["scenes"]
    said, free = pieces(f"{faq.asks}\n{faq.answer}"), MOST_SCENES - len(scenes)
    if len(said) > free:
        raise NoRoom(len(said), free)
    # A scene's name is never given twice: words, pictures and voices hang on it.
    last = max(int(scene["id"][1:]) for scene in scenes)
    names = [f"s{last + number}" for number in range(1, len(said) + 1)]
    more = [step_scene(name) for name in names]
    held.content = held.content | {"scenes": [*scenes[:-1], *more, scenes[-1]]}
    held.save(update_fields=["content"])
    _write(faq, slug, [(f"{name}.say", text) for name, text in zip(names, said, strict=True)])
    return held


def _write(faq: Faq, slug: str, words: Sequence[tuple[str, str]]) -> None:
    at = {"mart": faq.mart, "lesson": slug, "language": faq.language}
    Wording.objects.bulk_create([Wording(**at, key=key, text=text) for key, text in words])
