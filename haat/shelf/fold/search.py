"""Search keys of words, documents and queries."""

from collections.abc import Iterable
from functools import cache, lru_cache

from haat.shelf.fold import phonetic, tables
from haat.shelf.fold.words import parts, tokens

LONGEST = 40  # letters of a word that count
# Keys of two words read as one: the spelling and its likeliest readings. A good has those of every reading of its own
# word, so one in common is enough; all thirty of the query's would only be thirty more that the index is asked for.
MOST_JOINED = 5


@lru_cache(maxsize=65_536)
def keys(word: str) -> tuple[str, ...]:
    """ASCII search keys of one word: exact (``e…``), fine (``f…``), coarse (``c…``), in this order.

    Two words find each other when they share a key. Empty when the word has no letter or digit.
    """
    word = phonetic.bare(word)[:LONGEST]
    exact = phonetic.exact_key(word)
    if not exact:
        return ()
    heard = phonetic.sound_keys(word)
    canonical = _exceptions().get(word)
    if canonical:
        heard += phonetic.sound_keys(phonetic.bare(canonical))
    return (exact, *sorted(dict.fromkeys(heard), key=_tier))


def _tier(key: str) -> int:
    return "efc".index(key[0])


@cache
def _exceptions() -> dict[str, str]:
    return {phonetic.bare(form): word for form, word in tables.exceptions().items()}


def document_keys(text: str) -> str:
    """Keys of every word of the text, space-separated, for the index. Synonyms are not expanded; a
    hyphenated word is found whole and by its parts.
    """
    found: list[str] = []
    for word in tokens(text):
        found += keys(word)
        if "-" in word:
            found += [key for part in parts(word) for key in keys(part)]
    return " ".join(found)


def exact_keys(text: str) -> str:
    """Those of `document_keys` that say how a word is spelt."""
    words = (each for word in tokens(text) for each in (word, *(parts(word) if "-" in word else ())))
    found = (phonetic.exact_key(phonetic.bare(word)[:LONGEST]) for word in words)
    return " ".join(filter(None, found))


def query_keys(text: str) -> list[list[str]]:
    """For each word of the query the keys that satisfy it, best first: its own, those of the word it
    makes with its neighbour (chikan kari), then its synonyms'.
    """
    words = tokens(text)
    found = [list(keys(word)) for word in words]
    for at in range(len(words) - 1):
        joined = [key for key in keys(words[at] + words[at + 1]) if key[0] != "c"][:MOST_JOINED]
        found[at] += joined
        found[at + 1] += joined
    for start, length, group in _groups_in(words):
        more = _group_keys(group)
        for alternatives in found[start : start + length]:
            alternatives += more
    return [list(dict.fromkeys(alternatives)) for alternatives in found]


def _groups_in(words: list[str]) -> Iterable[tuple[int, int, int]]:
    """Where a synonym group is named: first word, number of words, group."""
    for start, word in enumerate(words):
        for length in (1, 2, 3):
            phrase = " ".join(words[start : start + length])
            for group in _english().get(phrase, ()) if start + length <= len(words) else ():
                yield start, length, group
        for group in _named(word):
            yield start, 1, group


def _named(word: str) -> list[int]:
    """Groups that hold this very word or one that sounds just like it."""
    return list(dict.fromkeys(group for key in keys(word) for group in _indian().get(key, ())))


@cache
def _english() -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for number, (english, _) in enumerate(tables.groups()):
        for phrase in english:
            index.setdefault(phrase, []).append(number)
    return index


@cache
def _indian() -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for number, (_, indian) in enumerate(tables.groups()):
        for word in indian:
            for key in keys(word):
                if key[0] != "c":
                    index.setdefault(key, []).append(number)
    return index


@cache
def _group_keys(group: int) -> list[str]:
    """Exact keys of a group's one-word English names, exact and fine keys of its Indian words."""
    english, indian = tables.groups()[group]
    found = [phonetic.exact_key(word) for word in english if " " not in word]
    found += [key for word in indian for key in keys(word) if key[0] != "c"]
    return list(dict.fromkeys(found))


def understood(query: str, vocabulary: Iterable[str] = ()) -> str | None:
    """The query with every variant spelling replaced by the best known one: ``pera`` is ``पेड़ा``.

    ``vocabulary`` adds well-spelt words, which go before the fold's own. None when the query was
    already well spelt or nothing in it is known.
    """
    words = tokens(query)
    indexes = [_index(tuple(vocabulary)), _index(tuple(tables.vocabulary()))]
    best = [_best(word, indexes) for word in words]
    return " ".join(best) if best != words else None


def _best(word: str, indexes: list[dict[str, str]]) -> str:
    heard = keys(word)
    exact = heard[0] if heard else ""
    if word in _english() or word in tables.plain_english() or any(exact in index for index in indexes):
        return word
    for key in heard:
        for index in indexes:
            if key in index:
                return index[key]
    return word


@lru_cache(maxsize=16)
def _index(vocabulary: tuple[str, ...]) -> dict[str, str]:
    index: dict[str, str] = {}
    for word in vocabulary:
        for key in keys(word):
            index.setdefault(key, word)
    return index
