"""How a paper's number looks: written in letters and nines, read back, and never a pattern that does not end."""

import re

import pytest

from haat.makers.paper_book import project_book
from haat.makers.paper_shapes import MOST, Unclear, mask_of, pattern_of


@pytest.mark.parametrize(
    ("mask", "pattern", "fits", "misses"),
    [
        ("AAAAA9999A", "^[A-Z]{5}[0-9]{4}[A-Z]$", "ABCPK1234F", "ABCPK123F"),
        ("999999(9)(9)", "^[0-9]{6,8}$", "1234567", "12345"),
        ("CM/L(-)9999999(9)", r"^CM/L\-?[0-9]{7,8}$", "CM/L-1234567", "CM1234567"),
        ("'A'99", "^A[0-9]{2}$", "A12", "B12"),
        ("##", "^[A-Z0-9]{2}$", "A1", "A"),
        ("hm 99", "^HM[0-9]{2}$", "HM12", "HM1"),
        ("(X)9", "^X?[0-9]$", "X1", "XX1"),
    ],
)
def test_a_mask_stands_for_a_pattern(mask, pattern, fits, misses):
    assert pattern_of(mask) == pattern
    assert re.fullmatch(pattern, fits)
    assert not re.fullmatch(pattern, misses)
    assert pattern_of(mask_of(pattern)) == pattern


@pytest.mark.parametrize("mask", ["", "(9)", "((9", "9)", "'A", "()", "9" * (MOST + 1)])
def test_what_says_nothing_or_does_not_end_is_refused(mask):
    with pytest.raises(Unclear):
        pattern_of(mask)


@pytest.mark.parametrize("sign", ["+", "*", "[", "]", "{2}", "|", ".", "\\", "^", "$", "?"])
def test_signs_of_patterns_are_meant_as_they_are(sign):
    assert re.fullmatch(pattern_of(f"9{sign}"), f"1{sign}")
    assert not re.fullmatch(pattern_of(f"9{sign}"), "11")


def test_the_projects_patterns_are_shown_as_masks_where_they_can_be():
    shown = {kind.slug: mask_of(kind.shape) for kind in project_book().kinds.values() if kind.shape}
    assert shown["bis_toy"] == "CM/L(-)9999999(9)(9)(9)"
    assert shown["trade_mark"] == "999999(9)(9)"
    assert shown["udyam_assist"].startswith("UDY'A'M-")
    assert (shown["iec"], shown["lut"], shown["gstin"]) == (None, None, None)
    for kind in project_book().kinds.values():
        if kind.shape and shown[kind.slug]:
            assert re.fullmatch(pattern_of(shown[kind.slug]), kind.example)
