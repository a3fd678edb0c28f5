"""Cells of lists: as people and spreadsheets write them, made plain, or a reason why not. Quick: a list has millions.

A reader that cannot raises `Odd` with a code of `reasons.REASONS` and what is said of the cell.
"""

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from haat.core.dates import today
from haat.core.identifiers import InvalidIdentifier, clean_ifsc, clean_mobile
from haat.core.imports import DAY_FORMS, EXACT_BELOW
from haat.core.kruti_dev import Unsure
from haat.core.legacy_fonts import meant_anyhow
from haat.core.numerals import latin_digits
from haat.core.texts import BLANKS, clean_line

MOST_NAME, MOST_CODE = 120, 40
_BLANK = re.compile(f"[{''.join(map(chr, BLANKS))}]")
_SHORTENED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]{1,3}", re.I)
_DECIMAL = re.compile(r"(-?[0-9]{1,15})\.0+")
_PHONE = re.compile(r"[6-9][0-9]{9}")
_TWELVE = re.compile(r"(?<![0-9])[2-9][0-9]{3}[ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
# What a word of an old font has within it and a name has not; all else is looked at where the list has such words.
_ODD_FONT = re.compile(r"[\[\]{}|~^\\;+=<>@]|[a-z][A-Z][a-z]")
_FORMULA = ("=", "@", "+")
FIRST_YEAR = 1970


class Odd(Exception):
    """A cell that cannot be read: `code` says why, `said` what is to be said of it."""

    def __init__(self, code: str, said: str = "") -> None:
        super().__init__(code)
        self.code, self.said = code, said


def text(cell: Any) -> str:
    """A cell as one line in one spelling (NFC), digits of numbers as they were typed. Raises Odd for lost digits."""
    if isinstance(cell, str):
        if cell.isascii() and cell.isprintable():
            return " ".join(cell.split())
        return _lined(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int | float):
        if not abs(cell) < EXACT_BELOW:
            raise Odd("number_cut")
        return str(int(cell)) if float(cell).is_integer() else format(cell, ".15g")
    return _lined(cell.isoformat() if isinstance(cell, date) else str(cell))


def _lined(cell: str) -> str:
    normal = unicodedata.normalize("NFC", cell)
    if normal.isprintable() and not _BLANK.search(normal):
        return " ".join(normal.split())
    return clean_line(normal)


@lru_cache(maxsize=50_000)
def _digits(text: str) -> str:
    return latin_digits(text)


def code(cell: Any, *, twelve: bool = False) -> str:
    """A number that names something, in capitals without spaces: `4.0E+09` has lost digits, `8112.0` has not.

    `twelve`: numbers of the column have twelve digits, so that fitting as an Aadhaar number says nothing. Raises Odd.
    """
    if isinstance(cell, str) and cell.isascii() and cell.isdigit() and 1 < len(cell) < 12:
        return cell  # as nearly all are
    found = text(cell)
    if not found:
        return ""
    if not found.isascii():
        found = _digits(found)
    found = "".join(found.upper().lstrip("'").split())
    if _SHORTENED.fullmatch(found):
        raise Odd("number_cut")
    if whole := _DECIMAL.fullmatch(found):
        found = whole[1]
    if len(found) > MOST_CODE:
        raise Odd("code_long")
    if not twelve and is_aadhaar(found):
        raise Odd("aadhaar")
    return found if any(sign.isalnum() for sign in found) and found not in ("0", "NA", "N/A", "NULL", "NIL") else ""


# Verhoeff's tables: the dihedral group of ten, and its permutations.
_D = [
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210",
]
_P = ["0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258"]


@lru_cache(maxsize=10_000)
def is_aadhaar(text: str) -> bool:
    """Whether it is twelve digits that fit as an Aadhaar number does (Verhoeff's check)."""
    if not _TWELVE.fullmatch(text):
        return False
    check = 0
    for place, digit in enumerate(reversed(text.replace(" ", "").replace("-", ""))):
        check = int(_D[check][int(_P[place % 8][int(digit)])])
    return check == 0


def without_aadhaar(cell: str) -> tuple[str, int]:
    """A cell of words without numbers that fit as Aadhaar numbers do, and how many there were."""
    if len(cell) < 12 or not _DIGIT.search(cell):
        return cell, 0
    found = [match for match in _TWELVE.finditer(latin_digits(cell)) if is_aadhaar(match[0])]
    for match in reversed(found):
        cell = f"{cell[: match.start()]}…{cell[match.end() :]}"
    return cell, len(found)


def name(cell: Any, *, convert: bool = False, old_font: bool = False) -> str:
    """A name in one line. Letters of an old font are read with `convert`, else asked about. Raises Odd."""
    found = text(cell)
    if not found:
        return ""
    if len(found) > MOST_NAME:
        raise Odd("name_long")
    if found.startswith(_FORMULA):
        raise Odd("formula", found[:30])
    if not _has_letter(found):
        raise Odd("no_letter", found[:30])
    if found.isascii() and (old_font or _ODD_FONT.search(found)):
        return _meant(found, convert)
    return found


def _has_letter(text: str) -> bool:
    return text[0].isalpha() or any(sign.isalpha() for sign in text)


@lru_cache(maxsize=20_000)
def meant(found: str) -> str | None:
    """What a name says that was typed in an old font; None for one that was not. Raises Odd when it is not sure."""
    try:
        return meant_anyhow(found)
    except Unsure as unsure:
        raise Odd("old_font_unsure", unsure.sign) from None


def _meant(found: str, convert: bool) -> str:
    read = meant(found)
    if read is not None and len(read) > MOST_NAME:  # a letter of an old font may be three signs
        raise Odd("name_long")
    if read is not None and not convert:
        raise Odd("old_font", read)
    return read or found


def phone(cell: Any, *, demo: bool) -> str:
    """A mobile number as +91…, with 91, 0 or +91 in front or not. Raises Odd."""
    found = text(cell)
    if whole := _DECIMAL.fullmatch(found):
        found = whole[1]
    if _PHONE.fullmatch(found):
        return f"+91{found}"
    if not found or not any(sign.isdecimal() for sign in found) or set(found) <= {"0"}:
        return ""
    try:
        return clean_mobile(found, allow_demo=demo)
    except InvalidIdentifier:
        raise Odd("phone") from None


def ifsc(cell: Any) -> str:
    """An IFSC. Raises Odd: a branch's code in its place, or none at all."""
    found = "".join(text(cell).upper().split())
    if not found or found in ("NA", "NULL", "0"):
        return ""
    if found.isdigit() or len(found) < 8:
        raise Odd("branch_code")
    try:
        return clean_ifsc(found)
    except InvalidIdentifier:
        raise Odd("ifsc") from None


def account(cell: Any) -> str:
    """The digits of an account. Raises Odd."""
    found = "".join(sign for sign in code(cell, twelve=True) if sign not in "-/ ")
    if not found:
        return ""
    if not (found.isdigit() and 8 <= len(found) <= 18):
        raise Odd("account")
    return found


@lru_cache(maxsize=20_000)
def _year_of(found: str) -> int:
    if _YEAR.fullmatch(found):
        return int(found)
    for form in DAY_FORMS:
        try:
            return _day(found, form).year
        except ValueError:
            continue
    raise Odd("date", found[:30])


def _day(found: str, form: str) -> date:
    return datetime.strptime(found, form).date()  # noqa: DTZ007 - a day in a list has no zone


def year(cell: Any) -> int | None:
    """The year of a day as lists write it: 31-12-2019, 2019-12-31, 2019. Raises Odd."""
    found = _digits(text(cell)).partition(" ")[0].partition("T")[0]
    if whole := _DECIMAL.fullmatch(found):
        found = whole[1]
    if not found or found in ("0", "NULL", "NA", "-"):
        return None
    read = _year_of(found)
    if not FIRST_YEAR <= read <= today().year:
        raise Odd("date", found[:30])
    return read


def count(cell: Any) -> int:
    """How many; 0 where nothing, or no number, stands. Raises Odd."""
    found = _digits(text(cell))
    if whole := _DECIMAL.fullmatch(found):
        found = whole[1]
    if not found:
        return 0
    if not (found.isascii() and found.isdigit() and len(found) < 6):
        raise Odd("count", found[:30])
    return int(found)


def yes(cell: Any) -> bool:
    """Whether a cell says so: anything but nothing, no, 0 and false."""
    return text(cell).casefold() not in ("", "no", "n", "0", "false", "नहीं", "नाही", "-", "null", "na")


ROLES = {
    "leader": ("president", "chairperson", "leader", "adhyaksh", "chairman", "अध्यक्ष", "अध्यक्षा"),
    "secretary": ("secretary", "sachiv", "सचिव"),
    "treasurer": ("treasurer", "koshadhyaksh", "कोषाध्यक्ष", "खजिनदार"),
}


@lru_cache(maxsize=2_000)
def role(cell: str) -> str:
    """Which role she has in her group; "" for a member like others. `yes` in a column of leaders is the leader."""
    said = text(cell).casefold()
    if said in ("yes", "y", "हाँ", "हां", "होय", "true", "1"):
        return "leader"
    for name, words in ROLES.items():
        if any(word in said for word in words) and "vice" not in said and "उप" not in said:
            return name
    return ""
