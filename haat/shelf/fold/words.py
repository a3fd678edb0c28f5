"""Words of a text in any script."""

import re
import unicodedata

_JOINERS = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, 0x0640))
_HYPHENS = dict.fromkeys((0x2010, 0x2011), "-")
_APOSTROPHES = dict.fromkeys((0x27, 0x2019, 0x02BC))


def clean(text: str) -> str:
    """Compatible forms composed, lower case, without invisible joiners and apostrophes."""
    text = unicodedata.normalize("NFKC", text.translate(_JOINERS).translate(_HYPHENS))
    return text.translate(_APOSTROPHES).lower()


def _kind(char: str) -> str:
    if char == "-":
        return "-"
    return "w" if unicodedata.category(char)[0] in "LMN" else " "


def tokens(text: str) -> list[str]:
    """Words of the text, lower case: combining marks stay with their letter, digits become ASCII,
    a hyphen inside a word stays (``chikan-kari``), punctuation and joiners go.
    """
    spaced = "".join(_letter(char) for char in clean(text))
    return [word for word in (part.strip("-") for part in spaced.split()) if word]


def _letter(char: str) -> str:
    kind = _kind(char)
    if kind == " ":
        return " "
    digit = unicodedata.decimal(char, None) if kind == "w" else None
    return char if digit is None else str(digit)


def parts(word: str) -> list[str]:
    """The parts of a hyphenated word."""
    return [part for part in re.split("-+", word) if part]
