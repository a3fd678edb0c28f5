"""What names a person in a text that others shall read: figures of phones, accounts and orders, and names."""

import re
from collections.abc import Iterable

from haat.core.numerals import latin_digits
from haat.helping.models import Question
from haat.makers.models import Member

STRUCK = "…"
# A phone, an account or a number of an order; prices, days and PIN codes are shorter.
_FIGURES = re.compile(r"\+?\d(?:[ -]?\d){6,}")
_ORDER = re.compile(r"\b[A-Z]{2,5}(?:-\d{2,}){2,}\b")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*")
# A letter, or a mark that belongs to one: a vowel sign is no letter to `re`, and a danda no mark.
_BESIDE = r"[\w\u0900-\u0963\u0970-\u0dff\u1c50-\u1c7d\u200c\u200d]"
SHORTEST = 3


def names_of(question: Question) -> frozenset[str]:
    """What the asker is called: the maker, its members, the buyer; in every language, whole and word by word.

    Words that half a village has in its name ("group", "समूह") are told only with the rest.
    """
    told: list[str] = [question.name]
    if question.maker is not None:
        told += question.maker.names.values()
        for names in Member.objects.filter(maker=question.maker).values_list("names", flat=True):
            told += [*names.values(), *_words(names.values())]
    else:
        told += _words([question.name])
    return frozenset(name for name in (" ".join(each.split()).casefold() for each in told) if len(name) >= SHORTEST)


def _words(names: Iterable[str]) -> list[str]:
    """Given names and surnames alone; those that are forms of address only stand with the rest."""
    return [word for name in names for word in name.split() if word.casefold() not in _ADDRESS]


_ADDRESS = frozenset({"devi", "देवी", "kumari", "कुमारी", "bai", "बाई", "didi", "दीदी", "smt", "smt.", "श्रीमती"})


def _found(text: str, names: Iterable[str]) -> list[tuple[int, int]]:
    """Where in the text somebody is named, from the beginning on."""
    plain = latin_digits(text)
    spots = [match.span() for pattern in (_MAIL, _ORDER, _FIGURES) for match in pattern.finditer(plain)]
    for name in names:
        named = re.compile(rf"(?<!{_BESIDE}){re.escape(name)}(?!{_BESIDE})", re.IGNORECASE)
        spots += [match.span() for match in named.finditer(text)]
    return sorted(spots)


def left_in(text: str, names: Iterable[str]) -> str:
    """The first that names somebody; empty when nobody can be known by it."""
    spots = _found(text, names)
    return text[spots[0][0] : spots[0][1]] if spots else ""


def strike(text: str, names: Iterable[str]) -> str:
    """The text with dots in place of all that names somebody."""
    out, at = [], 0
    for start, end in _found(text, names):
        if start < at:
            at = max(at, end)
            continue
        out += [text[at:start], STRUCK]
        at = end
    return "".join([*out, text[at:]])
