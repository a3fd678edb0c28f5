"""How a paper stands on a day, whether its figures prove what a rule asks, and which words a text claims."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import filterfalse
from typing import Any, NamedTuple

from haat.makers.models import Paper

# How a paper stands; the best of several counts.
HOLDS, UNCHECKED, NOT_YET, EXPIRED, REFUSED, MISSING = (
    "holds",
    "unchecked",
    "not_yet",
    "expired",
    "refused",
    "missing",
)
_RANKS = (HOLDS, UNCHECKED, NOT_YET, EXPIRED, REFUSED)
# Whether figures prove it.
YES, NO, UNKNOWN = "yes", "no", "unknown"

# Letters with the marks that belong to them, the danda not; signs that only shape or dot a letter are taken out.
_LETTER = r"[\w\u0900-\u0963\u0966-\u0d7f\u1c50-\u1c7f]"
_SHAPING: dict[int, str | None] = {**dict.fromkeys(map(ord, "\u200c\u200d\u093c\u09bc\u0b3c")), ord("_"): " "}
_WORDS = re.compile(f"{_LETTER}+")
HEAD = 3  # a word that any ending may follow has at least so many letters
MOST_KNOWN = 50_000  # pieces of texts that are kept in mind


def standing_of(paper: Paper, on: date) -> str:
    """How one paper stands on a day."""
    if paper.state == Paper.State.REFUSED:
        return REFUSED
    if paper.valid_from is not None and paper.valid_from > on:
        return NOT_YET
    if paper.valid_until is not None and paper.valid_until < on:
        return EXPIRED
    return HOLDS if paper.state == Paper.State.ACCEPTED else UNCHECKED


def standing(papers: Iterable[Paper], on: date) -> tuple[str, Paper | None]:
    """How the best of them stands on a day, and which it is; MISSING when there is none."""
    ranked = [(_RANKS.index(standing_of(paper, on)), place, paper) for place, paper in enumerate(papers)]
    if not ranked:
        return MISSING, None
    rank, _place, best = min(ranked, key=lambda each: each[:2])
    return _RANKS[rank], best


def proves(paper: Paper, conditions: Mapping[str, Any], on: date) -> str:
    """Whether what stands on a paper is as `conditions` ask: YES, NO, or UNKNOWN while a figure is not said.

    `most`: figure → the most it may be; `among`: fact → what it may be; `said_by`: who must have signed; `within_days`:
    how old the day in the fact `on` may be.
    """
    said = paper.facts
    among, most = conditions.get("among", {}), conditions.get("most", {})
    if any(said[fact] not in values for fact, values in among.items() if fact in said):
        return NO
    if any(said[fact] > value for fact, value in most.items() if fact in said):
        return NO
    if any(fact not in said for fact in (*among, *most)):
        return UNKNOWN
    if conditions.get("said_by") and not said.get(conditions["said_by"]):
        return UNKNOWN
    return YES if _fresh(said, conditions, on) else UNKNOWN


def _fresh(said: Mapping[str, Any], conditions: Mapping[str, Any], on: date) -> bool:
    days = conditions.get("within_days")
    if days is None:
        return True
    told = str(said.get(conditions.get("on", ""), ""))
    return bool(told) and date.fromisoformat(told) + timedelta(days=days) >= on


def says(said: Mapping[str, Any], wanted: Mapping[str, Sequence[str]]) -> bool:
    """Whether one of the answers is among those wanted: attribute → values."""
    return any(answers(said, slug) & {alike(value) for value in values} for slug, values in wanted.items())


def answers(said: Mapping[str, Any], slug: str) -> set[str]:
    """What was answered: one value or several, as `alike` has them."""
    value = said.get(slug)
    several = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else [value]
    return {alike(each) for each in several if each not in (None, "")}


def alike(value: object) -> str:
    """A choice by its words, however it is joined: `raw_plant` is “raw plant”."""
    return " ".join(str(value).casefold().replace("_", " ").replace("-", " ").split())


def plain(text: str) -> str:
    """Text as `claimed` reads it: one spelling, small letters, without dots below and joiners."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_SHAPING)


class Text(NamedTuple):
    """What is said of a good, as `plain` has it, its words, and how they begin: most rules ask for none of these."""

    plain: str
    words: frozenset[str]
    heads: frozenset[str]


@lru_cache(maxsize=64)
def read(text: str) -> Text:
    """A text, read once for all the rules that look into it."""
    bare = plain(text)
    words = frozenset(_WORDS.findall(bare))
    return Text(bare, words, frozenset(word[:HEAD] for word in words))


def claimed(words: Sequence[str], text: Text) -> list[str]:
    """Which of `words` a text says, as it says them: whole words, or whatever begins so where `*` ends one."""
    firsts, heads, pattern = _pattern(tuple(words))
    if text.words.isdisjoint(firsts) and text.heads.isdisjoint(heads):
        return []
    return list(dict.fromkeys(match.group() for match in pattern.finditer(text.plain)))


def claimed_in(text: str, words: Sequence[str]) -> list[str]:
    """As `claimed`, of a text as `plain` has it that is known to say such a word: its words are not read first."""
    return list(dict.fromkeys(match.group() for match in _pattern(tuple(words))[2].finditer(text)))


class Lookout:
    """Looks into thousands of texts for lists of words that few of them say; what stands between blanks is read once.

    Of a list that `sees` leaves out `claimed` finds no word; in the others it has to look.
    """

    def __init__(self, lists: Sequence[Sequence[str]]) -> None:
        self._lists = [(_pattern(tuple(words))[0], _stems(tuple(words))) for words in lists]
        self._firsts = frozenset(first for firsts, _stems_of in self._lists for first in firsts)
        self._any_stem = tuple({stem for _firsts, stems in self._lists for stem in stems})
        self._harmless: set[str] = set()
        self._seen: dict[str, frozenset[int]] = {}

    def sees(self, text: str) -> set[int]:
        """The places of the lists of which a text may say a word."""
        pieces = set(filterfalse(self._harmless.__contains__, text.split()))
        if not pieces:
            return set()
        if len(self._harmless) + len(self._seen) > MOST_KNOWN:
            self._harmless.clear()
            self._seen.clear()
        found: set[int] = set()
        for piece in pieces:
            if piece not in self._seen:
                said = self._read(piece)
                if not said:
                    self._harmless.add(piece)
                    continue
                self._seen[piece] = said
            found |= self._seen[piece]
        return found

    def _read(self, piece: str) -> frozenset[int]:
        words = _WORDS.findall(plain(piece))
        if self._firsts.isdisjoint(words) and not any(word.startswith(self._any_stem) for word in words):
            return frozenset()
        lists = enumerate(self._lists)
        return frozenset(
            at
            for at, (firsts, stems) in lists
            if not firsts.isdisjoint(words) or any(word.startswith(stems) for word in words)
        )


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str], re.Pattern[str]]:
    """With which word each of them begins, how those begin that may end anyhow, and what finds them."""
    bare = [plain(word) for word in sorted(words, key=len, reverse=True)]
    parts = [(_WORDS.findall(word), word.endswith("*")) for word in bare]
    heads = frozenset(found[0][:HEAD] for found, open_ in parts if open_ and len(found) == 1)
    firsts = frozenset(found[0] for found, open_ in parts if found and not (open_ and len(found) == 1))
    return firsts, heads, re.compile(rf"(?<!{_LETTER})(?:{'|'.join(map(_word, bare))})")


@lru_cache(maxsize=256)
def _stems(words: tuple[str, ...]) -> tuple[str, ...]:
    """How those of them begin that may end anyhow."""
    parts = [(_WORDS.findall(word), word) for word in map(plain, words)]
    return tuple(found[0] for found, word in parts if word.endswith("*") and len(found) == 1)


def _word(word: str) -> str:
    stem = r"[\s\-]+".join(re.escape(part) for part in word.removesuffix("*").split())
    return stem + (f"{_LETTER}*" if word.endswith("*") else f"(?!{_LETTER})")
