"""The split of a price is exact, and a fair price pays."""

from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.core.money import tax_inside
from haat.pricing.errors import PriceTooLow
from haat.pricing.split import (
    Charge,
    Split,
    fair_need,
    fair_price,
    first_pieces,
    hourly,
    less,
    lowest_price,
    makers_share,
    round_up,
    split_delivery,
    split_line,
)

TAXES = st.sampled_from([0, 300, 500, 1200, 1800, 4000])
FEES = st.integers(0, 5000)
PACKING = st.integers(0, 5000)


@dataclass
class Costs:
    materials_paise: int
    minutes: int


def test_split_line_takes_tax_fee_and_packing_from_the_price():
    split = split_line(10500, 2, tax_bp=500, fee_bp=1000, packing_paise=300, charges_tax=True)
    assert split == Split(goods=21000, tax=1000, fee=2100, packing=600, maker=17300)


def test_split_line_takes_no_tax_from_an_unregistered_seller():
    split = split_line(10500, 2, tax_bp=500, fee_bp=1000, packing_paise=300, charges_tax=False)
    assert split == Split(goods=21000, tax=0, fee=2100, packing=600, maker=18300)


@given(st.integers(1, 10**8), st.integers(1, 500), TAXES, FEES, PACKING, st.booleans())
def test_split_line_is_exact_or_refused(piece, quantity, tax_bp, fee_bp, packing, charges):
    terms = {"tax_bp": tax_bp, "fee_bp": fee_bp, "packing_paise": packing, "charges_tax": charges}
    try:
        split = split_line(piece, quantity, **terms)
    except PriceTooLow as error:
        split = split_line(error.lowest_paise, 1, **terms)
        quantity, piece = 1, error.lowest_paise
    assert split.goods == piece * quantity
    assert split.tax + split.fee + split.packing + split.maker == split.goods
    assert min(split.tax, split.fee, split.packing, split.maker) >= 0
    rate = tax_bp if charges else 0
    exact = Fraction(split.goods * rate, 10_000 + rate)
    assert split.tax % 2 == 0
    assert -Fraction(1, 2) <= exact - split.tax < Fraction(3, 2)


def test_split_line_leaves_an_odd_paisa_in_the_taxable_value():
    split = split_line(40_000, 1, tax_bp=500, fee_bp=0, packing_paise=0, charges_tax=True)
    assert (split.tax, split.maker) == (1904, 38_096)  # 1904.76 is 1905 to the paisa


CHARGED = st.lists(st.tuples(TAXES, st.integers(1, 10**7)), min_size=1, max_size=8)


@given(st.integers(0, 10**6), CHARGED)
def test_split_delivery_is_exact_even_and_at_the_rates_of_its_goods(charge, goods):
    parts = split_delivery(charge, goods)
    assert sum(part.paise for part in parts) == charge
    assert [part.tax_bp for part in parts] == sorted({part.tax_bp for part in parts})
    value = sum(paise for _rate, paise in goods)
    for part in parts:
        assert part.tax == tax_inside(part.paise, part.tax_bp)
        assert part.tax % 2 == 0
        fair = Fraction(charge * sum(paise for rate, paise in goods if rate == part.tax_bp), value)
        assert abs(part.paise - fair) < 1


def test_split_delivery_follows_the_value_of_taxed_and_untaxed_goods():
    found = split_delivery(4_000, [(500, 30_000), (0, 10_000), (500, 0)])
    assert found == [Charge(0, 1_000, 0), Charge(500, 3_000, 142)]
    assert split_delivery(0, [(500, 30_000)]) == []


def test_split_line_says_the_lowest_price_when_nothing_is_left():
    with pytest.raises(PriceTooLow) as caught:
        split_line(100, 1, tax_bp=0, fee_bp=1000, packing_paise=900, charges_tax=False)
    assert caught.value.lowest_paise == 1000
    assert str(caught.value) == ("Price: at ₹1 nothing is left for the maker. Ask for at least ₹10.")


@given(st.integers(0, 10**7), TAXES, FEES, PACKING)
def test_lowest_price_is_the_lowest_that_is_enough(need, tax_bp, fee_bp, packing):
    terms = {"tax_bp": tax_bp, "fee_bp": fee_bp, "packing_paise": packing}
    price = lowest_price(need, **terms)
    assert makers_share(price, **terms) >= need
    for lower in range(max(0, price - 30), price):
        assert makers_share(lower, **terms) < need


def test_lowest_price_refuses_terms_that_take_everything():
    with pytest.raises(ValueError, match="whole price"):
        lowest_price(100, tax_bp=0, fee_bp=10000, packing_paise=0)


@given(st.integers(0, 10**6), st.integers(0, 5000), st.integers(0, 100000), TAXES, FEES, PACKING)
def test_fair_price_pays_costs_and_wage(materials, minutes, wage, tax_bp, fee_bp, packing):
    terms = {"tax_bp": tax_bp, "fee_bp": fee_bp, "packing_paise": packing}
    cost = Costs(materials, minutes)
    fair = fair_price(cost, wage_day_paise=wage, **terms)
    assert makers_share(fair.lowest, **terms) >= fair_need(cost, wage_day_paise=wage)
    assert fair.suggested >= fair.lowest
    assert fair.suggested % 500 == 0
    assert fair.suggested - fair.lowest < 1000


def test_fair_price_of_a_basket():
    # ₹100 of bamboo and an hour and a half at ₹320 a day: ₹160 for the maker, fee 8%, no tax.
    fair = fair_price(Costs(10000, 90), wage_day_paise=32000, fee_bp=800, packing_paise=0, tax_bp=0)
    assert fair.lowest == 17391
    assert fair.suggested == 17500
    assert fair.hourly == 4066


def test_round_up_uses_small_steps_below_two_hundred_rupees():
    assert [round_up(p) for p in (1, 500, 501, 20000, 20001, 21000)] == [500, 500, 1000, 20000, 21000, 21000]


def test_hourly_needs_minutes():
    assert hourly(Costs(100, 0), 500) is None
    assert hourly(Costs(100, 30), 500) == 800


@given(
    piece=st.integers(100, 500_000),
    counts=st.lists(st.integers(1, 9), min_size=1, max_size=6),
    tax_bp=TAXES,
    fee_bp=st.integers(0, 3000),
    packing=st.integers(0, 20),
)
def test_shares_of_pieces_are_even_and_come_to_the_whole(piece, counts, tax_bp, fee_bp, packing):
    of = sum(counts)
    whole = split_line(piece, of, tax_bp=tax_bp, fee_bp=fee_bp, packing_paise=packing, charges_tax=True)
    shares, taken = [], 0
    for count in counts:
        shares.append(less(first_pieces(whole, taken + count, of), first_pieces(whole, taken, of)))
        taken += count
    assert [share.goods for share in shares] == [piece * count for count in counts]
    assert [share.packing for share in shares] == [packing * count for count in counts]
    assert {share.tax % 2 for share in shares} == {0}
    assert all(share.goods == share.tax + share.fee + share.packing + share.maker for share in shares)
    assert all(abs(share.tax * of - whole.tax * count) <= 2 * of for share, count in zip(shares, counts, strict=True))
    heads = zip(*((share.goods, share.tax, share.fee, share.packing, share.maker) for share in shares), strict=True)
    assert Split(*map(sum, heads)) == whole


def test_no_share_of_a_maker_who_keeps_nothing_is_below_zero():
    one = first_pieces(Split(goods=4, tax=2, fee=0, packing=2, maker=0), 1, 2)
    assert one == Split(goods=2, tax=0, fee=0, packing=1, maker=1)
    with pytest.raises(ValueError, match="3 of 2 pieces"):
        first_pieces(Split(2, 0, 0, 0, 2), 3, 2)
