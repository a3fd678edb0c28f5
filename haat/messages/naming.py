"""A mart's name stands in words that are one text message: what of it does not fit is found before it is kept. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from haat.core.languages import best
from haat.messages.errors import NameLettersOther, NameTooLong
from haat.messages.notices import SLOT, Notice, Worded, every
from haat.messages.parts import PLAIN, WIDE, Length, is_plain, length, units_wide
from haat.places.models import Mart


class TooLong(NamedTuple):
    """Words that hold the mart's name and are, with the longest values, more than one text message."""

    notice: Notice
    worded: Worded
    told: Length

    @property
    def over(self) -> int:
        """By how many signs."""
        return self.told.units - (WIDE if self.told.wide else PLAIN)


def too_long(mart: Mart) -> Iterator[TooLong]:
    """Those of a mart, standard or its own, in the languages in which it has a name; the same words once."""
    seen: set[tuple[str, str]] = set()
    for notice in every().values():
        for worded in _worded(notice, mart):
            told = notice.longest(worded, mart)
            if told.parts > 1 and (notice.name, worded.text) not in seen:
                seen.add((notice.name, worded.text))
                yield TooLong(notice, worded, told)


def check_names(mart: Mart, *, names: Mapping[str, str], languages: Sequence[str]) -> None:
    """Raises NameTooLong or NameLettersOther where a mart called so could not say something in one text message."""
    called = Mart(names=dict(names), languages=list(languages), words=mart.words)
    found = sorted(too_long(called), key=lambda each: -each.over)
    if not found:
        return
    worst = found[0]
    name = best(called.names, worst.worded.language)
    if worst.told.wide and is_plain(SLOT.sub("", worst.worded.text)):
        raise NameLettersOther(name.language, "".join(dict.fromkeys(each for each in name.text if not is_plain(each))))
    units = units_wide(name.text) if worst.told.wide else length(name.text).units
    raise NameTooLong(name.language, units, units - worst.over)


def _worded(notice: Notice, mart: Mart) -> Iterator[Worded]:
    """Its words that hold the mart's name. A language in which the mart has no name yet is asked for elsewhere."""
    for code in mart.languages:
        standard = notice.in_language(code)
        named = standard.language not in mart.languages or mart.names.get(standard.language)
        for worded in (standard if named else None, notice.own_words(mart, code)):
            if worded is not None and "mart" in SLOT.findall(worded.text):
                yield worded
