"""What is known of a size follows or was said; what is asked and nobody said is missing, and nothing is made up."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haat.catalogue.models import Attribute, GoodText, Variant
from haat.makers.models import Document, Maker
from haat.places.models import Mart
from haat.studio.knowing import Library, known, plan_of
from haat.studio.loading import in_batches
from haat.studio.where import PictureRule
from tests.make import make_hub
from tests.make_rooms import make_block, make_craft, make_variant
from tests.studio.goods import change, make_attribute, make_kind, make_sellable, make_where, read

pytestmark = pytest.mark.django_db


def of(variant: Variant, **where: Any) -> Any:
    return known([variant], make_where(**where))[variant.pk]


def values(variant: Variant, **where: Any) -> dict[str, Any]:
    return dict(of(variant, **where).values)


def test_what_follows_from_a_good_its_maker_and_its_mart():
    make_craft("bamboo", names={"en": "Bamboo"})
    make_kind(channels={"google": {"id": 573}, "bazaar": {"type": "BASKET"}})
    variant = make_sellable(
        good={"making_days": 3, "length_mm": 200, "width_mm": 155, "height_mm": 80}, sku="B-1", net_quantity=2
    )
    assert values(variant) == {
        "title": {"en": "Bamboo basket", "hi": "Bamboo basket"},
        "description": {"en": "Split bamboo, smoked.", "hi": "Split bamboo, smoked."},
        "common_name": {"en": "Baskets", "hi": "टोकरी"},
        "country_of_origin": "India",
        "maker_name_address": dict.fromkeys(("en", "hi"), "Chandni group, Sarath, Deoghar, Jharkhand, 814149"),
        "packer_name_address": dict.fromkeys(("en", "hi"), "Chandni group, Sarath, Deoghar, Jharkhand, 814149"),
        "consumer_care": {"en": "Deoghar Mart Society, Collectorate, Deoghar, +916432222222, help@deoghar.example.in"},
        "maker_story": dict.fromkeys(("en", "hi"), "Chandni group, Sarath"),
        "hsn": "46021100",
        "model_number": "B-1",
        "condition": "new",
        "return_days": 7,
        "days_to_dispatch": 5,
        "whatsapp_compliance": "DEFAULT",
        "google_category": 573,
        "mrp": "380",
        "unit_sale_price": "190",
        "net_quantity": {"value": 2, "unit": "piece"},
        "pieces": 2,
        "package_weight": 450,
        "package_size": [20.0, 15.5, 8.0],
    }
    assert of(variant).product_type == "BASKET"


def test_what_nobody_said_and_nothing_tells_stays_out():
    variant = make_sellable(weight_g=None)
    told = set(values(variant))
    assert told & {"brand", "dangerous_goods", "colour_family", "gtin", "item_weight", "package_weight"} == set()
    assert told & {"package_size", "shelf_life", "fragile", "packed_and_labelled", "care", "bullets"} == set()


def test_a_size_is_told_in_the_name():
    variant = make_sellable(labels={"en": "Large", "hi": "बड़ा"})
    GoodText.objects.filter(language="hi").update(name="टोकरी")
    assert values(read(variant))["title"] == {"en": "Bamboo basket, Large", "hi": "टोकरी, बड़ा"}


def test_flags_and_words_that_were_said_are_known():
    variant = make_sellable(good={"fragile": True, "packed_and_labelled": True, "shelf_life_days": 30})
    GoodText.objects.filter(good=variant.good, language="hi").update(care="सूखा रखें")
    Maker.objects.update(stories={"hi": "सात बहनें"})
    found = values(read(variant))
    assert [found[slug] for slug in ("fragile", "packed_and_labelled", "shelf_life")] == [True, True, 30]
    assert (found["care"], found["maker_story"]) == ({"hi": "सूखा रखें"}, {"hi": "सात बहनें"})


def test_a_size_says_more_than_its_good_and_both_more_than_what_follows():
    variant = make_sellable(good={"attributes": {"colour": "red", "pieces": 6, "size_cm": [1, 2], "mrp": "1"}})
    Variant.objects.update(attributes={"colour": "blue", "size_cm": []})
    found = values(read(variant))
    assert (found["colour"], found["pieces"], found["size_cm"]) == ("blue", 6, [1, 2])
    assert found["mrp"] == "380"  # printed on it: no answer stands before that


@pytest.mark.parametrize(
    ("own", "answers", "hsn"),
    [
        ("46021200", {}, "46021200"),
        ("", {}, "46021100"),
        ("4602", {}, "46021100"),  # four digits are no code for a channel
        ("", {"use": "seat"}, "94015200"),
    ],
)
def test_the_code_is_the_goods_own_or_of_its_kind_as_it_was_answered(own, answers, hsn):
    make_kind(rules=[{"when": {"use": ["seat"]}, "hsn": "94015200"}])
    assert values(make_sellable(good={"hsn": own, "attributes": answers}))["hsn"] == hsn


def test_without_a_kind_neither_code_nor_type_is_known():
    variant = make_sellable(good={"kind": None, "hsn": "4602"})
    found = of(variant)
    assert ("hsn" in found.values, "common_name" in found.values, found.product_type) == (False, False, "")


def test_how_much_of_it_there_is_waits_for_somebody_where_it_is_sold_by_weight():
    make_kind(net_unit="g")
    variant = make_sellable()
    assert {"net_quantity", "unit_sale_price"} & set(values(variant)) == set()
    Variant.objects.update(net_quantity=250, net_unit="g")
    found = values(read(variant))
    assert (found["net_quantity"], found["unit_sale_price"], found["pieces"]) == (
        {"value": 250, "unit": "g"},
        "1.52",
        1,
    )


def test_a_price_of_its_own_there_has_no_price_of_one_unit():
    assert "unit_sale_price" not in values(make_sellable(), prices="same_to_maker")


def test_what_lies_at_one_place_is_packed_there_and_leaves_at_once():
    block = make_block()
    hub = make_hub(name="Sarath hub", where=block, address="Near the block office", pin="814149")
    variant = make_sellable(good={"making_days": 9})
    found = values(variant, place_id=hub.pk, handling_days=1)
    assert found["packer_name_address"] == "Sarath hub, Near the block office, Sarath, 814149"
    assert found["days_to_dispatch"] == 1
    assert values(change(variant, made_to_order=True), place_id=hub.pk, handling_days=1)["days_to_dispatch"] == 16


def test_the_number_of_a_food_paper_is_her_own_or_her_sellers():
    variant = make_sellable()
    seller = variant.good.maker.seller
    type(seller).objects.update(fssai="12345678901234")
    assert values(read(variant))["fssai_number"] == "12345678901234"
    paper = Document.objects.create(maker=variant.good.maker, kind="fssai", number="22222222222222")
    assert values(read(variant))["fssai_number"] == "12345678901234"  # nobody has looked at hers
    Document.objects.filter(pk=paper.pk).update(state="accepted")
    assert values(read(variant))["fssai_number"] == "22222222222222"


@pytest.mark.parametrize(
    ("answers", "letter", "exempt"),
    [
        ({"brand": "Maa Tara"}, {"brand": "maa tara"}, True),
        ({"brand": {"en": "Maa Tara"}}, {"brand": "Maa Tara", "category": "Baskets"}, True),
        ({"brand": "Maa Tara"}, {"brand": "Maa Tara", "category": "Jewellery"}, None),
        ({"brand": "Other"}, {"brand": "Maa Tara"}, None),
        ({}, {"brand": "Maa Tara"}, None),
        ({"brand": "Maa Tara", "gtin_exempt": True}, None, None),  # a letter says so, not a word
        ({"gtin": "8901234567894"}, None, False),
    ],
)
def test_no_barcode_is_needed_where_the_letter_says_so(answers, letter, exempt):
    variant = make_sellable(good={"attributes": answers})
    if letter is not None:
        told = {"kind": "gtin_exemption", "number": "L-1", "state": "accepted", "facts": letter}
        Document.objects.create(maker=variant.good.maker, **told)
    assert values(read(variant)).get("gtin_exempt") is exempt


# ---- what is asked ----


def asked(*, kind: Any = None, schema: Any = None, asks_as: str = "bazaar", **told: Any) -> list[tuple[str, str, str]]:
    """(slug, name, need) of what a place misses of one attribute."""
    attribute = Attribute(slug="colour", labels={"en": "Colour"}, **told)
    where = make_where(asks_as=asks_as, asked={} if schema is None else {"BASKET": schema})
    plan = plan_of(kind, [attribute], where)
    return [(missing.slug, missing.name, missing.need) for missing in plan.asks]


MAPS = {"maps": {"bazaar": ["colour_map", "colour.standard"]}}


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"required_for": ["bazaar"]}, [("colour", "", "must")]),
        ({"required_for": ["bazaar"], **MAPS}, [("colour", "colour_map", "must")]),
        ({"required_for": ["law"]}, [("colour", "", "must")]),
        ({"required_for": ["rule"]}, [("colour", "", "must")]),
        ({"required_for": ["bazaar"], "sure": False}, [("colour", "", "ask")]),
        ({"expected_by": ["bazaar"]}, [("colour", "", "ask")]),
        ({"required_for": ["shop"]}, []),
        ({"required_for": ["other"], "expected_by": ["other"]}, []),
        ({}, []),
    ],
)
def test_what_is_asked_is_a_must_when_it_is_sure_and_else_a_question(told, found):
    assert asked(**told) == found


def test_the_shop_asks_what_the_shop_requires():
    assert asked(required_for=["shop"], asks_as="shop") == [("colour", "", "must")]


def test_a_schema_wins_over_the_table():
    kind = make_kind(channels={"bazaar": {"type": "BASKET"}})
    told = {"required_for": ["bazaar"], **MAPS}
    assert asked(kind=kind, schema=[], **told) == []
    assert asked(kind=kind, schema=["colour"], **MAPS, sure=False) == [("colour", "colour_map", "must")]
    assert asked(kind=kind, schema=["size_map"], **MAPS) == [("", "size_map", "must")]
    assert asked(kind=kind, schema=[], required_for=["law"], **MAPS) == [("colour", "colour_map", "must")]
    assert asked(kind=None, schema=[], **told) == [("colour", "colour_map", "must")]


def test_what_only_a_schema_asks_is_said_under_its_own_name():
    make_kind(channels={"bazaar": {"type": "BASKET"}})
    where = {"asked": {"BASKET": ["warranty"]}}
    variant = make_sellable()
    found = of(variant, **where)
    assert ([missing.name for missing in found.missing], found.names["warranty"]) == (["warranty"], "warranty")
    found = of(change(variant, attributes={"warranty": "none"}), **where)
    assert (found.missing, found.values["warranty"], found.slugs["warranty"]) == ([], "none", "warranty")


@pytest.mark.parametrize("slug", ["made_month_year", "batch", "use_before", "pictures"])
def test_what_stands_on_the_pack_or_is_told_otherwise_is_not_asked(slug):
    make_attribute(slug, required_for=["law", "bazaar"])
    assert of(make_sellable()).missing == []


def test_questions_of_the_kind_go_before_those_of_all_and_other_kinds_ask_nothing():
    make_attribute("material", required_for=["law"], maps={"bazaar": ["fabric"]})
    own = make_attribute("material", make_kind(), maps={"bazaar": ["material"]})
    make_attribute("weave", make_kind("sarees"))
    found = of(make_sellable())
    assert [missing.attribute for missing in found.missing] == [own]
    assert (dict(found.names), dict(found.slugs)) == ({"material": "material"}, {"material": "material"})


def test_of_two_questions_with_one_name_there_the_one_of_the_kind_answers_first():
    make_attribute("pieces", maps={"bazaar": ["number_of_items"]})
    make_attribute("set_of", make_kind(), maps={"bazaar": ["number_of_items"]})
    found = of(make_sellable())
    assert dict(found.slugs) == {"number_of_items": "set_of"}
    assert list(found.names) == ["set_of", "pieces"]


def test_an_answer_ends_the_question_and_no_is_one():
    for slug in ("colour", "washable"):
        make_attribute(slug)
    variant = make_sellable(good={"attributes": {"colour": "", "washable": False}})
    assert [missing.slug for missing in of(variant).missing] == ["colour"]


def test_origin_is_told_in_the_words_of_its_question():
    make_attribute("country_of_origin", type="choice", choices=["other", "india"])
    assert values(make_sellable())["country_of_origin"] == "india"


def test_pictures_are_those_the_place_takes():
    variant = make_sellable()
    photo = variant.good.photos.get()
    assert [picture.pk for picture in of(variant).pictures] == [photo.picture_id]
    found = of(variant, pictures=PictureRule(least_side=1500))
    assert (found.pictures, [shown.picture.pk for shown in found.shown]) == ([], [photo.picture_id])


# ---- many ----


def test_statements_do_not_grow_with_the_sizes():
    make_attribute("colour")
    some = [make_sellable() for _each in range(3)]
    other = make_sellable(good={"kind": make_kind("sarees")})
    make_variant(some[0].good, sku="Z-2")
    counts = []
    for pks in ([other.pk], list(Variant.objects.values_list("pk", flat=True))):
        variants = list(Variant.objects.filter(pk__in=pks))
        with CaptureQueriesContext(connection) as told:
            known(variants, make_where())
        counts.append(len(told))
    assert counts[0] == counts[1] <= 26


def test_many_are_read_some_at_a_time_and_what_is_asked_once():
    make_attribute("colour")
    pks = [make_sellable().pk for _each in range(5)]
    where = make_where()
    batches = list(in_batches(Variant.objects.all(), 2))
    assert [[variant.pk for variant in batch] for batch in batches] == [pks[:2], pks[2:4], pks[4:]]
    library = Library(where)
    assert [pk for batch in batches for pk in known(batch, where, library=library)] == pks
    library = Library(where)
    library.read(batches[0])
    with CaptureQueriesContext(connection) as told:
        library.read(batches[1])
    assert len(told) == 1  # the words of these goods
    assert Mart.objects.count() == 1
