"""The fold's data files, read once."""

from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


def lines(name: str) -> list[str]:
    """Lines of a data file without comments and blanks."""
    text = (HERE / name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def exceptions() -> dict[str, str]:
    """Spelling to the word whose keys it gets besides its own, both as written in the file."""
    pairs = (line.split(":", 1) for line in lines("exceptions.txt"))
    return {form: word.strip() for word, others in pairs for form in others.split()}


@cache
def groups() -> list[tuple[list[str], list[str]]]:
    """Synonym groups: the English phrases and the Indian words of each."""
    found = []
    for line in lines("synonyms.txt"):
        english, indian = ([phrase.strip() for phrase in side.split(",") if phrase.strip()] for side in line.split("|"))
        found.append((english, indian))
    return found


def is_devanagari(word: str) -> bool:
    """Whether every letter of the word is Devanagari."""
    return all("\u0900" <= char <= "\u097f" for char in word)


@cache
def vocabulary() -> list[str]:
    """Well-spelt Devanagari words, commoner first."""
    known = [word for _, indian in groups() for word in indian if is_devanagari(word)]
    return list(dict.fromkeys(lines("vocabulary.txt") + known))


@cache
def plain_english() -> frozenset[str]:
    """English words of a shop that sound like an Indian word but are not a spelling of it."""
    return frozenset(word for line in lines("english.txt") for word in line.split())
