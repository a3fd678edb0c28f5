"""Money: lakh grouping everywhere, exact shares, nothing read that was not written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.core.errors import HaatError
from haat.core.money import format_rupees, parse_rupees, parse_signed_rupees, portion, share_out, tax_inside


@pytest.mark.parametrize(
    ("paise", "text"),
    [
        (0, "₹0"),
        (5, "₹0.05"),
        (52000, "₹520"),
        (12050000, "₹1,20,500"),
        (123456789050, "₹1,23,45,67,890.50"),
        (-12050, "-₹120.50"),
    ],
)
def test_format_rupees_groups_in_lakhs(paise, text):
    assert format_rupees(paise) == text


@pytest.mark.parametrize(
    ("text", "paise"),
    [
        ("₹ 1,20,500", 12050000),
        ("१२०", 12000),
        ("99.5", 9950),
        ("Rs. 7", 700),
        ("rs 120/-", 12000),
        (".5", 50),
        ("5.", 500),
        ("7.100", 710),
        ("रु. 120", 12000),
        ("रु॰१२०/-", 12000),
        ("INR 120", 12000),
        ("120 ₹", 12000),
        ("१२०/-", 12000),
        ("120 rupees", 12000),
        ("1,20,50,000", 1205000000),
        ("120,500", 12050000),
        ("108.89999999999999", 10890),
        ("108.90000000000001", 10890),
        ("107.99999999999999", 10800),
        ("450.0", 45000),
    ],
)
def test_parse_rupees_reads_what_people_type(text, paise):
    assert parse_rupees(text) == paise


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "-5",
        "1.234",
        "NaN",
        "1e30",
        "∞",
        "1e999999",
        "1e3",
        "1_0_0",
        "९e2",
        ".",
        "₹",
        "9" * 5000,
        "1" + ",111" * 2000,
        "100000000001",
        "12,50",
        "1,2",
        ",120",
        "12,",
        "1,2,3",
        "108.8912345",
    ],
)
def test_parse_rupees_refuses_what_is_no_amount(text):
    with pytest.raises(HaatError) as refusal:
        parse_rupees(text, field="price")
    assert (refusal.value.code, refusal.value.field) == ("money.not_an_amount", "price")


@pytest.mark.parametrize(
    ("text", "paise"),
    [("120.50", 12_050), ("-120.50", -12_050), ("\u2212 ₹१२०", -12_000), ("(1,200)", -120_000), ("-0", 0)],
)
def test_parse_signed_rupees_reads_a_minus_as_statements_write_it(text, paise):
    assert parse_signed_rupees(text) == paise


@pytest.mark.parametrize("text", ["--5", "(5", "5)", "((5))", "-(5)", "-", "()", ""])
def test_parse_signed_rupees_refuses_what_is_no_amount(text):
    with pytest.raises(HaatError) as refusal:
        parse_signed_rupees(text, field="fee")
    assert (refusal.value.code, refusal.value.field) == ("money.not_an_amount", "fee")


@given(st.integers(0, 10**12))
def test_format_rupees_reads_back(paise):
    assert parse_rupees(format_rupees(paise)) == paise


@given(st.integers(0, 10**10), st.lists(st.integers(0, 1000), min_size=1, max_size=30))
def test_share_out_is_exact_and_fair(paise, weights):
    shares = share_out(paise, weights)
    total = sum(weights)
    parts = weights if total else [1] * len(weights)
    assert sum(shares) == paise
    assert all(abs(s * sum(parts) - paise * w) < sum(parts) for s, w in zip(shares, parts, strict=True))


def test_share_out_refuses_negative_weights():
    with pytest.raises(ValueError, match="non-negative"):
        share_out(10, [1, -1])


def test_portion_and_tax_round_half_up():
    assert portion(10050, 1000) == 1005
    assert portion(5, 1000) == 1
    assert tax_inside(10500, 500) == 500
    assert tax_inside(52000, 0) == 0
