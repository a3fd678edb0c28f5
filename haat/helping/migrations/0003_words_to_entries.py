"""What was asked and answered becomes the first entries of its thread, with a number and a clock; and back.

On the way back what only threads can hold is left behind: questions of buyers, further entries and pictures.
"""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import migrations

INDIA = ZoneInfo("Asia/Kolkata")
FIRST, DAYS = 1001, 30


def _due(asked_at: datetime) -> datetime:
    day = asked_at.astimezone(INDIA).date() + timedelta(days=DAYS + 1)
    return datetime.combine(day, time.min, INDIA)


def thread(apps: Any, schema_editor: Any) -> None:
    """Words, voices and answers → entries."""
    questions, entries = apps.get_model("helping", "Question"), apps.get_model("helping", "Entry")
    enclosures, clocks = apps.get_model("helping", "Enclosure"), apps.get_model("helping", "Clock")
    last: dict[int, int] = {}
    for question in questions.objects.select_related("maker").order_by("pk").iterator():
        last[question.mart_id] = question.number = last.get(question.mart_id, FIRST - 1) + 1
        question.answer_due_at = _due(question.asked_at)
        question.block_id = question.maker.block_id
        if question.answered_at is None:
            question.next_due_at = question.due_at if question.seen_at is None else question.answer_due_at
            question.climbed, question.climb_at = 1, question.answer_due_at
        question.first_answered_at = question.answered_at
        question.save()
        common = {"question": question, "language": question.language}
        asked = entries.objects.create(
            **common, kind="asked", key="asked", by_id=question.asked_by_id, words=question.words, at=question.asked_at
        )
        enclosures.objects.filter(question=question).update(entry=asked)
        if question.answered_at is not None:
            entries.objects.create(
                **common,
                kind="answer",
                key="answer",
                by_id=question.answered_by_id,
                words=question.answer,
                at=question.answered_at,
            )
    for mart_id, number in last.items():
        clocks.objects.create(mart_id=mart_id, last_number=number)


def unthread(apps: Any, schema_editor: Any) -> None:
    """The first entry of each and its last answer → words and answers."""
    questions, entries = apps.get_model("helping", "Question"), apps.get_model("helping", "Entry")
    enclosures = apps.get_model("helping", "Enclosure")
    questions.objects.filter(maker=None).delete()
    enclosures.objects.exclude(entry__kind="asked").delete()
    enclosures.objects.filter(kind="jpeg").delete()
    for question in questions.objects.order_by("pk").iterator():
        asked = entries.objects.filter(question=question, kind="asked").order_by("pk").first()
        answers = entries.objects.filter(question=question, kind="answer").exclude(words="").order_by("pk")
        voices = enclosures.objects.filter(entry=asked).order_by("pk") if asked else enclosures.objects.none()
        kept = voices.first()
        if kept is not None:
            voices.exclude(pk=kept.pk).delete()
            enclosures.objects.filter(pk=kept.pk).update(question=question, entry=None)
        question.spoken = kept is not None
        question.words = (asked.words if asked else "") or ("" if question.spoken else "?")
        last = answers.last()
        question.answer = last.words if last and question.answered_at is not None else ""
        if not question.answer:
            question.answered_at = question.answered_by_id = None
        question.save()


class Migration(migrations.Migration):
    dependencies = [("helping", "0002_threads")]

    operations = [migrations.RunPython(thread, unthread)]
