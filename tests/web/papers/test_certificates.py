"""Certificates, the list to sign and cards are drawn, a page each, with what was frozen when they were made."""

import io

import pytest
from pypdf import PdfReader

from haat.core.dates import today
from haat.letters import actions
from haat.letters.models import Letter
from haat.letters.queries import cards_of
from haat.letters.rules import next_march
from haat.web.papers.cards import cards_pdf
from haat.web.papers.certificates import handing_list_pdf, letters_pdf
from tests.make import BY, make_block, make_maker, make_mart, make_officer
from tests.make_letters import make_card, make_letter, role_of
from tests.web.papers.read import pages_of, size_mm

pytestmark = pytest.mark.django_db
BASE = "https://mart.example/"


def drawn(letter: Letter, *, specimen: bool = False) -> str:
    found = Letter.objects.select_related("mart__place", "maker").get(pk=letter.pk)
    pdf = letters_pdf([found], base=BASE, specimen=specimen)
    assert size_mm(PdfReader(io.BytesIO(pdf)).pages[0]) == (210, 297)
    (text,) = pages_of(pdf)
    return " ".join(text.split())


def test_certificate_says_who_since_when_and_who_signs():
    letter = make_letter(make_maker("Chandni group"))
    text = drawn(letter)
    wanted = [
        "Chandni group",
        letter.number,
        "Vishal Sagar",
        "Deputy Commissioner",
        f"mart.example/hi/letter/{letter.code}",
    ]
    # An address may go on in the next line.
    assert [word for word in wanted if "".join(word.split()) not in "".join(text.split())] == []
    assert "Specimen" not in text
    assert "Printed again" not in text


def test_specimen_and_reprint_say_so():
    letter = make_letter()
    assert "Specimen, not valid" in drawn(letter, specimen=True)
    for key in "ab":
        actions.print_letters([letter.pk], key=key, by=BY)
    assert "Printed again on" in drawn(letter)


@pytest.mark.parametrize("name", ["Ab", "Jai Maa Durga Mahila Swayam Sahayata Samuh " * 2])
def test_certificate_is_one_page_whatever_a_maker_is_called(name):
    drawn(make_letter(make_maker(name.strip()[:120])))


def test_list_to_sign_names_who_receives_one():
    letter = make_letter(make_maker("Chandni group"), ceremony=True)
    ceremony = Letter.objects.select_related("ceremony__mart").get(pk=letter.pk).ceremony
    (text,) = pages_of(handing_list_pdf(ceremony, [letter], "hi"))
    assert [word for word in ("Chandni group", letter.number, "Diwali fair", "Town hall") if word not in text] == []


def test_cards_stand_eight_on_a_sheet_and_bear_no_phone():
    makers = [make_maker(f"Group {letter}") for letter in "ABCDEFGH"]
    for maker in makers:
        make_card(maker)
    user = make_officer("surveyor", place=make_block("Sarath"))
    actions.make_cards(make_mart(), roles=[role_of(user, "surveyor").pk], valid_until=next_march(), by=BY)
    cards = list(cards_of(make_mart(), make_mart().place).select_related(
        "mart", "place", "member__maker__portrait", "user").order_by("pk"))  # fmt: skip
    pages = pages_of(cards_pdf(cards, base=BASE))
    assert [text.count("-C-") for text in pages] == [8, 1]
    assert user.name in pages[1]
    assert user.phone[-5:] not in pages[1]
    assert str(next_march().year) in pages[0]
    assert today() < next_march()
