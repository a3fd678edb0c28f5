"""A good as Amazon's listing, by the schema: what was said stands as the schema wants it, and nothing else stands."""

import copy

import pytest

from haat.channels import office
from haat.channels.amazon.channel import CHANNEL
from haat.channels.amazon.listing import shaped
from haat.channels.amazon.schema import Schema
from haat.channels.amazon.values import Unfit, leaf, measured, text_of, three
from haat.channels.channel import ENGLISH, LISTING, PRICE, STOCK, UNFIT, Gap, Trouble
from haat.channels.office import Proposed
from tests.channels.amazon.answering import GOOD, KEYS, SELLER, good
from tests.channels.amazon.schemas import BRACELET, CM, choice, text

HERE = {"marketplace_id": "A21TJRUUN4KGV"}
SAID = HERE | {"language_tag": "en_IN"}
SCHEMA = Schema(BRACELET)


def attributes(told, schema=SCHEMA):
    return shaped(told, schema).bodies[LISTING]["attributes"]


def gaps(told, schema=SCHEMA):
    return {each.name: each for each in shaped(told, schema).gaps}


def test_each_answer_stands_in_the_form_its_schema_has():
    found = attributes(GOOD)
    assert found["item_name"] == [{"value": "Lac bangles, red", **SAID}]
    assert found["bullet_point"] == [{"value": "Made by hand", **SAID}, {"value": "Set of four", **SAID}]
    assert found["country_of_origin"] == [{"value": "IN", **HERE}]
    assert found["manufacturer"] == [{"value": "Sunita Devi", **SAID}]
    contact = "Sunita Devi, Rikhia, Mohanpur, Deoghar, 814112"
    assert found["rtip_manufacturer_contact_information"] == [{"value": contact, **SAID}]
    assert found["external_product_information"] == [{"entity": "HSN Code", "value": "71179090", **HERE}]
    assert found["supplier_declared_has_product_identifier_exemption"] == [{"value": True, **HERE}]
    count = {"value": "Count", "language_tag": "en_IN"}
    assert found["unit_count"] == [{"value": 4, "type": count, **HERE}]
    assert found["item_weight"] == [{"value": 180, "unit": "grams", **HERE}]
    side, height = ({"value": value, "unit": "centimeters"} for value in (12.5, 4))
    assert found["item_package_dimensions"] == [{"length": side, "width": side, "height": height, **HERE}]
    assert found["condition_type"] == [{"value": "new_new", **HERE}]
    assert found["color"] == [{"value": "Red", "standardized_values": ["Red"], **SAID}]


def test_of_two_answers_with_one_name_the_first_in_our_tables_is_sent():
    names = {"weight_g": "item_weight"} | dict(GOOD.names)
    found = attributes(good({"weight_g": 150, "item_weight": 180}, names=names))
    assert found["item_weight"] == [{"value": 150, "unit": "grams", **HERE}]
    assert attributes(good(names=names))["item_weight"] == [{"value": 180, "unit": "grams", **HERE}]


def test_price_and_stock_are_parts_of_their_own():
    bodies = shaped(GOOD, SCHEMA).bodies
    assert bodies[PRICE] == {"price_paise": 52050, "mrp_paise": 60000}
    assert bodies[STOCK] == {"quantity": 12}
    assert bodies[LISTING]["lead_days"] == 3
    assert {"purchasable_offer", "fulfillment_availability"} & bodies[LISTING]["attributes"].keys() == set()


def test_pictures_stand_in_their_order_as_many_as_there_is_room_for():
    found = attributes(good(pictures=("https://x.in/1.jpg", "https://x.in/2.jpg", "https://x.in/3.jpg")))
    assert found["main_product_image_locator"] == [{"media_location": "https://x.in/1.jpg", **HERE}]
    assert found["other_product_image_locator_1"] == [{"media_location": "https://x.in/2.jpg", **HERE}]
    assert [name for name in found if name.startswith("other_")] == ["other_product_image_locator_1"]


def test_nothing_stands_that_nobody_said():
    nothing = good(without=[*GOOD.values], pictures=())
    assert attributes(nothing) == {}


def test_a_good_that_says_all_has_no_gap():
    assert shaped(GOOD, SCHEMA).gaps == ()


def test_what_is_required_and_not_said_is_asked_under_our_question():
    found = gaps(good(without=["brand", "made_of"]))
    assert found == {
        "brand": Gap("brand", "brand", "Brand Name"),
        "material": Gap("material", "made_of", "Material: Lac, Brass"),
    }


def test_what_only_the_schema_asks_is_asked_in_its_own_name():
    asks = copy.deepcopy(BRACELET)
    asks["required"].append("batteries_required")
    assert gaps(GOOD, Schema(asks)) == {"batteries_required": Gap("batteries_required", "", "Are batteries required?")}


def test_without_an_exemption_the_number_is_asked_by_the_shortest_way():
    assert gaps(good(without=["gtin_exempt"])) == {
        "externally_assigned_product_identifier": Gap(
            "externally_assigned_product_identifier", "gtin", "External Product ID"
        )
    }


def test_a_condition_of_the_schema_asks_more():
    asks = copy.deepcopy(BRACELET)
    asks["properties"]["metal_type"] = choice("Metal Type", ("steel", "Steel"), ("no_metal", "No Metal"))
    found = gaps(good({"made_of": "Brass"}), Schema(asks))
    assert found == {"metal_type": Gap("metal_type", "made_of", "Metal Type: one of Steel, No Metal", UNFIT)}


@pytest.mark.parametrize(
    ("told", "name", "said", "code"),
    [
        ({"title": {"en": "x" * 76}}, "item_name", "Item Name: the answer is longer than 75 characters", UNFIT),
        ({"title": {"hi": "लहठी"}}, "item_name", "Item Name: in English", ENGLISH),
        ({"bullets": ["a"] * 6}, "bullet_point", "Bullet Point: 6 values, where 5 is the most", UNFIT),
        ({"country_of_origin": "japan"}, "country_of_origin", "Country of Origin: one of India, Nepal", UNFIT),
        ({"title": ""}, "item_name", "Item Name", ""),
    ],
)
def test_an_answer_that_does_not_fit_is_a_gap_with_the_reason_and_is_never_cut(told, name, said, code):
    found = gaps(good(told))[name]
    assert (found.said, found.code) == (said, code)


def test_a_rule_about_no_single_attribute_is_a_gap_of_the_whole():
    asks = copy.deepcopy(BRACELET)
    asks["allOf"].append({"not": {"required": ["brand", "material"]}})
    (found,) = shaped(GOOD, Schema(asks)).gaps
    assert (found.name, found.slug) == ("product_type", "kind")


def test_a_text_is_counted_in_bytes_too():
    asks = copy.deepcopy(BRACELET)
    asks["properties"]["item_name"] = text("Item Name", longest=10)
    asks["properties"]["item_name"]["items"]["properties"]["value"]["maxLength"] = 100
    found = gaps(good({"title": {"en": "लहठी" * 3}}), Schema(asks))
    assert found["item_name"].said == "Item Name: 36 bytes, where 30 is the most"


@pytest.mark.parametrize(("least", "said"), [(5, "Brand Name: 3 bytes, where 5 is the least"), ("five", "")])
def test_a_text_may_be_too_short_too(least, said):
    asks = copy.deepcopy(BRACELET)
    asks["properties"]["brand"]["items"]["properties"]["value"]["minUtf8ByteLength"] = least
    assert [each.said for each in gaps(good({"brand": "Lac"}), Schema(asks)).values()] == ([said] if said else [])


def test_an_answer_that_is_not_required_and_does_not_fit_stays_out():
    told = good({"item_weight": "heavy"})
    assert "item_weight" not in attributes(told)
    assert gaps(told) == {}


def test_a_number_is_named_by_its_kind():
    found = attributes(good({"gtin": "8901234567894"}, without=["gtin_exempt"]))
    assert found["externally_assigned_product_identifier"] == [{"type": "ean", "value": "8901234567894", **HERE}]


@pytest.mark.parametrize("gtin", ["123", "abcdefghijklm"])
def test_a_number_that_is_none_stays_out(gtin):
    assert "externally_assigned_product_identifier" in gaps(good({"gtin": gtin}, without=["gtin_exempt"]))


def test_an_attribute_the_type_does_not_have_is_not_sent():
    less = copy.deepcopy(BRACELET)
    del less["properties"]["color"], less["properties"]["bullet_point"]
    assert {"color", "bullet_point"} & attributes(GOOD, Schema(less)).keys() == set()


def test_an_answer_to_what_a_preview_asked_stands_under_the_channels_own_name():
    told = good({"batteries_required": False})
    assert attributes(told)["batteries_required"] == [{"value": False, **HERE}]


def test_names_may_be_several():
    names = dict(GOOD.names) | {"made_of": "material|metal_type"}
    found = attributes(good({"made_of": "Brass"}, names=names))
    assert (found["material"], found["metal_type"]) == ([{"value": "Brass", **SAID}], [{"value": "brass", **HERE}])


def test_a_size_is_a_child_by_the_types_theme():
    told = good(parent="G7", theme=("bangle_size",))
    found = attributes(told)
    assert found["parentage_level"] == [{"value": "child", **HERE}]
    assert found["variation_theme"] == [{"name": "SIZE"}]
    relation = {"child_relationship_type": "variation", "parent_sku": "G7", **HERE}
    assert found["child_parent_sku_relationship"] == [relation]
    assert shaped(told, SCHEMA).gaps == ()


def test_a_theme_is_found_in_any_order():
    told = good(parent="G7", theme=("colour_name", "bangle_size"))
    assert attributes(told)["variation_theme"] == [{"name": "SIZE/COLOR"}]


@pytest.mark.parametrize("theme", [(), ("made_of",), ("weight",)])
def test_sizes_that_differ_in_what_the_type_has_no_theme_for_are_sold_alone(theme):
    assert "parentage_level" not in attributes(good(parent="G7", theme=theme))


@pytest.mark.parametrize(
    ("value", "unit", "found"),
    [
        (1500, "g", (1500, "grams")),
        ({"value": 2, "unit": "kg"}, "", (2, "kilograms")),
        ("250 g", "", (250, "grams")),
        (500_000, "mg", (500, "grams")),
    ],
)
def test_a_measure_is_told_in_its_own_unit_or_another_of_its_kind(value, unit, found):
    assert measured([("grams", "Grams"), ("kilograms", "Kilograms")], value, unit) == found


@pytest.mark.parametrize(("value", "unit"), [(1, ""), (1, "cm"), ("much", "g"), (True, "g"), (1, "stone")])
def test_a_measure_without_a_unit_of_its_kind_is_unfit(value, unit):
    with pytest.raises(Unfit):
        measured([("grams", "Grams")], value, unit)


@pytest.mark.parametrize("value", [[1, 2, 3], "1 x 2 x 3", {"length": 1, "width": 2, "height": 3}, "1×2×3"])
def test_three_sides_are_read(value):
    assert [str(each).strip() for each in three(value)] == ["1", "2", "3"]


@pytest.mark.parametrize("value", [[1, 2], "1 x 2", {"length": 1}, 7, None])
def test_what_is_not_three_sides_is_unfit(value):
    with pytest.raises(Unfit):
        three(value)


def test_sides_without_a_unit_are_centimetres_as_the_question_says():
    found = attributes(good({"package_size": "10 x 5 x 2.5"}))["item_package_dimensions"][0]
    assert found["height"] == {"value": 2.5, "unit": CM[0]}


@pytest.mark.parametrize(
    ("node", "value", "found"),
    [
        ({"type": "boolean"}, "yes", True),
        ({"type": "integer"}, "12", 12),
        ({"type": "number"}, "1.5", 1.5),
        ({"type": "string"}, True, "Yes"),
        ({"type": "string"}, ["soap", {"en": "box"}], "soap, box"),
        ({"enum": ["true", "false"]}, False, "false"),
        ({"enum": ["1", "2"], "enumNames": ["No", "Yes"]}, "yes", "2"),
        ({"enum": ["female", "male"]}, {"en": "Women"}, "female"),
    ],
)
def test_a_value_is_told_as_its_leaf_takes_it(node, value, found):
    assert leaf(SCHEMA, node, value) == found


@pytest.mark.parametrize(("node", "value"), [({"type": "integer"}, "1.5"), ({"type": "number"}, "much")])
def test_a_number_that_is_none_is_unfit(node, value):
    with pytest.raises(Unfit):
        leaf(SCHEMA, node, value)


def test_a_choice_of_ours_is_told_by_its_english_name():
    assert text_of("gur") == "jaggery"


def test_a_schema_is_fetched_once_kept_with_its_version_and_what_it_asks(amazon, line):
    amazon.has_schema("BRACELET", BRACELET, "v7")
    found = list(CHANNEL.shape([GOOD, good(sku="DGR-2")], KEYS, line))
    assert [(each.sku, each.gaps) for each in found] == [("DGR-1", ()), ("DGR-2", ())]
    (asked,) = amazon.named("getDefinitionsProductType")
    assert asked.path == {"type": "BRACELET"}
    assert (asked.query["sellerId"], asked.query["requirementsEnforced"], asked.query["locale"]) == (
        SELLER,
        "ENFORCED",
        "en_IN",
    )
    assert (line.versions, line.schemas["BRACELET"]["asks"]) == ({"BRACELET": "v7"}, sorted(BRACELET["required"]))
    list(CHANNEL.shape([GOOD], KEYS, line))
    assert len(amazon.asked) == 1


def test_a_schema_that_changed_yesterday_asks_from_today_on(amazon, line):
    changed = copy.deepcopy(BRACELET)
    changed["required"].append("batteries_required")
    amazon.has_schema("BRACELET", BRACELET, "v7")
    assert next(CHANNEL.shape([GOOD], KEYS, line)).gaps == ()
    line.schemas.clear()  # too long ago
    amazon._answers.clear()
    amazon.has_schema("BRACELET", changed, "v8")
    assert [each.name for each in next(CHANNEL.shape([GOOD], KEYS, line)).gaps] == ["batteries_required"]
    assert line.versions == {"BRACELET": "v8"}


def test_a_type_amazon_does_not_have_is_a_gap_of_its_goods_alone(amazon, line):
    amazon.says("getDefinitionsProductType", {"errors": [{"code": "NOT_FOUND", "message": "no"}]}, 404)
    amazon.has_schema("BRACELET", BRACELET)
    found = list(CHANNEL.shape([good(product_type="LAHTHI"), GOOD, good(product_type="")], KEYS, line))
    assert [each.gaps for each in found] == [
        (Gap("product_type", "kind", "LAHTHI"),),
        (),
        (Gap("product_type", "kind"),),
    ]


@pytest.mark.parametrize(
    "document",
    [{"properties": {"a": {"$ref": "https://elsewhere.example.in/x"}}}, {"properties": {"a": {"type": 7}}}],
)
def test_a_schema_whose_rules_cannot_be_read_is_a_gap_of_its_goods(amazon, line, document):
    amazon.has_schema("BRACELET", document)
    ((gap,),) = [each.gaps for each in CHANNEL.shape([GOOD], KEYS, line)]
    assert (gap.name, gap.slug) == ("product_type", "kind")
    assert gap.said.startswith("BRACELET: ")


def test_a_schema_that_nobody_gives_is_trouble(amazon, line):
    amazon.has_schema("BRACELET", BRACELET)
    amazon.documents.clear()
    with pytest.raises(Trouble) as found:
        list(CHANNEL.shape([GOOD], KEYS, line))
    assert found.value.code == "down"


def test_product_types_are_proposed_for_a_name(amazon, line):
    rows = [{"name": "BRACELET", "displayName": "Bracelet"}, {"name": "BANGLE"}, {}]
    amazon.says("searchDefinitionsProductTypes", {"productTypes": rows})
    found = office.find("amazon").propose("Lac bangles", KEYS, line)
    assert found == [Proposed("BRACELET", "Bracelet"), Proposed("BANGLE", "BANGLE")]
    assert office.find("nowhere") is None
    assert amazon.asked[0].query["itemName"] == "Lac bangles"
