"""Which keys a good is indexed under, and which keys a query asks for.

A good's keys are ASCII words, each beginning with the number of its mart. Then follows: `e…`, `f…`, `c…`, the
fold's exact, fine and coarse keys of any of its words; `ne…`, `nf…` those of its names; `k…` what a listing filters
by. So the index itself narrows a search, and no match is looked up only to be thrown away.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import log2

from haat.shelf.fold import document_keys, exact_keys, query_keys, tokens

LONGEST_QUERY, MOST_WORDS, MOST_KEYS = 120, 8, 48
MOST_PAISE, MOST_BANDS = 10**9, 24
# The price bands the shop offers, in paise, ends included: each has a key of its own, which needs no second look.
SHOP_BANDS: tuple[tuple[int | None, int | None], ...] = (
    (None, 20_000),
    (20_000, 50_000),
    (50_000, 100_000),
    (100_000, None),
)
PLAIN = re.compile(r"[a-z0-9]+")
# Words that say nothing of what is sought; left out of a query unless nothing else stands in it.
EMPTY_WORDS = frozenset(
    word
    for words in (
        "a an the of for and with in from to",
        "ka ke ki se aur wala wali का के की से में और वाला वाली लिए",
        "cha chi che sathi व चा ची चे साठी आणि",
    )
    for word in words.split()
)
EXACT_NAME, FINE_NAME, FINE, COARSE, SOME_WORDS = range(5)
Clauses = tuple[tuple[str, ...], ...]


@lru_cache(maxsize=65_536)
def _keys_of_piece(piece: str) -> tuple[str, ...]:
    """Keys of a run of text without spaces; remembered, since pages repeat the same few thousand words."""
    return tuple(key for key in document_keys(piece).split() if PLAIN.fullmatch(key))


@lru_cache(maxsize=65_536)
def _keys_of_named(piece: str) -> tuple[str, ...]:
    """The same of a piece of a name: those that only names have, too."""
    keys = _keys_of_piece(piece)
    return keys + tuple(f"n{key}" for key in keys if key[0] != "c")


@lru_cache(maxsize=65_536)
def _keys_of_far(piece: str) -> tuple[str, ...]:
    """The same of a piece of a description, whose words are found by their spelling only."""
    return tuple(key for key in exact_keys(piece).split() if PLAIN.fullmatch(key))


def _of_pieces(texts: Iterable[str], keys: Callable[[str], tuple[str, ...]]) -> set[str]:
    found: set[str] = set()
    for text in texts:
        found.update(*map(keys, text.split()))
    return found


def keys_of(texts: Iterable[str]) -> frozenset[str]:
    """The fold's keys of every word of the texts."""
    return frozenset(_of_pieces(texts, _keys_of_piece))


def document(
    mart_id: int,
    *,
    names: Iterable[str],
    more: Iterable[frozenset[str]],
    far: Iterable[str],
    filters: Iterable[str],
) -> str:
    """The index text of a good: its `names`, the keys of what belongs to it (`more`), and descriptions (`far`).

    Descriptions have exact keys only: so many words would be found by chance for how they sound.
    """
    found = _of_pieces(names, _keys_of_named)
    found.update(_of_pieces(far, _keys_of_far), *more, filters)
    # A key begins with the number of its mart; before all of them it changes no order.
    return f"{mart_id}" + f" {mart_id}".join(sorted(found)) if found else ""


def filter_keys(
    *,
    craft: str | None = None,
    block: str | None = None,
    maker_id: int | None = None,
    made_to_order: bool | None = None,
    can_buy: bool | None = None,
) -> list[str]:
    """The `k…` keys of what is given: of a good all, of a listing those it is narrowed to."""
    found = []
    if craft is not None:
        found.append(f"kc{_bare(craft)}")
    if block is not None:
        found.append(f"kb{_bare(block)}")
    if maker_id is not None:
        found.append(f"km{maker_id}")
    if made_to_order is not None:
        found.append("korder" if made_to_order else "kready")
    if can_buy is not None:
        found.append("kstock" if can_buy else "kgone")
    return found


def price_keys(low: int | None, high: int | None) -> tuple[str, ...]:
    """The keys of the price bands that `low` to `high` paise touch; none when they are too many to help.

    A single price, which is a good's own, has those of the shop's bands too.
    """
    first, last = _band(low or 1), _band(MOST_PAISE if high is None else high)
    if last - first >= MOST_BANDS:
        return ()
    fine = tuple(f"kp{band}" for band in range(first, last + 1))
    return fine + (_shop_keys(low) if low is not None and low == high else ())


def shop_key(low: int | None, high: int | None) -> str | None:
    """The key that says all of a price from `low` to `high`; None when the shop has no such band."""
    return f"kq{SHOP_BANDS.index((low, high))}" if (low, high) in SHOP_BANDS else None


def _shop_keys(paise: int) -> tuple[str, ...]:
    within = ((low or 0) <= paise <= (paise if high is None else high) for low, high in SHOP_BANDS)
    return tuple(f"kq{number}" for number, holds in enumerate(within) if holds)


def _band(paise: int) -> int:
    """Each band's prices are about a quarter above those of the one before."""
    return int(3 * log2(min(max(paise, 1), MOST_PAISE)))


def _bare(slug: str) -> str:
    """A slug in letters and digits only, different for different slugs (z is the escape)."""
    escaped = slug.lower().replace("z", "zz").replace("-", "zh").replace("_", "zu")
    return "".join(char for char in escaped if char.isascii() and char.isalnum())


@dataclass(frozen=True)
class Match:
    """A good matches when it has a key of each of `clauses`, and not one of each of `unless`."""

    clauses: Clauses
    unless: Clauses = ()

    def narrowed(self, filters: Iterable[str], *, one_of: tuple[str, ...] = ()) -> "Match":
        """The same, and every one of `filters` too, and (when there are any) one of `one_of`."""
        more = [(key,) for key in filters] + ([one_of] if one_of else [])
        return Match((*self.clauses, *more), self.unless)

    def fts5(self, mart_id: int) -> str:
        """As SQLite's FTS5 wants it, in one mart. Only keys of PLAIN letters come here: quoting is all they need."""
        return self._written(f'"{mart_id}{{}}"', " AND ", " OR ", " NOT ")

    def tsquery(self, mart_id: int) -> str:
        """As PostgreSQL's tsquery wants it, in one mart."""
        return self._written(f"'{mart_id}{{}}'", " & ", " | ", " & !")

    def _written(self, key: str, both: str, either: str, but_not: str) -> str:
        def every(clauses: Clauses) -> str:
            groups = (either.join(map(key.format, clause)) for clause in clauses)
            return "(" + both.join(f"({group})" for group in groups) + ")"

        return every(self.clauses) + (but_not + every(self.unless) if self.unless else "")


@dataclass(frozen=True)
class Asked:
    """A query's words as keys: for each word its own exact key, and all that satisfy it, best first."""

    own: tuple[str, ...]
    words: Clauses

    def match(self, tier: int) -> Match:
        """What satisfies the query at a tier, the tiers above it included."""
        if tier == EXACT_NAME:
            return Match(tuple((f"n{key}",) for key in self.own))
        if tier == COARSE:
            return Match(self.words)
        fine = tuple(tuple(key for key in word if key[0] != "c") for word in self.words)
        if tier == FINE_NAME:
            return Match(tuple(tuple(f"n{key}" for key in _lean(word)) for word in fine))
        if tier == SOME_WORDS:
            return Match((tuple(dict.fromkeys(key for word in fine for key in word)),))
        return Match(fine)

    def only(self, tier: int) -> Match:
        """What satisfies the query at this tier and at none above it."""
        if tier in (EXACT_NAME, SOME_WORDS):
            return self.match(tier)
        return Match(self.match(tier).clauses, self.match(tier - 1).clauses)


def _lean(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The keys without exact ones right before fine ones: of a name's word those say the same and more."""
    return tuple(key for key, after in zip(keys, (*keys[1:], ""), strict=True) if (key[0], after[:1]) != ("e", "f"))


def ask(query: str, *, literal: bool = False) -> Asked | None:
    """The keys a query asks for, however long or odd it is; None when it has no word.

    `literal`: only goods that say the words as they are spelt, in the script they are written in.
    """
    words = tokens(query[:LONGEST_QUERY])
    telling = [word for word in words if word not in EMPTY_WORDS] or words
    found = []
    for keys in query_keys(" ".join(telling[:MOST_WORDS])):
        plain = tuple(key for key in keys if PLAIN.fullmatch(key))[:MOST_KEYS]
        if plain:
            found.append(plain)
    own = tuple(word[0] for word in found)
    return Asked(own, tuple((key,) for key in own) if literal else tuple(found)) if found else None
