"""Digits of every Indian script, read as one."""

import re
import unicodedata

# A comma parts thousands and lakhs, as in rupees; anywhere else it may be a decimal one: 12,50 is no number.
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}(?:\.[0-9]*)?")


def whole_number(text: str, *, most_digits: int = 15, grouped: bool = False) -> int | None:
    """The number that digits of any script say; None when the text is anything else, or longer.

    `grouped`: 1,20,500 is read as well.
    """
    digits = latin_digits(text.strip())
    if grouped:
        digits = without_groups(digits)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= most_digits else None


def without_groups(digits: str) -> str:
    """`1,20,500` as `120500`; any other comma stays where it is, so that nothing is read that was not written."""
    return digits.replace(",", "") if _GROUPED.fullmatch(digits) else digits


def latin_digits(text: str) -> str:
    """`१२०` → `120`; anything that is not a decimal digit stays."""
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)
