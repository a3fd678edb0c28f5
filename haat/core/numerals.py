"""Digits of every Indian script, read as one."""

import unicodedata


def latin_digits(text: str) -> str:
    """`१२०` → `120`; anything that is not a decimal digit stays."""
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)
