"""What makers ask stands at the desk with its clock, is heard, and answered; what is overdue is on Today."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from haat.core.models import Event
from haat.core.voices import Voice
from haat.helping.actions import ask
from haat.helping.models import Enclosure, Question
from haat.messages.models import Message
from tests.make import BY, make_officer
from tests.web.office.signed import district, officer, sign_in, work_off

pytestmark = pytest.mark.django_db
LIST = reverse("office:helping:list")


def asked(maker, words="Where is the box?", voice=None, key="a", hours=0):
    question = ask(maker, words=words, voice=voice, language="en", key=key, by=BY)
    began = timezone.now() - timedelta(hours=hours)
    Question.objects.filter(pk=question.pk).update(asked_at=began, due_at=began + timedelta(hours=48))
    return question


def page(question):
    return reverse("office:helping:question", args=[question.pk])


def test_question_is_heard_and_answered_by_the_desk():
    here, desk = district(), officer("desk")
    question = asked(here.maker)
    assert "Where is the box?" in desk.get(LIST).content.decode()
    assert desk.post(reverse("office:helping:hear", args=[question.pk]))["Location"] == page(question)
    sent = {"answer": "It comes on Friday."}
    assert desk.post(reverse("office:helping:answer", args=[question.pk]), sent)["Location"] == LIST
    question.refresh_from_db()
    assert question.answered_by_id == int(desk.session["_auth_user_id"])
    assert question.entries.get(kind="answer").words == "It comes on Friday."
    work_off()
    assert sorted(Message.objects.values_list("template", flat=True)) == ["help_answered", "help_heard"]
    assert "Where is the box?" not in desk.get(LIST).content.decode()
    assert "Where is the box?" in desk.get(f"{LIST}?all=1").content.decode()
    history = desk.get(reverse("office:makers:maker", args=[here.maker.pk])).content.decode()
    assert ("Asked the desk for help" in history, "Her question answered" in history) == (True, True)


def test_desk_reads_that_nobody_was_told_where_neither_leader_nor_maker_has_a_phone():
    here, desk = district(), officer("desk")
    question = asked(here.maker)
    here.maker.members.update(user=None)
    type(here.maker).objects.update(phone="")
    heard = desk.post(reverse("office:helping:hear", args=[question.pk]), follow=True).content.decode()
    sent = desk.post(reverse("office:helping:answer", args=[question.pk]), {"answer": "Friday."}, follow=True)
    assert ("Noted. Nobody was told" in heard, "Answered. Nobody was told" in sent.content.decode()) == (True, True)
    work_off()
    assert Message.objects.count() == 0


def test_answer_without_words_stands_at_its_field():
    desk, question = officer("desk"), asked(district().maker)
    answer = desk.post(reverse("office:helping:answer", args=[question.pk]), {"answer": " "})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["answer"])


def test_two_who_answer_at_once_read_that_somebody_was_quicker():
    question, first, second = asked(district().maker), officer("desk"), officer("desk")
    first.post(reverse("office:helping:answer", args=[question.pk]), {"answer": "Friday."})
    answer = second.post(reverse("office:helping:answer", args=[question.pk]), {"answer": "Monday."})
    assert "Somebody has answered this in the meantime." in answer.content.decode()
    assert "You wrote: Monday." in answer.content.decode()
    assert question.entries.get(kind="answer").words == "Friday."


def test_voice_note_is_played_and_who_listened_is_on_record():
    desk, question = officer("desk"), asked(district().maker, words="", voice=Voice("ogg", b"OggS..."))
    note = Enclosure.objects.get(entry__question=question)
    address = reverse("office:helping:enclosure", args=[question.pk, note.pk])
    assert address in desk.get(page(question)).content.decode()
    answer = desk.get(address)
    assert (answer.content, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        b"OggS...",
        "audio/ogg",
        "nosniff",
    )
    event = Event.objects.get(kind="helping.voice_played")
    assert event.by_id == int(desk.session["_auth_user_id"])
    silent = asked(question.maker, key="b")
    assert desk.get(reverse("office:helping:enclosure", args=[silent.pk, note.pk])).status_code == 404


@pytest.mark.parametrize(("hours", "seen_days", "says"), [
    (1, None, ""),
    (25, None, "must hear today"),
    (60, None, "must hear today"),
    (60, 1, ""),
    (300, 8, "has waited a week for an answer"),
])  # fmt: skip
def test_what_is_overdue_stands_on_today(hours: int, seen_days: int | None, says: str):
    here, desk = district(), officer("desk")
    question = asked(here.maker, hours=hours)
    if seen_days is not None:
        Question.objects.filter(pk=question.pk).update(seen_at=timezone.now() - timedelta(days=seen_days))
    html = desk.get(reverse("office:today:list")).content.decode()
    if says:
        assert (says in html, page(question) in html) == (True, True)
    else:
        assert page(question) not in html


@pytest.mark.parametrize(("kind", "opens"), [("desk", True), ("auditor", False), ("accountant", False)])
def test_key_and_figure_of_a_question_are_drawn_for_who_may_answer(kind: str, opens: bool):
    here, reader = district(), officer(kind)
    question = asked(here.maker, hours=60)
    answer = reader.get(reverse("office:today:list"))
    html = answer.content.decode()
    assert ("must hear today" in html, page(question) in html) == (True, opens)
    figures = [room["count"] for room in answer.context["rail"] if room["url"] == LIST]
    assert figures == ([1] if opens else [])


def test_late_is_called_late():
    desk, question = officer("desk"), asked(district().maker, hours=49)
    assert "Late since" in desk.get(LIST).content.decode()
    assert "should have been by" in desk.get(page(question)).content.decode()


def test_coordinator_answers_for_her_block_alone():
    here = district()
    near, far = (sign_in(make_officer("coordinator", place=place)) for place in (here.here, here.there))
    question = asked(here.maker)
    assert near.get(page(question)).status_code == 200
    assert far.get(page(question)).status_code == 404
    assert "Where is the box?" not in far.get(LIST).content.decode()


def test_list_costs_the_same_for_one_question_and_many(django_assert_num_queries):
    here, desk = district(), officer("desk")
    asked(here.maker)
    desk.get(LIST)
    with django_assert_num_queries(QUERIES):
        desk.get(LIST)
    for number in range(3):
        asked(here.other, key=f"k{number}")
    desk.get(LIST)
    with django_assert_num_queries(QUERIES):
        desk.get(LIST)


QUERIES = 8
