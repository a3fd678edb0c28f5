"""How long a text message is: its parts, as operators count and charge them.

A message in the letters of GSM 03.38 holds 160 of them, and 153 in each of several parts; one letter outside them
makes it UCS-2 throughout: 70 units of UTF-16, and 67 in each of several parts.
"""

from math import ceil
from typing import NamedTuple

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = "^{}\\[~]|€"
PLAIN, EACH_PLAIN = 160, 153
WIDE, EACH_WIDE = 70, 67


class Length(NamedTuple):
    """The length of a text in the units it is counted in, and in parts; `wide` when it is UCS-2."""

    units: int
    parts: int
    wide: bool


def units_wide(text: str) -> int:
    """Its units of UTF-16: a letter beyond the first plane counts two."""
    return len(text.encode("utf-16-le")) // 2


def is_plain(text: str) -> bool:
    """True when every letter is one of GSM 03.38."""
    return all(letter in _BASIC or letter in _TWICE for letter in text)


def length(text: str) -> Length:
    """How long `text` is as a text message."""
    if is_plain(text):
        units = sum(2 if letter in _TWICE else 1 for letter in text)
        return Length(units, _parts(units, PLAIN, EACH_PLAIN), False)
    units = units_wide(text)
    return Length(units, _parts(units, WIDE, EACH_WIDE), True)


def _parts(units: int, whole: int, each: int) -> int:
    return 1 if units <= whole else ceil(units / each)


def cut(text: str, most: int) -> str:
    """`text` on one line and no longer than `most` units of UTF-16, ended at a word where that loses little."""
    line = " ".join(text.split())
    if units_wide(line) <= most:
        return line
    kept = line[:most]
    while units_wide(kept) > most:
        kept = kept[:-1]
    if not line[len(kept)].isspace() and " " in kept[most // 2 :]:
        kept = kept[: kept.rindex(" ")]
    return kept.rstrip(" ,;:-/(")
