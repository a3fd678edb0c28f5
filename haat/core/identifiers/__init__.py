"""Identifiers as people type them, made canonical or refused with a reason.

Each `clean_…` takes a str in any of the ways people write it (spaces, dashes, lower case, Devanagari digits,
+91 or 0 in front), returns the one form Haat stores, and raises `InvalidIdentifier` otherwise.
"""

from .bank import MERGED_BANKS, bank_of, clean_ifsc, clean_vpa, looks_like, mask_account, meant_by, merged_into
from .contact import clean_mobile, clean_pin, clean_s10, mask_phone, s10_check_digit, ten_figures
from .errors import InvalidIdentifier
from .registration import GST_STATES, clean_fssai, clean_gstin, clean_pan, clean_udyam, gstin_check_digit
from .typed import compact

__all__ = [
    "GST_STATES",
    "MERGED_BANKS",
    "InvalidIdentifier",
    "bank_of",
    "clean_fssai",
    "clean_gstin",
    "clean_ifsc",
    "clean_mobile",
    "clean_pan",
    "clean_pin",
    "clean_s10",
    "clean_udyam",
    "clean_vpa",
    "compact",
    "gstin_check_digit",
    "looks_like",
    "mask_account",
    "mask_phone",
    "meant_by",
    "merged_into",
    "s10_check_digit",
    "ten_figures",
]
