"""Makers from a table: nothing lost, nothing twice."""

import pytest

from haat.core.actor import Actor
from haat.core.imports import NUMBER_CUT, Refusal
from haat.makers import actions
from haat.makers.models import BankAccount, Document, Maker
from tests.make_rooms import make_block, make_mart, make_pin, make_village

pytestmark = pytest.mark.django_db
BY = Actor(user_id=7)
FINE = {
    "kind": "Group",
    "name_hi": "चाँदनी समूह",
    "block": "Sarath",
    "pin": 814149.0,
    "phone": "9876543210",
    "leader_en": "Sita Devi",
}


@pytest.fixture(autouse=True)
def _post_office():
    make_pin("814149")


def rows(*changes):
    make_village("Burhai", block=make_block("Sarath"))
    return [FINE | change for change in changes]


def test_import_makers_enrols_whole_rows_once():
    mart = make_mart()
    actions.make_organisation(mart, kind="federation", names={"en": "Trikut Sangh"}, place=mart.place, by=BY)
    table = rows(
        {
            "village": "burhai",
            "members": "रीना; मीना ;",
            "since": "2016",
            "organisation": "Trikut Sangh",
            "account_number": "30011223344",
            "ifsc": "SBIN0000064",
            "pan": "AAATD4127M",
            "story_hi": "हम दस दीदियाँ",
            "lokos_id": "JH-1",
        },
        {"name_hi": "सरस्वती समूह"},
        {
            "phone": "9876543211",
            "account_number": "30011223345",
            "ifsc": "SBIN0000064",
            "account_holder": "A B",
        },
    )
    report = actions.import_makers(table, mart=mart, by=BY)
    assert (report.made, report.same, report.refused) == (3, 0, [])
    again = actions.import_makers([table[0] | {"name_hi": "नया नाम", "phone": "1"}, *table[1:]], mart=mart, by=BY)
    assert (again.made, again.same, again.refused) == (0, 3, [])
    maker = Maker.objects.get(lokos_id="JH-1")
    assert (maker.kind, maker.place.slug, maker.member_count, maker.since, maker.organisation.slug) == (
        "group",
        "burhai",
        3,
        2016,
        "trikut-sangh",
    )
    assert (maker.bank.holder, maker.stories) == ("Sita Devi", {"hi": "हम दस दीदियाँ"})
    assert Document.objects.get().number == "AAATD4127M"
    assert set(BankAccount.objects.values_list("holder", flat=True)) == {"Sita Devi", "A B"}


def test_import_makers_says_every_wrong_cell_and_keeps_the_good_rows():
    table = rows(
        {"name_hi": "", "leader_en": None, "phone": "", "block": "Atlantis", "since": "long ago"},
        {"village": "Nowhere", "organisation": "Nobody"},
        {"phone": "12"},
        {"ifsc": "SBIN0000064"},
        {"pan": "X"},
        {"block": ""},
        {},
    )
    report = actions.import_makers(table, mart=make_mart(), by=BY)
    assert (report.made, report.same) == (1, 0)
    assert [(r.row, r.field) for r in report.refused] == [
        (2, "name_en"),
        (2, "leader_en"),
        (2, "phone"),
        (2, "since"),
        (2, "block"),
        (3, "organisation"),
        (3, "village"),
        (4, "phone"),
        (5, "account_number"),
        (6, "pan"),
        (7, "block"),
    ]
    assert report.refused[2] == Refusal(2, "phone", "This cell is empty. Fill it in.")
    assert Maker.objects.count() == 1


@pytest.mark.parametrize("column", ["fssai", "account_number", "pan"])
def test_a_row_with_a_number_that_was_cut_is_refused_whole(column: str):
    report = actions.import_makers(rows({column: "1.0012E+13"}, {}), mart=make_mart(), by=BY)
    assert (report.made, [(row.row, row.field) for row in report.refused]) == (1, [(2, column)])
    assert report.refused[0].sentence == NUMBER_CUT


@pytest.mark.parametrize("column", ["members", "account_holder"])
def test_kruti_dev_in_words_without_a_language_is_refused_at_its_cell(column: str):
    account = {"account_number": "30011223344", "ifsc": "SBIN0000064"}
    report = actions.import_makers(rows(account | {column: "jhuk nsoh; ehuk nsoh"}), mart=make_mart(), by=BY)
    assert (report.made, [(row.row, row.field) for row in report.refused]) == (0, [(2, column)])
    assert Maker.objects.count() == 0


def test_chanakya_in_a_name_is_refused_at_its_cell():
    report = actions.import_makers(rows({"name_hi": "ÖæÚUÌ ×çãUÜæ â×êãU"}), mart=make_mart(), by=BY)
    assert (report.made, [(row.row, row.field) for row in report.refused]) == (0, [(2, "name_hi")])
    assert "“Ö” cannot be read surely" in report.refused[0].sentence


def test_import_makers_knows_a_block_by_its_code_too():
    block = make_block("Sarath")
    block.lgd_code = 3088
    block.save()
    report = actions.import_makers([FINE | {"block": 3088}], mart=make_mart(), by=BY)
    assert (report.made, report.refused) == (1, [])


def test_another_account_for_a_known_maker_is_a_question():
    mart = make_mart()
    account = {"account_number": "30011223344", "ifsc": "SBIN0000064"}
    (first,) = rows(account)
    assert actions.import_makers([first], mart=mart, by=BY).made == 1
    spelt = first | {"account_number": "3001 1223-344"}
    other = first | {"account_number": "30011223399"}
    report = actions.import_makers([spelt, other], mart=mart, by=BY)
    assert (report.made, report.same) == (0, 1)
    (refusal,) = report.refused
    assert (refusal.row, refusal.field) == (3, "account_number")
    assert "3344" in refusal.sentence
    assert BankAccount.objects.get().number == "30011223344"
    BankAccount.objects.all().delete()
    (refusal,) = actions.import_makers([first], mart=mart, by=BY).refused
    assert "without an account" in refusal.sentence
