"""Bank references as people copy them."""

from haat.core.numerals import latin_digits
from haat.payments.errors import BadReference


def clean_utr(text: str) -> str:
    """The twelve digits of a UPI reference (UTR, RRN); raises BadReference."""
    digits = "".join(latin_digits(text).split())
    if not digits:
        raise BadReference
    if not digits.isdigit() or not digits.isascii():
        raise BadReference("signs")
    if len(digits) != 12:
        raise BadReference("short" if len(digits) < 12 else "long")
    if digits == digits[0] * 12:
        raise BadReference("alike")
    return digits
