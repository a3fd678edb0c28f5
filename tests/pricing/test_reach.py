"""What reaches the maker of a price at a channel is exact, says what nobody knows, and is turned round exactly."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.pricing.models import ChannelFee, TaxRule
from haat.pricing.reach import Terms, by_weight, lowest_reaching, reaches
from haat.pricing.rules import choose_channel_fee, holding_channel_fees

DAY, BEFORE = date(2026, 10, 9), date(2025, 9, 1)
HEADS = ("tax", "referral", "closing", "weight", "tax_on_fees", "tcs", "tds", "mart", "maker")


def fee(**told: Any) -> ChannelFee:
    """What a channel takes of everything: 10%, ₹5 a piece, ₹30 up to 500 g and ₹20 a kilogram, 18% on it."""
    usual = {
        "channel": "bazaar",
        "referral_bp": 1000,
        "closing_paise": 500,
        "slabs": [[500, 3000], [1000, 4500]],
        "further_kg_paise": 2000,
        "tax_bp": 1800,
        "from_date": BEFORE,
    }
    return ChannelFee(**(usual | told))


def terms(*fees: ChannelFee, rate_bp: int = 500, **told: Any) -> Terms:
    """A registered seller's goods at 5%, of which the mart keeps 8% and ₹5; TCS 0.5%, TDS 0.1%."""
    usual = {
        "on": DAY,
        "taxes": [TaxRule(slug="mats", hsn="4601", rate_bp=rate_bp, from_date=BEFORE)],
        "packed_and_labelled": False,
        "charges_tax": True,
        "fee_bp": 800,
        "packing_paise": 500,
        "fees": fees or (fee(),),
        "tcs_bp": 50,
        "tds_bp": 10,
    }
    return Terms(**(usual | told))


def test_every_head_of_a_price_is_told():
    found = reaches(52_500, terms(), weight_g=450)
    told = {head: getattr(found, head) for head in HEADS}
    assert told == {
        "tax": 2500,
        "referral": 5250,
        "closing": 500,
        "weight": 3000,
        "tax_on_fees": 1575,
        "tcs": 250,
        "tds": 53,
        "mart": 4700,
        "maker": 34_672,
    }
    assert (found.price, found.taken, found.unknown, found.sure, found.estimated) == (52_500, 10_325, (), True, True)


def test_the_shop_takes_nothing_for_a_channel():
    found = reaches(52_500, terms(fees=None, tcs_bp=0, tds_bp=0))
    assert (found.taken, found.tcs, found.tds, found.tax, found.mart) == (0, 0, 0, 2500, 4700)
    assert (found.maker, found.sure) == (45_300, True)


def test_a_seller_without_gst_number_has_no_tax_and_no_tcs():
    found = reaches(52_500, terms(charges_tax=False, tds_bp=500), weight_g=450)
    assert (found.tax, found.tcs, found.tds, found.unknown) == (0, 0, 2625, ())


def test_of_goods_without_tax_no_tcs_is_kept_back():
    assert reaches(52_500, terms(rate_bp=0), weight_g=450).tcs == 0
    assert reaches(52_500, terms(rate_bp=0, tcs_bp=None), weight_g=450).unknown == ()


@pytest.mark.parametrize(
    ("told", "weight_g", "unknown"),
    [
        ({"referral_bp": None}, 450, ("referral",)),
        ({"closing_paise": None}, 450, ("closing",)),
        ({"slabs": [], "further_kg_paise": None}, 450, ("weight",)),
        ({}, None, ("weight",)),
        ({"tax_bp": None}, 450, ("tax_on_fees",)),
        ({"to_paise": 52_500}, 450, ("referral", "closing", "weight", "tax_on_fees")),
        ({"from_date": date(2027, 1, 1)}, 450, ("referral", "closing", "weight", "tax_on_fees")),
        ({"category": "kurta"}, 450, ("referral", "closing", "weight", "tax_on_fees")),
    ],
)
def test_what_nobody_has_told_is_named_and_not_reckoned(told, weight_g, unknown):
    found = reaches(52_500, terms(fee(**told)), weight_g=weight_g)
    assert (found.unknown, found.sure) == (unknown, False)
    assert [getattr(found, head) for head in unknown] == [0] * len(unknown)
    assert sum(getattr(found, head) for head in HEADS) == 52_500


def test_a_channel_that_takes_nothing_pays_no_tax_on_it():
    free = fee(referral_bp=0, closing_paise=0, slabs=[], further_kg_paise=0, tax_bp=None)
    found = reaches(52_500, terms(free))
    assert (found.taken, found.unknown, found.sure) == (0, (), True)


def test_withholdings_and_rates_nobody_knows_are_named():
    assert reaches(52_500, terms(tcs_bp=None, tds_bp=None), weight_g=450).unknown == ("tcs", "tds")
    assert reaches(52_500, terms(taxes=()), weight_g=450).unknown == ("tax",)
    assert reaches(52_500, terms(taxes=(), charges_tax=False), weight_g=450).unknown == ()


def test_a_rule_that_is_not_proven_makes_the_reach_unsure():
    assert reaches(52_500, terms(fee(sure=False)), weight_g=450).sure is False


@pytest.mark.parametrize(
    ("weight_g", "paise"), [(1, 3000), (500, 3000), (501, 4500), (1000, 4500), (1001, 6500), (2001, 8500)]
)
def test_fee_by_weight_rises_by_slabs_and_then_by_kilograms(weight_g, paise):
    assert by_weight(fee(), weight_g) == paise


def test_fee_by_weight_is_not_known_beyond_the_last_slab_nor_without_a_weight():
    ends = fee(further_kg_paise=None)
    assert (by_weight(ends, 1000), by_weight(ends, 1001), by_weight(ends, None)) == (4500, None, None)
    assert by_weight(fee(slabs=[], further_kg_paise=0), None) == 0
    assert by_weight(fee(slabs=[], further_kg_paise=900), 100) is None


def test_band_holds_from_its_first_price_up_to_its_last():
    low, high = fee(to_paise=30_000), fee(from_paise=30_000)
    chosen = [
        choose_channel_fee([low, high], price_paise=paise, called=(), on=DAY) for paise in (0, 29_999, 30_000, 90_000)
    ]
    assert chosen == [low, low, high, high]


def test_own_goes_before_listed_named_before_all_and_new_before_old():
    listed, named = fee(), fee(category="kurta")
    newer, own = fee(category="kurta", from_date=date(2026, 1, 1)), fee(mart_id=7)
    coming = fee(category="kurta", from_date=date(2027, 1, 1), mart_id=7)
    rows = [listed]
    for more in (named, newer, own):
        rows.append(more)
        assert choose_channel_fee([*rows, coming], price_paise=100, called={"kurta"}, on=DAY) is more
    assert choose_channel_fee([listed, named], price_paise=100, called={"SAREE"}, on=DAY) is listed


def test_fee_holds_when_some_price_brings_it_up():
    low, high, covered = fee(to_paise=30_000), fee(from_paise=30_000), fee(from_date=date(2025, 1, 1))
    coming, named = fee(from_date=date(2027, 1, 1)), fee(category="kurta", from_paise=10_000, to_paise=20_000)
    rows = [covered, low, high, coming, named]
    assert holding_channel_fees(rows, on=DAY) == [low, high, named]
    gap = fee(mart_id=7, from_paise=10_000, to_paise=30_000)
    assert holding_channel_fees([*rows, gap], on=DAY) == [low, high, gap]
    assert holding_channel_fees([], on=DAY) == []


FEES = st.builds(
    fee,
    referral_bp=st.integers(0, 3000),
    closing_paise=st.integers(0, 3000),
    slabs=st.sampled_from([[], [[500, 2900]], [[500, 2900], [1000, 6500]]]),
    further_kg_paise=st.sampled_from([0, 2500]),
    tax_bp=st.sampled_from([0, 1800]),
)
TERMS = st.builds(
    terms,
    FEES,
    rate_bp=st.sampled_from([0, 300, 500, 1800]),
    charges_tax=st.booleans(),
    fee_bp=st.integers(0, 2000),
    packing_paise=st.integers(0, 3000),
)


@given(st.integers(1, 10**8), TERMS, st.integers(1, 20_000))
def test_heads_add_up_to_the_price_to_the_paisa(paise, some, weight_g):
    found = reaches(paise, some, weight_g=weight_g)
    assert sum(getattr(found, head) for head in HEADS) == found.price == paise
    assert min(getattr(found, head) for head in HEADS if head != "maker") >= 0
    assert found.tax % 2 == 0


def banded(edge: int, below: ChannelFee, above: ChannelFee, some: Terms) -> Terms:
    """The same terms with another fee from a price on, and dearer tax for dear pieces."""
    below.from_paise, below.to_paise = 0, edge
    above.from_paise, above.to_paise = edge, None
    cheap = TaxRule(slug="mats", hsn="4601", rate_bp=500, from_date=BEFORE, up_to_paise=25_000)
    dear = TaxRule(slug="mats", hsn="4601", rate_bp=1800, from_date=BEFORE, over_paise=25_000)
    return replace(some, fees=(below, above), taxes=(cheap, dear))


@given(st.integers(0, 30_000), st.integers(100, 60_000), FEES, FEES, TERMS, st.integers(1, 3000))
def test_lowest_price_leaves_enough_and_no_lower_one_does(need, edge, below, above, some, weight_g):
    there = banded(edge, below, above, some)
    found = lowest_reaching(need, there, weight_g=weight_g)
    assert found is not None
    assert found.price % 100 == 0
    assert found.maker >= need
    lower = range(100, found.price, 100)
    assert [paise for paise in lower if reaches(paise, there, weight_g=weight_g).maker >= need] == []


def test_no_price_leaves_enough_where_everything_is_taken():
    assert lowest_reaching(10_000, terms(fee(referral_bp=5000), fee_bp=5000), weight_g=100) is None
