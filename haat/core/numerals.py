"""Digits of every Indian script, read as one."""

import unicodedata


def whole_number(text: str, *, most_digits: int = 15) -> int | None:
    """The number that digits of any script say; None when the text is anything else, or longer."""
    digits = latin_digits(text.strip())
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= most_digits else None


def latin_digits(text: str) -> str:
    """`१२०` → `120`; anything that is not a decimal digit stays."""
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)
