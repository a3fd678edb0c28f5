"""The desk sends a table, sees what would become of it, takes the result, and brings it in."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from python_calamine import CalamineWorkbook

from haat.core.dates import today
from haat.core.models import Event
from haat.ledger.models import Settlement
from haat.makers.models import Maker
from haat.sheets.kinds import KINDS
from haat.sheets.models import Sheet
from haat.sheets.queries import read_as
from tests.core.test_tables import workbook
from tests.ledger.elsewhere import sold
from tests.sheets.test_sheets import KRUTI, MAKERS
from tests.web.office.signed import district, officer, work_off

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"office:sheets:{name}", args=args)


def send(desk, text=MAKERS, **more):
    file = SimpleUploadedFile("groups of <b>Sarath.csv", text.encode())
    return desk.post(page("list"), {"kind": "makers", "file": file, "nonce": "n"} | more)


def rows(answer):
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def test_a_table_is_sent_looked_at_and_brought_in_once():
    district()
    desk = officer("desk")
    before = Maker.objects.count()
    answer = send(desk)
    sheet = Sheet.objects.get()
    assert answer.headers["Location"] == page("sheet", sheet.pk)
    shown = desk.get(page("sheet", sheet.pk)).content.decode()
    assert "0 of 3 rows so far." in shown
    assert "<b>Sarath" not in shown
    assert desk.get(page("result", sheet.pk)).status_code == 404
    work_off()
    shown = desk.get(page("sheet", sheet.pk)).content.decode()
    assert "1 row is new." in shown
    assert "Copy the name from the list of places." in shown
    assert Maker.objects.count() == before
    table = rows(desk.get(page("result", sheet.pk)))
    assert table[0][-2:] == ["What became of it", "Reason"]
    assert [row[-2] for row in table[1:]] == ["new", "refused", "refused"]
    for _turn in range(2):
        assert desk.post(page("bring", sheet.pk), {"nonce": "b"}).status_code == 302
    work_off()
    assert Maker.objects.count() == before + 1
    shown = desk.get(page("sheet", sheet.pk)).content.decode()
    assert "Bring the new rows in" not in shown
    assert next(row[-2] for row in rows(desk.get(page("result", sheet.pk)))[1:]) == "brought in"


def test_refusals_are_said_in_the_language_of_who_sent_it():
    district()
    desk = officer("desk", language="mr")
    send(desk)
    work_off()
    assert "कृतिदेव" in desk.get(page("sheet", Sheet.objects.get().pk)).content.decode()


def test_what_cannot_be_read_is_said_at_the_file():
    district()
    desk = officer("desk")
    for text, said in (("one,two\n1,2", "A row must name the columns: kind, name_en"), ("", "empty")):
        answer = send(desk, text)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert send(desk, kind="gold").status_code == 422
    assert Sheet.objects.count() == 0


def test_of_several_sheets_one_is_named_and_the_page_says_which_was_read():
    """A workbook with one sheet a block was read as its first sheet alone."""
    district()
    desk, heads = officer("desk"), ["kind", "name_en", "block", "pin", "phone", "leader_en"]
    row = ["group", "Ujala", "Sarath", "814149", "9876543210", "Sita Devi"]
    content = workbook(("Sarath", [heads, row]), ("Palojori & <b>", [heads, row, row]))

    def told(**more):
        file = SimpleUploadedFile("groups.xlsx", content)
        return desk.post(page("list"), {"kind": "makers", "file": file, "nonce": "n"} | more)

    answer = told()
    assert answer.status_code == 422
    (sentence,) = answer.context["form"].errors["sheet"]
    assert "Sarath, Palojori & <b>" in sentence
    assert "There is no sheet" in told(sheet="Nowhere").context["form"].errors["sheet"][0]
    assert told(sheet=" palojori &  <B>").status_code == 302
    sheet = Sheet.objects.get()
    assert (sheet.page, sheet.rows) == ("Palojori & <b>", 2)
    work_off()
    shown = desk.get(page("sheet", sheet.pk)).content.decode()
    assert "Sheet that is read: <bdi>Palojori &amp; &lt;b&gt;</bdi>" in shown
    assert len(rows(desk.get(page("result", sheet.pk)))) == 3


def test_a_table_that_is_broken_says_to_send_it_once_more():
    district()
    desk = officer("desk")
    send(desk)
    Sheet.objects.update(content=b"sealed under another secret")
    work_off()
    sheet = Sheet.objects.get()
    shown = desk.get(page("sheet", sheet.pk)).content.decode()
    assert "Send the file once more" in shown
    assert "Look again" not in shown
    assert desk.get(page("result", sheet.pk)).status_code == 404
    assert "Could not be read to its end" in desk.get(page("list")).content.decode()


STATEMENT = "key,order,day,reference,came,fee\n1,{number},{day},14839,508,52\n2,nobody,{day},14839,5,\n"


def test_a_statement_is_looked_through_and_settled_by_who_may_and_nobody_else_sees_it():
    part = sold()
    desk, collector = officer("desk", mart=part.order.mart), officer("collector", mart=part.order.mart)
    text = STATEMENT.format(number=part.number, day=today().isoformat())
    assert send(collector, text, kind="statements").status_code == 422
    assert send(desk, text, kind="statements").status_code == 302
    sheet = Sheet.objects.get()
    work_off()
    shown = desk.get(page("sheet", sheet.pk)).content.decode()
    assert ("1 row is new." in shown, Settlement.objects.count()) == (True, 0)
    listed = [client.get(page("list")).content.decode().count("groups of") for client in (desk, collector)]
    assert (listed[0] > 0, listed[1]) == (True, 0)
    for name, kind in (("sheet", sheet.pk), ("result", sheet.pk), ("empty", "statements")):
        assert [desk.get(page(name, kind)).status_code, collector.get(page(name, kind)).status_code] == [200, 404]
    assert collector.post(page("bring", sheet.pk), {"nonce": "b"}).status_code == 404
    for _turn in range(2):
        desk.post(page("bring", sheet.pk), {"nonce": "b"})
        work_off()
    assert Settlement.objects.get().came_paise == 50_800
    assert Event.objects.get(kind="ledger.settled").by_id == sheet.by_id


def test_a_csv_has_no_sheet_to_name():
    district()
    answer = send(officer("desk"), sheet="Sarath")
    assert answer.context["form"].errors["sheet"] == ["A CSV file has no sheets: leave the name of the sheet empty."]


def test_a_table_is_read_before_anything_is_held(monkeypatch):
    district()
    desk, depth = officer("desk"), list[int]()
    outside = len(connection.savepoint_ids)

    def read(kind, content, **more):
        depth.append(len(connection.savepoint_ids))
        return read_as(kind, content, **more)

    monkeypatch.setattr("haat.web.office.sheets.forms.read_as", read)
    for _time in range(2):
        assert send(desk).status_code == 302
    assert (depth, Sheet.objects.count()) == ([outside], 1)


def test_the_same_form_sent_twice_is_one_table():
    district()
    desk = officer("desk")
    send(desk)
    assert send(desk).status_code == 302
    assert Sheet.objects.count() == 1


def test_empty_tables_have_the_columns_that_are_read():
    district()
    desk = officer("desk")
    for kind in KINDS:
        table = rows(desk.get(page("empty", kind)))
        assert table[0] == list(KINDS[kind].columns)
        assert len(table) == 2
    assert desk.get(page("empty", "gold")).status_code == 404


def test_converted_letters_are_shown_before_and_after_and_ticked_before_they_are_brought_in():
    district()
    desk = officer("desk")
    before = Maker.objects.count()
    send(desk, KRUTI.replace("ljkB", "Sarath"))
    work_off()
    sheet = Sheet.objects.get()
    shown = desk.get(page("sheet", sheet.pk)).content.decode()
    assert "ljLorh efgyk lewg" in shown
    assert "सरस्वती महिला समूह" in shown
    heads, first, *_more = rows(desk.get(page("result", sheet.pk)))
    assert (heads[-1], "→ सरस्वती महिला समूह" in first[-1]) == ("Converted letters", True)
    answer = desk.post(page("bring", sheet.pk), {"nonce": "b"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["seen"] == ["Letters: look at what was converted, and tick that it is right."]
    assert Maker.objects.count() == before
    assert desk.post(page("bring", sheet.pk), {"nonce": "c", "seen": "on"}).status_code == 302
    work_off()
    assert Maker.objects.count() == before + 3
