"""How many pieces of each line: the numbers of a form, one field a line."""

from collections.abc import Iterable, Mapping
from typing import Any

from haat.core.numerals import latin_digits
from haat.orders.models import OrderLine, Part
from haat.orders.shares import asked_back

FIELD = "pieces-"


def pieces_of(given: Mapping[str, Any]) -> dict[int, int] | None:
    """Line id → pieces as typed; None when the form asked for no pieces, and -1 for what is no number."""
    found = {name[len(FIELD) :]: str(given[name]) for name in given if name.startswith(FIELD)}
    if not found:
        return None
    return {int(line): _number(text) for line, text in found.items() if line.isascii() and line.isdecimal()}


def _number(text: str) -> int:
    digits = latin_digits(text).strip()
    if not digits:
        return 0
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 6 else -1


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
