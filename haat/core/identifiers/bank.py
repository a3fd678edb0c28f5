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
        raise InvalidIdentifier(
            "ifsc.shape",
            _("IFSC: four letters, a zero, then six more, like SBIN0000064. Copy it from the passbook."),
        )
    return code


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
