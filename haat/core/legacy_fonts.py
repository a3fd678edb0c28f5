"""Hindi and Marathi typed in a font of before Unicode: Latin letters that only look like Devanagari on one machine.

Kruti Dev, DevLys, Chanakya, Shivaji and their kin put Devanagari's shapes on the keys of a Latin keyboard, so a table
typed in one reads `ljLorh efgyk lewg` everywhere else. What of it was typed in Kruti Dev or DevLys and is sure becomes
Unicode (`kruti_dev`), for a person to look at before anything is kept; all else is refused.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from haat.core.kruti_dev import Unsure, to_unicode
from haat.core.tables import Line
from haat.core.texts import clean_line

# Languages written in Devanagari, whose tables come in such fonts.
_WRITTEN_SO = ("hi", "mr")
# Columns without a language that hold words; they are looked at in rows whose names are typed so.
WORDS = ("block", "village", "organisation", "federation", "members", "account_holder", "craft")
# Signs that stand inside words there and nowhere else: ] is द, [ is ख्, ; is य, ' is श्, / is ध्, ~ the halant.
_INSIDE = re.compile(r"[A-Za-z][\[\];{}|~^+=<>@\\/'][A-Za-z\[\];{}|~]|[\[\]|~][A-Za-z]|[A-Za-z][|~]")
# Large letters in the middle of small ones: half letters, which no name has.
_MIXED = re.compile(r"[a-z][A-Z][a-z]")
_WORD = re.compile(r"[A-Za-z]{3,}")
_VOWELS = frozenset("aeiouAEIOUyY")
# A name as it is written in Latin letters: Saraswati, Chandni, Jai.
_SPOKEN = re.compile(r"\b[A-Z](?:[bcdfghj-np-tv-z]{0,3}[aeiouy]{1,2})+[bcdfghj-np-tv-z]{0,2}\b")
# No word of Hindi or Marathi begins so, or has a vowel of its own behind a letter that has one already.
_NEVER = re.compile(r"(?:^|\s)[ळङञण]|[\u0915-\u0939][अआऋउ]|[\u093e-\u094c]ं?अ")
_SIGNS, _NASAL, _LETTERS = re.compile(r"[\u093e-\u094c]"), re.compile("[ंँ]"), re.compile(r"[\u0904-\u0939]")
# So large a part of what is written in Hindi are vowel signs; of a Latin word that happens to be read so, fewer.
_LEAST_SIGNS = 0.3


def looks_typed_in_one(text: str, language: str) -> bool:
    """True when `text`, which should be in `language`, has no letter of its script and words nobody could speak.

    A name in Latin letters ("Saraswati Mahila Samuh") is let through: it can be read.
    """
    if not _in_other_letters(text, language):
        return False
    if _INSIDE.search(text) or _MIXED.search(text):
        return True
    words = [word for word in _WORD.findall(text) if not word.isupper()]  # SHG, NRLM
    return bool(words) and 2 * sum(not _VOWELS & set(word) for word in words) >= len(words)


def _in_other_letters(text: str, language: str) -> bool:
    return language in _WRITTEN_SO and not any("\u0900" <= sign <= "\u097f" for sign in text)


def _reads_well(text: str) -> bool:
    """Whether it makes better Hindi than it makes Latin: `lewg dk uke`."""
    if _SPOKEN.search(text) or not any(sign.isalpha() for sign in text):
        return False
    try:
        read = to_unicode(text)
    except Unsure:
        return False
    signs, nasal, letters = (len(found.findall(read)) for found in (_SIGNS, _NASAL, _LETTERS))
    return not _NEVER.search(read) and signs > nasal and signs >= _LEAST_SIGNS * letters


def meant_by(text: str, language: str, *, beside: bool = False) -> str | None:
    """What was typed in Kruti Dev or DevLys, as Unicode; None when it was not. Raises Unsure where it is not sure.

    `beside` others of the table that were: then `lewg` was as well, which somebody might speak.
    """
    if not looks_typed_in_one(text, language) and not (
        beside and _in_other_letters(text, language) and _reads_well(text)
    ):
        return None
    read = clean_line(to_unicode(text))
    if (never := _NEVER.search(read)) is not None:
        raise Unsure(never[0].strip())
    return read


@dataclass(frozen=True)
class Converted:
    """A cell that was typed in an old font: the row as the spreadsheet numbers it, its column, and what it says."""

    row: int
    field: str
    before: str
    after: str


def convert(lines: Iterable[Line]) -> tuple[list[Line], list[Converted]]:
    """The lines with what is surely meant in its place, and what was changed; what is not sure stays as it is."""
    lines, kept, changed = list(lines), list[Line](), list[Converted]()
    if not any(_named(line, beside=False) for line in lines):
        return lines, []
    for line in lines:
        now = _named(line, beside=True)
        if now:
            now += [one for column in WORDS if column in line and (one := _cell(line, column, _WRITTEN_SO[0], True))]
        changed += now
        kept.append(Line((line | {each.field: each.after for each in now}).items(), line.number) if now else line)
    return kept, changed


def _named(line: Line, *, beside: bool) -> list[Converted]:
    """The cells of its columns of a language that were typed so."""
    found = [(column, column.rpartition("_")[2]) for column in line]
    wanted = [(column, code) for column, code in found if code in _WRITTEN_SO]
    return [one for column, code in wanted if (one := _cell(line, column, code, beside))]


def _cell(line: Line, column: str, language: str, beside: bool) -> Converted | None:
    before = clean_line(line[column]) if isinstance(line[column], str) else ""
    try:
        after = meant_by(before, language, beside=beside) if before else None
    except Unsure:
        return None
    return Converted(line.number, column, before, after) if after else None
