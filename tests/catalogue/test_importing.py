"""Goods from a table: nothing lost, nothing twice."""

import pytest

from haat.catalogue import actions
from haat.catalogue.models import Good
from haat.core.actor import Actor
from haat.core.imports import Refusal
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
