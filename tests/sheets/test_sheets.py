"""A table is looked through first and brought in by a person; twice counts once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.errors import BadTable
from haat.core.events import Event
from haat.core.jobs import TRIES
from haat.core.models import Job
from haat.core.worker import run_due
from haat.makers.models import Maker
from haat.places.models import Place
from haat.sheets import actions
from haat.sheets.errors import NothingToBring, NotLooked, UnknownKind
from haat.sheets.jobs import bring as bring_job
from haat.sheets.jobs import look as look_job
from haat.sheets.models import Sheet
from haat.sheets.queries import outcome, read_as, table_of
from tests.make import make_block, make_craft, make_maker, make_mart, make_officer, make_pin
from tests.refusals import refused

pytestmark = pytest.mark.django_db
MAKERS = """Groups of Sarath,,,,,
kind,name_hi,block,pin,phone,leader_en
group,चाँदनी समूह,Sarath,814149.0,9876543210,Sita Devi
group,गुलाब समूह,Nowhere,814149,9876543211,Rina Devi
,,,,,
group,ljLorh efgyk lewg’,Sarath,814149,9876543212,Mina Devi
"""


def receive(text: str = MAKERS, kind: str = "makers", **more: object) -> Sheet:
    make_block("Sarath")
    make_pin("814149")
    desk = make_officer("desk")
    content = text.encode() if isinstance(text, str) else text
    table = read_as(kind, content)
    told = {"kind": kind, "name": "makers.csv", "content": content, "table": table, "user": desk}
    told["by"] = Actor(user_id=desk.pk)
    return actions.receive_sheet(make_mart(), **told | more)


def again(sheet: Sheet) -> Sheet:
    return Sheet.objects.get(pk=sheet.pk)


def test_nothing_is_kept_before_somebody_brings_it_in():
    sheet = receive()
    assert (sheet.state, sheet.rows, Maker.objects.count()) == ("looking", 3, 0)
    run_due()
    looked = again(sheet)
    assert (looked.state, looked.made, looked.same, looked.refused) == ("looked", 1, 0, 2)
    assert [(row, column) for row, column, _why in looked.refusals] == [(4, "block"), (6, "name_hi")]
    assert Maker.objects.count() == 0
    actions.bring_in(looked, by=Actor(user_id=sheet.by_id))
    run_due()
    brought = again(sheet)
    assert (brought.state, brought.made, brought.refused) == ("brought", 1, 2)
    assert Maker.objects.get().phone == "+919876543210"
    assert Event.objects.get(kind="makers.enrolled").by_id == sheet.by_id
    told = Event.objects.filter(kind__startswith="sheets.").order_by("pk").values_list("kind", flat=True)
    assert list(told) == ["sheets.received", "sheets.bringing", "sheets.brought"]


def test_row_refused_at_the_look_stays_out_though_its_place_is_there_when_it_is_brought():
    sheet = receive()
    run_due()
    make_block("Nowhere")
    actions.bring_in(again(sheet), by=Actor(user_id=sheet.by_id))
    run_due()
    brought = again(sheet)
    assert (brought.made, brought.refused, [row for row, *_why in brought.refusals]) == (1, 2, [4, 6])
    assert [maker.phone for maker in Maker.objects.all()] == ["+919876543210"]


def test_row_that_was_there_at_the_look_is_not_made_anew_when_it_is_gone():
    first = receive()
    run_due()
    actions.bring_in(again(first), by=Actor(user_id=first.by_id))
    run_due()
    sheet = receive(MAKERS + "group,गुलाब समूह,Sarath,814149,9876543213,Rina Devi\n")
    run_due()
    assert (again(sheet).made, again(sheet).same_rows) == (1, [3])
    Maker.objects.update(phone="+919876543219", names={"hi": "बसंती समूह"})
    actions.bring_in(again(sheet), by=Actor(user_id=sheet.by_id))
    run_due()
    assert (again(sheet).made, again(sheet).same, again(sheet).same_rows) == (1, 1, [3])
    assert not Maker.objects.filter(phone="+919876543210").exists()


def test_the_result_is_the_same_table_with_a_reason():
    sheet = receive()
    run_due()
    found = again(sheet)
    table = table_of(found)
    rows = list(outcome(found, table))
    assert [became for _cells, became, *_said in rows] == ["new", "refused", "refused"]
    assert rows[1][0][1:3] == ["गुलाब समूह", "Nowhere"]
    assert rows[1][2].startswith("block: ")
    assert list(table.heads) == ["kind", "name_hi", "block", "pin", "phone", "leader_en"]


def test_what_is_there_counts_as_there_and_a_table_without_news_is_not_brought_in():
    first = receive()
    run_due()
    actions.bring_in(again(first), by=Actor(user_id=first.by_id))
    run_due()
    second = receive()
    run_due()
    found = again(second)
    assert (found.made, found.same, found.same_rows) == (0, 1, [3])
    with pytest.raises(NothingToBring):
        actions.bring_in(found, by=Actor(user_id=first.by_id))


def test_a_job_told_twice_counts_once():
    sheet = receive()
    look_job(sheet.pk)
    look_job(sheet.pk)
    actions.bring_in(again(sheet), by=Actor(user_id=sheet.by_id))
    bring_job(sheet.pk, sheet.by_id)
    bring_job(sheet.pk, sheet.by_id)
    assert Maker.objects.count() == 1
    assert Event.objects.filter(kind="sheets.brought").count() == 1
    with pytest.raises(NotLooked):
        actions.bring_in(again(sheet), by=Actor(user_id=sheet.by_id))


def test_a_broken_off_bringing_is_begun_again():
    sheet = receive()
    run_due()
    actions.bring_in(again(sheet), by=Actor(user_id=sheet.by_id))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "_end", lambda *_all: (_ for _ in ()).throw(RuntimeError("killed")))
        with pytest.raises(RuntimeError):
            bring_job(sheet.pk, sheet.by_id)
    bring_job(sheet.pk, sheet.by_id)
    assert (again(sheet).state, again(sheet).same, Maker.objects.count()) == ("brought", 1, 1)


def test_a_table_that_cannot_be_read_is_broken_off_at_once():
    sheet = receive()
    Sheet.objects.update(content=b"sealed under another secret")
    look_job(sheet.pk)
    look_job(sheet.pk)
    assert (again(sheet).state, again(sheet).working) == ("broken", False)
    assert Event.objects.filter(kind="sheets.broken_off").count() == 1
    with pytest.raises(NotLooked):
        actions.bring_in(again(sheet), by=Actor(user_id=sheet.by_id))


def test_a_bringing_that_cannot_be_read_is_broken_off():
    sheet = receive()
    run_due()
    actions.bring_in(again(sheet), by=Actor(user_id=sheet.by_id))
    Sheet.objects.update(content=b"sealed under another secret")
    bring_job(sheet.pk, sheet.by_id)
    assert again(sheet).state == "broken"


@pytest.mark.parametrize("step", ["look", "bring"])
def test_a_table_whose_job_was_given_up_has_a_way_out(monkeypatch, step):
    """It stayed as being read for ever."""
    sheet = receive()
    if step == "bring":
        run_due()
        actions.bring_in(again(sheet), by=Actor(user_id=sheet.by_id))
    monkeypatch.setattr(actions, "convert", lambda _lines: 1 / 0)
    Job.objects.filter(name=f"sheets.{step}").update(attempts=TRIES - 2)
    run_due()
    assert again(sheet).working
    Job.objects.filter(name=f"sheets.{step}").update(run_at=timezone.now())
    run_due()
    assert (again(sheet).state, Job.objects.get(name=f"sheets.{step}").state) == ("broken", Job.State.FAILED)


def test_what_has_ended_is_not_broken_off():
    sheet = receive()
    run_due()
    assert actions.break_off(sheet, by=Actor()).state == "looked"
    assert not Event.objects.filter(kind="sheets.broken_off").exists()


def test_villages_and_goods_are_brought_as_well():
    villages = receive("block;name_hi;pin\nSarath;बुढ़ई;814149\nSarath;;\n", "villages")
    run_due()
    assert (again(villages).made, again(villages).refused) == (1, 1)
    actions.bring_in(again(villages), by=Actor(user_id=villages.by_id))
    run_due()
    assert Place.objects.get(kind="locality").names["hi"] == "बुढ़ई"
    goods = receive("maker,craft,name_en,price\n9876543210,bamboo,Basket,380\n", "goods")
    run_due()
    assert [column for _row, column, _why in again(goods).refusals] == ["maker", "craft"]


def test_what_cannot_be_read_is_refused_at_once():
    with pytest.raises(BadTable):
        receive("one,two\n1,2\n")
    with pytest.raises(UnknownKind):
        receive(kind="gold")
    assert Sheet.objects.count() == 0


def test_files_lie_sealed_and_are_forgotten_after_a_week():
    sheet = receive()
    run_due()
    assert "9876543210" not in bytes(again(sheet).content).decode("latin-1")
    assert actions.forget_sheets() == 0
    Sheet.objects.update(at=timezone.now() - timedelta(days=8))
    assert actions.forget_sheets() == 1
    found = again(sheet)
    assert (bytes(found.content), found.refusals, found.refused) == (b"", [], 2)
    with pytest.raises(NotLooked):
        actions.bring_in(found, by=Actor(user_id=sheet.by_id))


@pytest.mark.parametrize("together", [200, 1])
def test_the_look_says_of_rows_that_share_something_what_the_bringing_will_do(monkeypatch, together):
    """Two rows with one phone, two with one village, a village organisation below a federation of the same table."""
    monkeypatch.setattr("haat.core.imports.TOGETHER", together)
    tables = {
        "makers": "kind,name_hi,block,pin,phone,leader_en\n"
        + "group,चाँदनी समूह,Sarath,814149,9876543210,Sita Devi\n" * 3,
        "villages": "block,name_hi,pin\nSarath,बुढ़ई,814149\nSarath,कुकरा,814149\nSarath,बुढ़ई,\n",
        "organisations": "kind,name_en,block,federation\nfederation,Trikut,Sarath,\nvo,Asha,Sarath,Trikut\n"
        "vo,Asha,Sarath,Trikut\nfederation,Trikut,Sarath,\n",
    }
    for kind, text in tables.items():
        sheet = receive(text, kind)
        run_due()
        looked = again(sheet)
        said = (looked.made, looked.same, looked.refused, looked.same_rows)
        actions.bring_in(looked, by=Actor(user_id=sheet.by_id))
        run_due()
        brought = again(sheet)
        assert (brought.made, brought.same, brought.refused, brought.same_rows) == said
        assert brought.same >= 1


@pytest.mark.parametrize("together", [200, 1])
def test_goods_of_one_key_or_code_see_each_other_in_the_look(monkeypatch, together):
    monkeypatch.setattr("haat.core.imports.TOGETHER", together)
    receive()
    maker, other = make_maker("One"), make_maker("Two")
    make_craft()
    text = "maker,craft,name_en,price,sku\n" + "".join(
        f"{slug},bamboo,{name},380,{sku}\n"
        for slug, name, sku in (
            (maker.slug, "Basket", "A-1"),
            (other.slug, "Basket", ""),
            (maker.phone, "Basket", "A-2"),
            (maker.slug, "Soop", "A-1"),
            (other.slug, "Basket", ""),
        )
    )
    sheet = receive(text, "goods")
    run_due()
    looked = again(sheet)
    assert (looked.made, looked.same_rows, [row for row, *_why in looked.refusals]) == (2, [4, 6], [5])
    actions.bring_in(looked, by=Actor(user_id=sheet.by_id))
    run_due()
    assert (again(sheet).made, again(sheet).same_rows) == (2, [4, 6])


KRUTI = """kind,name_hi,name_en,block,pin,phone,leader_hi,members
group,ljLorh efgyk lewg,,ljkB,814149,9876543213,jhuk nsoh,jhuk nsoh( ehuk nsoh
group,lewg,Ujala,Sarath,814149,9876543214,lhrk nsoh,
group,Gulab Samuh,,Sarath,814149,9876543215,Rina Devi,
group,[knku lewg’,,Sarath,814149,9876543216,Rina Devi,
"""


def test_letters_of_an_old_font_are_converted_and_brought_in_when_somebody_has_looked():
    make_block("Sarath")
    Place.objects.filter(kind="block").update(names={"en": "Sarath", "hi": "सराठ"})
    sheet = receive(KRUTI)
    run_due()
    looked = again(sheet)
    assert [tuple(cell) for cell in looked.converted] == [
        (2, "name_hi", "ljLorh efgyk lewg", "सरस्वती महिला समूह"),
        (2, "leader_hi", "jhuk nsoh", "रीना देवी"),
        (2, "block", "ljkB", "सराठ"),
        (2, "members", "jhuk nsoh( ehuk nsoh", "रीना देवी; मीना देवी"),
        (3, "name_hi", "lewg", "समूह"),
        (3, "leader_hi", "lhrk nsoh", "सीता देवी"),
    ]
    assert [row for row, column, _why in looked.refusals] == [5]
    assert "’" in looked.refusals[0][2]
    with refused("sheets.look_first", field="seen"):
        actions.bring_in(looked, by=Actor(user_id=sheet.by_id))
    actions.bring_in(looked, seen=True, by=Actor(user_id=sheet.by_id))
    run_due()
    maker = Maker.objects.get(phone="+919876543213")
    assert maker.names == {"hi": "सरस्वती महिला समूह"}
    assert sorted(member.names["hi"] for member in maker.members.all()) == ["मीना देवी", "रीना देवी", "रीना देवी"]
    assert Event.objects.get(kind="sheets.bringing").data["converted"] == 6
    table = table_of(again(sheet))
    changed = [said for _cells, _became, _why, said in outcome(again(sheet), table)]
    assert changed[0].startswith("name_hi: ljLorh efgyk lewg → सरस्वती महिला समूह; leader_hi:")
    assert changed[2:] == ["", ""]


def test_converted_cells_are_forgotten_with_their_sheet():
    sheet = receive(KRUTI)
    run_due()
    Sheet.objects.update(at=timezone.now() - timedelta(days=8))
    actions.forget_sheets()
    assert again(sheet).converted == []
