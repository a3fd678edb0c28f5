"""What is typed is kept; what nobody sees is not."""

import pytest

from haat.core.numerals import whole_number
from haat.core.texts import clean_line, clean_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Sita\u00a0 Devi\n", "Sita Devi"),
        ("a\x00b\x07c", "abc"),
        ("\u202eevil\u2066", "evil"),
        ("\u200b\u200d\ufeff", ""),
        ("\u200d\u200d\u200d", ""),
        ("\u3164\u2800\u115f", ""),
        ("\ud800क", "क"),
        ("ताऱ्\u200dया", "ताऱ्\u200dया"),
        ("क\u200cष", "क\u200cष"),
    ],
)
def test_clean_line_keeps_what_can_be_seen(typed, kept):
    assert clean_line(typed) == kept


def test_clean_text_keeps_lines():
    assert clean_text(" one\r\ntwo\x1b ") == "one\ntwo"
    assert clean_text("\u200d\n \u3164\u200d") == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), (" १२ ", 12), ("0", 0), ("", None), ("²", None), ("-1", None), ("1 2", None), ("9" * 16, None)],
)
def test_whole_number_is_digits_and_nothing_else(text, number):
    assert whole_number(text) == number
