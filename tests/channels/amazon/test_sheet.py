"""The sheet for who has no keys yet: the category's columns filled, and what is missing marked and named."""

import io
from dataclasses import replace

import pytest
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from haat.catalogue.models import Attribute, GoodKind
from haat.channels import office
from haat.channels.amazon import sheet
from haat.channels.amazon.schema import Schema
from tests.channels.amazon.answering import GOOD, good
from tests.channels.amazon.schemas import BRACELET

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.fixture
def kind():
    Attribute.objects.all().delete()
    GoodKind.objects.filter(channels__amazon__type="BRACELET").delete()
    found = GoodKind.objects.create(
        slug="bangles-of-tests", hsn="71179090", tax_slug="x", channels={"amazon": {"type": "BRACELET", "sure": "name"}}
    )
    ask("title", "item_name", required_for=["amazon"], labels={"en": "Name on the page"})
    ask("pictures", "main_product_image_locator", required_for=["amazon"])
    ask("item_weight", "item_weight", expected_by=["amazon"], unit="g", type="measure")
    ask("made_of", "material", "metal_type", kind=found, required_for=["amazon"], labels={"en": "Made of"})
    ask("work", "gem_type", kind=found, required_for=["amazon"], sure=False)
    ask("google_category")
    other = GoodKind.objects.create(slug="other-of-tests", hsn="71179090", tax_slug="x")
    ask("loom", "weave_method", kind=other)
    return found


def ask(slug, *names, **more):
    maps = {"amazon": list(names)} if names else {}
    told = {"type": "text", "labels": {"en": slug}, "maps": maps} | more
    return Attribute.objects.create(slug=slug, **told)


def written(goods, cells=None):
    out = io.BytesIO()
    filled = sheet.write("BRACELET", goods, out, cells)
    return filled, out.getvalue()


def rows_of(content, name):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name).to_python()


def test_the_columns_are_those_of_the_category_in_amazons_own_names(kind, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = sheet.columns("BRACELET")
    assert [(each.name, each.need) for each in found[:8]] == [
        ("sku", "must"),
        ("product_type", "must"),
        ("parent_sku", "may"),
        ("item_name", "must"),
        ("item_weight", "ask"),
        ("material", "must"),
        ("metal_type", "must"),
        ("gem_type", "ask"),
    ]
    assert {each.label for each in found if each.name == "item_weight"} == {"item_weight (g)"}
    assert [each.name for each in found[8:]][:4] == [
        "purchasable_offer.our_price",
        "purchasable_offer.maximum_retail_price",
        "fulfillment_availability.quantity",
        "fulfillment_availability.lead_time_to_ship_max_days",
    ]
    assert [each.need for each in found[-9:]] == ["must"] + ["may"] * 8


def test_an_accounts_own_schema_says_better_what_must_be_filled(kind):
    found = {each.name: each.need for each in sheet.columns("BRACELET", Schema(BRACELET))}
    assert (found["item_name"], found["gem_type"], found["brand"]) == ("must", "may", "must")


def test_cells_are_filled_with_what_was_said_and_nothing_else(kind):
    cells = sheet.columns("BRACELET")
    told = {each.name: each.value(GOOD) for each in cells}
    assert told["item_name"] == "Lac bangles, red"
    assert (told["material"], told["item_weight"], told["gem_type"]) == ("lac", 180, None)
    assert (told["purchasable_offer.our_price"], told["fulfillment_availability.quantity"]) == (520.5, 12)
    assert told["other_product_image_locator_1"] == "https://mart.example.in/b.jpg"
    assert told["other_product_image_locator_2"] is None


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (True, "Yes"),
        (False, "No"),
        ({"hi": "लाह"}, None),
        ({"value": 4, "unit": "piece"}, "4 piece"),
        (["a", "b"], "a, b"),
        (1.5, 1.5),
    ],
)
def test_a_cell_holds_an_answer_as_people_read_it(kind, value, cell):
    found = {each.name: each.value(good({"made_of": value})) for each in sheet.columns("BRACELET")}
    assert found["material"] == cell


def test_what_is_missing_is_counted_and_named_on_a_sheet_of_its_own(kind):
    bare = replace(GOOD, sku="DGR-2", values={}, pictures=())
    filled, content = written([GOOD, bare])
    assert (filled.goods, filled.missing) == (2, 4)
    assert rows_of(content, "Empty cells") == [
        ["SKU", "Question", "Amazon's name"],
        ["DGR-2", "Name on the page", "item_name"],
        ["DGR-2", "Made of", "material"],
        ["DGR-2", "Made of", "metal_type"],
        ["DGR-2", "Picture 1", "main_product_image_locator"],
    ]


def test_what_is_missing_is_counted_by_column_without_writing(kind):
    bare = replace(GOOD, sku="DGR-2", values={}, pictures=())
    filled = office.find("amazon").count("BRACELET", [GOOD, bare])
    assert (filled.goods, filled.missing) == (2, 4)
    assert [(lack.name, lack.goods, lack.sure) for lack in filled.lacks] == [
        ("item_name", 1, True),
        ("material", 1, True),
        ("metal_type", 1, True),
        ("main_product_image_locator", 1, True),
        ("gem_type", 2, False),
        ("item_weight", 1, False),
    ]
    assert filled == written([GOOD, bare])[0]


def test_a_good_is_not_asked_what_only_another_kind_of_its_type_is(kind):
    other = GoodKind.objects.create(
        slug="kada-of-tests", hsn="71179090", tax_slug="x", channels={"amazon": {"type": "BRACELET", "sure": "name"}}
    )
    ask("clasp", "clasp_type", kind=other, required_for=["amazon"])
    ask("metal", "metal_type", kind=other, required_for=["amazon"])
    kada = good({"metal": "Brass"}, kind="kada-of-tests")
    lac = good(kind="bangles-of-tests")
    told = {lack.name: lack.goods for lack in office.find("amazon").count("BRACELET", [lac, kada]).lacks if lack.sure}
    assert told == {"clasp_type": 1}
    cells = {each.name: each.value(kada) for each in sheet.columns("BRACELET")}
    assert cells["metal_type"] == "lac"  # the first question that is answered fills it


def test_no_cell_is_run_as_a_formula(kind):
    out = io.BytesIO()
    assert office.find("amazon").sheet("BRACELET", [good({"title": {"en": "=1+1"}})], out).goods == 1
    assert "=1+1" in [cell for row in rows_of(out.getvalue(), "BRACELET") for cell in row]
