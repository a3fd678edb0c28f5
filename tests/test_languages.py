"""A language is offered to buyers when their whole road is there, and not before; what lacks is said in Hindi."""

import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext

from haat.core.languages import CODES, SPOKEN, spoken
from tools import messages


@pytest.fixture(scope="module")
def road():
    return messages.wanted(messages.BUYERS_ROAD)


def test_exactly_the_languages_with_the_whole_road_are_offered(road):
    lacks = {code: len(road - messages.had(code)) for code in CODES if code != "en"}
    assert [code for code in CODES if code == "en" or not lacks[code]] == list(SPOKEN), lacks


@pytest.mark.parametrize(
    "words",
    [
        "PIN code: some digits are missing. It has 6 digits.",
        "Basket: something changed while it waited. Look at the marked goods, then order again.",
        "Put in the basket",
        "Name: write the name of who receives the parcel.",
        "Too many tries. Wait ten minutes, then try again.",
        "Cash on delivery is not possible at this PIN. Pay by UPI.",
        "Stars: choose from 1 to 5.",
        "Your order is placed.",
        "On its way to you",
    ],
)
def test_the_road_holds_what_a_buyer_meets_on_it(road, words):
    known = {message for message in road if message.split(":")[0] == words.split(":")[0]}
    assert known or words in road


def test_nothing_of_the_office_or_the_makers_phone_is_asked_of_it(road):
    assert not {"Propose payouts", "Return received", "Which maker are you helping?"} & road


@pytest.mark.parametrize("language", [code for code in CODES if code not in SPOKEN])
def test_what_a_language_lacks_is_said_in_hindi(language):
    with translation.override("hi"):
        hindi = gettext("Choose another state."), ngettext("Take %(n)s", "Take %(n)s", 3)
    with translation.override(language):
        assert (gettext("Choose another state."), ngettext("Take %(n)s", "Take %(n)s", 3)) == hindi
        assert gettext("words no catalogue has") == "words no catalogue has"
    with translation.override("en"):
        assert gettext("Choose another state.") == "Choose another state."
    with translation.override("mr"):
        assert gettext("Choose another state.") not in (hindi[0], "Choose another state.")


@pytest.mark.parametrize(
    ("codes", "read"),
    [(["hi", "en", "ur"], ["hi", "en"]), (["sat", "mr", "hi"], ["mr", "hi"]), (["bn"], ["hi"]), ([], ["hi"])],
)
def test_a_mart_is_read_in_its_whole_languages_and_in_hindi_where_none_is(codes, read):
    assert spoken(codes) == read
