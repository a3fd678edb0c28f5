"""Bank references as people copy them."""

from haat.core.numerals import latin_digits
from haat.payments.errors import BadReference


def clean_utr(text: str) -> str:
    """The twelve digits of a UPI reference (UTR, RRN); raises BadReference."""
    digits = "".join(latin_digits(text).split())
    if len(digits) != 12 or not digits.isdigit() or not digits.isascii() or digits == digits[0] * 12:
        raise BadReference
    return digits
