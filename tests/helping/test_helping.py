"""A question is asked once, heard within its clock, answered once; both are told; a voice note stays sealed."""

from datetime import timedelta

import pytest

from haat.core.models import Event
from haat.core.scans import Scan
from haat.core.voices import Voice
from haat.helping.actions import acknowledge, add, answer, ask, end, end_silent, play, reopen
from haat.helping.models import Enclosure, Entry, Question
from haat.helping.rules import FIRST_NUMBER, MOST_PICTURES, MOST_WORDS
from haat.makers.models import Maker
from haat.messages.models import Message
from tests.make import BY, make_good, make_maker, make_member, make_officer, make_user
from tests.refusals import refused
from tests.sound import faults
from tests.web.office.signed import work_off

pytestmark = pytest.mark.django_db
VOICE = Voice("webm", b"what she said")
PICTURE = Scan("jpeg", b"what she saw")


@pytest.fixture
def maker() -> Maker:
    return make_maker()


def asked(
    maker: Maker, words: str = "Where is the box?", voice: Voice | None = None, key: str = "a", **more: object
) -> Question:
    return ask(maker, words=words, voice=voice, language="hi", key=key, by=BY, **more)  # type: ignore[arg-type]


def enclosed(question: Question) -> Enclosure:
    return Enclosure.objects.get(entry__question=question)


def test_question_is_asked_once_and_its_clock_runs_two_days(maker: Maker):
    first, again = asked(maker), asked(maker)
    assert (first, Question.objects.count()) == (again, 1)
    assert first.due_at - first.asked_at == timedelta(hours=48)
    assert Event.objects.filter(kind="helping.asked").count() == 1
    second = asked(maker, key="b")
    assert (first.number, second.number) == (FIRST_NUMBER, FIRST_NUMBER + 1)
    assert faults() == {}


@pytest.mark.parametrize("words", ["", "  ", "\u200d\u200d\u200d"])
def test_question_says_something(maker: Maker, words: str):
    with refused("helping.nothing_asked", field="words"):
        asked(maker, words)
    assert asked(maker, words, VOICE).entries.get().words == ""


def test_question_has_an_end(maker: Maker):
    with refused("helping.too_long", field="words"):
        asked(maker, "x" * (MOST_WORDS + 1))
    with refused("helping.bad_subject", field="subject"):
        asked(maker, subject="moon")
    with refused("helping.too_many_pictures", field="pictures"):
        asked(maker, pictures=[PICTURE] * (MOST_PICTURES + 1))
    with refused("helping.only_pictures", field="pictures"):
        asked(maker, pictures=[Scan("pdf", b"%PDF")])


def test_one_voice_note_sent_twice_is_one_question(maker: Maker):
    first = asked(maker, "", VOICE)
    assert asked(maker, "", VOICE, key="another form") == first
    assert asked(maker, "", Voice("webm", b"something else"), key="c") != first
    assert asked(make_maker("Gulab group"), "", VOICE) != first
    answer(first, text="Friday.", by=BY)
    assert asked(maker, "", VOICE, key="later") != first


def test_craft_block_and_who_asks_are_the_makers(maker: Maker):
    good = make_good(maker=maker)
    member = make_member(maker, "Rita", user=make_user("Rita"))
    by = type(BY)(user_id=member.user_id)
    theirs = ask(maker, words="When?", voice=None, language="hi", key="m", by=by)
    assert (theirs.asker, theirs.member, theirs.craft, theirs.block) == ("member", member, good.craft, maker.block)
    assert (asked(maker).asker, asked(maker).level) == ("maker", "desk")
    make_officer("coordinator", mart=maker.mart, place=maker.block)
    assert asked(maker, key="b").level == "coordinator"


def test_voice_note_is_sealed_and_every_listening_is_on_record(maker: Maker):
    note = enclosed(asked(maker, "", VOICE))
    assert b"what she said" not in bytes(note.sealed)
    assert play(note, by=BY) == b"what she said"
    assert Event.objects.filter(kind="helping.voice_played", subject_id=maker.pk).count() == 1
    other = enclosed(asked(maker, "", Voice("ogg", b"another"), key="b"))
    Enclosure.objects.filter(pk=other.pk).update(sealed=note.sealed)  # moved to another question's row
    other.refresh_from_db()
    with refused("helping.voice_unreadable"):
        play(other, by=BY)


def test_picture_is_sealed_and_every_look_is_on_record(maker: Maker):
    seen = enclosed(asked(maker, "", pictures=[PICTURE, PICTURE]))
    assert (seen.is_voice, play(seen, by=BY)) == (False, b"what she saw")
    assert Event.objects.filter(kind="helping.picture_seen").count() == 1


def test_heard_is_said_once_and_told(maker: Maker):
    question = asked(maker)
    first, again = acknowledge(question, by=BY), acknowledge(question, by=BY)
    assert first.seen_at == again.seen_at
    assert first.next_due_at == first.answer_due_at
    work_off()
    work_off()
    assert [message.template for message in Message.objects.all()] == ["help_heard"]


def test_answer_is_told_and_another_one_is_refused(maker: Maker):
    question = asked(maker)
    told = answer(question, text="The rider brings it on Friday.", by=BY)
    assert (told.seen_at, told.next_due_at) == (told.answered_at, None)
    assert answer(question, text="The rider brings it on Friday. ", by=BY).answered_at == told.answered_at
    with refused("helping.answered"):
        answer(question, text="Never.", by=BY)
    with refused("helping.answered"):
        answer(question, text="The rider brings it on Friday.", voice=VOICE, by=BY)
    with refused("helping.no_answer", field="answer"):
        answer(asked(maker, key="b"), text=" ", by=BY)
    work_off()
    (message,) = Message.objects.all()
    assert (message.template, "The rider brings it on Friday." in message.body) == ("help_answered", True)
    assert faults() == {}


def test_answer_by_voice_says_so(maker: Maker):
    question = asked(maker)
    for _turn in range(2):
        answer(question, text="", voice=VOICE, by=BY)
    assert question.entries.filter(kind=Entry.Kind.ANSWER).count() == 1
    work_off()
    assert "आवाज़" in Message.objects.get().body


def test_more_is_said_until_it_is_answered(maker: Maker):
    question = asked(maker)
    for _turn in range(2):
        add(question, words="It is red.", language="hi", key="more", by=BY)
    assert question.entries.count() == 2
    with refused("helping.nothing_asked", field="words"):
        add(question, words=" ", language="hi", key="none", by=BY)
    answer(question, text="Friday.", by=BY)
    with refused("helping.closed", field="words"):
        add(question, words="And blue.", language="hi", key="late", by=BY)


def test_answer_that_did_not_help_is_asked_again_once(maker: Maker):
    question = asked(maker)
    with refused("helping.not_answered"):
        reopen(question, words="No.", language="hi", key="r", by=BY)
    answer(question, text="Friday.", by=BY)
    with refused("helping.nothing_against", field="words"):
        reopen(question, words="", language="hi", key="r", by=BY)
    for _turn in range(2):
        again = reopen(question, words="It did not come.", language="hi", key="r", by=BY)
    assert (again.answered_at, again.next_due_at) == (None, again.answer_due_at)
    assert again.first_answered_at is not None
    assert answer(question, text="Monday.", by=BY).answered_at is not None
    with refused("helping.reopened_before", field="words"):
        reopen(question, words="Not again.", language="hi", key="s", by=BY)
    assert Event.objects.filter(kind="helping.reopened").count() == 1
    assert faults() == {}


def test_closed_is_closed(maker: Maker):
    helped, silent = asked(maker), asked(maker, key="b")
    with refused("helping.not_answered"):
        end(helped, by=BY)
    for question in (helped, silent):
        answer(question, text="Friday.", by=BY)
    assert [end(helped, by=BY).ended_at for _turn in range(2)] == [end(helped, by=BY).ended_at] * 2
    with refused("helping.too_late", field="words"):
        reopen(helped, words="No.", language="hi", key="r", by=BY)
    assert end_silent(silent).ended == ""
    Question.objects.filter(pk=silent.pk).update(answered_at=silent.asked_at - timedelta(days=15))
    with refused("helping.too_late"):
        reopen(silent, words="No.", language="hi", key="r", by=BY)
    assert end_silent(silent).ended == "silent"
    assert Event.objects.filter(kind="helping.ended").count() == 2
