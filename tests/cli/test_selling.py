"""`haat channels parcel|settlements|sheet`: what they print and answer, also with no account at all."""

import json

import pytest
from python_calamine import CalamineWorkbook

from haat.channels.finances import PAID, UNKNOWN
from haat.channels.models import Account, Shipment
from haat.cli import main, verbs
from tests.channels.handed import sold
from tests.channels.make import make_account, studio, turn
from tests.channels.test_settling import amount, settlement
from tests.channels.toy import SILENT, once, opened
from tests.channels.toy_parcels import depot_at
from tests.make import make_mart
from tests.studio.goods import make_kind, make_sellable

pytestmark = pytest.mark.django_db


@pytest.fixture
def bazaar(tmp_path):
    with opened(tmp_path) as world, studio():
        yield world


@pytest.fixture
def depot(bazaar, tmp_path):
    with depot_at(tmp_path) as world:
        yield world


@pytest.fixture
def account(depot):
    return make_account()


def run(*words):
    assert verbs.channels  # loaded before the bazaar opens, whose modules are forgotten when it closes
    return main(["channels", *words])


# ---- parcel ----


def test_a_parcel_is_booked_and_its_label_written(bazaar, account, tmp_path, capsys):
    row = sold(bazaar, account, key="T-1")
    assert run("parcel", "T-1", "--size", "350,125,120,40") == 0
    out = capsys.readouterr().out
    assert "parcel 1 of T-1: fetched, waits" in out
    assert "time slot-1: " in out
    assert "T10:00:00+05:30" in out
    file = tmp_path / "label.pdf"
    assert run("parcel", "T-1", "--slot", "slot-1", "--label", str(file)) == 2
    assert "There is no label yet" in capsys.readouterr().err
    turn(account)
    turn(account)
    assert run("parcel", "T-1", "--label", str(file), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["state"], told["slot"], told["label"], told["there"]) == ("booked", "slot-1", "kept", "READY")
    assert told["begins"].endswith("T10:00:00+05:30")
    assert file.read_bytes() == b"%PDF-1.7 a label"
    assert Shipment.objects.get() == row


def test_what_left_is_told(bazaar, account, capsys):
    sold(bazaar, account, way="carried", key="T-1")
    assert run("parcel", "T-1", "--carrier", "India Post", "--tracking", "EJ123456789IN") == 0
    assert "tracking EJ123456789IN India Post" in capsys.readouterr().out
    assert Shipment.objects.get().state == "left"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["T-2"], "There is no order T-2"),
        (["T-1", "--number", "2"], "Nothing of T-1 is to be handed over"),
        (["T-1", "--size", "1,2"], "--size takes four whole numbers"),
        (["T-1", "--slot", "never"], "Not done: Time: choose one of those offered."),
        (["T-1", "--carrier", "A", "--tracking", "12345", "--left-at", "soon"], "--left-at is written like"),
        (["T-1", "--carrier", "A", "--tracking", "12345"], "Not done: This parcel leaves in another way."),
    ],
)
def test_what_cannot_be_done_is_said_and_answers_2(bazaar, account, capsys, words, said):
    sold(bazaar, account, key="T-1")
    assert run("parcel", *words) == 2
    assert said in capsys.readouterr().err


def test_a_channel_that_is_silent_is_said(bazaar, account, capsys):
    sold(bazaar, account, key="T-1")
    bazaar.happens = [once("slots", "before", SILENT)]
    assert run("parcel", "T-1", "--size", "350,125,120,40") == 2
    assert "The channel does not answer." in capsys.readouterr().err


# ---- settlements ----


def test_settlements_are_listed_with_what_does_not_agree(bazaar, account, depot, capsys):
    assert run("settlements") == 0
    assert "no settlement was read yet" in capsys.readouterr().out
    strange = amount(UNKNOWN, -1500, "S02", called="Item\x1b[2J", described="Festival")
    depot.closed["r1"] = settlement(amount(PAID, 52000, "S01"), strange, total=50000)
    turn(account, whole=False)
    assert Account.objects.filter(settlements_at=None).count() == 0
    assert run("settlements", "--account", str(account.pk)) == 0
    out = capsys.readouterr().out
    assert f"account {account.pk}, settlement 111: ₹500 paid on" in out
    assert "-₹5 of it is explained by no line" in out
    assert "2 orders are none that came here" in out
    assert "not known: 'Item\\x1b[2J' Festival, -₹15" in out
    assert run("settlements", "--json") == 0
    told = json.loads(capsys.readouterr().out)["settlements"][0]
    assert (told["total"], told["lacks"], told["sums"]["paid"], told["not_ours"]) == (
        50000,
        -500,
        52000,
        ["S01", "S02"],
    )
    assert run("settlements", "--account", "99") == 2


# ---- a sheet without an account ----


def test_a_sheet_is_written_with_no_account_at_all(tmp_path, capsys, settings):
    settings.DEMO = False
    kind = make_kind("lac", channels={"amazon": {"type": "BRACELET", "sure": "name"}})
    good = make_sellable(good={"kind": kind})
    mart, file = good.mart.slug, tmp_path / "sheet.xlsx"
    assert run("sheet", "amazon", "--mart", mart) == 0
    assert capsys.readouterr().out == "lac: 1 sizes, BRACELET\n"
    assert run("sheet", "amazon", "--mart", mart, "--kind", "lac", "--out", str(file)) == 0
    assert capsys.readouterr().out.startswith("1 sizes, ")
    rows = CalamineWorkbook.from_path(file).get_sheet_by_name("BRACELET").to_python()
    assert rows[2][0] == good.sku
    assert run("sheet", "amazon", "--mart", mart, "--kind", "lac") == 0
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere", "--mart", "deoghar"], "There is no channel 'nowhere' that takes a sheet."),
        (["amazon", "--mart", "nowhere"], "There is no mart 'nowhere'; there are: deoghar."),
        (["amazon", "--mart", "deoghar", "--kind", "x"], "The shop sells no 'x' that has a name there"),
    ],
)
def test_what_no_sheet_can_be_made_of_is_said(capsys, words, said):
    assert make_mart().slug == "deoghar"
    assert run("sheet", *words) == 2
    assert said in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_said(tmp_path, capsys):
    kind = make_kind("lac", channels={"amazon": {"type": "BRACELET", "sure": "name"}})
    good = make_sellable(good={"kind": kind})
    assert run("sheet", "amazon", "--mart", good.mart.slug, "--kind", "lac", "--out", str(tmp_path)) == 2
    assert str(tmp_path) in capsys.readouterr().err
