"""Asking the desk from the phone: in words or by voice, with a clock she reads, and the answer to be read aloud."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from haat.core.models import Event
from haat.core.voices import MOST_BYTES
from haat.helping.actions import acknowledge, answer, draft_faq, hand_on, publish_faq, word_faq
from haat.helping.actions import ask as ask_desk
from haat.helping.models import Enclosure, Question
from haat.helping.rules import ANSWERED_WITHIN
from haat.makers.models import Maker
from haat.messages.models import Message
from haat.people.models import User
from haat.web.ui.dates import weekday_date
from tests.core.test_files import jpeg
from tests.core.test_voices import OGG
from tests.make import BY, make_maker, make_officer, make_part, make_stocked
from tests.web.maker.conftest import sign_in

HELP, ASK = "/maker/help/", "/maker/help/ask/"


def voice(content: bytes = OGG, name: str = "voice") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "audio/ogg")


def test_words_begin_a_clock_that_she_reads(phone: Client, maker: Maker):
    assert phone.post(ASK, {"words": "Where is my box?", "nonce": "n" * 20})["Location"] == HELP
    question = Question.objects.get()
    assert (question.maker, question.entries.get().words, question.subject) == (maker, "Where is my box?", "other")
    html = phone.get(HELP).content.decode()
    promise = f"We tell you by {weekday_date(question.due_at)} that we have heard it."
    assert ("Where is my box?" in html, promise in " ".join(html.split())) == (True, True)


def test_the_same_page_sent_twice_asks_once(phone: Client):
    for _turn in range(2):
        phone.post(ASK, {"words": "Where is my box?", "nonce": "n" * 20})
    assert Question.objects.count() == 1


def test_voice_note_is_taken_by_its_content(phone: Client):
    assert phone.post(ASK, {"words": "", "voice": voice(name="x.exe"), "nonce": "n" * 20}).status_code == 302
    assert Enclosure.objects.get().kind == "ogg"
    assert "A voice note" in phone.get(HELP).content.decode()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"words": ""}, "words"),
        ({"words": "x" * 2001}, "words"),
        ({"words": "kept", "voice": b"<script>"}, "voice"),
        ({"words": "kept", "voice": OGG.ljust(MOST_BYTES + 1)}, "voice"),
        ({"words": "kept", "subject": "moon"}, "subject"),
        ({"words": "kept", "pictures": b"<svg onload=x>"}, "pictures"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_place_and_no_word_is_lost(phone: Client, sent: dict, field: str):
    given = {name: voice(value) if isinstance(value, bytes) else value for name, value in sent.items()}
    answer = phone.post(ASK, {**given, "nonce": "n" * 20})
    assert (answer.status_code, list(answer.context["wrong"])) == (422, [field])
    assert (answer.context["typed"], Question.objects.count()) == (sent["words"], 0)


def test_answer_stands_there_and_can_be_read_aloud(phone: Client, maker: Maker):
    phone.post(ASK, {"words": "Where is my box?", "nonce": "n" * 20})
    acknowledge(Question.objects.get(), by=BY)
    html, question = phone.get(HELP).content.decode(), Question.objects.get()
    assert "The desk has heard it and works at it." in html
    assert f"We answer by {weekday_date(question.asked_at + ANSWERED_WITHIN)}." in " ".join(html.split())
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
    Question.objects.update(answer_due_at=long_ago + timedelta(days=30))
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


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("x.jpg", jpeg(), "image/jpeg")


def test_subject_and_photo_go_along_and_she_sees_the_photo_again(phone: Client):
    sent = {"words": "Is this right?", "subject": "photo", "pictures": [photo(), photo()], "nonce": "n" * 20}
    assert phone.post(ASK, sent)["Location"] == HELP
    question, seen = Question.objects.get(), Enclosure.objects.get()
    assert (question.subject, seen.kind) == ("photo", "jpeg")
    address = f"{HELP}{question.pk}/files/{seen.pk}/"
    assert address in phone.get(f"{HELP}{question.pk}/").content.decode()
    answer = phone.get(address)
    assert (answer["Content-Type"], answer.content[:2]) == ("image/jpeg", b"\xff\xd8")
    assert Event.objects.filter(kind="helping.picture_seen").count() == 1


def test_thread_goes_on_until_it_helped(phone: Client, maker: Maker):
    question = ask_desk(maker, words="Where is it?", voice=None, language="en", key="a", by=BY)
    say = f"{HELP}{question.pk}/say/"
    for _turn in range(2):
        sent = {"deed": "add", "words": "The red one.", "nonce": "n" * 20}
        assert phone.post(say, sent)["Location"] == f"{HELP}{question.pk}/"
    assert question.entries.count() == 2
    answer(question, text="Friday.", by=BY)
    html = phone.get(f"{HELP}{question.pk}/").content.decode()
    assert ("Friday." in html, "It did not help" in html, "It helped" in html) == (True, True, True)
    empty = phone.post(say, {"deed": "reopen", "words": "", "nonce": "m" * 20})
    assert (empty.status_code, list(empty.context["wrong"])) == (422, ["words"])
    phone.post(say, {"deed": "reopen", "words": "It did not come.", "nonce": "m" * 20})
    answer(question, text="Monday.", by=BY)
    assert (
        "You said once already" in phone.post(say, {"deed": "reopen", "words": "x", "nonce": "o" * 20}).content.decode()
    )
    assert phone.post(f"{HELP}{question.pk}/helped/")["Location"] == HELP
    assert Question.objects.get().ended == "helped"


def test_what_lies_within_the_office_is_not_hers_to_read(phone: Client, maker: Maker):
    question = ask_desk(maker, words="Where is it?", voice=None, language="en", key="a", by=BY)
    hand_on(question, level="department", reason="Nobody here knows", key="h", by=BY)
    assert "Nobody here knows" not in phone.get(f"{HELP}{question.pk}/").content.decode()


def test_nobody_reads_the_thread_of_another_maker(phone: Client, maker: Maker):
    other = ask_desk(make_maker(block=maker.block), words="Secret", voice=None, language="en", key="a", by=BY)
    pages = [phone.get(f"{HELP}{other.pk}/"), phone.post(f"{HELP}{other.pk}/say/", {"words": "x"})]
    assert [page.status_code for page in pages] == [404, 404]


def test_what_others_asked_is_read_aloud(phone: Client, maker: Maker):
    assert "Nothing here yet" in phone.get(f"{HELP}answers/").content.decode()
    question = ask_desk(maker, words="When?", voice=None, language="en", key="a", subject="payment", by=BY)
    answer(question, text="After seven days.", by=BY)
    faq = draft_faq(question, by=BY)
    word_faq(faq, asks="When am I paid?", answer="After seven days.", subject="payment", language="hi", by=BY)
    publish_faq(faq, looked_at=True, by=BY)
    html = phone.get(f"{HELP}answers/").content.decode()
    assert ("When am I paid?" in html, f'data-speak="faq{faq.pk}"' in html, 'lang="hi"' in html) == (True, True, True)
