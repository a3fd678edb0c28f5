"""Another money in whole paise: exact, and lines add up to what was told."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.core.abroad import CURRENCIES, countries, told_money
from haat.orders.conversion import Converted, Priced, convert

LINES = st.lists(st.builds(Priced, st.integers(1, 9), st.integers(0, 10**7)), min_size=1, max_size=6)
RATES = st.decimals(Decimal("0.00000001"), Decimal("99999"), places=8)


@pytest.mark.parametrize(
    ("lines", "delivery", "currency", "rate", "found"),
    [
        ([Priced(2, 10_000)], 4_000, "INR", "1", Converted([10_000], 4_000)),
        ([Priced(1, 1_999)], 0, "USD", "83.415", Converted([166_747], 0)),  # 1667.46585 rupees
        ([Priced(3, 1_999)], 500, "USD", "83.415", Converted([166_746], 41_709)),  # 5419.47255 together
        ([Priced(3, 1_999)], 0, "USD", "83.415", Converted([166_746], 0)),  # two paise too few for three pieces
        # 834.98415 and 1669.96830 rupees: the paisa that both leave goes to the dearer one, which loses more
        ([Priced(1, 1_001), Priced(1, 2_002)], 0, "USD", "83.415", Converted([83_498, 166_997], 0)),
        ([Priced(1, 900)], 0, "JPY", "0.5612", Converted([50_508], 0)),
        ([Priced(1, 1_500)], 0, "KWD", "271.5", Converted([40_725], 0)),
    ],
)
def test_converts(lines, delivery, currency, rate, found):
    assert convert(lines, delivery, currency=currency, rate=Decimal(rate)) == found


@given(LINES, st.integers(0, 10**6), st.sampled_from(["USD", "JPY", "KWD"]), RATES)
def test_comes_to_the_told_sum(lines, delivery, currency, rate):
    found = convert(lines, delivery, currency=currency, rate=rate)
    paise = Fraction(rate) * 100 / 10 ** CURRENCIES[currency]
    told = (sum(line.quantity * line.piece_minor for line in lines) + delivery) * paise
    came = sum(line.quantity * piece for line, piece in zip(lines, found.pieces, strict=True)) + found.delivery
    short = int(told + Fraction(1, 2)) - came
    assert 0 <= short < (1 if delivery else min(line.quantity for line in lines))
    assert min(found.pieces) >= 0


def test_moneys_are_written_with_their_digits():
    assert (told_money(123_450, "USD"), told_money(900, "JPY"), told_money(1, "KWD")) == (
        "USD 1,234.50",
        "JPY 900",
        "KWD 0.001",
    )


def test_every_country_has_its_names():
    assert len(countries()) == 249
    assert all(names["en"] and names["hi"] and names["mr"] for names in countries().values())
    assert countries()["US"] == {"en": "United States", "hi": "अमेरिका", "mr": "अमेरिका"}
