"""`haat receive-order`: what it prints, and what it answers with."""

import json

import pytest

from haat.cli import main
from haat.orders.models import Arrival, Order
from tests.make import make_mart, make_stocked, make_zone

pytestmark = pytest.mark.django_db

TOLD = {"placed_at": "2026-11-20", "name": "Asha"}


def receive(path, told, *more):
    path.write_text(told if isinstance(told, str) else json.dumps(told), encoding="utf-8")
    return main(["receive-order", str(path), "--mart", make_mart().slug, "--channel", "bazaar", "--id", "B-1", *more])


def line(sku):
    return {"sku": sku, "quantity": 1, "piece_minor": 50_000}


def test_order_is_taken_whole(tmp_path, capsys):
    good = make_stocked()
    make_zone()
    assert receive(tmp_path / "one.json", {**TOLD, "lines": [line(good.sku)]}) == 0
    assert capsys.readouterr().out == f"bazaar B-1: {Order.objects.get().number}\n"


def test_what_waits_is_named(tmp_path, capsys):
    good = make_stocked()
    assert receive(tmp_path / "one.json", {**TOLD, "lines": [line(good.sku), line("X")]}) == 1
    assert "line 2 waits for the desk: 1 × X (unknown)" in capsys.readouterr().out
    assert receive(tmp_path / "two.json", {**TOLD, "lines": [line("X")]}) == 1
    assert "told otherwise than before" in capsys.readouterr().out
    assert receive(tmp_path / "three.json", {**TOLD, "lines": [line("X")]}, "--account", "north") == 1
    assert "no order yet" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("{", "cannot be read"),
        ("[" * 100_000, "cannot be read"),
        ({**TOLD, "lines": []}, "lines: "),
        ({**TOLD, "lines": [{**line("X"), "quantity": 0}], "nmae": 1}, "lines.0.quantity: "),
        ("[]", "was not taken"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, capsys, told, said):
    assert receive(tmp_path / "one.json", told) == 2
    assert said in capsys.readouterr().out
    assert not Arrival.objects.exists()


def test_name_of_a_field_moves_no_terminal(tmp_path, capsys):
    told = {**TOLD, "lines": [line("X")], "\x1b[2Jx\r\n\u202e": 1}
    assert receive(tmp_path / "one.json", told) == 2
    said = capsys.readouterr().out
    assert r"'\x1b[2Jx\r\n\u202e': This field is not known." in said
    assert all(row.isprintable() for row in said.splitlines())


def test_bad_source_and_missing_file_are_refused(tmp_path, capsys):
    assert receive(tmp_path / "one.json", {**TOLD, "lines": [line("X")]}, "--account", "x" * 41) == 2
    assert "account: " in capsys.readouterr().out
    gone = ["receive-order", str(tmp_path / "gone.json"), "--mart", make_mart().slug, "--channel", "a", "--id", "1"]
    assert main(gone) == 2
    assert main([*gone[:3], "nowhere", *gone[4:]]) == 2
    assert "no mart" in capsys.readouterr().out
