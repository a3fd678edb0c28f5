"""The six lines of the desk, and the doctor's look at prices."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from haat.catalogue.models import Good
from haat.catalogue.queries import for_checking
from haat.pricing import doctor
from haat.pricing.checks import checks_of, price_line, stock_line
from haat.pricing.models import Wage
from tests.make_rooms import (
    LONG_AGO,
    make_cost,
    make_fee,
    make_good,
    make_maker,
    make_seller,
    make_state,
    make_tax_rule,
    make_variant,
)

pytestmark = pytest.mark.django_db


def price(variant) -> tuple[str, str]:
    line = price_line(variant.good)
    return line.outcome, str(line.sentence)


def test_checks_of_are_six_in_the_desks_order_and_cost_few_queries():
    variant = make_variant()
    make_cost(variant)
    good = for_checking(Good.objects.filter(pk=variant.good_id)).get()
    with CaptureQueriesContext(connection) as queries:
        lines = checks_of(good, on_hand=3, counted_at=timezone.now())
        found = [(line.code, line.outcome) for line in lines]
    assert found == [
        ("picture", "pass"),
        ("names", "pass"),
        ("price", "pass"),
        ("papers", "pass"),
        ("size_and_weight", "pass"),
        ("stock", "pass"),
    ]
    assert len(queries) <= 6


def test_price_line_passes_when_cost_and_wage_are_covered():
    variant = make_variant(price_paise=38000)
    make_fee(variant.mart, fee_bp=800)
    make_cost(variant, materials_paise=21400, minutes=140)
    Wage.objects.create(state=make_state(), day_paise=28200, from_date=LONG_AGO, source="test")
    assert price(variant) == ("pass", "Costs ₹214, pays ₹58 an hour, sells at ₹380")


def test_price_line_asks_when_an_hour_earns_less_than_the_wage():
    variant = make_variant(price_paise=38000)
    make_cost(variant, materials_paise=21400, minutes=600)
    Wage.objects.create(state=make_state(), day_paise=28200, from_date=LONG_AGO, source="test")
    assert price(variant) == ("ask", "Costs ₹214, pays ₹16 an hour, sells at ₹380")


def test_price_line_fails_below_cost():
    variant = make_variant(price_paise=10000)
    make_fee(variant.mart, fee_bp=1000)
    make_cost(variant, materials_paise=9500)
    assert price(variant) == ("fail", "Costs ₹95, brings ₹90, sells at ₹100")


def test_price_line_without_minutes_compares_costs_only():
    variant = make_variant(price_paise=10000)
    make_cost(variant, materials_paise=9500, minutes=0)
    assert price(variant) == ("pass", "Costs ₹95, sells at ₹100")


def test_price_line_asks_for_the_cost():
    assert price(make_variant()) == ("ask", "The maker has not said what it costs her")


def test_price_line_fails_when_nothing_is_left():
    variant = make_variant(price_paise=1000)
    make_fee(variant.mart, packing_paise=1000)
    assert price(variant) == ("fail", "Nothing of this price is left for the maker")


def test_price_line_fails_by_the_paisa():
    variant = make_variant(price_paise=1000)
    make_fee(variant.mart, fee_bp=0, packing_paise=999)
    assert price(variant) == ("ask", "The maker has not said what it costs her")


def test_price_line_fails_without_a_price_or_a_rate():
    good = make_good()
    assert (price_line(good).outcome, str(price_line(good).sentence)) == ("fail", "No price yet")
    registered = make_maker(seller=make_seller(gstin="20AAATC1234D1Z5"))
    variant = make_variant(make_good(maker=registered))
    assert price(variant) == ("fail", "No tax rate is known for this kind of goods")


def test_price_line_speaks_of_the_worst_variant():
    good = make_good()
    make_cost(make_variant(good))
    make_cost(make_variant(good, price_paise=9000, position=1))
    assert price_line(good).outcome == "fail"
    make_variant(good, active=False)
    assert price_line(good).outcome == "fail"


def test_stock_line_of_counted_pieces():
    good, now = make_good(), timezone.now()
    lines = [
        stock_line(good, on_hand=12, counted_at=now, now=now),
        stock_line(good, on_hand=12, counted_at=now - timedelta(days=40)),
        stock_line(good, on_hand=0, counted_at=now),
        stock_line(good, on_hand=5, counted_at=None),
    ]
    assert [(line.outcome, str(line.sentence)) for line in lines] == [
        ("pass", "12 in hand"),
        ("ask", "Last counted 40 days ago"),
        ("ask", "No pieces counted yet"),
        ("ask", "No pieces counted yet"),
    ]


def test_stock_line_of_goods_made_to_order():
    good = make_good(made_to_order=True, making_days=7)
    lines = [
        stock_line(good, on_hand=0, counted_at=None, week_capacity=6),
        stock_line(good, on_hand=0, counted_at=None),
        stock_line(make_good(made_to_order=True), on_hand=0, counted_at=None),
    ]
    assert [(line.outcome, str(line.sentence)) for line in lines] == [
        ("pass", "Made in 7 days, 6 a week"),
        ("ask", "Made in 7 days, 0 a week"),
        ("fail", "How many days it takes to make is not given"),
    ]


def test_doctor_finds_prices_that_cannot_be_split():
    fine = make_variant()
    make_fee(fine.mart, packing_paise=1000)
    assert list(doctor.prices()) == []
    cheap = make_variant(price_paise=500)
    registered = make_maker(seller=make_seller(gstin="20AAATC1234D1Z5"))
    rateless = make_variant(make_good(maker=registered, tax_slug="moon-dust"))
    make_variant(make_good(maker=registered, state="draft", tax_slug="moon-dust"))
    assert list(doctor.prices()) == [
        f"variant {rateless.pk} ({rateless}): no tax rate for moon-dust",
        f"variant {cheap.pk} ({cheap}): nothing is left for the maker",
    ]
    make_tax_rule("moon-dust")
    assert len(list(doctor.prices())) == 1
