"""Whatever is wrong with a row is said at once; what is too long for its place is refused; names find who has them."""

import pytest

from haat.core.longtable import from_bytes
from haat.roster import actions
from haat.roster.actions import packed
from haat.roster.cells import Odd, name
from haat.roster.headings import heads_of
from haat.roster.lists import prepare
from haat.roster.models import ColumnMap, Group, ListFile, ListUpload
from haat.roster.queries import found_by, waiting_lists
from tests.make import BY, make_officer, make_own_mart
from tests.roster.sheets import bring, group, here, notes, written

pytestmark = pytest.mark.django_db
ACCOUNT = {"SHG Code": "4000000001", "SB_Account_number": "30011223344", "IFSC": "SBIN0000064"}


def test_account_of_a_group_nobody_knows_is_told_what_else_is_wrong_with_it():
    mart = here()
    rows, files = bring(mart, written([ACCOUNT | {"IFSC": "00064"}]))
    assert (rows["refused"], notes(files)) == (1, [(2, "group_name", "group_unknown"), (2, "ifsc", "branch_code")])


def test_row_whose_block_is_none_is_told_what_else_is_wrong_with_it_in_a_dry_run_too():
    mart = here()
    sheet = written([group(1, Block="Nowhere", **{"No. of members": "45"})])
    for dry_run in (True, False):
        _rows, files = bring(mart, sheet, dry_run=dry_run)
        assert notes(files) == [(2, "block", "block"), (2, "member_count", "count_many")]


def test_number_of_an_organisation_fits_where_it_is_kept():
    mart = here()
    for length, refused_rows in ((38, 0), (39, 1)):
        rows, files = bring(mart, written([group(length, f"Group {length}", **{"VO Code": "V" * length})]))
        assert (rows["refused"], notes(files)) == (
            refused_rows, [(2, "organisation_code", "code_long")] * refused_rows,
        )  # fmt: skip


def test_name_in_an_old_font_fits_where_it_is_kept():
    assert len(name("fo|k " * 16, convert=True, old_font=True)) <= 120
    with pytest.raises(Odd) as caught:
        name("fo|k " * 24, convert=True, old_font=True)
    assert caught.value.code == "name_long"


def test_heading_is_read_without_signs_that_no_database_keeps():
    assert heads_of([["SHG\x00 Name", "\ud800Block"]]) == ["SHG Name", "Block"]


def test_dry_run_reads_as_its_own_mart_does():
    mart, other = here(), make_own_mart()
    sheet = written([group(1)])
    digest = prepare(from_bytes(sheet, "1.csv"), mart).digest
    ColumnMap.objects.create(mart=other, digest=digest)
    files = actions.files_of(None, [prepare(from_bytes(sheet, "1.csv"), mart)], mart=mart, convert=False)
    assert [file.columns_id for file in files] == [0]
    bring(mart, sheet)
    files = actions.files_of(None, [prepare(from_bytes(sheet, "1.csv"), mart)], mart=mart, convert=False)
    assert [file.columns_id for file in files] == [ColumnMap.objects.get(mart=mart).pk]


def test_list_waits_for_a_person_only_while_something_can_be_done_with_it():
    mart = here()
    packed_file = packed(prepare(from_bytes(written([group(1)]), "1.csv"), mart), convert=False)
    upload = actions.receive_list(mart, [packed_file], convert=False, user=make_officer("desk"), by=BY)
    assert list(waiting_lists(mart)) == [upload]
    actions.say_columns(upload, {}, by=BY)
    actions.look_through(ListUpload.objects.get())
    assert list(waiting_lists(mart)) == [upload]
    bring(mart, written([group(1)]))
    ListUpload.objects.filter(pk=upload.pk).update(counts={"rows_same": 1})
    assert list(waiting_lists(mart)) == []
    ListUpload.objects.filter(pk=upload.pk).update(counts={"rows_new": 1})
    ListFile.objects.update(content=b"")
    assert list(waiting_lists(mart)) == []


def test_one_group_is_found_by_both_names_and_two_by_their_own():
    mart = here()
    bring(mart, written([group(1, "Jyoti SHG"), group(2, "चांदनी समूह")]))
    kept, gone = Group.objects.get(names__en="Jyoti SHG"), Group.objects.get(names__hi="चांदनी समूह")
    merge = actions.merge_groups(kept, gone, by=BY)
    own = Group.objects.exclude(state="merged")
    assert list(found_by(own, "chandni")) == [kept]
    actions.part_groups(merge, by=BY)
    assert (list(found_by(own, "chandni")), list(found_by(own, "Jyoti"))) == ([gone], [kept])
