"""How many pieces of each line: the numbers of a form, one field a line."""

from collections.abc import Iterable, Mapping
from typing import Any

from haat.core.numerals import whole_number
from haat.orders.models import OrderLine, Part
from haat.orders.shares import asked_back

FIELD = "pieces-"
SEEN = "seen-"
MOST_DIGITS = 18  # of a key


def pieces_of(given: Mapping[str, Any]) -> dict[int, int] | None:
    """Line id → pieces as typed; None when the form asked for no pieces, and -1 for what is no number."""
    found = {name[len(FIELD) :]: str(given[name]) for name in given if name.startswith(FIELD)}
    if not found:
        return None
    lines = {whole_number(line, most_digits=MOST_DIGITS): text for line, text in found.items()}
    return {line: _number(text) for line, text in lines.items() if line is not None}


def seen_of(given: Mapping[str, Any]) -> dict[int, int] | None:
    """Line id → pieces that stood on the page of the form; None for a page that does not say."""
    found = {name[len(SEEN) :]: str(given[name]) for name in given if name.startswith(SEEN)}
    lines = {whole_number(line, most_digits=MOST_DIGITS): text for line, text in found.items()}
    return {line: _number(text) for line, text in lines.items() if line is not None} or None


def _number(text: str) -> int:
    if not text.strip():
        return 0
    number = whole_number(text, most_digits=5)
    return -1 if number is None else number


def rows_of(lines: Iterable[OrderLine], taken: Mapping[int, int] | None = None) -> list[dict[str, Any]]:
    """The fields of a form: each line with how many of it may be chosen; none when there is nothing to choose."""
    left = {line: line.quantity - (taken or {}).get(line.pk, 0) for line in lines}
    if sum(left.values()) < 2:
        return []
    return [{"line": line, "most": most, "name": f"{FIELD}{line.pk}"} for line, most in left.items() if most]


def left_to_return(part: Part) -> dict[int, int]:
    """Line id → pieces for which nobody has asked a return yet."""
    taken = asked_back(part)
    return {line.pk: line.quantity - taken.get(line.pk, 0) for line in part.lines.all()}
