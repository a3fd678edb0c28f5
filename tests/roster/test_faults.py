"""The faults that real lists have, one by one: each is refused at its row, or mended and said so. And hostile files."""

import csv
import io
import zipfile

import pytest
import xlsxwriter

from haat.core.errors import BadTable
from haat.core.longtable import find_head, from_bytes, rows_below
from haat.roster.headings import AADHAAR, LOAN, PERSONAL, field_of, named
from haat.roster.models import Group, Person
from tests.roster.sheets import bring, group, here, member, notes, written

pytestmark = pytest.mark.django_db
MANY = [group(code, f"Group {code}") for code in range(2, 9)]


def told(*rows, **more):
    mart = here()
    counts, files = bring(mart, written([*rows, *MANY]), **more)
    return counts, [each for each in notes(files) if each[0] < len(rows) + 2]


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"SHG Code": "4.00E+09"}, "lokos_id", "number_cut"),
        ({"SHG Code": "4000001"}, "lokos_id", "code_length"),
        ({"SHG Code": "999941057058"}, "lokos_id", "aadhaar"),
        ({"Block": "Nowhere"}, "block", "block"),
        ({"District": "Chandrapur"}, "district", "other_district"),
        ({"SHG Name": ""}, "group_name", "group_name"),
        ({"SHG Name": "ljLorh efgyk lewg"}, "group_name", "old_font"),
        ({"SHG Name": "=1+1"}, "group_name", "formula"),
        ({"SHG Name": "12345"}, "group_name", "no_letter"),
        ({"Repeated/Error": "Repeated"}, "", "marked"),
    ],
)
def test_row_is_refused_with_its_reason(changed, field, code):
    counts, said = told(group(1, **changed))
    assert (counts["refused"], said) == (1, [(2, field, code)])
    assert Group.objects.count() == len(MANY)


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"Chair Person Mobile No.": "12345"}, "leader_phone", "phone"),
        ({"Date Of Formation": "some day"}, "since", "date"),
        ({"No. of members": "0"}, "member_count", "count_none"),
        ({"No. of members": "45"}, "member_count", "count_many"),
        ({"Bank Account No Of The Shg": "30011223344", "IFSC Code": "00064"}, "ifsc", "branch_code"),
        (
            {"Bank Account No Of The Shg": "30011223344", "Loan_Account_number": "30011223344"},
            "account_number",
            "account_is_loan",
        ),
        ({"Village": "Atlantis"}, "village", "village"),
        ({"Village": "BHELVA"}, "village", "village_spelt"),
        ({"Block": "Sarath (सारठ)"}, "block", "block_spelt"),
        ({"GP Convert Urban": "Yes"}, "urban_flag", "urban"),
    ],
)
def test_row_goes_in_and_what_was_left_out_or_mended_is_said(changed, field, code):
    counts, said = told(group(1, **changed))
    assert (counts["refused"], said) == (0, [(2, field, code)])
    assert Group.objects.count() == len(MANY) + 1


@pytest.mark.parametrize(
    ("changed", "since", "phone"),
    [
        ({"Date Of Formation": "05-01-2019", "Chair Person Mobile No.": "919876543210"}, 2019, "+919876543210"),
        ({"Date Of Formation": "2018-12-31", "Chair Person Mobile No.": "+91 98765 43210"}, 2018, "+919876543210"),
        ({"Date Of Formation": "२०१७", "Chair Person Mobile No.": "9876543210.0"}, 2017, "+919876543210"),
    ],
)
def test_days_and_phones_are_read_in_every_way(changed, since, phone):
    told(group(1, **changed, **{"SHG Name": "Jyoti\u00a0SHG "}))
    known = Group.objects.get(sort="jyoti-shg")
    assert (known.since, known.phone, known.names) == (since, phone, {"en": "Jyoti SHG"})


def test_sums_and_headings_within_are_passed_over():
    mart = here()
    heads = {head: head for head in group(1)}
    total = dict.fromkeys(group(1), "") | {"SHG Code": "State Total", "Chair Person Name": "4510"}
    counts, files = bring(mart, written([group(1), heads, total, *MANY]))
    assert (counts["passed"], notes(files)) == (2, [(3, "", "heads_again"), (4, "", "sums")])


def test_one_phone_of_three_officers_is_asked_about():
    phones = {"Chair Person Mobile No.": "9876543210", "Secretary Mobile No": "9876543210", "Secretary Name": "Rani"}
    _counts, said = told(group(1, **phones))
    assert said == [(2, "secretary_phone", "phone_shared")]


def test_old_font_is_read_where_that_is_wanted():
    counts, said = told(group(1, "ljLorh efgyk lewg"), convert=True)
    assert (counts["refused"], said) == (0, [(2, "group_name", "converted")])
    assert Group.objects.filter(names__hi="सरस्वती महिला समूह").exists()


def test_member_without_number_is_known_by_name_and_guardian():
    mart = here()
    rows = [
        member(1, **{"Member Code": ""}),
        member(2, **{"Member Code": "", "Father/Mother/Spouse Name": ""}),
        member(3),
    ]
    for _turn in range(2):
        _counts, files = bring(mart, written([group(1)]), written(rows))
        found = [each for each in notes(files) if each[1] == "member_code"]
        assert found == [(2, "member_code", "member_no_code"), (3, "member_code", "member_empty")]
    assert Person.objects.count() == 2


def test_member_in_three_groups_is_a_member_of_each():
    mart = here()
    rows = [member(1, of=number) for number in (1, 2, 3)]
    counts, _files = bring(mart, written([group(1), *MANY]), written(rows))
    assert counts["refused"] == 0
    assert Person.objects.filter(key="50000000001").count() == 3


def test_village_organisation_with_two_federations_and_below_itself_is_refused():
    mart = here()
    rows = [
        {"CLF Name": "Nari Jagriti", "VO Name": "Bhelwa VO", "NRLM VO Code": "V1", "Block": "Sarath"},
        {"CLF Name": "Ujala Sangh", "VO Name": "Bhelwa VO", "NRLM VO Code": "V1", "Block": "Sarath"},
        {"CLF Name": "Ekta", "VO Name": "Ekta", "NRLM VO Code": "", "Block": "Sarath"},
    ]
    counts, files = bring(mart, written(rows))
    assert (counts["new"], counts["refused"]) == (1, 2)
    assert notes(files) == [(3, "federation_name", "two_parents"), (4, "organisation_name", "circle")]


def test_bank_file_with_carets_is_read_and_its_loans_are_not():
    mart = here()
    bring(mart, written([group(1)]))
    rows = [{"SHG Code": "4000000001", "SB_Account_number": "30011223344", "Loan_Account_number": "99988877766"}]
    counts, files = bring(mart, written(rows, mark="^"))
    assert (counts["changed"], files[0].dropped) == (1, {LOAN: 1})
    assert Group.objects.get().account_end == "3344"


def test_headings_are_known_in_three_languages_and_as_they_were_typed():
    said = {
        "SHG Code": "lokos_id",
        "समूह का नाम": "group_name",
        "बचत गटाचे नाव": "group_name",
        "Village (गाँव)": "village",
        "lewg dk uke": "group_name",
        "Aadhaar No. (encrypted)": AADHAAR,
        "Religion": PERSONAL,
        "Favourite colour": "",
    }
    assert {head: field_of(head) for head in said} == said


def test_headings_in_two_lines_are_one():
    rows = [["", "", "Chair Person", "Chair Person"], ["SHG Code", "SHG Name", "Name", "Mobile No."]]
    rows += [["4000000001", "Jyoti", "Rani", "9876543210"]]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    source = from_bytes(out.getvalue().encode(), "two.csv")
    head = find_head(source, named)
    assert [number for number, _row in rows_below(source, head)] == [3]


def book(rows, **more):
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet("Data")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell)
    made.close()
    return out.getvalue()


def test_workbook_is_read_row_by_row_with_its_formulas_as_values():
    mart = here()
    rows = [list(group(1)), list(group(1).values())]
    rows[1][0] = 4_000_000_001
    counts, _files = bring(mart, book(rows))
    assert counts["new"] == 1
    assert Group.objects.get().codes.get().number == "4000000001"


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (310 * 1024 * 1024))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("नाम".encode("utf-16-le") + b"\xff\xfe\xfa", "table.not_utf8"),
        (b"SHG Code,SHG Name\n\xe0\xa4,x\n", "table.not_utf8"),
        (b"SHG Code,SHG Name\n1\x002,x\n", "table.unreadable"),
        (b'SHG Code,SHG Name\n"' + b"x" * 200_000, "table.unreadable"),
        (b"a,b\n1,2\n", "table.no_headings"),
        (b"PK\x03\x04 no zip", "table.unreadable"),
    ],
)
def test_hostile_file_is_refused_with_a_sentence(content, code):
    with pytest.raises(BadTable) as problem:
        source = from_bytes(content, "x.csv")
        list(rows_below(source, find_head(source, named)))
    assert problem.value.code == code


def test_zip_bomb_is_not_unpacked():
    source = from_bytes(bomb(), "x.xlsx")
    with pytest.raises(BadTable) as problem:
        find_head(source, named)
    assert problem.value.code == "table.too_large"
