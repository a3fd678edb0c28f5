"""A good's kind and what is said of it: only what fits, only what differs, and its code and tax line follow."""

import pytest

from haat.catalogue import actions
from haat.catalogue.errors import GoodChanged
from haat.catalogue.kind_errors import LineOpen, OtherCraft, OtherSize, SaidElsewhere, WrongAnswer
from haat.catalogue.models import Good
from haat.core.jobs import HANDLERS
from haat.core.models import Event
from tests.make import BY, make_attribute, make_craft, make_good, make_kind, make_variant

pytestmark = pytest.mark.django_db
PAPAD = [{"when": {"made_of": ["cane"]}, "hsn": "21069099", "tax": "badi"}]


@pytest.fixture
def kind():
    """Of bamboo it is 46021100 on the craft's line, of cane 21069099 on the line badi."""
    found = make_kind(rules=PAPAD)
    make_attribute(found, required_for=["rule"])
    make_attribute(found, "size_cm", type="size", unit="cm")
    make_attribute(None, "brand", type="text")
    return found


def told(good, kind="catalogue.answers_said"):
    return Event.objects.filter(kind=kind, subject_id=good.pk).latest("pk").data


def line(good):
    good.refresh_from_db()
    return good.hsn, good.tax_slug


def say(good, **answers):
    return actions.say_answers(good, answers, by=BY)


def test_kind_is_chosen_and_nothing_moves_before_the_answers_say_what(kind):
    good = make_good(state="live")
    actions.choose_kind(good, kind, by=BY)
    assert line(good) == ("", "bamboo-basket")
    assert told(good, "catalogue.kind_chosen") == {"before": {"kind": ""}, "after": {"kind": "basket"}}
    assert (good.kind, good.state) == (kind, Good.State.LIVE)


def test_kind_without_rules_brings_its_code_at_once():
    good = make_good()
    actions.choose_kind(good, make_kind(), by=BY)
    assert line(good) == ("46021100", "bamboo-basket")
    assert told(good, "catalogue.kind_chosen")["after"] == {"kind": "basket", "hsn": "46021100"}


def test_kind_of_another_craft_is_refused_and_one_that_occurs_in_it_is_not(kind):
    good = make_good(craft=make_craft("mat", tax_slug="mats"))
    with pytest.raises(OtherCraft) as refused:
        actions.choose_kind(good, kind, by=BY)
    assert refused.value.field == "kind"
    kind.also = ["mat"]
    assert actions.choose_kind(good, kind, by=BY).kind == kind


def test_kind_chosen_twice_is_told_once_and_taken_away_the_line_stays(kind):
    good = make_good()
    for _time in range(2):
        actions.choose_kind(good, kind, by=BY)
    assert Event.objects.filter(kind="catalogue.kind_chosen").count() == 1
    say(good, made_of="cane")
    assert actions.choose_kind(good, None, by=BY).kind is None
    assert line(good) == ("21069099", "badi")


@pytest.mark.parametrize("deed", ["kind", "answers", "line"])
def test_nobody_overwrites_what_he_has_not_seen(kind, deed):
    good = make_good(kind=kind)
    seen = good.changed_at
    say(good, brand="Maa")
    with pytest.raises(GoodChanged):
        if deed == "kind":
            actions.choose_kind(good, None, seen=seen, by=BY)
        elif deed == "answers":
            actions.say_answers(good, {"brand": "Ma"}, seen=seen, by=BY)
        else:
            actions.take_line(good, seen=seen, by=BY)


def test_an_answer_is_kept_and_only_what_differs_is_told(kind):
    good = make_good(kind=kind, attributes={"made_of": "bamboo", "brand": "Maa"}, hsn="46021100")
    changed = good.changed_at
    say(good, made_of="bamboo", brand="Maa")
    good.refresh_from_db()
    assert (good.changed_at, Event.objects.filter(kind="catalogue.answers_said").exists()) == (changed, False)
    say(good, made_of="bamboo", size_cm=[30, 20])
    good.refresh_from_db()
    assert good.attributes == {"made_of": "bamboo", "brand": "Maa", "size_cm": [30, 20]}
    assert told(good) == {"before": {"attributes": {}}, "after": {"attributes": {"size_cm": [30, 20]}}}
    assert good.changed_at > changed


def test_an_answer_chooses_code_and_tax_line_and_the_event_says_so(kind):
    good = make_good(kind=kind, state="live")
    say(good, made_of="bamboo")
    assert line(good) == ("46021100", "bamboo-basket")
    say(good, made_of="cane")
    assert line(good) == ("21069099", "badi")
    data = told(good)
    assert data["before"] == {"attributes": {"made_of": "bamboo"}, "hsn": "46021100", "tax_slug": "bamboo-basket"}
    assert data["after"] == {"attributes": {"made_of": "cane"}, "hsn": "21069099", "tax_slug": "badi"}
    assert good.state == Good.State.LIVE
    say(good, made_of="bamboo")
    assert line(good) == ("46021100", "bamboo-basket")


def test_a_code_set_by_hand_becomes_a_question(kind):
    good = make_good(kind=kind, hsn="99999999")
    say(good, made_of="cane")
    assert line(good) == ("99999999", "bamboo-basket")
    assert told(good)["asked"] is True
    actions.take_line(good, by=BY)
    assert line(good) == ("21069099", "badi")
    assert told(good, "catalogue.line_moved") == {
        "before": {"hsn": "99999999", "tax_slug": "bamboo-basket"},
        "after": {"hsn": "21069099", "tax_slug": "badi"},
    }


def test_line_is_not_taken_while_the_answers_say_none(kind):
    with pytest.raises(LineOpen):
        actions.take_line(make_good(kind=kind), by=BY)
    with pytest.raises(LineOpen):
        actions.take_line(make_good(), by=BY)
    unknown = make_kind("print", rules=[{"when": {"made_of": ["cane"]}, "tax": ""}])
    make_attribute(unknown)
    with pytest.raises(LineOpen):
        actions.take_line(make_good(kind=unknown, attributes={"made_of": "cane"}), by=BY)


def test_line_taken_twice_is_told_once(kind):
    good = make_good(kind=kind, hsn="99999999", attributes={"made_of": "cane"})
    for _time in range(2):
        actions.take_line(good, by=BY)
    assert Event.objects.filter(kind="catalogue.line_moved").count() == 1


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"made_of": "gold"}, "made_of"),
        ({"made_of": ["cane"]}, "made_of"),
        ({"size_cm": "large"}, "size_cm"),
        ({"brand": "x" * 1001}, "brand"),
        ({"brand": "Maa", "size_cm": [0]}, "size_cm"),
        ({"shelf_life": 4.5}, "shelf_life"),
        ({"shelf_life": 3651}, "shelf_life"),
        ({"fragile": "very"}, "fragile"),
        ({"item_type_keyword": ["a"]}, "item_type_keyword"),
        ({"no\nname": "x"}, "no\nname"),
    ],
)
def test_what_does_not_answer_is_refused_at_its_field_and_nothing_is_kept(kind, answers, field):
    good = make_good(kind=kind)
    with pytest.raises(WrongAnswer) as refused:
        say(good, **answers)
    good.refresh_from_db()
    assert (refused.value.field, good.attributes) == (field, {})
    assert refused.value.message


def test_what_stands_on_the_goods_page_is_not_said_twice(kind):
    make_attribute(None, "title", type="text")
    with pytest.raises(SaidElsewhere) as refused:
        say(make_good(), title="Basket")
    assert refused.value.field == "title"


def test_a_question_only_a_channel_asks_is_kept_as_told():
    good = make_good(attributes={"material": {"hi": "बाँस"}})
    say(good, **{"item_shape.value": "round", "sets": 2, "is_customizable": False})
    good.refresh_from_db()
    assert good.attributes == {
        "material": {"hi": "बाँस"},
        "item_shape.value": "round",
        "sets": 2,
        "is_customizable": False,
    }


def test_what_the_craft_asks_is_judged_as_the_craft_would(kind):
    craft = make_craft(
        "wood", attributes=[{"slug": "wood", "type": "choice", "label": {"en": "Wood"}, "choices": ["sal"]}]
    )
    good = make_good(craft=craft)
    say(good, wood="sal")
    with pytest.raises(WrongAnswer):
        say(good, wood="gold")


def test_an_empty_answer_takes_one_away_and_yes_is_not_one(kind):
    make_attribute(None, "hand_made", type="yes_no")
    good = make_good(kind=kind, attributes={"brand": "Maa", "hand_made": True})
    with pytest.raises(WrongAnswer):
        say(good, hand_made=1)
    say(good, brand="", hand_made=False)
    good.refresh_from_db()
    assert good.attributes == {"hand_made": False}
    assert told(good) == {
        "before": {"attributes": {"brand": "Maa", "hand_made": True}},
        "after": {"attributes": {"hand_made": False}},
    }


def test_columns_say_what_was_answered(kind):
    good = make_good(craft=make_craft("clay", fragile=True), fragile=True)
    say(good, packed_and_labelled=True, shelf_life=4, fragile=False)
    good.refresh_from_db()
    assert (good.packed_and_labelled, good.shelf_life_days, good.fragile) == (True, 4, False)
    assert told(good)["after"]["packed_and_labelled"] is True
    say(good, packed_and_labelled=None, shelf_life=None, fragile=None)
    good.refresh_from_db()
    assert (good.packed_and_labelled, good.shelf_life_days, good.fragile) == (False, None, True)


def test_what_the_desk_declares_changes_the_answer_that_says_the_same():
    asked = [{"slug": "shelf_life", "type": "number", "label": {"en": "Keeps"}}]
    good = make_good(craft=make_craft("sweets", attributes=asked), packed_and_labelled=True, fragile=True)
    good.attributes = {"packed_and_labelled": True, "shelf_life": 9, "fragile": True}
    good.save()
    facts = {"hsn": "", "tax_slug": "peda", "fragile": False, "made_to_order": False, "making_days": 0}
    actions.set_facts(good, packed_and_labelled=False, shelf_life_days=4, **facts, by=BY)
    good.refresh_from_db()
    assert good.attributes == {"packed_and_labelled": False, "shelf_life": 9, "fragile": False}


def test_one_size_has_an_answer_of_its_own(kind):
    good = make_good(kind=kind, attributes={"made_of": "bamboo"}, hsn="46021100")
    size = make_variant(good, sku="BIG")
    actions.say_answers(good, {"made_of": "cane"}, variant=size, by=BY)
    size.refresh_from_db()
    assert size.attributes == {"made_of": "cane"}
    assert line(good) == ("46021100", "bamboo-basket")
    assert told(good) == {"of": "BIG", "before": {"attributes": {}}, "after": {"attributes": {"made_of": "cane"}}}
    with pytest.raises(OtherSize):
        actions.say_answers(make_good(), {"made_of": "cane"}, variant=size, by=BY)


def test_answers_told_with_the_crafts_move_the_line_too(kind):
    asked = [{"slug": "made_of", "type": "choice", "label": {"en": "Made of"}, "choices": ["bamboo", "cane"]}]
    craft = make_craft("mat", attributes=asked)
    kind.also = ["mat"]
    kind.save()
    good = make_good(craft=craft, kind=kind, state="draft")
    actions.set_attributes(good, attributes={"made_of": "cane"}, by=BY)
    assert line(good) == ("21069099", "badi")
    assert told(good, "catalogue.good_saved")["after"] == {
        "attributes": {"made_of": "cane"},
        "hsn": "21069099",
        "tax_slug": "badi",
    }
    known = {"tax_slug": "badi", "hsn": "21069099"}
    actions.save_draft(
        good.maker, key=good.key, craft=craft, names={"hi": "चटाई"}, attributes={"made_of": "bamboo"}, **known, by=BY
    )
    assert line(good) == ("46021100", "bamboo-basket")


def test_an_answer_under_another_kind_does_not_choose_its_line(kind):
    """`made_of: cane` was said of a chair; the new kind does not know cane."""
    good = make_good(attributes={"made_of": "iron"})
    actions.choose_kind(good, kind, by=BY)
    assert line(good) == ("", "bamboo-basket")


def test_goods_follow_other_rules_of_their_kind_once(kind):
    good = make_good(kind=kind, attributes={"made_of": "bamboo"}, hsn="46021100")
    before = {"hsn": kind.hsn, "tax_slug": kind.tax_slug, "rules": kind.rules, "sure": {}}
    kind.hsn = "46029000"
    kind.save()
    for _time in range(2):
        actions.follow_kind(good, before, by=BY)
    assert line(good) == ("46029000", "bamboo-basket")
    assert Event.objects.filter(kind="catalogue.line_moved").count() == 1
    actions.follow_kind(make_good(), before, by=BY)
    assert Event.objects.filter(kind="catalogue.line_moved").count() == 1


@pytest.mark.parametrize("told", ["answers_said", "kind_chosen", "line_moved"])
def test_the_shelf_hears_of_it(told):
    assert "shelf.good_changed" in HANDLERS.subscribers(f"catalogue.{told}")


def test_a_draft_of_another_craft_leaves_its_kind(kind):
    good = make_good(kind=kind, state="draft", attributes={"made_of": "cane"})
    other = make_craft("mat", tax_slug="mats")
    actions.save_draft(good.maker, key=good.key, craft=other, names={"hi": "चटाई"}, by=BY)
    good.refresh_from_db()
    assert good.kind is None
    data = Event.objects.filter(kind="catalogue.good_saved").latest("pk").data
    assert (data["before"]["kind"], data["after"]["kind"]) == ("basket", "")
