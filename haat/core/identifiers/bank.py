"""Where money is sent: IFSC, UPI address, account number."""

from __future__ import annotations

import gzip
import re
from functools import cache
from importlib.resources import files

from django.utils.translation import gettext_lazy as _

from .errors import InvalidIdentifier
from .typed import compact, without_spaces

_IFSC_SHAPE = re.compile(r"[A-Z]{4}0[A-Z0-9]{6}")
# Banks that became a part of another in 2019–2020, as RBI announced it: their codes lead nowhere since 2021.
MERGED_BANKS = {
    "ALLA": "Indian Bank",
    "ANDB": "Union Bank of India",
    "BKDN": "Bank of Baroda",
    "CORP": "Union Bank of India",
    "LAVB": "DBS Bank",
    "ORBC": "Punjab National Bank",
    "SYNB": "Canara Bank",
    "UTBI": "Punjab National Bank",
    "VIJB": "Bank of Baroda",
}
# Signs that are read one for the other in a passbook: what stands there as a letter, and the digit that is meant.
_DIGIT_FOR = str.maketrans("OQDILZSBG", "000112586")
_LETTER_FOR = str.maketrans("01258", "OIZSB")
_VPA_SHAPE = re.compile(r"[a-z0-9._-]{2,256}@[a-z][a-z0-9]{1,63}")


def clean_ifsc(text: str) -> str:
    """An IFSC's eleven characters, upper case; raises InvalidIdentifier. `bank_of` says whether it exists."""
    code = compact(text)
    if len(code) == 11 and code[4] == "O":  # the fifth character is always the digit; people read it as the letter
        code = code[:4] + "0" + code[5:]
    if len(code) != 11:
        raise InvalidIdentifier(
            "ifsc.length",
            _("IFSC: it has 11 letters and digits. Copy it from the first page of the passbook."),
        )
    if not _IFSC_SHAPE.fullmatch(code):
        if (meant := meant_by(code)) is not None:
            raise InvalidIdentifier("ifsc.looks_like", looks_like(code, *meant))
        raise InvalidIdentifier(
            "ifsc.shape",
            _("IFSC: four letters, a zero, then six more, like SBIN0000064. Copy it from the passbook."),
        )
    return code


def looks_like(typed: str, meant: str, place: int) -> str:
    """Which sign of an IFSC is probably another, and the code that is meant."""
    return _("IFSC: sign %(place)s is %(typed)s and should probably be %(right)s. Is %(meant)s meant?") % {
        "place": place + 1,
        "typed": typed[place],
        "right": meant[place],
        "meant": meant,
    }


def clean_vpa(text: str) -> str:
    """A UPI address in lower case, such as `deogharmart@sbi`; raises InvalidIdentifier."""
    address = without_spaces(text).lower()
    if address.count("@") != 1:
        raise InvalidIdentifier(
            "vpa.at",
            _("UPI address: it has one @ in the middle, like name@sbi. Copy it from the payment app."),
        )
    if not _VPA_SHAPE.fullmatch(address):
        raise InvalidIdentifier(
            "vpa.shape",
            _(
                "UPI address: only English letters, digits, dot and dash before the @, and the "
                "bank after it. Copy it again."
            ),
        )
    return address


def mask_account(number: str) -> str:
    """A bank account number with all but its last four characters as x; of a short one, all but two."""
    plain = compact(number)
    shown = 4 if len(plain) > 8 else 2
    return "x" * max(len(plain) - shown, 0) + plain[-shown:] if len(plain) > shown else "x" * len(plain)


@cache
def _banks() -> dict[str, tuple[str, str]]:
    packed = files("haat.core").joinpath("data", "ifsc.txt.gz").read_bytes()
    rows = (line.split("\t") for line in gzip.decompress(packed).decode().splitlines() if not line.startswith("#"))
    return {code: (name, branches) for code, name, branches in rows}


@cache
def _branches(bank: str) -> frozenset[str]:
    """Unpack one bank's branches: numbers as gaps, runs as `gap+length`, others as `=CODE`."""
    found: list[str] = []
    last = 0
    for item in _banks()[bank][1].split():
        if item.startswith("="):
            found.append(item[1:])
            continue
        gap, _plus, run = item.partition("+")
        first = last + int(gap)
        last = first + int(run or 0)
        found += [f"{number:06}" for number in range(first, last + 1)]
    return frozenset(found)


def bank_of(ifsc: str) -> tuple[str, bool] | None:
    """The bank's name and whether the branch is known; None when no bank has these four letters.

    Takes a clean IFSC. A branch may be newer than the list: an unknown one is a reason to ask, not to refuse.
    """
    bank = _banks().get(ifsc[:4])
    return None if bank is None else (bank[0], ifsc[5:] in _branches(ifsc[:4]))


def merged_into(ifsc: str) -> str | None:
    """The bank that an IFSC's bank became a part of, so that its code leads nowhere; None for any other."""
    return MERGED_BANKS.get(ifsc[:4])


def _existing(ifsc: str) -> bool:
    found = bank_of(ifsc)
    return found is not None and found[1] and merged_into(ifsc) is None


def meant_by(ifsc: str) -> tuple[str, int] | None:
    """The branch that is meant where letters and digits look alike: `SBIN0000O64` gives `SBIN0000064` and 8.

    The number is that of the first wrong sign, from zero. None when the code exists, or no branch looks like it.
    Takes eleven letters and digits of any shape.
    """
    if len(ifsc) != 11 or (_IFSC_SHAPE.fullmatch(ifsc) and _existing(ifsc)):
        return None
    bank = ifsc[:4].translate(_LETTER_FOR) + "0"
    for meant in (bank + ifsc[5:], bank + ifsc[5:].translate(_DIGIT_FOR)):
        if _IFSC_SHAPE.fullmatch(meant) and ifsc[4] in "0OQD" and _existing(meant):
            return meant, next(place for place in range(11) if meant[place] != ifsc[place])
    return None
