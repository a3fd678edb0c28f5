"""Read what a person typed: any script's digits, spaces and dashes of every kind, either case."""

from __future__ import annotations

import unicodedata

# Separators people put between groups of digits. The underscore is left alone: a UPI address may hold one.
_SEPARATORS = frozenset("-.,/()'‘’:;|·")


def _kept(char: str, dropped: frozenset[str]) -> str:
    if char in dropped or char.isspace():
        return ""
    category = unicodedata.category(char)
    if category in ("Cf", "Cc", "Pd"):  # zero-width joiners and direction marks ride along with pasted text
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    return char


def compact(text: str) -> str:
    """Upper case, ASCII digits, no separators: `20 aaatj-१२३४ k` gives `20AAATJ1234K`."""
    normal = unicodedata.normalize("NFKC", text)
    return "".join(_kept(char, _SEPARATORS) for char in normal).upper()


def without_spaces(text: str) -> str:
    """ASCII digits and no spaces, but dots and plain hyphens kept, for addresses in which they count."""
    normal = unicodedata.normalize("NFKC", text).replace("\u2010", "-").replace("\u2011", "-")
    return "".join(char if char == "-" else _kept(char, frozenset()) for char in normal)
