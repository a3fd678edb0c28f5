"""Hindi and Marathi typed in a font of before Unicode: Latin letters that only look like Devanagari on one machine.

Kruti Dev, DevLys, Chanakya, Shivaji and their kin put Devanagari's shapes on the keys of a Latin keyboard, so a table
typed in one reads `ljLorh efgyk lewg` everywhere else. What of it was typed in Kruti Dev or DevLys and is sure becomes
Unicode (`kruti_dev`), for a person to look at before anything is kept; all else is refused.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from haat.core.kruti_dev import Unsure, to_unicode
from haat.core.tables import Line
from haat.core.texts import clean_line

_Meant = Callable[[str], str | None]
# Languages written in Devanagari, whose tables come in such fonts.
_WRITTEN_SO = ("hi", "mr")
# Columns without a language that hold words; they are looked at in rows whose names are typed so.
WORDS = ("block", "village", "organisation", "federation", "members", "account_holder", "craft")
# Lists in one cell, and what would set their names apart if it were no letter there: `;` is य.
_LISTS, _SET_APART = ("members",), re.compile(r";(?:\s|$)")
# Signs that stand inside words there and nowhere else: ] is द, [ is ख्, ; is य, ' is श्, / is ध्, ~ the halant.
_INSIDE = re.compile(r"[A-Za-z][\[\];{}|~^+=<>@\\/'][A-Za-z\[\];{}|~]|[\[\]|~][A-Za-z]|[A-Za-z][|~]")
# Large letters in the middle of small ones: half letters, which no name has.
_MIXED = re.compile(r"[a-z][A-Z][a-z]")
# Nothing that is written in Latin letters has these within a word; `Jherh` and `Jh` are श्रीमती and श्री.
_NO_LATIN = re.compile(r"[A-Za-z][\[\]{}|~^\\][A-Za-z]|\bJ(?:her)?h\b(?= +[a-z])")
_WORD = re.compile(r"[A-Za-z]{3,}")
# Chanakya and its kin have most letters on the upper half of Windows' keys (`ÖæÚUÌ`); so many no name borrows.
_MOST_BORROWED, _LETTERLIKE = 1, frozenset("×÷¤¢¥§¶¿¡")
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

    A name in Latin letters ("Saraswati Mahila Samuh", or as scholars write it, Samūha) is let through: it can be read.
    """
    if not _in_other_letters(text, language):
        return False
    return len(_upper_half(text)) > _MOST_BORROWED or _unspeakable(text)


def _upper_half(text: str) -> list[str]:
    """The letters of it that a keyboard of Windows has above ASCII."""
    found = [sign for sign in text if sign > "\x7f" and (sign.isalpha() or sign in _LETTERLIKE)]
    return [sign for sign in found if sign.encode("cp1252", "ignore")]


def _unspeakable(text: str) -> bool:
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
    if not _in_other_letters(text, language):
        return None
    if _unspeakable(text) or (beside and _reads_well(text)):
        return _read(text)
    if looks_typed_in_one(text, language):
        raise Unsure(_upper_half(text)[0])
    return None


def meant_anyhow(text: str) -> str | None:
    """The same of a cell that may be in Latin letters, where only what no such name looks like counts: `jhuk nsoh`.

    A word alone (`tonk`) says nothing, nor what stands in Latin letters with signs (W/O, D'Souza). Raises Unsure.
    """
    if not _in_other_letters(text, _WRITTEN_SO[0]):
        return None
    upper = _upper_half(text)
    if len(upper) > _MOST_BORROWED and 2 * len(upper) >= sum(map(str.isalpha, text)):
        raise Unsure(upper[0])
    if _NO_LATIN.search(text) or (len(_WORD.findall(text)) > 1 and _reads_well(text)):
        return _read(text)
    return None


def meant_in_list(text: str) -> str | None:
    """The same of names set apart by semicolons. Raises Unsure at `;` when that may be the letter य as well."""
    read = meant_anyhow(text)
    if read is not None and _SET_APART.search(text) and "(" not in text:
        raise Unsure(";")
    return read


def _read(text: str) -> str:
    """Raises Unsure."""
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
    beside = any(_named(line, beside=False) for line in lines)
    for line in lines:
        now = _named(line, beside=True) if beside else []
        meant = _meant_beside if now else _meant_alone
        now += [one for column in WORDS if column in line and (one := _cell(line, column, meant(column)))]
        changed += now
        kept.append(Line((line | {each.field: each.after for each in now}).items(), line.number) if now else line)
    return kept, changed


def _named(line: Line, *, beside: bool) -> list[Converted]:
    """The cells of its columns of a language that were typed so."""
    found = [(column, column.rpartition("_")[2]) for column in line]
    wanted = [(column, code) for column, code in found if code in _WRITTEN_SO]
    meant = partial(meant_by, beside=beside)
    return [one for column, code in wanted if (one := _cell(line, column, partial(meant, language=code)))]


def _meant_beside(column: str) -> _Meant:
    """How a column without a language is read in a row whose names were typed so."""

    def meant(text: str) -> str | None:
        read = meant_in_list(text) if column in _LISTS else None
        return meant_by(text, _WRITTEN_SO[0], beside=True) if read is None else read

    return meant


def _meant_alone(column: str) -> _Meant:
    """How it is read where only it was typed so."""
    if column in _LISTS:
        return meant_in_list
    return lambda text: _read(text) if _unspeakable(text) and _reads_well(text) else meant_anyhow(text)


def _cell(line: Line, column: str, meant: _Meant) -> Converted | None:
    before = clean_line(line[column]) if isinstance(line[column], str) else ""
    try:
        after = meant(before) if before else None
    except Unsure:
        return None
    return Converted(line.number, column, before, after) if after else None
