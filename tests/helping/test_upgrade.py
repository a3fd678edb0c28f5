"""Questions of before have their words, voices and answers as threads, and the road back keeps them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from haat.core.rendering import narrowly
from tests.make import make_maker

LAST = "0004_only_threads"


@pytest.mark.django_db(transaction=True)
def test_questions_of_before_become_threads_and_back():
    maker = make_maker()
    try:
        old = _migrate("0001_initial")
        questions = old.get_model("helping", "Question")
        now = timezone.now()
        common = {"mart_id": maker.mart_id, "maker_id": maker.pk, "language": "hi", "asked_at": now}
        due = now + timedelta(hours=48)
        spoken = questions.objects.create(**common, key="a", spoken=True, due_at=due)
        old.get_model("helping", "VoiceNote").objects.create(question=spoken, kind="webm", sealed=b"s")
        told = {"answer": "Friday.", "answered_at": now, "seen_at": now}
        questions.objects.create(**common, key="b", words="Where?", due_at=due, **told)
        new = _migrate(LAST)
        rows = list(new.get_model("helping", "Question").objects.order_by("number"))
        assert [row.number for row in rows] == [1001, 1002]
        assert [row.next_due_at is None for row in rows] == [False, True]
        entries = new.get_model("helping", "Entry").objects.order_by("pk")
        assert list(entries.values_list("kind", "words")) == [("asked", ""), ("asked", "Where?"), ("answer", "Friday.")]
        assert new.get_model("helping", "Enclosure").objects.get().entry.question_id == spoken.pk
        back = _migrate("0001_initial")
        again = back.get_model("helping", "Question").objects.order_by("pk")
        assert list(again.values_list("words", "spoken", "answer")) == [("", True, ""), ("Where?", False, "Friday.")]
        assert back.get_model("helping", "VoiceNote").objects.get().question_id == spoken.pk
    finally:
        _migrate()


def _migrate(name=None):
    """To this step of helping; to the last of every room, some of which hang on it, when none is named."""
    with narrowly():
        executor = MigrationExecutor(connection)
        return executor.migrate([("helping", name)] if name else executor.loader.graph.leaf_nodes()).apps
