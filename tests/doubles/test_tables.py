"""A table that was brought in before comes again after two of its makers were found to be one."""

import pytest

from haat.doubles import actions
from haat.makers import actions as makers
from haat.makers.models import Maker
from tests.make import BY, make_block, make_mart, make_pin
from tests.refusals import refused

pytestmark = pytest.mark.django_db
ROW = {"kind": "group", "pin": "814149", "leader_hi": "सीता देवी"}
ALPHA = {"name_hi": "चाँदनी समूह", "phone": "9876543210", "lokos_id": "A1"}
BETA = {"name_hi": "सरस्वती समूह", "phone": "9876543211", "lokos_id": "B1"}


def table(*rows: dict[str, str]) -> tuple[int, int, int]:
    """How many were made, were there already, were refused."""
    make_pin("814149")
    block = str(make_block("Sarath"))
    told = makers.import_makers([ROW | {"block": block} | row for row in rows], mart=make_mart(), by=BY)
    return told.made, told.same, len(told.refused)


def both() -> tuple[Maker, Maker]:
    kept, gone = (Maker.objects.get(names__hi=row["name_hi"]) for row in (ALPHA, BETA))
    return kept, gone


@pytest.mark.parametrize("lacks", [{}, {"lokos_id": ""}, {"phone": ""}])
def test_nobody_is_made_anew(lacks: dict[str, str]):
    rows = (ALPHA, BETA | lacks)
    assert table(*rows) == (2, 0, 0)
    kept, gone = both()
    actions.merge_makers(kept, gone, by=BY)
    assert table(*rows) == (0, 2, 0)
    assert Maker.objects.own().get() == kept


def test_nobody_is_enrolled_anew_who_has_neither_phone_nor_number():
    table(ALPHA, {**BETA, "phone": ""})
    kept, gone = both()
    Maker.objects.filter(pk=gone.pk).update(lokos_id="")
    actions.merge_makers(kept, gone, by=BY)
    told = {"kind": "group", "names": gone.names, "block": gone.block, "pin": "814149"}
    with refused("makers.already_here"):
        makers.enrol_maker(gone.mart, **told, leader_names={"hi": "सीता देवी"}, by=BY)


def test_number_of_one_that_was_merged_can_become_that_of_who_stayed_and_not_of_another():
    table(ALPHA, BETA, {"name_hi": "गुलाब समूह", "phone": "9876543212", "lokos_id": "C1"})
    kept, gone = both()
    merge = actions.merge_makers(kept, gone, by=BY)
    with refused("makers.same_lokos"):
        makers.change_maker(Maker.objects.get(lokos_id="C1"), lokos_id="B1", by=BY)
    makers.change_maker(kept, lokos_id="B1", by=BY)
    with refused("makers.same_lokos"):
        actions.part_again(merge, by=BY)
    makers.change_maker(kept, lokos_id="A1", by=BY)
    assert actions.part_again(merge, by=BY) == gone
    gone.refresh_from_db()
    assert gone.lokos_id == "B1"
