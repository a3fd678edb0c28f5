"""Goods from a table: nothing lost, nothing twice."""

import pytest

from haat.catalogue.models import Good
from haat.core.actor import Actor
from haat.core.imports import Refusal
from haat.pricing.models import CostSheet
from haat.stock.models import Movement, OrdinaryWeek, StockItem
from haat.studio import actions
from tests.make_rooms import make_craft, make_maker, make_mart

pytestmark = pytest.mark.django_db
BY = Actor(user_id=7)


def test_import_goods_makes_drafts_once():
    maker, mart = make_maker(lokos_id="JH-77"), make_mart()
    make_craft()
    rows = [
        {
            "maker": "JH-77",
            "craft": "bamboo",
            "name_en": "Basket",
            "name_hi": "डलिया",
            "price": "₹ 380",
            "mrp": 400.0,
            "weight_g": "४५०",
            "length_cm": 28,
            "width_cm": 28,
            "height_cm": 30,
            "made_to_order": "yes",
            "making_days": 5,
            "description_hi": "मज़बूत",
        },
        {"maker": maker.phone, "craft": "बाँस", "name_hi": "सूप", "price": 120},
        {
            "maker": maker.slug,
            "craft": "Bamboo",
            "name_sat": "ᱯᱮᱲᱟ",
            "price": 90,
            "key": "old-7",
            "net_unit": "set",
        },
    ]
    report = actions.import_goods(rows, mart=mart, by=BY)
    assert (report.made, report.same, report.refused) == (3, 0, [])
    report = actions.import_goods(rows, mart=mart, by=BY)
    assert (report.made, report.same, report.refused) == (0, 3, [])
    basket = Good.objects.get(key="basket")
    variant = basket.variants.get()
    assert (variant.price_paise, variant.mrp_paise, variant.weight_g) == (38000, 40000, 450)
    assert (basket.length_mm, basket.height_mm, basket.made_to_order, basket.making_days) == (
        280,
        300,
        True,
        5,
    )
    assert set(Good.objects.values_list("key", "maker")) == {
        ("basket", maker.pk),
        ("sup", maker.pk),
        ("old-7", maker.pk),
    }


def test_import_goods_says_every_wrong_cell_and_keeps_the_good_rows():
    maker, mart = make_maker(), make_mart()
    make_craft()
    fine = {"maker": maker.slug, "craft": "bamboo", "name_en": "Basket", "price": 100}
    rows = [
        {},
        fine | {"name_en": "A", "price": "cheap", "weight_g": "heavy", "length_cm": 5, "craft": "rockets"},
        fine | {"name_en": "B", "maker": "nobody"},
        fine | {"name_en": "C", "mrp": 50},
        fine | {"name_en": "x" * 200},
        fine,
    ]
    report = actions.import_goods(rows, mart=mart, by=BY)
    assert (report.made, report.same) == (1, 0)
    assert [(r.row, r.field) for r in report.refused] == [
        (2, "maker"),
        (2, "craft"),
        (2, "name_en"),
        (2, "price"),
        (3, "craft"),
        (3, "price"),
        (3, "weight_g"),
        (3, "length_cm"),
        (4, "maker"),
        (5, "price"),
        (6, "name_en"),
    ]
    assert report.refused[6] == Refusal(3, "weight_g", "Write a whole number, for example 12.")
    assert Good.objects.count() == 1


@pytest.mark.parametrize("column", ["description_hi", "care_hi", "key", "made_to_order"])
def test_a_row_of_which_any_cell_is_refused_makes_nothing(column: str):
    maker, mart = make_maker(), make_mart()
    make_craft()
    cell = "[kkrk la[;k" if column.endswith("_hi") else "1.0012E+13"
    row = {"maker": maker.slug, "craft": "bamboo", "name_en": "Basket", "price": 100, column: cell}
    report = actions.import_goods([row], mart=mart, by=BY)
    assert (report.made, [(one.row, one.field) for one in report.refused]) == (0, [(2, column)])


def test_import_goods_takes_cost_pieces_and_weeks():
    maker, mart = make_maker(), make_mart()
    make_craft(materials=[{"slug": "bamboo", "en": "Bamboo", "hi": "बाँस"}, {"slug": "cane", "en": "Cane"}])
    fine = {"maker": maker.slug, "craft": "bamboo", "price": 380}
    rows = [
        fine | {"name_en": "Basket", "materials": "बाँस ₹90; cane 20.50; 5", "minutes": 90, "pieces": 12, "sku": "B-1"},
        fine | {"name_en": "Soop", "materials": "₹ 40", "made_to_order": "yes", "capacity": "4", "care_en": "Keep dry"},
    ]
    report = actions.import_goods(rows, mart=mart, by=BY)
    assert (report.made, report.refused) == (2, [])
    basket, soop = Good.objects.order_by("pk")
    assert (basket.state, basket.variants.get().sku, soop.texts.get().care) == ("draft", "B-1", "Keep dry")
    costs = CostSheet.objects.order_by("pk").values_list("materials", "minutes", "other_paise")
    assert list(costs) == [
        ([{"slug": "bamboo", "paise": 9000}, {"slug": "cane", "paise": 2050}], 90, 500),
        ([], 0, 4000),
    ]
    assert (StockItem.objects.get().on_hand, OrdinaryWeek.objects.get().capacity) == (12, 4)
    assert actions.import_goods(rows, mart=mart, by=BY).same == 2
    assert Movement.objects.count() == 1


def test_import_goods_says_what_is_wrong_with_cost_and_pieces():
    maker, mart = make_maker(), make_mart()
    make_craft(materials=[{"slug": "bamboo", "en": "Bamboo"}])
    fine = {"maker": maker.slug, "craft": "bamboo", "price": 380}
    rows = [
        fine | {"name_en": "A", "materials": "gold 90", "capacity": 5},
        fine | {"name_en": "B", "materials": "much", "made_to_order": "yes", "pieces": 5},
        fine | {"name_en": "C", "pieces": 200_000, "minutes": 5},
        fine | {"name_en": "D", "minutes": 10**8},
    ]
    report = actions.import_goods(rows, mart=mart, by=BY)
    assert [(r.row, r.field, r.sentence) for r in report.refused] == [
        (2, "materials", "“gold” is no material of this craft. Write one amount for all, or bamboo."),
        (2, "capacity", "It is not made to order: write how many there are under pieces."),
        (3, "materials", "This is not an amount. Write rupees in digits, for example 120."),
        (3, "pieces", "It is made to order: write how many a week under capacity."),
        (4, "pieces", "Pieces: write a whole number from 0 to 100000."),
        (5, "minutes", "Time for one piece: write minutes, for example 90."),
    ]
    assert Good.objects.count() == 0


@pytest.mark.parametrize("sku", ["A B", "क", "-1", "x" * 41, "B#1"])
def test_a_code_that_can_be_none_is_refused_at_its_cell_and_never_cut(sku: str):
    maker, mart = make_maker(), make_mart()
    make_craft()
    row = {"maker": maker.slug, "craft": "bamboo", "name_en": "Basket", "price": 100, "sku": sku}
    report = actions.import_goods([row], mart=mart, by=BY)
    assert (report.made, [(one.row, one.field) for one in report.refused]) == (0, [(2, "sku")])
    assert "SKU: at most 40 letters" in report.refused[0].sentence


def test_keys_that_agree_for_forty_letters_are_two_and_one_that_was_cut_is_found_again():
    maker, mart = make_maker(), make_mart()
    make_craft()
    fine = {"maker": maker.slug, "craft": "bamboo", "price": 100}
    rows = [fine | {"name_en": name, "key": f"{'k' * 40}-{name}"} for name in ("Basket", "Soop")]
    assert (actions.import_goods(rows, mart=mart, by=BY).made, Good.objects.count()) == (2, 2)
    assert actions.import_goods(rows, mart=mart, by=BY).same == 2
    assert {len(key) for key in Good.objects.values_list("key", flat=True)} == {40}
    Good.objects.filter(texts__name="Soop").update(key="k" * 40)  # as it was kept before
    again = actions.import_goods(rows, mart=mart, by=BY)
    assert (again.made, again.same) == (0, 2)
