"""`haat settle`: a statement written in the books, tried before, and told row by row."""

import pytest

from haat.cli import main
from haat.ledger.models import Settlement
from tests.ledger.books import broken
from tests.ledger.elsewhere import sold

pytestmark = pytest.mark.django_db


def statement(tmp_path, *lines):
    path = tmp_path / "statement.csv"
    head = "key,order,day,reference,came,fee,adjustment,reason"
    path.write_text("\n".join([head, *lines]), encoding="utf-8")
    return str(path)


def test_statement_is_tried_then_written_and_a_second_run_changes_nothing(tmp_path, capsys):
    part = sold()
    file = statement(tmp_path, f"a,{part.number},01/10/2026,S-1,500,60,,", f"b,{part.number},01/10/2026,S-1,1,,,")
    assert main(["settle", file, "--mart", "deoghar", "--dry-run"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == ["A dry run: nothing is kept.", "1 made, 0 already there, 1 refused"]
    assert said[2].startswith("row 3, came: ")
    assert Settlement.objects.count() == 0
    for made, same in ((1, 0), (0, 1)):
        assert main(["settle", file, "--mart", "deoghar"]) == 1
        assert capsys.readouterr().out.splitlines()[0] == f"{made} made, {same} already there, 1 refused"
    assert Settlement.objects.count() == 1
    assert broken() == {}


def test_statement_of_one_party_leaves_orders_of_others_alone(tmp_path, capsys):
    part = sold(account="A1")
    file = statement(tmp_path, f"a,{part.number},01/10/2026,S-1,500,60,,")
    party = ["settle", file, "--mart", "deoghar", "--channel", "amazon", "--account"]
    assert main([*party, "A2"]) == 1
    assert main([*party, "A1"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert [said[0], said[-1]] == ["0 made, 0 already there, 1 refused", "1 made, 0 already there, 0 refused"]
    assert Settlement.objects.get().part == part


def test_unknown_mart_and_file_are_told(tmp_path, capsys):
    assert main(["settle", str(tmp_path / "none.csv"), "--mart", "nowhere"]) == 2
    sold()
    assert main(["settle", str(tmp_path / "none.csv"), "--mart", "deoghar"]) == 2
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "There is no mart 'nowhere'."
    assert "cannot be read" in said[1]
