"""Answers as texts of one line: hostile ones too, and cut where a word ends."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.channels.feeds.words import choices_called, cut, plain, said
from tests.studio.goods import make_attribute

CALLED = {"material": {"lac": {"en": "Lac", "hi": "लाह"}, "brass": {"en": "Brass"}}}


@pytest.mark.parametrize(
    ("slug", "value", "language", "text"),
    [
        ("title", {"en": "Lac bangles", "hi": "लाह की लहठी"}, "hi", "लाह की लहठी"),
        ("title", {"hi": "लाह की लहठी"}, "en", "लाह की लहठी"),
        ("material", "lac", "hi", "लाह"),
        ("material", "brass", "hi", "Brass"),
        ("material", "papier mâché", "hi", "papier mâché"),
        ("material", ["lac", "brass"], "en", "Lac, Brass"),
        ("net_quantity", {"value": 500, "unit": "g"}, "en", "500 g"),
        ("package_size", [20.0, 15.5], "en", "20, 15.5"),
        ("pieces", 12, "en", "12"),
        ("fragile", True, "hi", "हाँ"),
        ("fragile", False, "en", "no"),
        ("brand", None, "en", ""),
        ("brand", {}, "en", ""),
        ("brand", [], "en", ""),
    ],
)
def test_answer_reads_in_the_language_of_the_feed(slug, value, language, text):
    assert said(slug, value, language, CALLED) == text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("two\tcells\nand a\r\nline", "two cells and a line"),
        ("=cmd|' /C calc'!A0", "cmd|' /C calc'!A0"),
        ("+-@= 12 bangles", "12 bangles"),
        ("bell\x07 null\x00 back\x08", "bell null back"),
        ("\u202egnirts a", "gnirts a"),
        ("lac 🎉 bangles", "lac 🎉 bangles"),
        ("ऱ्\u200dय", "ऱ्\u200dय"),
        ("دیوگھر کی چوڑیاں", "دیوگھر کی چوڑیاں"),
        ("a - b", "a - b"),
        ("===", ""),
        ("   ", ""),
    ],
)
def test_line_is_nothing_but_a_text(text, line):
    assert plain(text) == line


@given(st.text(max_size=60))
def test_no_text_begins_a_formula_or_a_new_line(text):
    line = plain(text)
    assert line[:1] not in set("=+-@\t\r\n ")
    assert not any(unicodedata.category(sign) in ("Cc", "Cn", "Cs") for sign in line)


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("Lac bangles", 11, "Lac bangles"),
        ("Lac bangles, red", 12, "Lac bangles,"),
        ("Lac bangles, red", 15, "Lac bangles"),
        ("Lac bangles red", 11, "Lac bangles"),
        ("x" * 5000, 150, "x" * 150),
        ("a " + "x" * 50, 20, "a " + "x" * 18),
        ("लहठी", 3, "लह"),
        ("कि" * 3, 3, "कि"),
    ],
)
def test_text_is_cut_where_a_word_ends(text, most, short):
    assert cut(text, most) == short


@given(st.text(max_size=80), st.integers(2, 40))
def test_cut_text_is_short_enough_and_begins_as_it_did(text, most):
    short = cut(text, most)
    assert len(short) <= most
    assert text.startswith(short)


@pytest.mark.django_db
def test_what_choices_are_called_is_read_once_for_all(django_assert_num_queries):
    make_attribute("finish", words={"matt": {"en": "Matt"}})
    make_attribute("note")
    with django_assert_num_queries(1):
        called = choices_called()
    assert called["finish"] == {"matt": {"en": "Matt"}}
    assert "note" not in called
