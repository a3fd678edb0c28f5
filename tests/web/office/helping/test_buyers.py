"""What buyers ask is answered by the desk alone; voices, handing on, answers for all, clock, what hurts."""

import io
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from haat.core.models import Event
from haat.helping.actions import answer, ask, complain, draft_faq, publish_faq
from haat.helping.models import Clock, Enclosure, Faq, Question
from haat.learning.models import OwnLesson, Suggestion
from tests.core.test_voices import OGG
from tests.make import BY, make_good, make_officer
from tests.web.office.signed import District, district, officer, sign_in

pytestmark = pytest.mark.django_db
LIST, CLOCK, HURTS = (reverse(f"office:helping:{name}") for name in ("list", "clock", "hurts"))
RUNS = {"maker_hours": "24", "maker_days": "7", "buyer_hours": "24", "buyer_days": "15"}


@pytest.fixture
def here() -> District:
    return district()


def of_buyer(here: District) -> Question:
    told = {"phone": "98765 43210", "name": "Asha Rani", "words": "The pot is broken."}
    return complain(here.mart, **told, language="en", key="c", by=BY)


def of_maker(here: District, key: str = "a", **more: str) -> Question:
    return ask(here.maker, words="Where is the box?", voice=None, language="en", key=key, by=BY, **more)


def at(name: str, *args: object) -> str:
    return reverse(f"office:helping:{name}", args=args)


def html(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_buyers_are_read_by_the_desk_alone(here: District):
    question, mine = of_buyer(here), of_maker(here)
    near = sign_in(make_officer("coordinator", place=here.here))
    for reader in (near, officer("collector")):
        assert ("broken" in html(reader, LIST), "Where is the box?" in html(reader, LIST)) == (False, True)
        assert reader.get(at("question", question.pk)).status_code == 404
    assert near.post(at("answer", question.pk), {"answer": "No."}).status_code == 404
    desk = officer("desk")
    shown = html(desk, LIST)
    assert ("The pot is broken." in shown, "Asha Rani" in shown) == (True, True)
    assert html(desk, f"{LIST}?who=makers").count("data-row") == 1
    assert html(desk, f"{LIST}?n={question.number}").count("data-row") == 1
    assert "Where is the box?" in html(desk, f"{LIST}?n={mine.number}")
    assert desk.post(at("answer", question.pk), {"answer": "A new one comes."})["Location"] == LIST
    assert Event.objects.filter(kind="helping.complaint_answered", subject_id=question.pk).count() == 1


def test_late_complaint_stands_on_today_for_the_whole_mart_only(here: District):
    question = of_buyer(here)
    Question.objects.filter(pk=question.pk).update(next_due_at=question.asked_at)
    said = f"Complaint {question.number} of a buyer is due"
    assert said in html(officer("desk"), reverse("office:today:list"))
    near = sign_in(make_officer("coordinator", place=here.here))
    assert said not in html(near, reverse("office:today:list"))


def test_answer_by_voice_is_kept_sealed_and_a_false_one_is_said_at_its_field(here: District):
    desk, question = officer("desk"), of_maker(here)
    false = SimpleUploadedFile("x.ogg", b"<script>", "audio/ogg")
    refused = desk.post(at("answer", question.pk), {"answer": "Friday.", "voice": false})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["voice"])
    assert "Friday." in refused.content.decode()
    desk.post(at("answer", question.pk), {"answer": "", "voice": SimpleUploadedFile("x", OGG, "audio/ogg")})
    note = Enclosure.objects.get()
    assert (note.entry.kind, OGG in bytes(note.sealed)) == ("answer", False)
    assert at("enclosure", question.pk, note.pk) in html(desk, at("question", question.pk))


def test_handed_on_says_why_and_to_whom(here: District):
    desk, question = officer("desk"), of_maker(here)
    empty = desk.post(at("hand_on", question.pk), {"level": "department", "reason": "", "nonce": "n"})
    assert (empty.status_code, list(empty.context["hand_form"].errors)) == (422, ["reason"])
    sent = {"level": "department", "reason": "It is about a scheme.", "nonce": "n"}
    assert desk.post(at("hand_on", question.pk), sent)["Location"] == at("question", question.pk)
    shown = html(desk, at("question", question.pk))
    assert ("Handed on to: The department" in shown, "It is about a scheme." in shown) == (True, True)


def test_answer_for_all_is_read_before_it_is_published(here: District):
    desk, question = officer("desk"), of_maker(here, subject="parcel")
    answer(question, text="Chandni group: on Friday. Call 98765 43210.", by=BY)
    address = desk.post(at("for_all", question.pk))["Location"]
    faq = Faq.objects.get()
    assert address == at("faq", faq.pk)
    assert "98765" not in html(desk, address)
    unread = desk.post(at("publish", faq.pk), {})
    assert (unread.status_code, list(unread.context["publishing"].errors)) == (422, ["looked_at"])
    words = {"subject": "parcel", "language": "en", "asks": "Where is the box?"}
    wrong = desk.post(at("faq", faq.pk), {**words, "answer": " "})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["answer"])
    desk.post(at("faq", faq.pk), {**words, "language": here.mart.languages[0], "answer": "On Fridays."})
    assert desk.post(at("publish", faq.pk), {"looked_at": "on"})["Location"] == at("faqs")
    assert "Makers read it since" in html(desk, at("faqs"))
    desk.post(at("take_back", faq.pk))
    assert "Taken back" in html(desk, at("faqs"))
    assert desk.get(at("faqs")).status_code == 200


def test_answer_for_all_becomes_a_lesson_once_and_the_question_says_which(here: District):
    desk, question = officer("desk"), of_maker(here)
    answer(question, text="Ask the post.", by=BY)
    faq = draft_faq(question, by=BY)
    assert desk.post(at("teach", faq.pk)).status_code == 422
    assert "Make it a lesson" not in html(desk, at("question", question.pk))
    publish_faq(faq, looked_at=True, by=BY)
    assert "Make it a lesson" in html(desk, at("question", question.pk))
    for _turn in range(2):
        lesson = desk.post(at("teach", faq.pk), {"lesson": ""})["Location"]
    assert (OwnLesson.objects.count(), lesson.endswith("?language=en")) == (1, True)
    assert "Ask the post." in html(desk, lesson)
    for page in (at("question", question.pk), at("faq", faq.pk)):
        shown = html(desk, page)
        assert (f'href="{lesson}"' in shown, "Make it a lesson" in shown) == (True, False)
    assert officer("collector").post(at("teach", faq.pk)).status_code == 403


def test_lesson_is_offered_once(here: District):
    desk, question = officer("desk"), of_maker(here)
    for _turn in range(2):
        assert desk.post(at("lesson", question.pk), {"lesson": "packing"})["Location"] == at("question", question.pk)
    assert [(one.maker, one.lesson, one.why) for one in Suggestion.objects.all()] == [
        (here.maker, "packing", "answers")
    ]
    assert Event.objects.filter(kind="learning.offered").count() == 1
    assert desk.post(at("lesson", question.pk), {"lesson": "moon"}).status_code == 422


def test_clock_is_refused_beyond_the_law_at_its_field_and_kept_within(here: District):
    desk = officer("desk")
    refused = desk.post(CLOCK, {**RUNS, "buyer_hours": "49", "officer_phone": "12"})
    assert (refused.status_code, sorted(refused.context["form"].errors)) == (422, ["buyer_hours"])
    phone = desk.post(CLOCK, {**RUNS, "officer_phone": "12"})
    assert (phone.status_code, list(phone.context["form"].errors)) == (422, ["officer_phone"])
    assert desk.post(CLOCK, {**RUNS, "officer_phone": "94310 99001", "department": "JSLPS"})["Location"] == CLOCK
    assert (Clock.objects.get().buyer_days, Clock.objects.get().officer_phone) == (15, "+919431099001")
    assert officer("coordinator", place=here.here).get(CLOCK).status_code == 403


def test_what_hurts_is_counted_drawn_and_taken_out(here: District, django_assert_max_num_queries):
    desk = officer("desk")
    assert "Nothing was asked" in html(desk, HURTS)
    make_good(maker=here.maker)
    of_buyer(here)
    for key in "abc":
        of_maker(here, key, subject="payment")
    shown = html(desk, HURTS)
    assert ("4 questions, 4 not answered yet, 0 came back." in shown, '<rect width="100"' in shown) == (True, True)
    assert "Asha" not in shown
    file = desk.get(f"{HURTS}?export=xlsx&months=1")
    assert b"Money" in ZipFile(io.BytesIO(file.content)).read("xl/sharedStrings.xml")
    near = sign_in(make_officer("coordinator", place=here.here))
    assert "3 questions" in html(near, HURTS)
    far = sign_in(make_officer("coordinator", place=here.there))
    assert "Nothing was asked" in html(far, HURTS)
    with django_assert_max_num_queries(10):
        desk.get(HURTS)


def test_old_addresses_lead_to_the_room(here: District):
    desk, question = officer("desk"), of_maker(here)
    assert desk.get("/office/makers/questions/")["Location"] == LIST
    assert desk.get(f"/office/makers/questions/{question.pk}/")["Location"] == at("question", question.pk)
