"""Dated, conditional rules; constant queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haat.core.actor import Actor
from haat.core.errors import HaatError
from haat.core.models import Event
from haat.places.actions import import_reference
from haat.pricing import actions, queries
from haat.pricing.errors import NoTaxRule
from haat.pricing.models import ChannelFee, CostSheet, FeeRule, TaxRule, Wage, Withholding
from haat.pricing.queries import Fee, LineRules
from tests.make_rooms import (
    make_district,
    make_fee,
    make_good,
    make_maker,
    make_mart,
    make_seller,
    make_state,
    make_tax_rule,
    make_variant,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 9)
BY = Actor(user_id=7)


def rate(piece_paise: int, *, packed: bool = False, on: date = DAY, slug: str = "kurta") -> int:
    return queries.tax_rule(tax_slug=slug, piece_paise=piece_paise, packed_and_labelled=packed, on=on).rate_bp


def test_tax_rule_changes_with_the_value_of_a_piece_without_tax():
    make_tax_rule("kurta", rate_bp=500, up_to_paise=250000)
    make_tax_rule("kurta", rate_bp=1800, over_paise=250000)
    assert rate(250000) == 500
    assert rate(262500) == 500  # ₹2,500 and 5% on it
    assert rate(262600) == 1800
    assert rate(500000) == 1800


def test_tax_rule_does_not_take_a_rule_for_dear_pieces_for_a_cheap_one():
    make_tax_rule("kurta", rate_bp=1800, over_paise=250000)
    with pytest.raises(NoTaxRule):
        rate(250000)


def test_tax_rule_depends_on_packing():
    make_tax_rule("honey", rate_bp=500, packed_and_labelled=True)
    make_tax_rule("honey", rate_bp=0, packed_and_labelled=False)
    assert rate(30000, packed=True, slug="honey") == 500
    assert rate(30000, packed=False, slug="honey") == 0


def test_tax_rule_prefers_the_rule_that_names_the_packing():
    make_tax_rule("honey", rate_bp=1200)
    make_tax_rule("honey", rate_bp=500, packed_and_labelled=True)
    assert rate(30000, packed=True, slug="honey") == 500
    assert rate(30000, packed=False, slug="honey") == 1200


def test_tax_rule_is_the_newest_that_has_begun_and_not_ended():
    make_tax_rule("kurta", rate_bp=1200, from_date=date(2020, 1, 1))
    make_tax_rule("kurta", rate_bp=500, from_date=date(2025, 9, 22), to_date=date(2026, 3, 31))
    make_tax_rule("kurta", rate_bp=300, from_date=date(2027, 1, 1))
    assert rate(100, on=date(2025, 9, 21)) == 1200
    assert rate(100, on=date(2025, 9, 22)) == 500
    assert rate(100, on=date(2026, 3, 31)) == 500
    assert rate(100, on=date(2026, 4, 1)) == 1200
    assert rate(100, on=date(2027, 1, 1)) == 300


def test_tax_rule_unknown_raises_and_names_the_line():
    with pytest.raises(NoTaxRule) as caught:
        rate(100, slug="moon-dust")
    assert caught.value.tax_slug == "moon-dust"
    assert "moon-dust" in str(caught.value)


def test_fee_is_the_newest_that_has_begun_and_none_when_none_was_set():
    mart = make_mart()
    assert queries.fee(mart, DAY) == Fee(0, 0)
    make_fee(mart, fee_bp=500)
    make_fee(mart, fee_bp=800, packing_paise=300, from_date=date(2026, 1, 1))
    make_fee(mart, fee_bp=900, channel="amazon", from_date=date(2026, 2, 1))
    assert queries.fee(mart, date(2025, 12, 31)) == Fee(500, 0)
    assert queries.fee(mart, DAY) == Fee(800, 300)
    assert queries.fee(mart, DAY, channel="amazon") == Fee(900, 0)


def test_fee_of_a_channel_without_one_on_the_day_is_the_marts_own():
    mart = make_mart()
    make_fee(mart, fee_bp=800, packing_paise=300, from_date=date(2026, 1, 1))
    make_fee(mart, fee_bp=900, channel="amazon", from_date=date(2026, 2, 1))
    make_fee(mart, fee_bp=0, channel="stall", from_date=date(2026, 1, 1))
    assert queries.fee(mart, date(2026, 1, 31), channel="amazon") == Fee(800, 300)
    assert queries.fee(mart, date(2026, 2, 1), channel="amazon") == Fee(900, 0)
    assert queries.fee(mart, DAY, channel="flipkart") == Fee(800, 300)
    assert queries.fee(mart, DAY, channel="stall") == Fee(0, 0)


def test_rules_for_gives_every_variant_what_its_seller_needs():
    mart = make_mart()
    make_fee(mart, fee_bp=800, packing_paise=200)
    rule = make_tax_rule()
    registered = make_maker(seller=make_seller(mart, gstin="20AAATC1234D1Z5"))
    taxed = make_variant(make_good(maker=registered, hsn="46021100"))
    untaxed = make_variant(make_good(maker=make_maker()))
    unknown = make_variant(make_good(maker=make_maker(), tax_slug="moon-dust"))
    rules = queries.rules_for(mart, [taxed, untaxed, unknown], DAY)
    assert rules == {
        taxed.pk: LineRules(500, rule.pk, "46021100", 800, 200, True),
        untaxed.pk: LineRules(500, rule.pk, "4602", 800, 200, False),
        unknown.pk: LineRules(0, None, "", 800, 200, False),
    }
    assert [rules[v.pk].charged_tax_bp for v in (taxed, untaxed)] == [500, 0]


def test_rules_for_refuses_a_registered_sellers_goods_without_a_rate():
    maker = make_maker(seller=make_seller(gstin="20AAATC1234D1Z5"))
    variant = make_variant(make_good(maker=maker))
    with pytest.raises(NoTaxRule):
        queries.rules_for(maker.mart, [variant], DAY)


@pytest.mark.parametrize("number", [1, 5])
def test_rules_for_asks_as_often_for_five_as_for_one(number):
    make_tax_rule()
    variants = [make_variant(make_good(maker=make_maker())) for _ in range(number)]
    mart = make_mart()
    with CaptureQueriesContext(
        connection,
    ) as first:
        queries.rules_for(mart, variants, DAY)
    with CaptureQueriesContext(connection) as again:
        queries.rules_for(mart, variants, DAY)
    # make_variant keeps good, maker and seller on the object, as select_related does.
    assert (len(first), len(again)) == (2, 2)


def test_rules_for_reads_once_what_is_known():
    make_tax_rule()
    mart = make_mart()
    make_fee(mart, fee_bp=800)
    variant = make_variant(make_good(maker=make_maker()))
    other = make_variant(make_good(maker=make_maker(), tax_slug="moon-dust"))
    known = queries.Known()
    asked = []
    for variants in ([variant], [variant], [variant, other]):
        with CaptureQueriesContext(connection) as seen:
            rules = queries.rules_for(mart, variants, DAY, known=known)
        assert rules == queries.rules_for(mart, variants, DAY)
        asked.append(len(seen))
    assert asked == [2, 0, 1]


def test_wage_is_that_of_the_state_and_the_day():
    state = make_state()
    Wage.objects.create(state=state, day_paise=28200, from_date=date(2025, 4, 1), source="test")
    assert queries.wage_day_paise(make_district(), DAY) == 28200
    assert queries.wage_day_paise(state, date(2025, 3, 31)) is None


def test_set_cost_writes_once_and_records():
    variant = make_variant()
    actions.set_cost(variant, materials=[{"slug": "bamboo", "paise": 9000}], minutes=90, by=BY)
    sheet = actions.set_cost(variant, materials=[{"slug": "bamboo", "paise": 9500}], minutes=80, other_paise=500, by=BY)
    assert CostSheet.objects.count() == 1
    assert sheet.materials_paise == 10000
    assert str(sheet) == f"cost of {variant.pk}"
    event = Event.objects.filter(kind="pricing.cost_set").last()
    before = {"materials_paise": 9000, "minutes": 90, "other_paise": 0}
    after = {"materials_paise": 10000, "minutes": 80, "other_paise": 500}
    assert event.data == {"materials_paise": 10000, "minutes": 80, "before": before, "after": after}
    assert (event.by_id, event.mart_id) == (7, variant.mart_id)


@pytest.mark.parametrize(
    ("cost", "code"),
    [
        ({"materials": [{"slug": "x", "paise": -1}], "minutes": 1}, "cost.negative"),
        ({"materials": [], "minutes": -1}, "cost.negative"),
        ({"materials": [], "minutes": 1, "other_paise": -1}, "cost.negative"),
        ({"materials": [], "minutes": 10**6}, "cost.too_long"),
    ],
)
def test_set_cost_refuses(cost, code):
    with pytest.raises(HaatError) as caught:
        actions.set_cost(make_variant(), by=BY, **cost)
    assert caught.value.code == code
    assert CostSheet.objects.count() == 0


def test_import_rules_runs_twice_and_makes_nothing_twice():
    import_reference(by=BY)
    made = actions.import_rules(by=BY)
    assert made == sum(model.objects.count() for model in (TaxRule, Wage, ChannelFee, Withholding))
    assert actions.import_rules(by=BY) == 0
    assert Event.objects.filter(kind="pricing.rules_imported").count() == 1
    peda = queries.tax_rule(tax_slug="peda", piece_paise=20000, packed_and_labelled=True, on=DAY)
    assert (peda.hsn, peda.rate_bp, str(peda)) == ("2106", 500, "peda 5%")


def test_import_rules_leaves_out_wages_of_states_that_are_not_there():
    state = make_state()
    actions.import_rules(by=BY)
    assert set(Wage.objects.values_list("state_id", flat=True)) == {state.pk}


def test_set_fee_replaces_that_days_and_records():
    mart = make_mart()
    actions.set_fee(mart, fee_bp=800, packing_paise=200, from_date=DAY, source="order 12", by=BY)
    rule = actions.set_fee(mart, fee_bp=700, packing_paise=100, from_date=DAY, source="order 13", by=BY)
    assert FeeRule.objects.count() == 1
    assert str(rule) == "mart 7%"
    assert queries.fee(mart, DAY - timedelta(days=1)) == Fee(0, 0)
    assert queries.fee(mart, DAY) == Fee(700, 100)
    assert Event.objects.filter(kind="pricing.fee_set").count() == 2


def test_set_fee_told_twice_changes_nothing():
    mart = make_mart()
    for _twice in range(2):
        actions.set_fee(mart, fee_bp=800, packing_paise=200, from_date=DAY, source="order 12", by=BY)
    assert Event.objects.filter(kind="pricing.fee_set").count() == 1
    actions.set_fee(mart, fee_bp=800, packing_paise=200, from_date=DAY, source="order 13", by=BY)
    assert Event.objects.filter(kind="pricing.fee_set").count() == 2


@pytest.mark.parametrize(("fee_bp", "packing"), [(-1, 0), (5001, 0), (0, -1)])
def test_set_fee_refuses_what_no_mart_may_keep(fee_bp, packing):
    with pytest.raises(HaatError) as caught:
        actions.set_fee(make_mart(), fee_bp=fee_bp, packing_paise=packing, from_date=DAY, source="", by=BY)
    assert caught.value.code == "fee.out_of_range"


def test_set_fee_refuses_more_for_packing_than_a_column_holds():
    with refused("fee.packing_too_high", field="packing_paise"):
        actions.set_fee(make_mart(), fee_bp=0, packing_paise=3 * 10**9, from_date=DAY, source="", by=BY)
