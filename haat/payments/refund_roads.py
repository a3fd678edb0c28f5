"""The roads by which money goes back to a buyer: to whom, under which reference, and from which account."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from haat.core.identifiers import InvalidIdentifier, bank_of, clean_ifsc, clean_vpa, merged_into
from haat.core.numerals import latin_digits
from haat.core.texts import clean_line
from haat.orders.promises import Reason
from haat.payments.errors import BadRefundReference, BadWhom
from haat.payments.references import clean_utr

_BANK = re.compile(r"[A-Z0-9]{12,22}")
_SLIP = re.compile(r"[A-Z0-9/-]{1,20}")


@dataclass(frozen=True)
class Road:
    """Its words; how whom and reference are read (raising at `whom` and `reference`); the ledger account it leaves."""

    title: Reason
    whom_hint: Reason
    reference_label: Reason
    clean_whom: Callable[[str], str]
    clean_reference: Callable[[str], str]
    leaves: str = "bank"
    in_hand: bool = False


def _address(text: str) -> str:
    try:
        return clean_vpa(text)
    except InvalidIdentifier as error:
        raise BadWhom(error.message) from error


def _account(text: str) -> str:
    """IFSC and number, in whichever order they were written: `SBIN0000064 30011223344`."""
    words = latin_digits(text).replace(",", " ").split()
    numbers = [word for word in words if word.isdigit() and 8 <= len(word) <= 18]
    codes = [word for word in words if len(word) == 11 and word[:4].isalpha()]
    if len(numbers) != 1 or len(codes) != 1:
        raise BadWhom(_("To whom: write the IFSC and the account number, like SBIN0000064 30011223344."))
    try:
        code = clean_ifsc(codes[0])
    except InvalidIdentifier as error:
        raise BadWhom(error.message) from error
    if bank_of(code) is None or merged_into(code) is not None:
        raise BadWhom(_("To whom: no bank has this IFSC today. Ask the buyer for the one in the passbook."))
    return f"{code} {numbers[0]}"


def _signer(text: str) -> str:
    name = clean_line(text)[:120]
    if len(name) < 2:
        raise BadWhom(_("To whom: write the name of who signs for the cash."))
    return name


def _bank(text: str) -> str:
    found = "".join(latin_digits(text).split()).upper()
    if not _BANK.fullmatch(found) or not any(char.isdigit() for char in found) or found == found[0] * len(found):
        raise BadRefundReference(_("UTR of the bank: 12 to 22 letters and digits. Copy all of it from the statement."))
    return found


def _slip(text: str) -> str:
    """The number of the signed slip; `SLIP-` in front keeps it apart from what banks give."""
    found = "".join(latin_digits(text).split()).upper().removeprefix("SLIP-")
    if not _SLIP.fullmatch(found):
        raise BadRefundReference(_("Slip: write the number of the signed slip, at most 20 letters and digits."))
    return f"SLIP-{found}"


ROADS = {
    "vpa": Road(_("To a UPI address"), _("like name@sbi"), _("UTR, 12 digits"), _address, clean_utr),
    "account": Road(_("To a bank account"), _("IFSC and account number"), _("UTR of the bank"), _account, _bank),
    "hand": Road(
        _("Cash against signature"),
        _("name of who signs"),
        _("Number of the signed slip"),
        _signer,
        _slip,
        leaves="cash_desk",
        in_hand=True,
    ),
}
