"""What is changed is told with what it was before, in every room whose rows have a history."""

from datetime import date
from typing import Any

import pytest

from haat.catalogue import actions as catalogue
from haat.core.actor import MACHINE as BY
from haat.core.events import changes
from haat.core.models import Event
from haat.delivery import actions as delivery
from haat.makers import actions as makers
from haat.pricing import actions as pricing
from haat.stock import actions as stock
from tests.make import make_maker, make_mart, make_variant

pytestmark = pytest.mark.django_db


def told(kind: str) -> tuple[Any, Any]:
    """Before and after of the last event of a kind."""
    data = Event.objects.filter(kind=kind).latest("pk").data
    return data["before"], data["after"]


def test_changes_names_only_what_differs():
    assert changes({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 4}) == {"before": {"b": 2}, "after": {"b": 3, "c": 4}}


def test_good_is_told_with_what_it_was():
    variant = make_variant()
    good = variant.good
    catalogue.set_size(good, length_mm=10, width_mm=20, height_mm=30, by=BY)
    catalogue.set_size(good, length_mm=10, width_mm=20, height_mm=35, by=BY)
    assert told("catalogue.good_saved") == ({"size_mm": [10, 20, 30]}, {"size_mm": [10, 20, 35]})
    catalogue.set_attributes(good, attributes={"material": "bamboo"}, by=BY)
    assert told("catalogue.good_saved") == ({"attributes": {}}, {"attributes": {"material": "bamboo"}})
    catalogue.set_text(good, language="en", name="Tray", care="Keep it dry", by=BY)
    catalogue.set_text(good, language="en", name="Round tray", by=BY)
    assert told("catalogue.good_saved") == ({"names": {"en": "Tray"}}, {"names": {"en": "Round tray"}})
    make_variant(good, position=1)
    catalogue.stop_variant(variant, by=BY)
    assert told("catalogue.good_saved") == ({"active": True}, {"active": False})


def test_variant_is_told_with_what_it_was():
    variant = make_variant(price_paise=10_000)
    figures: dict[str, Any] = {"price_paise": 10_000, "net_quantity": variant.net_quantity, "by": BY}
    catalogue.set_variant(variant.good, sku=variant.sku, mrp_paise=12_000, weight_g=300, **figures)
    catalogue.set_variant(variant.good, sku=variant.sku, mrp_paise=12_000, weight_g=350, **figures)
    assert told("catalogue.good_saved") == ({"weight_g": 300}, {"weight_g": 350})


def test_draft_sent_again_tells_what_changed():
    maker, craft = make_maker(), make_variant().good.craft
    draft = {"key": "one", "craft": craft, "by": BY}
    catalogue.save_draft(maker, names={"en": "Tray"}, **draft)
    assert told("catalogue.good_saved")[0] == {}
    catalogue.save_draft(maker, names={"en": "Round tray"}, making_days=3, **draft)
    assert told("catalogue.good_saved") == (
        {"names": {"en": "Tray"}, "making_days": 0},
        {"names": {"en": "Round tray"}, "making_days": 3},
    )


def test_stock_is_told_with_what_there_was():
    variant = make_variant()
    stock.count(variant, on_hand=7, cause="one", by=BY)
    stock.count(variant, on_hand=4, cause="two", by=BY)
    assert told("stock.counted") == ({"on_hand": 7}, {"on_hand": 4})
    stock.make(variant, pieces=2, cause="three", by=BY)
    assert told("stock.made") == ({"on_hand": 4}, {"on_hand": 6})


@pytest.mark.parametrize("week", [None, date(2026, 11, 30)])
def test_capacity_is_told_with_what_it_was(week):
    variant = make_variant()
    stock.set_capacity(variant, week=week, capacity=5, by=BY)
    stock.set_capacity(variant, week=week, capacity=8, by=BY)
    assert told("stock.capacity_set") == ({"capacity": 5}, {"capacity": 8})


def test_cost_is_told_with_what_it_was():
    variant = make_variant()
    pricing.set_cost(variant, materials=[{"slug": "bamboo", "paise": 4_000}], minutes=60, by=BY)
    pricing.set_cost(variant, materials=[{"slug": "bamboo", "paise": 4_500}], minutes=60, by=BY)
    assert told("pricing.cost_set") == ({"materials_paise": 4_000}, {"materials_paise": 4_500})


def test_fee_is_told_with_the_one_it_follows():
    mart = make_mart()
    fee: dict[str, Any] = {"packing_paise": 500, "source": "order 7", "by": BY}
    pricing.set_fee(mart, fee_bp=800, from_date=date(2026, 1, 1), **fee)
    pricing.set_fee(mart, fee_bp=900, from_date=date(2026, 6, 1), **fee)
    assert told("pricing.fee_set") == ({"fee_bp": 800}, {"fee_bp": 900})


def test_zone_is_told_with_what_it_was():
    mart = make_mart()
    delivery.set_zone(mart, place=mart.place, carrier="own", days=2, charge_paise=3_000, by=BY)
    delivery.set_zone(mart, place=mart.place, carrier="own", days=3, charge_paise=3_000, by=BY)
    assert told("delivery.zone_set") == ({"days": 2}, {"days": 3})


def test_members_are_told_with_what_they_were():
    maker = make_maker()
    member = makers.add_member(maker, names={"en": "Sita"}, by=BY)
    assert told("makers.member_added") == (
        {},
        {"leads": False, "active": True, "work_units": 1, "amount_share": 1},
    )
    makers.remove_member(member, by=BY)
    assert told("makers.member_removed") == ({"active": True}, {"active": False})


def test_sharing_is_told_with_the_weights_before():
    maker = make_maker()
    first = maker.members.get()
    makers.set_share_rule(maker, rule="by_work", weights={first.pk: 3}, by=BY)
    data = Event.objects.get(kind="makers.share_rule_set").data
    assert (data["weights_before"], data["weights"]) == ({str(first.pk): 1}, {str(first.pk): 3})
