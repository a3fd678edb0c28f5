"""Addresses put together once for each kind: `reverse` takes as long as a small query, and lists ask it twice a row."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import NoReverseMatch, Resolver404, get_script_prefix, get_urlconf, resolve, reverse

from haat.core.languages import current

# Stand for what is given, so long that nothing else of an address looks like one.
MARKS = ("918273645000000001", "918273645000000002", "918273645000000003")
MOST = 4000  # kinds of addresses exist a few hundred
# A number or a name that stands in an address as it is.
PLAIN = re.compile(r"[A-Za-z0-9_-]+")
PLACE = re.compile(r"<(?:(\w+):)?\w+>")


class _Kind(NamedTuple):
    """The texts around what is given, and whether that may be a word as well as a whole number."""

    texts: tuple[str, ...]
    words: bool


def known_address(name: str, given: Sequence[Any]) -> str | None:
    """`reverse(name, args=given)` for whole numbers and plain words, or nothing given; None for all else."""
    kind = _kind(name, len(given), current(), get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF)
    if kind is None:
        return None
    written = kind.texts[0]
    for each, text in zip(given, kind.texts[1:], strict=True):
        if isinstance(each, str):
            if not kind.words or PLAIN.fullmatch(each) is None:
                return None
        elif type(each) is not int or each < 0:
            return None
        written += f"{each}{text}"
    return written


@lru_cache(maxsize=MOST)
def _kind(name: str, count: int, _language: str, _prefix: str, _urlconf: Any) -> _Kind | None:
    """None where there is no such address, or one with what is given turned round."""
    marks = MARKS[:count]
    if len(marks) < count:
        return None
    try:
        path = rest = reverse(name, args=marks)
    except NoReverseMatch:
        return None
    texts = []
    for mark in marks:
        before, found, rest = rest.partition(mark)
        if not found:
            return None
        texts.append(before)
    return _Kind((*texts, rest), _takes_words(name, path))


def _takes_words(name: str, path: str) -> bool:
    """Whether every place of the address takes any word of letters, digits, lines and dashes."""
    try:
        found = resolve(path)
    except Resolver404:
        return False
    return found.view_name == name and set(PLACE.findall(found.route)) <= {"", "str", "slug"}
