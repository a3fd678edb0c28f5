"""Every message as it is registered with the operators: TRAI's rules hold, and each fits one text message."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.translation import override

from haat.core.languages import LANGUAGES
from haat.messages import notices
from haat.messages.notices import ALPHANUMERIC, CALL_BACK, NUMERIC, Notice, Variable, Worded, faults, rupees
from haat.messages.parts import cut, length
from haat.orders.actions.making import NUMBER_DIGITS, number_from
from haat.places.data import districts
from haat.places.models import Mart

ROOT = Path(__file__).parent.parent.parent
# The longest names of marts we know; the words of a notice hold them.
LONG = Mart(slug="long", names={"en": "Chandrapur Bazaar", "hi": "चंद्रपुर बाज़ार", "mr": "चंद्रपूर बाजार"})
ALL = sorted(notices.every().values(), key=lambda notice: notice.name)


@pytest.mark.parametrize("notice", ALL, ids=lambda notice: notice.name)
def test_notice_keeps_the_rules_in_every_language_and_fits_one_part(notice):
    wrong = {code: list(faults(notice, code, LONG)) for code in notice.languages()}
    assert {code: said for code, said in wrong.items() if said} == {}
    assert {"en", "hi", "mr"} <= set(notice.languages())
    assert notice.about


def test_one_name_of_a_variable_has_one_tag_everywhere():
    tags: dict[str, set[str]] = {}
    for notice in ALL:
        for variable in notice.variables:
            tags.setdefault(variable.name, set()).add(variable.tag)
    assert {name: found for name, found in tags.items() if len(found) > 1 or not all(found)} == {}


def test_what_comes_today_is_not_told_tomorrow():
    assert [notice.name for notice in ALL if "comes today" in notice.words and notice.life > timedelta(hours=14)] == []


def test_hindi_and_marathi_count_seventy_units_and_english_one_hundred_and_sixty():
    for notice in ALL:
        for code in ("hi", "mr"):
            told = notice.longest(notice.in_language(code), LONG)
            assert (told.wide, told.units <= 70) == (True, True), (notice.name, code, told.units)


def test_the_longest_values_are_those_there_can_be():
    """A number that is cut is another number: four letters of a mart, the longest digits, the hundredth part."""
    digits = max(NUMBER_DIGITS)
    number = f"WWWW-{number_from('seed', digits=digits)}-99"
    numbers = [v for notice in ALL for v in notice.variables if v.name == "number"]
    amounts = [v for notice in ALL for v in notice.variables if v.name == "money"]
    assert {len(v.longest) for v in numbers} == {len(number)}
    assert {v.clean(number) for v in numbers} == {number}
    assert {len(v.longest) for v in amounts} == {8}


@pytest.mark.parametrize("value", ["123456789012", "99,99,99,999"])
def test_figures_are_never_cut(value):
    for notice in ALL:
        for variable in notice.variables:
            if variable.tag == NUMERIC:
                assert variable.clean(value) == value.replace(",", ""), (notice.name, variable.name)


@pytest.mark.parametrize("notice", [notices.SIGN_IN, notices.INVITED], ids=lambda notice: notice.name)
@pytest.mark.parametrize(("state", "language"), [(20, "hi"), (27, "hi"), (27, "mr")])
def test_the_code_fits_one_message_for_a_mart_of_any_district(state, language, notice):
    names = [d.name_local if language == d.lang else d.name_hi for d in districts() if d.state == state] + [
        "छत्रपती संभाजीनगर",
        "पश्चिमी सिंहभूम",
    ]
    worded = notice.in_language(language)
    long = [
        name for name in names if notice.longest(worded, Mart(slug="m", names={language: f"{name} मार्ट"})).parts > 1
    ]
    assert long == []
    assert len(names) > 20


@pytest.mark.parametrize("code", ["bn", "or", "sat", "ur"])
def test_what_a_language_lacks_is_sent_in_hindi_and_fits_too(code):
    for notice in ALL:
        worded = notice.in_language(code)
        assert (worded.language, notice.longest(worded, LONG).parts) == ("hi", 1), notice.name


def test_every_message_that_is_told_is_declared():
    """Each `template=` in the rooms names a notice by its object, or by a name that is declared."""
    said = set()
    for path in (ROOT / "haat").rglob("*.py"):
        if "web" not in path.parts and "migrations" not in path.parts:
            said |= set(re.findall(r'template="(\w+)"', path.read_text(encoding="utf-8")))
    assert said - set(notices.every()) == set()


NUMBER = Variable("number", ALPHANUMERIC, "its number", "DGH-1")
MONEY = Variable("money", NUMERIC, "rupees", "1234")


def wrong(words, *variables):
    return list(faults(Notice("n", words, variables, about="a"), "en", LONG))


@pytest.mark.parametrize(
    ("words", "variables", "said"),
    [
        ("Order %(number)s %(money)s now.", (NUMBER, MONEY), "two variables stand side by side"),
        ("%(a)s, %(number)s, %(money)s", (NUMBER, MONEY, Variable("a", NUMERIC, "p", "1")), "3 variables"),
        ("Order %(money)s.", (NUMBER,), "are not its variables"),
        ("Order %(number)s at haat.example.in today.", (NUMBER,), "'haat.example.in' is not registered"),
        ("Order %(number)s: https://a.b/c.", (NUMBER,), "is not registered"),
        ("Order %(number)s: call 98765 43210.", (NUMBER,), "'98765 43210' is not registered"),
        ("Order %(number)s.", (Variable("number", "", "", "1"),), "has no tag and purpose"),
        ("Order %(number)s.", (Variable("number", ALPHANUMERIC, "p", "x" * 31),), "takes 31"),
        ("Order %(number)s: " + "x" * 150, (NUMBER,), "2 parts"),
    ],
)
def test_rule_that_is_broken_is_named(words, variables, said):
    assert any(said in sentence for sentence in wrong(words, *variables)), wrong(words, *variables)


def test_good_notice_has_no_fault():
    assert wrong("Order %(number)s: keep Rs %(money)s ready.", NUMBER, MONEY) == []


@pytest.mark.parametrize(
    ("tag", "given", "passes"),
    [
        (NUMERIC, "₹1,20,500", "120500"),
        (NUMERIC, "four", ""),
        (ALPHANUMERIC, "“Bamboo” basket\n<b>", "Bamboo basket b"),
        (ALPHANUMERIC, "DGH-12-1 30/11", "DGH-12-1 30/11"),
        (ALPHANUMERIC, "बाँस की टोकरी (बड़ी)", "बाँस की टोकरी बड़ी"),
        (CALL_BACK, "+919876543210", "9876543210"),
        (CALL_BACK, "06432 232 222", "6432232222"),
        (CALL_BACK, "+91 (06432) 232222", "6432232222"),
        (CALL_BACK, "1800 180 1551", "18001801551"),
    ],
)
def test_value_becomes_what_operators_let_pass(tag, given, passes):
    assert Variable("v", tag, "p", "x" * 30).clean(given) == passes


@pytest.mark.parametrize(
    ("text", "units", "parts", "wide"),
    [
        ("a" * 160, 160, 1, False),
        ("a" * 161, 161, 2, False),
        ("a" * 306, 306, 2, False),
        ("a" * 307, 307, 3, False),
        ("€" * 80, 160, 1, False),
        ("€" * 81, 162, 2, False),
        ("अ" * 70, 70, 1, True),
        ("अ" * 71, 71, 2, True),
        ("अ" * 134, 134, 2, True),
        ("अ" * 135, 135, 3, True),
        ("a" * 69 + "₹", 70, 1, True),
        ("😀" * 35, 70, 1, True),
        ("😀" * 36, 72, 2, True),
        ("", 0, 1, False),
    ],
)
def test_length_is_counted_as_operators_charge_it(text, units, parts, wide):
    assert length(text) == (units, parts, wide)


def test_cut_ends_at_a_word_and_never_splits_a_letter():
    assert cut("Bamboo basket, large and round", 20) == "Bamboo basket, large"
    assert cut("Bamboo  basket", 20) == "Bamboo basket"
    assert cut("a" * 10, 4) == "aaaa"
    assert cut("😀😀😀", 3) == "😀"


def test_amounts_are_whole_rupees_and_what_is_to_be_ready_is_enough():
    assert (rupees(41_250), rupees(41_250, up=True), rupees(41_200, up=True)) == ("412", "413", "412")


def test_reader_without_words_of_her_own_gets_the_next_best():
    notice = notices.every()["order_new"]
    assert [notice.in_language(code).language for code in LANGUAGES] == ["en", "hi", "mr", "hi", "hi", "hi", "hi"]


def test_registered_text_names_its_slots_and_holds_the_mart():
    notice = notices.SIGN_IN
    words = notice.in_language("en")
    assert notice.registered(words, LONG) == (
        "{#var#} is your code for Chandrapur Bazaar. It works for ten minutes. Tell it to nobody."
    )
    assert notice.registered(words, LONG, "{#%(tag)s#}").startswith("{#numeric#} is your code")
    assert notice.filled(words, {"code": "123456"}, LONG).startswith("123456 is your code for Chandrapur Bazaar.")


def test_words_do_not_depend_on_who_asks():
    notice = notices.every()["order_new"]
    with override("mr"):
        assert notice.in_language("hi") == Worded(notice.in_language("hi").text, "hi")
        assert "नया" in notice.in_language("hi").text
