"""An IFSC that looks like another is told sign by sign; a bank that was merged and one that never was lead nowhere."""

import pytest

from haat.core import identifiers as ids


@pytest.mark.parametrize(
    ("typed", "meant", "place"),
    [
        ("SBIN0000O64", "SBIN0000064", 8),
        ("5BIN0000064", "SBIN0000064", 0),
        ("SB1NO000064", "SBIN0000064", 2),
        ("HDFC000OOO1", "HDFC0000001", 7),
        ("BKID000961S", "BKID0009615", 10),
    ],
)
def test_sign_that_is_read_for_another_is_found(typed, meant, place):
    assert ids.meant_by(typed) == (meant, place)


@pytest.mark.parametrize(
    "code", ["SBIN0000064", "SBIN0999999", "QQQQ0O00001", "SBIN00000", "ORBC01OOOOO", "SBIN1000064"]
)
def test_nothing_is_offered_for_what_exists_or_for_what_nothing_looks_like(code):
    assert ids.meant_by(code) is None


def test_letter_in_the_banks_place_is_refused_with_what_is_meant():
    with pytest.raises(ids.InvalidIdentifier) as refused:
        ids.clean_ifsc("5BIN0000064")
    assert refused.value.code == "ifsc.looks_like"
    assert str(refused.value) == "IFSC: sign 1 is 5 and should probably be S. Is SBIN0000064 meant?"


@pytest.mark.parametrize("bank", ["ORBC", "UTBI", "ANDB", "CORP", "VIJB", "BKDN", "SYNB", "ALLA", "LAVB"])
def test_merged_banks_are_known_by_the_bank_they_are_now(bank):
    assert ids.merged_into(f"{bank}0000001")
    assert ids.merged_into("SBIN0000064") is None
