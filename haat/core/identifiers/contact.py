"""Where a person or a parcel is reached: PIN code, mobile number, postal article number."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from haat.core.numerals import latin_digits

from .errors import InvalidIdentifier
from .typed import compact

_DEMO_NUMBERS = range(1_000_000_000, 1_000_100_000)
# An area code begins with 0 and stands apart; or it is one of 064 to 068, where no mobile number begins.
_LANDLINE = re.compile(r"\(?0[1-8][0-9]{1,3}\)?[\s\-‐-―/.)]+[0-9][0-9\s\-]{5,9}")
_AREA = re.compile(r"06[4-8][0-9]{8}")
_S10_SHAPE = re.compile(r"[A-Z]{2}[0-9]{9}[A-Z]{2}")
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def clean_pin(text: str) -> str:
    """A PIN code's six digits; raises InvalidIdentifier. Whether a post office has it, `places` knows."""
    digits = compact(text)
    if not digits:
        raise InvalidIdentifier("pin.empty", _("PIN code: write its 6 digits, like 814112."))
    if not re.fullmatch(r"[0-9]+", digits):
        raise InvalidIdentifier("pin.signs", _("PIN code: it has digits only, like 814112. Take the other signs out."))
    if len(digits) < 6:
        raise InvalidIdentifier("pin.length", _("PIN code: it has 6 digits, like 814112. Write all six."))
    if len(digits) > 6:
        raise InvalidIdentifier("pin.length", _("PIN code: it has 6 digits, like 814112. Here are more."))
    if digits[0] == "0":
        raise InvalidIdentifier("pin.zero", _("PIN code: no PIN code begins with 0. Look at a letter or ask the post."))
    return digits


def _national_digits(text: str) -> str:
    number = compact(text)
    if number.startswith("+"):
        if not number.startswith("+91"):
            raise InvalidIdentifier(
                "mobile.foreign",
                _("Mobile number: only Indian numbers, which begin with +91. Write an Indian number."),
            )
        number = number[3:]
    elif len(number) == 14 and number.startswith("0091"):
        number = number[4:]
    elif len(number) == 12 and number.startswith("91"):
        number = number[2:]
    return number[1:] if len(number) == 11 and number.startswith("0") else number


def _is_landline(text: str) -> bool:
    """Eleven digits from 0 on, written as landlines are: `0651-2345678`, `(06432) 222222`, `06512345678`."""
    number = compact(text)
    if len(number) != 11 or not number.isascii() or not number.isdigit():
        return False
    return bool(_AREA.fullmatch(number) or _LANDLINE.fullmatch(latin_digits(text).strip()))


def clean_mobile(text: str, *, allow_demo: bool = False) -> str:
    """An Indian mobile number as `+919876543210`; raises InvalidIdentifier.

    `allow_demo` also admits 10000 00000 to 10000 99999, which nobody can dial, for the demonstration.
    """
    if _is_landline(text):
        raise InvalidIdentifier(
            "mobile.landline",
            _("Mobile number: this is a landline, and no code arrives there. Write a mobile number, without the 0."),
        )
    digits = _national_digits(text)
    _check_ten(digits)
    is_demo = allow_demo and int(digits) in _DEMO_NUMBERS
    if digits[0] not in "6789" and not is_demo:
        raise InvalidIdentifier(
            "mobile.first_digit",
            _("Mobile number: it begins with 6, 7, 8 or 9. A landline does not receive the code."),
        )
    return "+91" + digits


def _check_ten(digits: str) -> None:
    """Raises InvalidIdentifier, for each way not to be ten digits with a sentence of its own."""
    if not digits:
        raise InvalidIdentifier("mobile.empty", _("Mobile number: write it, all 10 digits."))
    if not re.fullmatch(r"[0-9]+", digits):
        raise InvalidIdentifier("mobile.signs", _("Mobile number: it has digits only. Take the other signs out."))
    if len(digits) < 10:
        raise InvalidIdentifier("mobile.length", _("Mobile number: it has 10 digits. Some are missing."))
    if len(digits) > 10:
        raise InvalidIdentifier(
            "mobile.length", _("Mobile number: it has 10 digits. Write it without the 0 or +91 in front.")
        )


def ten_figures(text: str) -> str:
    """The ten figures under which a mobile or a landline is called from everywhere in India; empty where there are
    fewer or more. What stands before them, 0 or +91 or both, is left off: `06432 232 222` gives `6432232222`."""
    found = re.fullmatch(r"(?:\+|00)?(?:91)?0?([1-9][0-9]{9})", compact(text))
    return found[1] if found else ""


def mask_phone(phone: str) -> str:
    """`+919876543210` as `98xxxxxx10`: enough for its owner to know it, too little for others to call it."""
    digits = compact(phone).removeprefix("+91")
    return digits[:2] + "x" * max(len(digits) - 4, 0) + digits[-2:] if len(digits) > 4 else "x" * len(digits)


def s10_check_digit(serial: str) -> str:
    """The ninth digit that belongs to the eight digits of a postal article number (UPU standard S10)."""
    total = sum(int(digit) * weight for digit, weight in zip(serial, _S10_WEIGHTS, strict=True))
    return {10: "0", 11: "5"}.get(11 - total % 11, str(11 - total % 11))


def clean_s10(text: str) -> str:
    """A postal article number such as `EE123456789IN`, upper case; raises InvalidIdentifier."""
    number = compact(text)
    if not _S10_SHAPE.fullmatch(number):
        raise InvalidIdentifier(
            "s10.shape",
            _("Article number: it is two letters, nine digits and two letters, like EE123456785IN. Copy the label."),
        )
    if number[10] != s10_check_digit(number[2:10]):
        raise InvalidIdentifier(
            "s10.check_digit",
            _("Article number: one digit is wrong, for the ninth does not fit the rest. Compare it with the label."),
        )
    return number
