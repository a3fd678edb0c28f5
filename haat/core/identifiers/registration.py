"""Numbers the state gives a maker or a seller: GSTIN, PAN, Udyam, FSSAI."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from .errors import InvalidIdentifier
from .typed import compact

_PAN_SHAPE = re.compile(r"[A-Z]{5}[0-9]{4}[A-Z]")
_GSTIN_SHAPE = re.compile(r"[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z][A-Z][0-9A-Z]")
_UDYAM_SHAPE = re.compile(r"(?:UDYAM)?([A-Z]{2})([0-9]{2})([0-9]{7})")

# P person, H undivided family, F firm, C company, A association, B body of individuals,
# T trust, G government, J artificial person, L local authority.
PAN_HOLDERS = "ABCFGHJLPT"

# 01 to 38 are states and union territories (25 and 28 are old codes, still on old papers); 97 is the rest.
GST_STATES = frozenset(f"{number:02}" for number in range(1, 39)) | {"97"}

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def gstin_check_digit(first_fourteen: str) -> str:
    """The fifteenth character that belongs to the first fourteen of a GSTIN (Luhn, modulus 36)."""
    total = 0
    for position, char in enumerate(first_fourteen):
        product = _ALPHABET.index(char) * (1 + position % 2)
        total += product // 36 + product % 36
    return _ALPHABET[-total % 36]


def clean_gstin(text: str) -> str:
    """The 15 characters of a GSTIN, upper case; raises InvalidIdentifier."""
    number = compact(text)
    if len(number) != 15:
        raise InvalidIdentifier(
            "gstin.length",
            _("GSTIN: it has 15 letters and digits. Copy all of them from the GST certificate."),
        )
    if not _GSTIN_SHAPE.fullmatch(number):
        raise InvalidIdentifier(
            "gstin.shape",
            _("GSTIN: letters and digits are not in their places. It looks like 20AAATJ1234K1Z5; copy it again."),
        )
    if number[:2] not in GST_STATES:
        raise InvalidIdentifier(
            "gstin.state",
            _("GSTIN: no state has this code in the first two digits. Jharkhand is 20, Maharashtra 27; check them."),
        )
    if number[5] not in PAN_HOLDERS or number[7:11] == "0000":
        raise InvalidIdentifier(
            "gstin.pan",
            _("GSTIN: the PAN inside it, characters 3 to 12, is not a valid PAN. Compare it with the card."),
        )
    if number[13] not in "ZC":
        raise InvalidIdentifier(
            "gstin.fourteenth",
            _("GSTIN: the last character but one must be Z (or C for a marketplace). Check it."),
        )
    if number[14] != gstin_check_digit(number[:14]):
        raise InvalidIdentifier(
            "gstin.check_digit",
            _(
                "GSTIN: one letter or digit is wrong, for the last one does not fit the rest. "
                "Compare it with the paper."
            ),
        )
    return number


def clean_pan(text: str) -> str:
    """The ten characters of a PAN, upper case; raises InvalidIdentifier."""
    number = compact(text)
    if len(number) != 10:
        raise InvalidIdentifier("pan.length", _("PAN: it has 10 letters and digits. Copy all of them from the card."))
    if not _PAN_SHAPE.fullmatch(number):
        raise InvalidIdentifier(
            "pan.shape",
            _("PAN: it must be five letters, four digits and a letter, like ABCPD1234E. Check O and 0, I and 1."),
        )
    if number[3] not in PAN_HOLDERS:
        raise InvalidIdentifier(
            "pan.holder",
            _("PAN: the fourth letter must be P for a person or one of A B C F G H J L T. Compare it with the card."),
        )
    if number[5:9] == "0000":
        raise InvalidIdentifier("pan.digits", _("PAN: its four digits cannot all be 0. Copy them from the card."))
    return number


def clean_udyam(text: str) -> str:
    """A Udyam registration number as `UDYAM-JH-05-0001234`; raises InvalidIdentifier."""
    match = _UDYAM_SHAPE.fullmatch(compact(text))
    if match is None:
        raise InvalidIdentifier(
            "udyam.shape",
            _("Udyam number: it looks like UDYAM-JH-05-0001234. Copy it from the top of the Udyam certificate."),
        )
    return "UDYAM-" + "-".join(match.groups())


def clean_fssai(text: str) -> str:
    """The 14 digits of an FSSAI licence (begins with 1) or registration (2); raises InvalidIdentifier."""
    number = compact(text)
    if not re.fullmatch(r"[0-9]{14}", number):
        raise InvalidIdentifier(
            "fssai.length",
            _("FSSAI number: it has 14 digits and no letters. Copy it from the FSSAI certificate."),
        )
    if number[0] not in "12":
        raise InvalidIdentifier(
            "fssai.kind",
            _("FSSAI number: it begins with 1 (licence) or 2 (registration). Copy it from the FSSAI certificate."),
        )
    return number
