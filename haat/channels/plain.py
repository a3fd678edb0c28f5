"""What a channel told, as both databases keep it. Nothing in it is trusted, and nothing odd in it stops the rest.

PostgreSQL keeps no NUL, no half of a letter and no number that is none; neither keeps what is nested without end. What
cannot be kept leaves a sign in its place, so that whoever looks later sees that something stood there.
"""

import json
import math
import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

MOST_DEPTH, MOST_DIGITS = 60, 1_000
INSTEAD, TOO_DEEP = "\ufffd", "\u2026"
YEARS = range(2000, 2200)  # in which anybody sells through a channel
_ODD = re.compile(r"[\x00\ud800-\udfff]")
# Of JSON as bytes: what may be a NUL, half of a letter, no number, or one that is larger than any.
_ODD_JSON = re.compile(
    rb"\\u0000|\\u[dD][89a-fA-F]|\xed[\xa0-\xbf]|NaN|Infinity|[0-9][eE]\+?[0-9]{3}|[0-9]{%d}" % MOST_DIGITS
)
_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_NO_BRACKET = bytes(set(range(256)) - set(b"[]{}"))


def legible(text: str) -> str:
    """A text without what no database keeps."""
    return _ODD.sub(INSTEAD, text)


def timely(moment: datetime | None) -> datetime | None:
    """An instant of a year in which anybody sells; None for one that no clock of ours can show."""
    return moment if moment is not None and moment.year in YEARS else None


def plain(value: Any) -> Any:
    """What is to be kept as JSON: the same where nothing in it is odd."""
    try:
        text = json.dumps(value).encode()
    except (TypeError, ValueError, RecursionError):
        return _cleaned(value, MOST_DEPTH)
    return _cleaned(value, MOST_DEPTH) if _is_odd(text) else json.loads(text)


def parsed(body: bytes, *, exact: bool = False) -> Any:
    """An answer's JSON, as it can be kept; `exact`: numbers with a point as Decimal. Raises ValueError."""
    floats: Any = Decimal if exact else float
    try:
        found = json.loads(body, parse_float=floats)
    except RecursionError:
        raise ValueError("nested without end") from None
    except UnicodeDecodeError:
        raise
    except ValueError:  # no JSON, or a whole number longer than Python reads
        found = json.loads(body, parse_float=floats, parse_int=_whole)
    return _cleaned(found, MOST_DEPTH) if _is_odd(body) else found


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= MOST_DIGITS else digits


def _is_odd(text: bytes) -> bool:
    return _ODD_JSON.search(text) is not None or _is_deep(text)


def _is_deep(text: bytes) -> bool:
    """Whether it is nested deeper than is kept: each pass takes away what holds nothing any more."""
    if text.count(b"{") + text.count(b"[") <= MOST_DEPTH:
        return False
    left = _TEXT.sub(b"", text).translate(None, _NO_BRACKET)
    for _level in range(MOST_DEPTH):
        if not left:
            return False
        left = left.replace(b"{}", b"").replace(b"[]", b"")
    return bool(left)


def _cleaned(value: Any, left: int) -> Any:
    """The same as it can be kept, with room for so many levels more."""
    if isinstance(value, str):
        return legible(value)
    if isinstance(value, Mapping):
        if not left:
            return TOO_DEEP
        return {legible(str(name)): _cleaned(each, left - 1) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(each, left - 1) for each in value] if left else TOO_DEEP
    if isinstance(value, float | Decimal):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 3 * MOST_DIGITS:
        return f"{TOO_DEEP} {value.bit_length()} bits"
    return value
