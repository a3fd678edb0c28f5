"""Tables as people send them, the hostile ones too."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.utils import timezone

from haat.core.errors import BadTable
from haat.core.imports import NUMBER_CUT, Answer, Row, import_rows
from haat.core.models import Mark
from haat.core.tables import MOST_BYTES, MOST_MEGABYTES, read_table
from haat.web.office.sheets.forms import SheetForm

KNOWN = ("name", "phone", "account_number", "price")


def workbook(*sheets: tuple[str, Sequence[Sequence[Any]]], merged: str = "") -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(at, column, cell)
        if merged:
            sheet.merge_range(merged, rows[1][0])
    book.close()
    return out.getvalue()


def refused(content: bytes, **more: Any) -> str:
    with pytest.raises(BadTable) as problem:
        read_table(content, known=KNOWN, **more)
    return problem.value.code


def test_headings_are_found_below_a_title_and_rows_keep_their_numbers():
    rows = [["Groups of Durg"], [], ["Name ", "PHONE", "Notes"], ["Ujala", "9876543210", "x"], [], ["Asha", "", ""]]
    table = read_table(workbook(("Sheet1", rows)), known=KNOWN)
    assert [(line.number, line["name"], line["phone"]) for line in table.lines] == [
        (4, "Ujala", "9876543210"),
        (6, "Asha", ""),
    ]
    assert list(table.heads.items()) == [("name", "Name"), ("phone", "PHONE"), ("notes", "Notes")]


def test_headings_are_found_on_the_second_sheet_and_a_sheet_can_be_named():
    first, second = ("Cover", [["Report of the month"]]), ("Data", [["name", "phone"], ["Ujala", "1"]])
    other = ("More", [["name"], ["Asha"]])
    assert read_table(workbook(first, second, other), known=KNOWN).sheet == "Data"
    assert read_table(workbook(first, second, other), known=KNOWN, sheet="More").lines[0]["name"] == "Asha"
    assert refused(workbook(first, second), sheet="Nowhere") == "table.no_sheet"


def test_sheets_that_are_tables_alike_are_listed_and_none_is_lost():
    heads, row = ["name", "phone", "price"], ["Ujala", "1", "2"]
    several = workbook(("One", [["Title"], heads, row]), ("Two", [heads[:2], row]), ("Empty", [heads]))
    with pytest.raises(BadTable) as problem:
        read_table(several, known=KNOWN)
    assert (problem.value.code, problem.value.field) == ("table.many_sheets", "sheet")
    assert "One, Two." in problem.value.message
    assert read_table(several, known=KNOWN, sheet="two").sheet == "Two"
    assert read_table(workbook(("Empty", [heads]), ("Full", [heads, row])), known=KNOWN).sheet == "Full"
    assert refused(b"name\nUjala", sheet="Two") == "table.no_sheets"


def test_merged_cells_carry_their_value():
    content = workbook(("Sheet1", [["name", "phone"], ["Ujala", "1"], ["", "2"]]), merged="A2:A3")
    assert [(line["name"], line["phone"]) for line in read_table(content, known=KNOWN).lines] == [
        ("Ujala", "1"),
        ("Ujala", "2"),
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_as_spreadsheets_save_it(mark, code):
    text = mark.join(["name", "phone"]) + "\r\n" + mark.join(['"समूह, एक; दो"', "98765"]) + "\r\n"
    (line,) = read_table(text.encode(code), known=KNOWN).lines
    assert (line["name"], line["phone"], line.number) == ("समूह, एक; दो", "98765", 2)


def huge() -> bytes:
    """A workbook whose one cell lies in the last corner of the sheet: all between would be laid out in memory."""
    out, plain = io.BytesIO(), zipfile.ZipFile(io.BytesIO(workbook(("Sheet1", [["name"], ["x"]]))))
    with zipfile.ZipFile(out, "w") as packed:
        for part in plain.infolist():
            content = plain.read(part)
            if part.filename.endswith("sheet1.xml"):
                content = content.replace(b'r="A2"', b'r="XFD1048576"')
            packed.writestr(part, content)
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (301 * 1024 * 1024))
    return out.getvalue()


def test_hostile_files_are_refused_in_words():
    good = workbook(("Sheet1", [["name"], ["x"]]))
    assert refused(huge()) == "table.too_large"
    assert refused(bomb()) == "table.too_large"
    assert refused(good[: len(good) // 2]) == "table.unreadable"
    assert refused(b"PK\x03\x04" + b"x" * 100) == "table.unreadable"
    assert refused(b"\xd0\xcf\x11\xe0" + b"x" * 100) == "table.unreadable"
    assert refused(b"name\n\x00") == "table.unreadable"
    assert refused(b"name\n\xff\xfe") == "table.not_utf8"
    assert refused(b"") == "table.no_headings"
    assert refused(b"one,two\n1,2") == "table.no_headings"
    assert refused(b"name\n" + b"x\n" * 20_001) == "table.too_long"
    assert refused(b"x" * (MOST_BYTES + 1)) == "table.too_large"


def test_as_much_is_taken_as_the_page_says_and_nginx_lets_through():
    """Else nginx answers in its own English, and nothing is kept."""
    hint = str(SheetForm.base_fields["file"].help_text)
    running = (Path(__file__).parents[2] / "docs" / "running.md").read_text(encoding="utf-8")
    let_through = int(re.search(r"client_max_body_size (\d+)m;", running)[1])
    assert re.search(r"up to (\d+) MB", hint)[1] == str(MOST_MEGABYTES)
    assert let_through > MOST_MEGABYTES


def packed(**parts: bytes) -> bytes:
    """A good workbook with other words in its one sheet: `r="A2"` → what is given."""
    out, plain = io.BytesIO(), zipfile.ZipFile(io.BytesIO(workbook(("Sheet1", [["name"], ["x"]]))))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as files:
        for part in plain.infolist():
            content = plain.read(part)
            if part.filename.endswith("sheet1.xml"):
                for old, new in (
                    (b'<c r="A2"', parts["cell"]),
                    (b"</sheetData>", b"</sheetData>" + parts.get("end", b"")),
                ):
                    content = content.replace(old, new)
            files.writestr(part, content)
    return out.getvalue()


@pytest.mark.parametrize("cell", [b"<c r='XFD1048576'", b'<c\nr="XFD1048576"', b'<c r="ALL3000000"'])
def test_a_workbook_of_a_kilobyte_is_refused_however_it_spells_its_cells(cell):
    """The reader lays out all between; a failed allocation there ends the process it runs in, which is not ours."""
    assert refused(packed(cell=cell)) == "table.too_large"


def test_merged_cells_over_one_another_are_refused_before_they_take_hours():
    merged = b"".join(b'<mergeCell ref="A1:CV20000"/>' for _time in range(1000))
    end = b'<mergeCells count="1000">' + merged + b"</mergeCells>"
    assert refused(packed(cell=b'<c r="CV20000"', end=end)) == "table.too_large"


def test_lines_without_a_word_fill_no_memory():
    assert refused(b"name\n" + b"\n" * 1_100_000 + b"x\n") == "table.too_large"
    assert [line.number for line in read_table(b"name\n" + b"\n" * 9_000 + b"x\n", known=KNOWN).lines] == [9_002]
    assert refused(b"name\n" + b",,,,,,,,,,,,\n" * 300_000) == "table.too_large"


def test_a_workbooks_reader_knows_no_secret_and_leaves_days_and_numbers_as_they_were(monkeypatch):
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")
    rows = [["name", "price"], [date(2026, 11, 30), 12.5], [True, 1e15], ["x", "007"]]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Sheet1")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell)
    book.close()
    read_ones = [list(line.values()) for line in read_table(out.getvalue(), known=KNOWN).lines]
    assert read_ones == [[date(2026, 11, 30), 12.5], [True, 1e15], ["x", "007"]]


def read(column: str, value: object, **reads: Any) -> tuple[Any, list[str]]:
    """What a reader of a row gives, and the sentences it notes."""
    row = Row({column: value}, 2)
    ((reader, argument),) = reads.items()
    given = getattr(row, reader)(column, **argument)
    return given, [refusal.sentence for refusal in row.refusals]


@pytest.mark.parametrize(
    ("cell", "text"),
    [(814112.0, "814112"), ("814112.0", "814112"), (450, "450"), (108.89999999999999, "108.9"), (0.1 + 0.2, "0.3")],
)
def test_numbers_of_a_spreadsheet_are_read_as_they_were_typed(cell, text):
    assert read("price", cell, text={}) == (text, [])


@pytest.mark.parametrize("text", ["1,5", "12,50", "1,2,3", ",120", "1200,", "1,2000", "1,20,50"])
def test_a_comma_that_parts_no_thousands_is_no_whole_number(text):
    assert read("pieces", text, whole={}) == (None, ["Write a whole number, for example 12."])


@pytest.mark.parametrize(("text", "number"), [("1,200", 1200), ("1,20,500", 120500), ("१,२००", 1200), ("500", 500)])
def test_whole_numbers_may_be_grouped(text, number):
    assert read("pieces", text, whole={}) == (number, [])


@pytest.mark.parametrize("cell", [1234567890123456.0, 10**15, 3.5e17, "1.23457E+15", "1.2E15", float("nan")])
def test_numbers_that_lost_digits_are_refused(cell):
    assert read("account_number", cell, text={}) == ("", [str(NUMBER_CUT)])


def test_account_numbers_of_fifteen_digits_are_kept():
    assert read("account_number", 123456789012345.0, text={}) == ("123456789012345", [])
    assert read("account_number", "00123456789012345678", text={}) == ("00123456789012345678", [])


def test_a_code_that_lacks_its_nought_is_asked_about():
    assert read("hsn", 409.0, digits={"lengths": (4, 6, 8)}) == (
        "409",
        ["Is 0409 meant? Spreadsheets leave out a 0 in front: format the column as text."],
    )
    assert read("hsn", "0409", digits={"lengths": (4, 6, 8)}) == ("0409", [])


@pytest.mark.parametrize("text", ["ljLorh efgyk lewg", "p'kk lewg", "[knku efgyk eaMy", "xkSjh Lo;a lgk;rk lewg"])
def test_letters_of_an_old_font_are_refused_with_what_is_meant(text):
    assert "Kruti Dev" in _texts(text)[1][0]


def _texts(text: str) -> tuple[dict[str, str], list[str]]:
    row = Row({"name_hi": text, "name_en": text}, 2)
    return row.texts("name"), [refusal.sentence for refusal in row.refusals]


@pytest.mark.parametrize("text", ["Saraswati Mahila Samuh", "सरस्वती SHG", "UJALA SHG", "Jai Maa Gauri", "NRLM"])
def test_names_that_can_be_read_are_no_old_font(text):
    assert _texts(text)[1] == []


@pytest.mark.django_db
def test_a_dry_run_keeps_nothing_and_says_the_same():
    def put(row: Row) -> bool:
        Mark.objects.create(name=row.text("name", needed=True) or "-", at=timezone.now())
        row.check()
        return True

    lines = read_table(b"name\none\n\ntwo\n;\n", known=KNOWN).lines
    dry = import_rows(lines, put, columns={}, dry_run=True)
    assert (dry.made, Mark.objects.filter(name__in=["one", "two"]).count()) == (3, 0)
    kept = import_rows(lines, put, columns={})
    assert (kept.made, kept.refused) == (dry.made, dry.refused)
    assert Mark.objects.filter(name__in=["one", "two"]).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("together", [False, True])
def test_a_row_that_is_refused_while_it_is_put_is_not_made(together: bool):
    def put(row: Row) -> bool:
        row.text("number")
        return True

    def put_all(rows: Sequence[Row]) -> list[Answer]:
        return [put(row) for row in rows]

    lines = [{"number": "1E+13"}, {"number": "12"}]
    report = import_rows(lines, put, put_all=put_all if together else None, columns={})
    assert (report.made, [(one.row, one.field) for one in report.refused]) == (1, [(2, "number")])
