"""How the number on each kind of paper is read."""

from collections.abc import Callable

from haat.core.identifiers import (
    InvalidIdentifier,
    bank_of,
    clean_fssai,
    clean_gstin,
    clean_ifsc,
    clean_mobile,
    clean_pan,
    clean_pin,
    clean_udyam,
)
from haat.core.numerals import latin_digits
from haat.makers import errors
from haat.makers.models import Document

_CLEANERS: dict[str, Callable[[str], str]] = {
    Document.Kind.PAN: clean_pan,
    Document.Kind.GSTIN: clean_gstin,
    Document.Kind.FSSAI: clean_fssai,
    Document.Kind.UDYAM: clean_udyam,
}
# An enrolment number looks like a GSTIN but has no check digit we can rely on; cards and passbooks vary.
SELLER_PAPERS = (Document.Kind.PAN, Document.Kind.GSTIN, Document.Kind.ENROLMENT, Document.Kind.FSSAI)


def cleaned(clean: Callable[[str], str], text: str, field: str) -> str:
    """`clean(text)`, its refusal as a HaatError at `field`."""
    try:
        return clean(text)
    except InvalidIdentifier as error:
        raise errors.bad_identifier(error, field) from None


def paper_number(kind: str, text: str, *, field: str = "number") -> str:
    """The number of a paper of `kind`, canonical; raises HaatError at `field`."""
    if kind not in Document.Kind.values:
        raise errors.unknown_document(kind)
    if kind in _CLEANERS:
        return cleaned(_CLEANERS[kind], text, field)
    number = "".join(latin_digits(text).upper().split())
    if not number:
        raise errors.no_number()
    return number[:40]


def phone(text: str, *, demo: bool, field: str = "phone") -> str:
    """A mobile number as +91…; raises HaatError at `field`. `demo` admits the demonstration's numbers."""
    return cleaned(lambda typed: clean_mobile(typed, allow_demo=demo), text, field)


def pin(text: str, *, field: str = "pin") -> str:
    """A PIN code's six digits; raises HaatError at `field`."""
    return cleaned(clean_pin, text, field)


def bank_account(holder: str, number: str, ifsc: str) -> tuple[str, str, str, str]:
    """Holder, number, IFSC and bank name, canonical; raises HaatError at `holder`, `number` or `ifsc`."""
    if not holder.strip():
        raise errors.no_holder()
    digits = "".join(char for char in latin_digits(number) if not char.isspace() and char != "-")
    if not (digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 18):
        raise errors.bad_account_number()
    code = cleaned(clean_ifsc, ifsc, "ifsc")
    found = bank_of(code)
    if found is None:
        raise errors.unknown_bank()
    return " ".join(holder.split()), digits, code, found[0][:80]
