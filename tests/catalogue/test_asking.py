"""What is asked about a good: by its kind first, by whom, how much it is needed, and what is known."""

import pytest

from haat.catalogue import asking, queries
from haat.catalogue.models import Attribute
from haat.catalogue.taxing import Rules
from tests.make import make_attribute, make_craft, make_good, make_kind, make_variant

pytestmark = pytest.mark.django_db


def needs(good, asks_as="amazon", **more):
    return {one.attribute.slug: one.need for one in queries.questions(good, asks_as, **more)}


def values(good, **more):
    return {one.attribute.slug: one.value for one in queries.questions(good, "amazon", **more) if one.value is not None}


@pytest.fixture
def kind():
    return make_kind(rules=[{"when": {"made_of": ["cane"]}, "hsn": "46021200"}])


def test_kind_comes_first_and_its_own_question_takes_the_place_of_that_of_all(kind):
    make_attribute(None, "hand_made", type="yes_no", position=1)
    make_attribute(None, "brand", type="text", position=2)
    own = make_attribute(kind, "hand_made", type="yes_no", position=9)
    made_of = make_attribute(kind, position=3)
    asked = [one.attribute for one in queries.questions(make_good(kind=kind))]
    assert [each.slug for each in asked] == ["made_of", "hand_made", "brand"]
    assert asked[:2] == [made_of, own]
    assert [one.attribute.slug for one in queries.questions(make_good())] == ["hand_made", "brand"]


def test_questions_of_many_kinds_are_one_statement(kind, django_assert_num_queries):
    other = make_kind("chair")
    make_attribute(other, "seats", type="number")
    make_attribute(kind)
    make_attribute(None, "brand", type="text")
    with django_assert_num_queries(1):
        found = queries.attributes_for([kind, other, None])
    assert {pk: [each.slug for each in asked] for pk, asked in found.items()} == {
        kind.pk: ["made_of", "brand"],
        other.pk: ["seats", "brand"],
        None: ["brand"],
    }
    good = make_good(kind=kind)
    with django_assert_num_queries(1):
        queries.questions(good, "amazon")
    with django_assert_num_queries(0):
        queries.questions(good, "amazon", asked=found)


@pytest.mark.parametrize(
    ("asked", "need"),
    [
        ({"required_for": ["amazon"]}, "must"),
        ({"required_for": ["law"]}, "must"),
        ({"required_for": ["shop", "flipkart"]}, "must"),
        ({"required_for": ["rule"]}, "must"),
        ({"required_for": ["flipkart"]}, "may"),
        ({"required_for": []}, "may"),
        ({"required_for": ["amazon"], "sure": False}, "ask"),
        ({"required_for": ["law"], "sure": False}, "ask"),
        ({"expected_by": ["amazon"]}, "ask"),
        ({"expected_by": ["flipkart"]}, "may"),
        ({"expected_by": ["amazon"], "required_for": ["amazon"]}, "must"),
    ],
)
def test_how_much_an_answer_is_needed(asked, need):
    make_attribute(None, "colour", type="text", **asked)
    assert needs(make_good()) == {"colour": need}


def test_several_channels_ask_at_once():
    make_attribute(None, "colour", type="text", required_for=["ondc"])
    assert needs(make_good(), ["amazon", "ondc"]) == {"colour": "must"}
    assert needs(make_good(), "") == {"colour": "may"}


def test_a_rule_asks_as_long_as_its_answer_can_change_something(kind):
    kind.rules = [{"when": {"sold_by": ["temple"]}, "tax": "nil"}, {"when": {"made_of": ["cane"]}, "hsn": "46021200"}]
    kind.rules[0]["when"] = {"sold_by": ["temple"], "made_of": ["bamboo"]}
    kind.save()
    make_attribute(kind, required_for=["rule"], sure=False)
    make_attribute(kind, "sold_by", choices=["temple", "group"], words={}, required_for=["rule"])
    good = make_good(kind=kind)
    assert needs(good) == {"made_of": "must", "sold_by": "must"}
    good.attributes = {"made_of": "cane"}
    assert needs(good) == {"made_of": "may", "sold_by": "may"}


def test_an_answer_of_another_kind_says_nothing(kind):
    make_attribute(kind)
    make_attribute(None, "carries_kg", type="number", unit="kg")
    good = make_good(kind=kind, attributes={"made_of": "leather", "carries_kg": "much", "else": 1})
    assert values(good) == {}
    good.attributes = {"made_of": "cane", "carries_kg": 5}
    assert values(good) == {"made_of": "cane", "carries_kg": 5}


def test_columns_that_repeat_an_answer_are_known_when_somebody_said_them():
    make_attribute(None, "shelf_life", type="number", unit="days")
    make_attribute(None, "packed_and_labelled", type="yes_no")
    make_attribute(None, "fragile", type="yes_no")
    assert values(make_good()) == {}
    good = make_good(shelf_life_days=4, packed_and_labelled=True, fragile=True)
    assert values(good) == {"shelf_life": 4, "packed_and_labelled": True}


def test_a_size_has_answers_of_its_own():
    make_attribute(None, "colour", type="text")
    make_attribute(None, "pieces", type="number")
    good = make_good(attributes={"colour": {"en": "Red"}, "pieces": 2})
    size = make_variant(good, attributes={"colour": {"en": "Blue"}})
    assert values(good, variant=size) == {"colour": {"en": "Blue"}, "pieces": 2}
    assert values(good) == {"colour": {"en": "Red"}, "pieces": 2}


def test_what_follows_from_other_pages_is_not_asked():
    for slug in ("title", "hsn", "pictures", "brand"):
        make_attribute(None, slug, type="text", required_for=["law"])
    assert needs(make_good()) == {"brand": "must"}


@pytest.mark.parametrize(
    ("slug", "kind", "right", "wrong"),
    [
        ("gtin", "text", "4006381333931", "4006381333932"),
        ("gtin", "text", "036000291452", "03600029145"),
        ("colour_hex", "text", "#8B1A1a", "8B1A1A"),
        ("min_age_months", "number", 0, -1),
        ("item_weight", "measure", 0.5, 0),
        ("size_cm", "size", [30, 20.5], [30, 0]),
        ("size_cm", "size", [1, 2, 3], [1, 2, 3, 4]),
        ("hand_made", "yes_no", False, 0),
        ("made_of", "choice", "cane", ["cane"]),
        ("allergens", "several", ["bamboo", "cane"], ["cane", "cane"]),
        ("allergens", "several", ["none"], ["none", "cane"]),
        ("brand", "text", {"hi": "माँ"}, {"xx": "?"}),
        ("brand", "text", "x" * 1000, "x" * 1001),
        ("brand", "text", {"en": "x"}, 7),
    ],
)
def test_only_what_fits_is_an_answer(slug, kind, right, wrong):
    choices = {"choices": ["bamboo", "cane", "none"]} if kind in ("choice", "several") else {}
    asked = [Attribute(slug=slug, type=kind, **choices)]
    assert asking.answers_of(asked, {slug: right}) == {slug: right}
    assert asking.answers_of(asked, {slug: wrong}) == {}


def test_kinds_for_a_craft_are_its_own_then_those_that_occur_in_it_then_those_of_none():
    bamboo, mat = make_craft(), make_craft("mat")
    of_none = make_kind("soap", craft=bamboo, position=1)
    of_none.craft = None
    of_none.save()
    also = make_kind("broom", craft=mat, also=["bamboo"], position=2)
    own = make_kind("basket", craft=bamboo, position=3)
    make_kind("rug", craft=mat, position=4)
    assert queries.kinds_for(bamboo) == [own, also, of_none]


def test_goods_that_other_rules_would_move_are_told_before(kind, django_assert_num_queries):
    make_attribute(kind)
    cane = make_good(kind=kind, hsn="46021200", attributes={"made_of": "cane"})
    make_good(kind=kind, hsn="46021100", attributes={"made_of": "bamboo"})
    make_good(kind=kind)
    by_hand = make_good(kind=kind, hsn="99999999", attributes={"made_of": "cane"})
    other = make_good(hsn="46021200", attributes={"made_of": "cane"})
    rules = Rules(kind.hsn, kind.tax_slug, [{"when": {"made_of": ["cane"]}, "hsn": "46029000"}], {})
    with django_assert_num_queries(2):
        moved = list(queries.moved_by(kind, rules))
    assert [(each.good_id, dict(each.followed.after), each.followed.asked) for each in moved] == [
        (cane.pk, {"hsn": "46029000"}, False),
        (by_hand.pk, {}, True),
    ]
    assert other.pk not in {each.good_id for each in moved}
    assert list(queries.moved_by(kind, kind)) == []
