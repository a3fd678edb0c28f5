"""Every good of the demonstration has the kind it is of, where there is one, and answers that its kind asks for."""

from typing import Any

import pytest

from demo.content import load
from demo.goods import rows_of
from demo.kinds import rule_of, rules
from demo.makers import SELLS
from demo.world import MARTS
from haat.catalogue.actions import import_crafts
from haat.catalogue.answers import asked_of, fits
from haat.catalogue.asking import attributes_for, is_of
from haat.catalogue.models import Craft, GoodKind
from haat.core.actor import MACHINE

ROWS = [row for slug in MARTS for row in rows_of(slug)]


@pytest.fixture
def kinds(db: None) -> dict[str, GoodKind]:
    import_crafts(by=MACHINE)
    return {kind.slug: kind for kind in GoodKind.objects.select_related("craft")}


def test_most_goods_have_a_kind_and_it_is_one_of_their_craft(kinds: dict[str, GoodKind]) -> None:
    crafts = {craft.slug: craft for craft in Craft.objects.all()}
    wrong = [
        row["slug"] for row in ROWS if (name := rule_of(row)["kind"]) and not is_of(kinds[name], crafts[row["craft"]])
    ]
    assert wrong == []
    assert sum(bool(rule_of(row)["kind"]) for row in ROWS) > len(ROWS) * 3 // 4


def test_answers_fit_what_their_kind_asks(kinds: dict[str, GoodKind]) -> None:
    wrong = []
    for rule in rules():
        if rule["kind"]:
            kind = kinds[rule["kind"]]
            asked = {each.slug: asked_of(each) for each in attributes_for([kind])[kind.pk]}
            wrong += [
                (rule["kind"], slug, value)
                for slug, value in rule["said"].items()
                if slug not in asked or not fits(asked[slug], value)
            ]
    assert wrong == []


def test_every_rule_is_some_goods() -> None:
    used = [rule for row in ROWS if (rule := rule_of(row))["kind"]]
    assert [rule["kind"] for rule in rules() if rule["kind"] and rule not in used] == []


@pytest.mark.parametrize("mart", SELLS)
def test_what_is_said_of_a_marketplace_is_said_of_goods_that_are_there(mart: str, kinds: dict[str, GoodKind]) -> None:
    told, rows = load(mart, "amazon"), {row["slug"]: row for row in rows_of(mart)}
    named: list[Any] = [*told["beside"], *told["fruit"], told["later"], told["lettered"], told["taken_off"]]
    named += [told["paused"]["slug"], *(slug for each in told["asked"].values() for slug in each)]
    assert [slug for slug in named if slug not in rows] == []
    assert set(told["granted"]) < set(told["letters"]) <= {kind.channels["amazon"]["type"] for kind in kinds.values()}
    assert set(told["bullets"]) <= set(kinds)
    assert told["seller"] in {row.get("gstin") for row in load(mart, "federations")}
    assert set(told["expired"]) <= {row["slug"] for row in load(mart, "makers")}
