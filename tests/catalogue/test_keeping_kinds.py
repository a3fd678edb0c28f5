"""Kinds of goods and questions as an office keeps them, and as the project's tables bring them."""

import pytest

from haat.catalogue import actions, data
from haat.catalogue.asking import attribute, kind_uses
from haat.catalogue.kind_errors import BadAttribute, BadKind, BadRule, KindChanged, KindTaken, StillRuled
from haat.catalogue.kind_facts import AttributeTold, KindTold
from haat.catalogue.models import Attribute, Craft, GoodKind
from haat.core.models import Event
from tests.make import BY, make_attribute, make_craft, make_good, make_kind, number
from tests.web.office.signed import work_off

pytestmark = pytest.mark.django_db
CANE = {"when": {"made_of": ["cane"]}, "hsn": "46021200"}


def kind_told(**more):
    return KindTold(**{"names": {"en": "Basket"}, "hsn": "46021100", "tax_slug": "bamboo-basket", **more})


def asks(**more):
    return AttributeTold(**{"labels": {"en": "Made of"}, "type": "choice", "choices": ["bamboo", "cane"], **more})


def test_a_kind_is_added_with_all_that_is_said_of_it():
    told = kind_told(shelf_life_days=9, types={"amazon": "BASKET", "google": "573"}, proven=True)
    made = actions.add_kind(make_craft(), told, by=BY)
    assert (made.slug, made.hsn, made.shelf_life_days, made.sure) == ("basket", "46021100", 9, {"tax_slug": True})
    assert made.channels == {"amazon": {"type": "BASKET", "sure": "yes"}, "google": {"id": 573, "sure": "yes"}}
    assert made.changed_at is not None
    assert Event.objects.get(kind="catalogue.kind_made").data["after"]["hsn"] == "46021100"
    with pytest.raises(KindTaken):
        actions.add_kind(None, told, by=BY)
    assert actions.add_kind(None, told, slug="sup", by=BY).craft is None


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"names": {}}, "names"),
        ({"names": {"xx": "?"}}, "names"),
        ({"names": {"en": "x" * 61}}, "names"),
        ({"hsn": "4602"}, "hsn"),
        ({"shelf_life_days": 0}, "shelf_life_days"),
        ({"net_unit": "dozen"}, "net_unit"),
        ({"types": {"bazaar": "x"}}, "channels"),
        ({"types": {"amazon": "x" * 101}}, "channels"),
        ({"types": {"google": "Home > Baskets"}}, "google"),
        ({"rules": [CANE] * 41}, "rules"),
        ({"rules": [{"when": {}, "hsn": "46021200"}]}, "rules"),
        ({"rules": [{"when": {"made_of": ["cane"]}}]}, "rules"),
        ({"rules": [{"when": {"made_of": ["cane"]}, "hsn": "4602"}]}, "rules"),
    ],
)
def test_what_cannot_be_said_of_a_kind_is_refused_at_its_field(more, field):
    kind = make_kind()
    make_attribute(kind)
    with pytest.raises(BadKind) as refused:
        actions.set_kind(kind, kind_told(**more), by=BY)
    assert refused.value.field == field
    assert refused.value.message


@pytest.mark.parametrize(
    "when",
    [
        {"nothing": ["cane"]},
        {"made_of": ["gold"]},
        {"made_of": []},
        {"made_of": {"up_to": 3}},
        {"gsm": ["100"]},
        {"gsm": {"below": 3}},
        {"hand_made": ["yes"]},
        {"brand": ["Maa"]},
    ],
)
def test_a_rule_asks_what_its_kind_asks(when):
    kind = make_kind()
    make_attribute(kind)
    for slug, kind_of in (("gsm", "number"), ("hand_made", "yes_no"), ("brand", "text")):
        make_attribute(None, slug, type=kind_of)
    with pytest.raises(BadRule) as refused:
        actions.set_kind(kind, kind_told(rules=[CANE, {"when": when, "tax": "x"}]), by=BY)
    assert (refused.value.field, refused.value.facts["number"]) == ("rules", 2)


def test_a_kind_is_changed_and_nobody_overwrites_what_he_has_not_seen():
    kind = make_kind(channels={"amazon": {"type": "OLD", "sure": "name"}, "ondc": {"category": "Decor", "sure": "yes"}})
    make_attribute(kind)
    told = kind_told(rules=[CANE], types={"amazon": "BASKET", "ondc": "Decor"})
    first = actions.set_kind(kind, told, by=BY)
    assert first.channels == {"amazon": {"type": "BASKET", "sure": "yes"}, "ondc": {"category": "Decor", "sure": "yes"}}
    with pytest.raises(KindChanged):
        actions.set_kind(kind, kind_told(hsn="99999999"), by=BY)
    again = actions.set_kind(kind, told, seen=first.changed_at, by=BY)
    assert again.changed_at == first.changed_at
    data = Event.objects.get(kind="catalogue.kind_changed").data
    assert data["was"] == {"hsn": "46021100", "tax_slug": "bamboo-basket", "rules": [], "sure": {}}
    assert data["after"]["rules"] == [CANE]


def test_goods_follow_the_rules_of_their_kind_after_it_is_saved():
    kind = make_kind()
    make_attribute(kind)
    cane = make_good(kind=kind, hsn="46021100", attributes={"made_of": "cane"})
    by_hand = make_good(kind=kind, hsn="99999999", attributes={"made_of": "cane"})
    actions.set_kind(kind, kind_told(rules=[CANE]), by=BY)
    work_off()
    cane.refresh_from_db()
    by_hand.refresh_from_db()
    assert (cane.hsn, by_hand.hsn) == ("46021200", "99999999")
    assert Event.objects.get(kind="catalogue.line_moved").by_id == BY.user_id


def test_a_question_is_added_as_data():
    kind = make_kind()
    made = actions.add_attribute(kind, asks(words={"cane": {"en": "Cane"}}, maps={"amazon": ["material"]}), by=BY)
    assert (made.slug, made.choices, made.maps) == ("made_of", ["bamboo", "cane"], {"amazon": ["material"]})
    assert attribute(kind, "made_of") == made
    with pytest.raises(KindTaken):
        actions.add_attribute(kind, asks(), by=BY)
    of_all = actions.add_attribute(None, asks(), by=BY)
    assert of_all.kind is None
    with pytest.raises(KindTaken):
        actions.add_attribute(None, asks(), by=BY)
    assert Event.objects.filter(kind="catalogue.attribute_made").count() == 2


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"labels": {"en": " "}}, "labels"),
        ({"labels": {"en": "x" * 61}}, "labels"),
        ({"type": "colour", "choices": []}, "type"),
        ({"unit": "x" * 21}, "unit"),
        ({"choices": []}, "choices"),
        ({"choices": ["a", "a"]}, "choices"),
        ({"choices": [str(n) for n in range(61)]}, "choices"),
        ({"words": {"cane": {"xx": "?"}}}, "choices"),
        ({"type": "text"}, "choices"),
        ({"required_for": ["bazaar"]}, "required_for"),
        ({"expected_by": ["bazaar"]}, "required_for"),
        ({"maps": {"bazaar": ["x"]}}, "maps"),
        ({"maps": {"amazon": [""]}}, "maps"),
        ({"example": "x" * 121}, "example"),
    ],
)
def test_what_cannot_be_said_of_a_question_is_refused_at_its_field(more, field):
    with pytest.raises(BadAttribute) as refused:
        actions.add_attribute(None, asks(**more), by=BY)
    assert refused.value.field == field
    assert refused.value.message


@pytest.mark.parametrize("slug", ["Made Of", "x" * 41, "-"])
def test_a_short_name_is_short_and_latin(slug):
    with pytest.raises(BadAttribute):
        actions.add_attribute(None, asks(), slug=slug, by=BY)
    with pytest.raises(BadKind):
        actions.add_kind(None, kind_told(), slug=slug, by=BY)


def test_a_question_is_changed_and_answers_stay():
    kind = make_kind()
    one = make_attribute(kind)
    good = make_good(kind=kind, attributes={"made_of": "cane"})
    changed = actions.set_attribute(one, asks(choices=["bamboo", "iron"]), by=BY)
    with pytest.raises(KindChanged):
        actions.set_attribute(one, asks(), by=BY)
    assert actions.set_attribute(one, asks(choices=["bamboo", "iron"]), seen=changed.changed_at, by=BY) == changed
    good.refresh_from_db()
    assert good.attributes == {"made_of": "cane"}
    assert Event.objects.filter(kind="catalogue.attribute_changed").count() == 1


@pytest.mark.parametrize("more", [{"choices": ["bamboo"]}, {"type": "text", "choices": []}])
def test_an_answer_a_rule_hangs_on_cannot_go(more):
    one = make_attribute(make_kind(rules=[{"when": {"else": ["x"]}, "tax": "y"}, CANE]))
    with pytest.raises(StillRuled) as refused:
        actions.set_attribute(one, asks(**more), by=BY)
    assert refused.value.facts["words"] == "cane"
    actions.set_attribute(one, asks(choices=["cane", "iron"]), by=BY)


def test_a_yes_or_no_a_rule_hangs_on_stays_one():
    kind = make_kind(rules=[{"when": {"hand_made": [False]}, "tax": "y"}])
    with pytest.raises(StillRuled):
        actions.set_attribute(make_attribute(kind, "hand_made", type="yes_no"), asks(), by=BY)


# ---- the project's tables


def test_tables_come_with_the_crafts_and_again_change_nothing():
    actions.import_crafts(by=BY)
    assert (GoodKind.objects.count(), Attribute.objects.count()) == (len(data.kinds()), len(data.attributes()))
    events = Event.objects.count()
    actions.import_crafts(by=BY)
    assert (GoodKind.objects.count(), Attribute.objects.count()) == (len(data.kinds()), len(data.attributes()))
    assert Event.objects.count() == events
    peda = GoodKind.objects.get(slug="peda")
    assert (peda.craft, peda.hsn, peda.shelf_life_days, peda.net_unit) == (
        Craft.objects.get(slug="sweets"),
        *("21069099", 4, "g"),
    )
    assert peda.papers[0] == {"paper": "fssai", "need": "must"}
    assert GoodKind.objects.get(slug="soap").craft is None


def test_what_an_office_changed_is_left_alone_and_the_rest_is_brought_up_to_date():
    actions.import_crafts(by=BY)
    peda, honey = GoodKind.objects.get(slug="peda"), GoodKind.objects.get(slug="honey")
    actions.set_kind(peda, kind_told(hsn="11111111"), by=BY)
    GoodKind.objects.filter(pk=honey.pk).update(hsn="22222222")
    brand = Attribute.objects.get(kind=None, slug="brand")
    actions.set_attribute(brand, asks(labels={"en": "Make"}), by=BY)
    Attribute.objects.filter(kind=honey, slug="flower").update(labels={})
    work_off()
    before = Event.objects.filter(kind="catalogue.kind_changed").count()
    actions.import_kinds(by=BY)
    for row in (peda, honey, brand):
        row.refresh_from_db()
    assert (peda.hsn, honey.hsn, brand.labels) == ("11111111", "04090000", {"en": "Make"})
    assert Attribute.objects.get(kind=honey, slug="flower").labels["en"] == "Flower or forest"
    assert Event.objects.filter(kind="catalogue.kind_changed").count() == before + 1


def test_a_kind_of_a_craft_that_is_not_there_is_left_out():
    make_craft("sweets")
    assert actions.import_kinds(by=BY) == 5
    slugs = {"peda", "thekua-khaja", "leather-mojari", "soap", "hair-oil"}
    assert set(GoodKind.objects.values_list("slug", flat=True)) == slugs
    assert set(Attribute.objects.exclude(kind=None).values_list("kind__slug", flat=True)) == slugs


def test_other_rules_in_a_newer_table_move_goods():
    make_craft()
    row = {
        **{"slug": f"kind-{number()}", "names": {"en": "Kind"}, "craft": "bamboo", "hsn": "46021100"},
        **{"tax": "bamboo-basket", "rules": [], "papers": [], "net_unit": "piece", "size_standard": ""},
        **{"channels": {}, "sure": {}, "source": ""},
    }
    asked = {**data.attributes()[0], "kind": row["slug"], "slug": "made_of", "type": "choice", "choices": ["cane"]}
    assert actions.import_kinds([row], [asked], by=BY) == 1
    good = make_good(kind=GoodKind.objects.get(slug=row["slug"]), hsn="46021100", attributes={"made_of": "cane"})
    assert actions.import_kinds([{**row, "rules": [CANE]}], [], by=BY) == 0
    work_off()
    good.refresh_from_db()
    assert (good.hsn, kind_uses()) == ("46021200", {good.kind_id: 1})
