"""What marketplaces ask, on her phone: one question at a time in her language, answered once, or handed on."""

import json
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from haat.catalogue.models import Change, Good, Variant
from haat.channels.models import Account, MakerTask
from haat.core.models import Event
from haat.makers.actions import give_document
from haat.makers.models import Document, Maker, PaperFile
from haat.people.models import User
from tests.channels.asking import MADE_OF, WEIGHT, ask, make_asked
from tests.channels.conftest import account, bazaar, says
from tests.channels.make import Says
from tests.make import BY, make_block, make_maker, make_officer, make_variant
from tests.web.maker.conftest import photo, sign_in

pytestmark = pytest.mark.django_db
__all__ = ["account", "bazaar", "says"]
ASKS = "/maker/asks/"
KEY = "answer-0-made_of"


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def path(variant: Variant, key: str = KEY, on: str = "") -> str:
    return f"{ASKS}{variant.good_id}/{key}/{on}"


def send(client: Client, address: str, fields=None, key="a" * 32):
    """As the phone's queue sends a deed that it kept for two hours."""
    headers = {"X-Deed": key, "X-Deed-Age": "7200", "Accept": "application/json"}
    return client.post(address, {**(fields or {}), "nonce": key}, headers=headers)


@pytest.fixture
def asked(says: Says, account: Account, maker: Maker) -> Variant:
    """A good of hers of which the bazaar asks of what it is made."""
    variant = make_asked(maker)
    ask(says, account, variant, MADE_OF)
    return variant


# ---- the question ----


def test_question_stands_in_her_language_with_who_asks_and_large_choices(leader: User, asked: Variant):
    page = text(sign_in(leader, "hi").get(ASKS))
    assert "किससे बना?" in page
    assert "Toy bazaar ऐसे सामान के लिए यह पूछता है।" in page
    assert re.findall(r'type="radio" name="answer" value="(\w+)" >', page) == ["bamboo", "cane"]
    assert "checked" not in page  # nothing is chosen for her
    assert "बाँस" in page
    assert "मुझे पता नहीं" in page
    assert 'data-say="Bamboo basket. किससे बना? Toy bazaar ऐसे सामान के लिए यह पूछता है। बाँस, बेंत."' in page


def test_every_kind_of_question_has_its_keys(phone: Client, says: Says, account: Account, maker: Maker):
    variant = make_asked(maker)
    make_variant(variant.good)
    Variant.objects.filter(pk=variant.pk).update(weight_g=None, labels={"en": "250 g"})
    wanted = [WEIGHT, ("measures_missing", "package_size"), ("attribute_missing", "length_cm")]
    wanted += [("attribute_missing", "story"), ("picture_small", ""), ("paper_missing", "fssai"), MADE_OF]
    ask(says, account, variant, *wanted)
    found = phone.get(ASKS)
    shown = {each.ask.kind + each.ask.about: each for each in found.context["asks"]}
    assert {key: each.drawn for key, each in shown.items()} == {
        "weight": "number",
        "size": "sides",
        "answermade_of": "choice",
        "answerlength_cm": "number",
        "answerstory": "text",
        "picture": "picture",
        "paperfssai": "paper",
    }
    assert (shown["weight"].unit, shown["answerlength_cm"].unit, shown["weight"].size) == ("g", "cm", "250 g")
    html = found.content.decode()
    assert html.count('class="asks-side"') == 3
    assert "Like this" in html
    assert html.count("data-deed-stay") == 2 * len(shown)  # each has its answer and its way out
    assert "Have it done for me" in html


def test_asks_cost_the_same_for_one_question_and_many(
    phone: Client, says: Says, account: Account, maker: Maker, asked: Variant, django_assert_num_queries
):
    phone.get(ASKS)
    with django_assert_num_queries(QUERIES):
        phone.get(ASKS)
    for _turn in range(3):
        ask(says, account, make_asked(maker), MADE_OF)
    with django_assert_num_queries(QUERIES):
        assert len(phone.get(ASKS).context["asks"]) == 4


QUERIES = 17


# ---- answers ----


def test_deed_that_is_told_twice_counts_once_and_leads_to_the_next_question(phone: Client, asked: Variant):
    fields = {"answer": "bamboo", "seen": "null", "good": asked.good_id}
    first = send(phone, path(asked), fields)
    again = send(phone, path(asked), fields)
    assert (first.status_code, first.json()["again"], again.json()["again"]) == (200, False, True)
    assert first.json()["to"] == f"{ASKS}?good={asked.good_id}"
    assert first.json()["said"] == ["Written down: Made of: Bamboo"]
    assert Good.objects.get(pk=asked.good_id).attributes == {"made_of": "bamboo"}
    assert Event.objects.filter(kind="catalogue.answers_said").count() == 1
    # Another phone of the group tells the same, and a third something else: the first answer stands.
    assert send(phone, path(asked), fields, key="b" * 32).json()["done"]
    other = send(phone, path(asked), fields | {"answer": "cane"}, key="c" * 32)
    assert (other.status_code, other.json()["conflict"], other.json()["field"]) == (409, True, "answer")
    assert Good.objects.get(pk=asked.good_id).attributes == {"made_of": "bamboo"}


def test_when_all_is_answered_it_says_what_comes_and_never_that_it_is_live(phone: Client, leader: User, asked: Variant):
    page = phone.post(path(asked), {"answer": "cane"}, follow=True)
    assert page.redirect_chain == [(ASKS, 302)]
    shown = text(page)
    assert "Now it can go to Toy bazaar. It is sent by itself." in shown
    assert "On sale" not in shown.replace("When it is on sale there", "")
    assert "अब यह Toy bazaar पर जा सकता है।" in text(sign_in(leader, "hi").get(ASKS))


@pytest.mark.parametrize(
    ("key", "fields", "said"),
    [
        (KEY, {}, "Tap what is right."),
        (KEY, {"answer": "stone"}, "Made of: choose one of the list."),
        ("answer-0-length_cm", {"answer": "long"}, "Write the number in digits"),
        ("answer-0-length_cm", {"answer": "0"}, "Length: write a number above 0"),
        ("answer-0-story", {"answer": "  "}, "Write it, or say it."),
        ("size-0-", {"side1": "20", "side2": "15"}, "Write all three in digits"),
        ("size-0-", {"side1": "20", "side2": "x", "side3": "1"}, "Write all three in digits"),
        ("picture-0-", {}, "Picture: take at least one picture"),
    ],
)
def test_what_is_no_answer_is_refused_beside_what_she_typed(phone: Client, asked: Variant, key, fields, said):
    page = phone.post(path(asked, key), fields)
    assert page.status_code == 422
    shown = page.context["asks"][0]
    assert said in shown.wrong
    assert escape(shown.wrong) in page.content.decode()
    assert shown.ask.key == key
    typed = fields.get("answer", "").strip()
    assert not typed or typed in (shown.text, shown.chosen)
    assert Good.objects.get(pk=asked.good_id).attributes == {}
    told = send(phone, path(asked, key), fields)
    assert (told.status_code, told.json()["field"]) == (422, "answer")


def test_figures_in_any_script_are_taken_as_they_are_meant(phone: Client, asked: Variant):
    phone.post(path(asked, "size-0-"), {"side1": "२०.५", "side2": "15", "side3": "8"})
    phone.post(path(asked, "answer-0-length_cm"), {"answer": "12.5"})
    good = Good.objects.get(pk=asked.good_id)
    assert (good.length_mm, good.width_mm, good.height_mm) == (205, 150, 80)
    assert good.attributes == {"length_cm": 12.5}


def test_text_is_kept_in_the_language_she_reads(leader: User, asked: Variant):
    sign_in(leader, "hi").post(path(asked, "answer-0-story"), {"answer": "माँ से सीखा"})
    assert Good.objects.get(pk=asked.good_id).attributes == {"story": {"hi": "माँ से सीखा"}}


def test_weight_out_of_proportion_is_asked_about_once(phone: Client, asked: Variant):
    Variant.objects.filter(pk=asked.pk).update(weight_g=None)
    key = f"weight-{asked.pk}-"
    told = send(phone, path(asked, key), {"answer": "40000"})
    assert (told.status_code, told.json()["sure"]) == (422, "40000")
    page = phone.post(path(asked, key), {"answer": "40000"})
    assert 'name="sure" value="40000"' in page.content.decode()
    assert phone.post(path(asked, key), {"answer": "40000", "sure": "40000"}).status_code == 302
    assert Variant.objects.get(pk=asked.pk).weight_g == 40000


def test_picture_is_taken_and_waits_for_the_desk(phone: Client, says: Says, account: Account, asked: Variant):
    ask(says, account, asked, ("picture_small", ""))
    shot = SimpleUploadedFile("a.jpg", photo(1600), "image/jpeg")
    page = phone.post(path(asked, "picture-0-"), {"answer": shot}, follow=True)
    assert "The picture is with the desk." in text(page)
    assert Change.objects.get().good_id == asked.good_id


# ---- the way out ----


def test_what_she_does_not_know_is_handed_on_and_comes_back_to_nobody_as_a_guess(phone: Client, asked: Variant):
    first = send(phone, path(asked, on="on/"))
    assert first.json()["said"] == ["Noted. Your coordinator and the desk see it, and nothing is guessed."]
    assert send(phone, path(asked, on="on/")).json()["again"]
    assert MakerTask.objects.get().why == "unknown"
    assert Good.objects.get(pk=asked.good_id).attributes == {}
    assert "Others find out 1 thing for you." in text(phone.get(ASKS))


def test_coordinator_answers_for_her_what_she_does_not_know_and_comes_back_to_her_place(phone: Client, asked: Variant):
    phone.post(path(asked, on="on/"))
    maker = asked.good.maker
    helper = sign_in(make_officer("coordinator", place=maker.block))
    page = helper.get(f"{ASKS}?for={maker.pk}&from=groups")
    assert "She does not know it. Ask around, and write it down." in text(page)
    assert page.context["back"] == f"/maker/groups/?block={maker.block_id}#group-{maker.pk}"
    done = helper.post(path(asked), {"answer": "cane", "from": "groups"})
    assert done["Location"] == f"{ASKS}?from=groups&for={maker.pk}"
    assert "Back to my groups" in text(helper.get(done["Location"]))
    told = Event.objects.get(kind="catalogue.answers_said")
    assert told.for_maker_id == maker.pk


# ---- papers ----

FSSAI = "paper-0-fssai"


@pytest.fixture
def wanted(says: Says, account: Account, maker: Maker) -> Variant:
    """Two goods of hers for which her food registration is asked."""
    variant, more = make_asked(maker), make_asked(maker)
    for each in (variant, more):
        ask(says, account, each, ("paper_missing", "fssai"))
    return variant


def test_paper_is_asked_once_for_all_her_goods_with_its_number_day_and_camera(phone: Client, wanted: Variant):
    found = phone.get(ASKS)
    (shown,) = found.context["asks"]
    page = text(found)
    assert (shown.drawn, shown.ask.goods == set(Good.objects.values_list("pk", flat=True))) == ("paper", True)
    assert "1 good more waits for it." in page
    assert 'enctype="multipart/form-data"' in page
    for name in ('name="answer"', 'name="photo"', "It looks like 2", "Give the paper"):
        assert name in page, name
    assert "1 question about your goods" in text(phone.get("/maker/"))


def test_paper_she_gives_waits_for_the_desk_with_its_picture(phone: Client, wanted: Variant, account: Account):
    sent = SimpleUploadedFile("p.jpg", photo(), "image/jpeg")
    fields = {"answer": " 2202 6123 000456", "until": "31/12/2030", "photo": sent, "seen": ""}
    answer = send(phone, path(wanted, FSSAI), fields)
    assert (answer.status_code, answer.json()["done"]) == (200, True)
    assert "The number looks right." in answer.json()["said"][0]
    document = Document.objects.get()
    assert (document.number, document.state, document.valid_until) == ("22026123000456", "given", date(2030, 12, 31))
    file = PaperFile.objects.get()
    assert (file.document, file.kind) == (document, "jpeg")
    assert "asks" not in phone.get(ASKS).context  # nothing is asked of her other good either
    again = phone.post(path(wanted, FSSAI), {"answer": "22026123000456", "seen": ""})
    assert (again.status_code, Document.objects.get().given_at, PaperFile.objects.count()) == (
        302,
        document.given_at,
        1,
    )


@pytest.mark.parametrize(
    ("fields", "at", "said"),
    [
        ({"answer": ""}, "answer", "Write the number as it stands on the paper."),
        ({"answer": "32026123000456"}, "answer", "it begins with 1 (licence) or 2 (registration)"),
        ({"answer": "220261"}, "answer", "it has 14 digits"),
        ({"answer": "22026123000456", "until": "soon"}, "until", "write the day as on the paper"),
        ({"answer": "22026123000456", "until": "2020-01-01"}, "until", "this day is past"),
        ({"answer": "22026123000456", "photo": b"no picture"}, "photo", ""),
    ],
)
def test_paper_that_is_refused_says_why_at_its_field_and_keeps_what_was_typed(
    phone: Client, wanted: Variant, fields, at, said
):
    if "photo" in fields:
        fields = fields | {"photo": SimpleUploadedFile("p.jpg", fields["photo"], "image/jpeg")}
    answer = phone.post(path(wanted, FSSAI), fields)
    shown = answer.context["asks"][0]
    assert (answer.status_code, shown.at, said in shown.wrong) == (422, at, True)
    assert shown.text == fields["answer"]
    assert text(answer).count('aria-invalid="true"') == 1
    assert not Document.objects.exists()


def test_paper_that_somebody_gave_meanwhile_is_not_written_over(phone: Client, wanted: Variant, maker: Maker):
    give_document(maker, kind="fssai", number="12026123000456", by=BY)
    answer = send(phone, path(wanted, FSSAI), {"answer": "22026123000456", "seen": ""})
    assert (answer.status_code, Document.objects.get().number) == (409, "12026123000456")


def test_paper_of_who_sells_for_her_is_shown_to_her_helper(phone: Client, says: Says, account: Account, maker: Maker):
    variant = make_asked(maker)
    ask(says, account, variant, ("paper_missing", "gstin"))
    (shown,) = phone.get(ASKS).context["asks"]
    assert shown.drawn == "other"
    assert phone.post(path(variant, "paper-0-gstin"), {"answer": "1"}).status_code == 404


# ---- whose ----


def test_another_makers_good_is_not_found(phone: Client, asked: Variant):
    other = make_asked(make_maker("Other", block=make_block("Mohanpur")))
    assert phone.post(path(other), {"answer": "cane"}).status_code == 404
    assert phone.post(path(other, on="on/")).status_code == 404
    assert phone.get(f"{ASKS}?good={other.good_id}").context.get("asks") is None


@pytest.mark.parametrize("key", ["answer-0-brand", "weight-0-", "paper-0-nothing", "x"])
def test_what_is_no_question_of_hers_is_not_found(phone: Client, asked: Variant, key: str):
    assert phone.post(path(asked, key), {"answer": "x"}).status_code == 404
    assert "brand" not in json.dumps(Good.objects.get(pk=asked.good_id).attributes)


# ---- the first page ----


def test_first_page_has_a_card_while_something_is_asked(phone: Client, says: Says, account: Account, asked: Variant):
    assert "1 question about your goods" in text(phone.get("/maker/"))
    ask(says, account, make_asked(asked.good.maker), MADE_OF)
    page = text(phone.get("/maker/"))
    assert "2 questions about your goods" in page
    assert "Mostly: Made of" in page
    for variant in Variant.objects.all():
        phone.post(path(variant), {"answer": "cane"})
    assert phone.get("/maker/").context["cards"] == []
