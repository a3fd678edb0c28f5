"""What a code says to whoever holds the paper: what is so today, and nothing of people once it is not."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from haat.letters import actions
from haat.makers.models import Maker
from tests.make import BY, make_maker, make_mart
from tests.make_letters import make_card, make_letter

pytestmark = pytest.mark.django_db


def read(name: str, code: str, *, status: int = 200, language: str = "en") -> str:
    with translation.override(language):
        answer = Client().get(reverse(f"shop:{name}", args=[code]))
    assert answer.status_code == status
    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


def test_certificate_says_what_is_so_today():
    letter = make_letter(make_maker("Chandni group"))
    shown = read("letter", letter.code)
    assert "Genuine, and so today" in shown
    assert letter.number in shown
    assert reverse("shop:maker", args=[letter.maker.slug]).partition("/makers/")[2] in shown
    assert "Sita Devi" not in shown


def test_certificate_of_who_sells_no_more_names_nobody():
    letter = make_letter(make_maker("Chandni group"))
    Maker.objects.update(state=Maker.State.PAUSED)
    shown = read("letter", letter.code)
    assert "Genuine, but not so today" in shown
    assert "Chandni group" not in shown


@pytest.mark.parametrize(("name", "code"), [("letter", "abc"), ("card", "x" * 40), ("letter", "x" * 400)])
def test_unknown_code_is_said_to_be_none(name, code):
    make_mart()
    assert "No such" in read(name, code, status=404)


def test_card_says_whose_it_is_while_it_holds_and_nothing_after():
    card = make_card(make_maker("Chandni group"))
    assert "Sita Devi" in read("card", card.code)
    new = actions.replace_card(card, by=BY)
    shown = read("card", card.code)
    assert "Ended" in shown
    assert "Sita Devi" not in shown
    assert "Sita Devi" in read("card", new.code)


def test_page_is_read_in_hindi():
    assert "असली है" in read("letter", make_letter().code, language="hi")


def test_guessing_is_slow():
    make_mart()
    for _try in range(60):
        read("letter", "abc", status=404)
    with translation.override("en"):
        assert Client().get(reverse("shop:letter", args=["abc"])).status_code == 429
