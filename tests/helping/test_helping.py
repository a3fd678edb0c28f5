"""A question is asked once, heard within its clock, answered once; both are told; a voice note stays sealed."""

from datetime import timedelta

import pytest

from haat.core.models import Event
from haat.core.voices import Voice
from haat.helping.actions import acknowledge, answer, ask, play
from haat.helping.models import Question, VoiceNote
from haat.helping.rules import MOST_WORDS
from haat.makers.models import Maker
from haat.messages.models import Message
from tests.make import BY, make_maker
from tests.refusals import refused
from tests.sound import faults
from tests.web.office.signed import work_off

pytestmark = pytest.mark.django_db
VOICE = Voice("webm", b"what she said")


@pytest.fixture
def maker() -> Maker:
    return make_maker()


def asked(maker: Maker, words: str = "Where is the box?", voice: Voice | None = None, key: str = "a") -> Question:
    return ask(maker, words=words, voice=voice, language="hi", key=key, by=BY)


def test_question_is_asked_once_and_its_clock_runs_two_days(maker: Maker):
    first, again = asked(maker), asked(maker)
    assert (first, Question.objects.count()) == (again, 1)
    assert first.due_at - first.asked_at == timedelta(hours=48)
    assert Event.objects.filter(kind="helping.asked").count() == 1
    assert asked(maker, key="b").pk != first.pk
    assert faults() == {}


@pytest.mark.parametrize("words", ["", "  ", "\u200d\u200d\u200d"])
def test_question_says_something(maker: Maker, words: str):
    with refused("helping.nothing_asked", field="words"):
        asked(maker, words)
    assert asked(maker, words, VOICE).words == ""


def test_question_has_an_end(maker: Maker):
    with refused("helping.too_long", field="words"):
        asked(maker, "x" * (MOST_WORDS + 1))


def test_voice_note_is_sealed_and_every_listening_is_on_record(maker: Maker):
    note = asked(maker, "", VOICE).voice
    assert b"what she said" not in bytes(VoiceNote.objects.get().sealed)
    assert play(note, by=BY) == b"what she said"
    assert Event.objects.filter(kind="helping.voice_played", subject_id=maker.pk).count() == 1
    other = asked(maker, "", Voice("ogg", b"another"), key="b").voice
    VoiceNote.objects.filter(pk=other.pk).update(sealed=note.sealed)  # moved to another question's row
    other.refresh_from_db()
    with refused("helping.voice_unreadable"):
        play(other, by=BY)


def test_heard_is_said_once_and_told(maker: Maker):
    question = asked(maker)
    first, again = acknowledge(question, by=BY), acknowledge(question, by=BY)
    assert first.seen_at == again.seen_at
    work_off()
    work_off()
    assert [message.template for message in Message.objects.all()] == ["help_heard"]


def test_answer_is_told_and_another_one_is_refused(maker: Maker):
    question = asked(maker)
    told = answer(question, text="The rider brings it on Friday.", by=BY)
    assert (told.seen_at, told.answered_at) == (told.answered_at, told.answered_at)
    assert answer(question, text="The rider brings it on Friday. ", by=BY).answered_at == told.answered_at
    with refused("helping.answered"):
        answer(question, text="Never.", by=BY)
    with refused("helping.no_answer", field="answer"):
        answer(asked(maker, key="b"), text=" ", by=BY)
    work_off()
    (message,) = Message.objects.all()
    assert (message.template, "The rider brings it on Friday." in message.body) == ("help_answered", True)
    assert faults() == {}
