"""A mart's name leaves room for what is said in one text message, or is refused with how many signs fit."""

import pytest

from haat.messages.actions import word_notice
from haat.messages.naming import check_names, too_long
from haat.messages.queries import ready
from haat.places.models import Mart
from tests.make import BY, make_mart
from tests.refusals import refused

LONG = "छत्रपती संभाजीनगर जिल्हा मार्ट"


def check(names, languages=("hi", "mr", "en"), words=None):
    check_names(Mart(words=words or {}), names=names, languages=languages)


@pytest.mark.parametrize("language", ["hi", "mr"])
def test_name_with_which_a_code_would_be_two_messages_is_refused(language):
    names = {"hi": "देवघर मार्ट", "mr": "देवघर मार्ट", "en": "Deoghar Mart"}
    check(names)
    with refused("messages.name_too_long", field="names") as caught:
        check(names | {language: LONG})
    assert (caught.value.language, caught.value.facts["units"]) == (language, 30)
    most = caught.value.facts["most"]
    check(names | {language: LONG[:most]})
    with refused("messages.name_too_long"):
        check(names | {language: LONG[: most + 1]})


def test_name_of_sixty_plain_letters_fits_and_one_in_other_letters_says_which():
    check({"en": "x" * 60}, ["en"])
    with refused("messages.name_letters_other", field="names") as caught:
        check({"en": "Chhatrapatī Mārt"}, ["en"])
    assert (caught.value.language, caught.value.facts["letters"]) == ("en", "īā")


def test_language_without_a_name_yet_is_asked_for_elsewhere():
    check({"hi": "देवघर मार्ट"}, ["hi", "en"])
    with refused("messages.name_too_long"):
        check({"hi": LONG}, ["hi", "en"])


@pytest.mark.django_db
def test_own_words_count_too_and_what_stands_there_is_told():
    mart = make_mart()
    assert not ready(mart).too_long
    own = {"hi": {"text": "{code}: {mart}" + " क" * 20}}
    mart = word_notice(mart, notice="sign_in_code", words=own, by=BY)
    with refused("messages.name_too_long"):
        check_names(mart, names=mart.names | {"hi": "छत्रपती संभाजीनगर मार्ट"}, languages=mart.languages)
    mart.names |= {"hi": LONG}
    assert ready(mart).too_long == ["invited", "sign_in_code"]
    assert {each.worded.language for each in too_long(mart)} == {"hi"}
