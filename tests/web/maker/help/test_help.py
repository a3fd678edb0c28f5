"""Asking the desk from the phone: in words or by voice, with a clock she reads, and the answer to be read aloud."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from haat.core.voices import MOST_BYTES
from haat.helping.actions import acknowledge, answer
from haat.helping.models import Question
from haat.helping.rules import ANSWERED_WITHIN
from haat.makers.models import Maker
from haat.messages.models import Message
from haat.people.models import User
from haat.web.ui.dates import weekday_date
from tests.core.test_voices import OGG
from tests.make import BY, make_maker, make_officer, make_part, make_stocked
from tests.web.maker.conftest import sign_in

HELP, ASK = "/maker/help/", "/maker/help/ask/"


def voice(content: bytes = OGG, name: str = "voice") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "audio/ogg")


def test_words_begin_a_clock_that_she_reads(phone: Client, maker: Maker):
    assert phone.post(ASK, {"words": "Where is my box?", "nonce": "n" * 20})["Location"] == HELP
    question = Question.objects.get()
    assert (question.maker, question.words, question.spoken) == (maker, "Where is my box?", False)
    html = phone.get(HELP).content.decode()
    promise = f"We tell you by {weekday_date(question.due_at)} that we have heard it."
    assert ("Where is my box?" in html, promise in " ".join(html.split())) == (True, True)


def test_the_same_page_sent_twice_asks_once(phone: Client):
    for _turn in range(2):
        phone.post(ASK, {"words": "Where is my box?", "nonce": "n" * 20})
    assert Question.objects.count() == 1


def test_voice_note_is_taken_by_its_content(phone: Client):
    assert phone.post(ASK, {"words": "", "voice": voice(name="x.exe"), "nonce": "n" * 20}).status_code == 302
    question = Question.objects.get()
    assert (question.spoken, question.voice.kind) == (True, "ogg")
    assert "A voice note" in phone.get(HELP).content.decode()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"words": ""}, "words"),
        ({"words": "x" * 2001}, "words"),
        ({"words": "kept", "voice": b"<script>"}, "voice"),
        ({"words": "kept", "voice": OGG.ljust(MOST_BYTES + 1)}, "voice"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_place_and_no_word_is_lost(phone: Client, sent: dict, field: str):
    given = {**sent, "voice": voice(sent["voice"])} if "voice" in sent else sent
    answer = phone.post(ASK, {**given, "nonce": "n" * 20})
    assert (answer.status_code, list(answer.context["wrong"])) == (422, [field])
    assert (answer.context["typed"], Question.objects.count()) == (sent["words"], 0)


def test_answer_stands_there_and_can_be_read_aloud(phone: Client, maker: Maker):
    phone.post(ASK, {"words": "Where is my box?", "nonce": "n" * 20})
    acknowledge(Question.objects.get(), by=BY)
    html, question = phone.get(HELP).content.decode(), Question.objects.get()
    assert "The desk has heard it and works at it." in html
    assert f"We answer by {weekday_date(question.asked_at + ANSWERED_WITHIN)}." in html
    answer(Question.objects.get(), text="It comes on Friday.", by=BY)
    html = phone.get(HELP).content.decode()
    assert ("It comes on Friday." in html, 'data-speak="answer1"' in html) == (True, True)


def test_a_desk_that_is_late_is_called_late(phone: Client):
    phone.post(ASK, {"words": "Where is my box?", "nonce": "n" * 20})
    long_ago = timezone.now() - timedelta(hours=49)
    Question.objects.update(asked_at=long_ago, due_at=long_ago + timedelta(hours=48))
    assert "The desk is late." in phone.get(HELP).content.decode()


def test_an_answer_that_is_late_is_called_late(phone: Client):
    phone.post(ASK, {"words": "Where is my box?", "nonce": "n" * 20})
    acknowledge(Question.objects.get(), by=BY)
    long_ago = timezone.now() - timedelta(days=31)
    Question.objects.update(asked_at=long_ago, due_at=long_ago + timedelta(hours=48))
    html = phone.get(HELP).content.decode()
    assert ("The answer is late." in html, "works at it" in html) == (True, False)


def test_coordinator_asks_for_a_maker_and_nobody_reads_anothers(maker: Maker):
    helper = make_officer("coordinator", mart=maker.mart, place=maker.block)
    client, other = sign_in(helper), make_maker(block=maker.block)
    client.get(f"{HELP}?for={maker.pk}")
    client.post(ASK, {"words": "She has no net.", "nonce": "n" * 20})
    assert Question.objects.get().maker == maker
    assert client.get(f"{HELP}?for={other.pk}").context["questions"] == []


def test_phone_numbers_stand_above_what_was_asked(phone: Client, maker: Maker):
    helper = make_officer("coordinator", mart=maker.mart, place=maker.block)
    html = phone.get(HELP).content.decode()
    assert [f'href="tel:{number}"' in html for number in (helper.phone, maker.mart.phone)] == [True, True]


def test_help_costs_the_same_for_one_question_and_many(phone: Client, django_assert_num_queries):
    phone.post(ASK, {"words": "One", "nonce": "n" * 20})
    phone.get(HELP)
    with django_assert_num_queries(QUERIES):
        phone.get(HELP)
    for number in range(3):
        phone.post(ASK, {"words": "More", "nonce": f"{number}" * 20})
    with django_assert_num_queries(QUERIES):
        phone.get(HELP)


QUERIES = 9


def test_what_the_phone_fetches_ahead_is_read_by_nobody(phone: Client, maker: Maker, leader: User):
    part = make_part({make_stocked(maker): 1})
    Message.objects.create(
        mart=maker.mart, user=leader, phone=leader.phone, template="order_new", language="hi", body="words", cause="c1",
    )  # fmt: skip
    order = f"orders/{part.number}/"
    for page in ("", "goods/", "orders/", order, f"{order}some/", "money/", "help/", "help/ask/"):
        assert phone.get(f"/maker/{page}", headers={"X-Keep": "1"}).status_code == 200
    assert not Message.objects.exclude(read_at=None).exists()
    phone.get(HELP)
    assert not Message.objects.filter(read_at=None).exists()


def test_what_is_said_once_waits_for_the_page_that_is_looked_at(phone: Client):
    phone.post(ASK, {"words": "Where is my box?", "nonce": "n" * 20})
    ahead, looked_at = phone.get(HELP, headers={"X-Keep": "1"}), phone.get(HELP)
    assert ["with the desk." in page.content.decode() for page in (ahead, looked_at)] == [False, True]
