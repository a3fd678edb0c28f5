"""A buyer complains by the link of her order or a phone that is hers, gets a number, and reads the clock in words."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from haat.core.dates import day_of
from haat.helping.actions import acknowledge, answer, complain, hand_on
from haat.helping.models import Enclosure, Question
from haat.messages.models import Message
from haat.web.ui.dates import weekday_date
from haat.web.ui.middleware import HOSTS
from tests.core.test_files import jpeg
from tests.make import BY, make_mart, make_order, make_user
from tests.web.office.signed import work_off

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://deoghar.localhost"}
KEY = "0123456789abcdef0123"
SENT = {"key": KEY, "words": "The pot came broken.", "name": "Asha", "subject": "quality"}
HELP = "/en/help/"


@pytest.fixture
def buyer() -> Client:
    make_mart()
    return Client(HTTP_HOST="deoghar.localhost", headers=HERE)


def by_order() -> str:
    return f"{HELP}?order={make_order().token}"


def photos(many: int) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{n}.jpg", jpeg(size=(900 + n, 600)), "image/jpeg") for n in range(many)]


def text(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def asked(**more: object) -> Question:
    told = {"phone": "9876543210", "name": "Asha", "words": "It is broken.", "language": "en", "key": "k", "by": BY}
    return complain(make_mart(), **{**told, **more})  # type: ignore[arg-type]


def page(question: Question) -> str:
    with translation.override("en"):
        return reverse("shop:complaint", args=[question.token])


def test_stranger_reads_who_answers_until_when_and_whom_else_to_call(buyer: Client):
    shown = text(buyer.get(HELP))
    assert (make_mart().grievance_officer in shown, "within 48 hours" in shown, "tel:1915" in shown) == (
        True,
        True,
        True,
    )
    assert ("<textarea" in shown, "/sign-in" in shown or "next=" in shown) == (False, True)
    assert buyer.post(HELP, SENT).status_code == 200
    assert not Question.objects.exists()


def test_order_link_is_enough_and_the_number_is_shown_and_sent(buyer: Client):
    address = by_order()
    for _turn in range(2):
        answer_ = buyer.post(address, SENT)
        assert answer_.status_code == 303
    question = Question.objects.get()
    assert (answer_["Location"], question.order_id is not None) == (page(question), True)
    shown = text(buyer.get(page(question)))
    assert f"Complaint {question.number}" in shown
    assert f"It is with us. We answer by {weekday_date(question.answer_by)}." in shown
    assert question.phone not in shown
    work_off()
    message = Message.objects.get(template="complaint_kept")
    assert message.values == {"question": str(question.number), "day": f"{day_of(question.answer_by):%d/%m}"}


def test_pages_of_a_good_and_of_an_order_lead_to_the_form_with_it_filled_in(buyer: Client):
    order = make_order()
    good = order.parts.get().lines.get().variant.good
    user = make_user(phone=order.phone, phone_verified=True)
    with translation.override("en"):
        pages = [reverse("shop:good", args=[good.slug]), reverse("shop:order", args=[order.token])]
    ways = [re.findall(rf'href="({HELP}\?[^"]+)"', buyer.get(page).content.decode()) for page in pages]
    assert ways == [[f"{HELP}?good={good.slug}"], [f"{HELP}?order={order.token}"]]
    assert f"About order {order.number}" in re.sub(r"<[^>]+>", "", text(buyer.get(ways[1][0])))
    buyer.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert buyer.post(ways[0][0], SENT).status_code == 303
    assert Question.objects.get().good == good


def test_phone_that_is_hers_chooses_among_her_orders(buyer: Client):
    order = make_order()
    user = make_user(phone=order.phone, phone_verified=True)
    buyer.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert order.number in text(buyer.get(HELP))
    buyer.post(HELP, {**SENT, "order": order.token})
    assert Question.objects.get().order == order
    assert f"Complaint {Question.objects.get().number}" in text(buyer.get(HELP))
    buyer.post(HELP, {**SENT, "order": "another", "key": KEY[::-1]})
    assert Question.objects.latest("pk").order is None


def test_photos_are_judged_and_nothing_typed_is_lost(buyer: Client):
    address = by_order()
    false = buyer.post(address, {**SENT, "pictures": SimpleUploadedFile("x.jpg", b"<svg onload=x>", "image/jpeg")})
    assert (false.status_code, list(false.context["form"].errors)) == (422, ["pictures"])
    assert "The pot came broken." in false.content.decode()
    assert list(buyer.post(address, {**SENT, "pictures": photos(4)}).context["form"].errors) == ["pictures"]
    buyer.post(address, {**SENT, "pictures": photos(1)})
    seen = Enclosure.objects.get()
    with translation.override("en"):
        file = reverse("shop:complaint_file", args=[seen.entry.question.token, seen.pk])
    assert file in buyer.get(page(seen.entry.question)).content.decode()
    shown = buyer.get(file)
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/jpeg", "no-store, private")
    other = asked()
    assert buyer.get(file.replace(seen.entry.question.token, other.token)).status_code == 404


def test_state_is_said_in_words_and_what_lies_inside_is_not_shown(buyer: Client):
    question = asked()
    hand_on(question, level="officer", reason="She shouted", key="h", by=BY)
    acknowledge(question, by=BY)
    shown = text(buyer.get(page(question)))
    assert ("We have read it and work at it." in shown, "She shouted" in shown) == (True, False)
    Question.objects.update(answer_due_at=timezone.now())
    assert "We are late, and we are sorry." in text(buyer.get(page(question)))
    answer(question, text="A new one comes.", by=BY)
    shown = text(buyer.get(page(question)))
    assert ("We have answered." in shown, "A new one comes." in shown) == (True, True)


def test_more_is_said_then_it_did_not_help_then_it_did(buyer: Client):
    question = asked()
    more = {"key": KEY, "words": "And the lid too."}
    for _turn in range(2):
        assert buyer.post(page(question), {**more, "deed": "add"}).status_code == 303
    assert question.entries.count() == 2
    answer(question, text="A new one comes.", by=BY)
    empty = buyer.post(page(question), {"deed": "reopen", "words": "", "key": KEY[::-1]})
    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["words"])
    buyer.post(page(question), {"deed": "reopen", "words": "It did not come.", "key": KEY[::-1]})
    assert Question.objects.get().reopened_at is not None
    answer(question, text="It comes on Monday.", by=BY)
    late = buyer.post(page(question), {"deed": "reopen", "words": "Again.", "key": "f" * 20})
    assert "You said once already that it did not help." in text(late)
    assert buyer.post(page(question), {"deed": "end"}).status_code == 303
    assert "This is closed." in text(buyer.get(page(question)))
    assert buyer.post(page(question), {"deed": "rob"}).status_code == 404


def test_guessing_a_link_finds_nothing_and_is_slow(buyer: Client):
    answers = [buyer.get(f"{HELP}guess{number}/").status_code for number in range(45)]
    assert (set(answers[:40]), answers[-1]) == ({404}, 429)
    question = asked(key="other")
    make_mart("chandrapur")
    HOSTS.forget()
    elsewhere = Client(HTTP_HOST="chandrapur.localhost")
    assert elsewhere.get(page(question)).status_code in (404, 429)


def test_ten_complaints_an_hour_from_one_address_are_enough(buyer: Client):
    address = by_order()
    codes = [buyer.post(address, {**SENT, "key": f"{number:020d}"}).status_code for number in range(12)]
    assert (codes.count(303), codes[-1]) == (10, 429)


def test_page_is_written_in_the_buyers_language(buyer: Client):
    question = asked()
    shown = buyer.get(page(question).replace("/en/", "/hi/")).content.decode()
    assert (f"शिकायत {question.number}" in shown, re.search(r"[A-Za-z]{4,} answer by", shown)) == (True, None)


def test_every_page_of_complaints_leads_there(buyer: Client):
    assert HELP in buyer.get("/en/p/grievance/").content.decode()
    order = make_order()
    assert f"{HELP}?order={order.token}" in buyer.get(f"/en/o/{order.token}/").content.decode()
