"""The project's kinds of goods, questions and sizes: complete, in three languages, and each rule one that can hold."""

from collections import Counter, defaultdict

import pytest

from haat.catalogue import data
from haat.catalogue.asking import ALWAYS, CHANNELS, standard_sizes
from haat.catalogue.craft_facts import SLUG
from haat.catalogue.kind_facts import AttributeTold, KindTold, check_attribute, check_kind
from haat.catalogue.models import Attribute
from haat.pricing.data import tax_rules
from tests.each import offenders

LANGUAGES = {"en", "hi", "mr"}
# The tables hold 501 rows; 22 questions are our own, for a code or a rate hangs on them.
ROWS, OWN = 501, 22


def rows_of(kind):
    return [row for row in data.attributes() if row["kind"] == kind]


def attributes_of(kind):
    """What a kind asks, with what is asked of all, as rows that are not saved."""
    own = {row["slug"]: row for row in rows_of(kind)}
    every = {row["slug"]: row for row in rows_of("")} | own
    return [Attribute(**{name: value for name, value in row.items() if name != "kind"}) for row in every.values()]


def test_every_row_of_the_tables_is_there():
    assert (len(data.kinds()), len(data.attributes()), len(data.sizes())) == (39, ROWS + OWN, 75)
    assert len({kind["slug"] for kind in data.kinds()}) == 39
    assert max(Counter((row["kind"], row["slug"]) for row in data.attributes()).values()) == 1
    assert len(rows_of("")) == 35


def test_every_label_and_every_choice_is_said_in_three_languages():
    assert [kind["slug"] for kind in data.kinds() if kind["names"].keys() != LANGUAGES] == []
    assert [row["slug"] for row in data.attributes() if row["labels"].keys() != LANGUAGES] == []
    lacks = {
        (row["kind"], row["slug"], value)
        for row in data.attributes()
        for value in row["choices"]
        if row["words"][value].keys() != LANGUAGES or not all(row["words"][value].values())
    }
    assert lacks == set()


def test_a_question_has_one_type_and_one_unit_wherever_it_is_asked():
    """Answers to crafts and to kinds lie in one place: a short name means one thing."""
    asked = defaultdict(set)
    for row in data.attributes():
        asked[row["slug"]].add((row["type"], row["unit"]))
    for craft in data.crafts():
        for row in craft["attributes"]:
            asked[row["slug"]].add((row["type"], row.get("unit", "")))
    assert {slug: kinds for slug, kinds in asked.items() if len(kinds) > 1} == {}


def test_what_a_craft_lets_one_choose_its_kinds_let_one_choose_too():
    crafts_of = {kind["slug"]: [kind["craft"], *kind.get("also", ())] for kind in data.kinds()}
    chosen = {
        (craft["slug"], asked["slug"]): set(asked["choices"])
        for craft in data.crafts()
        for asked in craft["attributes"]
        if asked["type"] == "choice"
    }
    lacks = {
        (row["kind"], row["slug"], value)
        for row in data.attributes()
        for craft in crafts_of.get(row["kind"], ())
        for value in chosen.get((craft, row["slug"]), set()) - set(row["choices"])
    }
    assert lacks == set()


def test_kinds_are_of_crafts_there_are_and_every_craft_has_one():
    crafts = {craft["slug"] for craft in data.crafts()}
    named = {kind["craft"] for kind in data.kinds()} | {also for kind in data.kinds() for also in kind.get("also", ())}
    assert named - crafts == {None}
    assert crafts - named == set()


def _can_be(kind):
    told = KindTold(
        names=kind["names"],
        hsn=kind["hsn"],
        tax_slug=kind["tax"],
        rules=kind["rules"],
        shelf_life_days=kind.get("shelf_life_days"),
        net_unit=kind["net_unit"],
    )
    check_kind(told, attributes_of(kind["slug"]))
    assert SLUG.fullmatch(kind["slug"])


def test_every_rule_asks_what_its_kind_asks_and_chooses_something():
    assert offenders(_can_be, data.kinds(), name=lambda kind: kind["slug"]) == []


def test_every_tax_line_a_kind_can_choose_is_known():
    named = {kind["tax"] for kind in data.kinds()}
    named |= {rule["tax"] for kind in data.kinds() for rule in kind["rules"] if rule.get("tax")}
    assert named - {line.slug for line in tax_rules()} == set()


# Where the law's table names a line by its goods, whatever their heading, or gives only its first one: mahua flowers
# and sabai mats are readings, a kurta stands in 6211, wicks and idols are named under any chapter.
OTHER_HEADING = {
    ("mahua-forest-produce", "12129990", "dried-fruit"),
    ("stitched-garments", "62114290", "womens-garments"),
    ("puja-items", "59080020", "puja-samagri"),
    ("puja-items", "83062190", "other-idols"),
    ("mats", "46012900", "leaf-goods"),
}


def test_a_code_and_its_tax_line_come_from_one_heading():
    """A good whose code and rate come from two headings would be billed wrongly."""
    headings = defaultdict(set)
    for line in tax_rules():
        headings[line.slug] |= {line.hsn[:4], line.other_hsn[:4]}
    both = [
        (kind["slug"], rule["hsn"], rule["tax"])
        for kind in data.kinds()
        for rule in [kind, *kind["rules"]]
        if rule.get("hsn") and rule.get("tax")
    ]
    assert {each for each in both if each[1][:4] not in headings[each[2]]} == OTHER_HEADING


def _asked(row):
    check_attribute(
        AttributeTold(
            labels=row["labels"],
            type=row["type"],
            unit=row["unit"],
            choices=row["choices"],
            words=row["words"],
            example=row["example"],
            required_for=row["required_for"],
            expected_by=row["expected_by"],
            maps=row["maps"],
            sure=row["sure"],
        )
    )
    assert SLUG.fullmatch(row["slug"])
    assert set(row["required_for"]) <= {*ALWAYS, *CHANNELS}


def test_every_question_can_be_said_by_an_office():
    assert offenders(_asked, data.attributes(), name=lambda row: f"{row['kind']}:{row['slug']}") == []


def test_what_nobody_found_out_is_marked():
    """77 rows of the tables are [U]; so is each kind whose rate is."""
    assert sum(not row["sure"] for row in data.attributes()) == 77
    unproven = {kind["slug"] for kind in data.kinds() if not kind["sure"]["tax_slug"]}
    assert len(unproven) == 8
    assert {"lahthi", "dokra", "bamboo-lamps"} <= unproven


@pytest.mark.parametrize(
    ("channel", "named"), [("amazon", 33), ("flipkart", 27), ("ondc", 39), ("google", 39), ("walmart", 0)]
)
def test_kinds_are_called_by_channels_as_far_as_the_tables_know(channel, named):
    words = {"google": "id", "ondc": "category"}
    assert sum(bool(kind["channels"][channel].get(words.get(channel, "type"))) for kind in data.kinds()) == named


def test_bangle_sizes_are_words_in_the_order_of_the_hand():
    sizes = {size.size: float(size.value) for size in standard_sizes("bangle") if size.value}
    assert sizes["2.10"] > sizes["2.8"] > sizes["2.2"]
    assert standard_sizes("no-such-standard") == []
