"""The command line: what it prints, what it answers with, and that nothing is lost without a word."""

import csv
import json

import pytest
import xlsxwriter

from haat.cli import main, tending
from haat.cli.refusing import writable
from haat.ledger.models import Account
from haat.makers.models import Maker
from haat.places.models import Place
from haat.review.models import DailyFact
from haat.shelf import build
from haat.shelf.models import ShelfText
from tests.ledger.books import broken, delivered, work
from tests.make import make_block, make_mart, make_part, make_pin, make_stocked

FINE = {
    "kind": "group",
    "name_en": "Chandni group",
    "block": "Sarath",
    "pin": "814149",
    "phone": "9876543210",
    "leader_en": "Sita Devi",
}


def table(path, *rows):
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def sheet(path, *rows):
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return str(path)


# ---- search-keys ----


def test_search_keys_prints_a_line_a_word(capsys):
    assert main(["search-keys", "pera", "पेड़ा", "cow"]) == 0
    lines = capsys.readouterr().out.splitlines()
    words, keys = zip(*(line.split("\t") for line in lines), strict=True)
    assert words == ("pera", "पेड़ा", "cow")
    found = [set(text.split(" ")) for text in keys]
    assert found[0] & found[1] != set()
    assert found[0] & found[2] == set()
    assert "" not in found[0] | found[1] | found[2]


def test_search_keys_wants_a_word(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["search-keys"])
    assert caught.value.code == 2
    assert "words" in capsys.readouterr().err


def test_unknown_verb_is_refused(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["dance"])
    assert caught.value.code == 2
    assert "invalid choice: 'dance'" in capsys.readouterr().err


# ---- doctor ----


@pytest.mark.django_db
def test_doctor_of_healthy_books_exits_0(capsys):
    delivered(method="upi")
    work()
    assert broken() == {}
    assert main(["doctor", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["broken"] == 0
    assert {"name": "ledger: debits = credits in every mart", "broken": 0, "examples": []} in said["checks"]
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == f"{len(said['checks'])} checks, 0 broken"
    assert {line[:5] for line in lines[:-1]} == {"ok   ", "note "}
    assert said["notes"] == ["messages of deoghar reach nobody: haat messages ready --mart deoghar"]


@pytest.mark.django_db
def test_doctor_of_a_tampered_row_exits_1(capsys):
    delivered(method="upi")
    work()
    build.rebuild()
    row = Account.objects.get(kind="fee")
    Account.objects.filter(pk=row.pk).update(credits_paise=row.credits_paise + 1, debits_paise=1)
    assert main(["doctor", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["broken"] == 1
    assert [check for check in said["checks"] if check["broken"]] == [
        {
            "name": "ledger: every account = its transfers",
            "broken": 1,
            "examples": [f"account {row.pk} fee:0 says 1/{row.credits_paise + 1}"],
        }
    ]
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "BAD  ledger: every account = its transfers\n       account" in out


# ---- import ----


@pytest.mark.django_db
def test_import_makers_prints_what_was_refused(capsys, tmp_path):
    make_mart()
    make_block("Sarath")
    make_pin("814149")
    rows = [FINE, FINE | {"name_en": "Second", "phone": "12"}, FINE | {"name_en": "Third", "block": "Atlantis"}]
    file = table(tmp_path / "makers.csv", *rows)
    assert main(["import", "makers", file, "--mart", "deoghar"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "1 made, 0 already there, 2 refused"
    assert [line.split(":")[0] for line in lines[1:]] == ["row 3, phone", "row 4, block"]
    assert "“Atlantis” is not known here." in lines[2]
    assert Maker.objects.get().names == {"en": "Chandni group"}
    assert main(["import", "makers", table(tmp_path / "again.csv", FINE), "--mart", "deoghar"]) == 0
    assert capsys.readouterr().out == "0 made, 1 already there, 0 refused\n"


@pytest.mark.django_db
def test_import_reads_a_sheet_with_numbers_as_typed(capsys, tmp_path):
    make_mart()
    make_block("Sarath")
    make_pin("814149")
    file = sheet(tmp_path / "makers.xlsx", list(FINE), [*list(FINE.values())[:3], 814149, 9876543210, "Sita Devi"])
    assert main(["import", "makers", file, "--mart", "deoghar"]) == 0
    assert Maker.objects.get().phone == "+919876543210"
    empty = sheet(tmp_path / "empty.xlsx")
    assert main(["import", "makers", empty, "--mart", "deoghar"]) == 2
    assert "No row with headings was found on Sheet1." in capsys.readouterr().out
    bare = sheet(tmp_path / "bare.xlsx", list(FINE))
    assert main(["import", "makers", bare, "--mart", "deoghar"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "row 1, : The table has no rows below its headings."


@pytest.mark.django_db
def test_a_dry_run_keeps_nothing_and_the_result_holds_every_row_with_its_reason(capsys, tmp_path):
    make_mart()
    make_block("Sarath")
    make_pin("814149")
    file, result = table(tmp_path / "makers.csv", FINE, FINE | {"phone": "12"}), tmp_path / "result.csv"
    given = ["import", "makers", file, "--mart", "deoghar", "--result", str(result)]
    assert main([*given, "--dry-run"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == ["A dry run: nothing is kept.", "1 made, 0 already there, 1 refused"]
    assert Maker.objects.count() == 0
    heads, first, second = result.read_text(encoding="utf-8-sig").splitlines()
    assert heads.endswith(",reason")
    assert first.endswith(",")
    assert "phone: " in second
    assert main(given) == 1
    assert Maker.objects.count() == 1


@pytest.mark.django_db
def test_import_tells_once_which_columns_are_missing(capsys, tmp_path):
    make_mart()
    semicolons = tmp_path / "makers.csv"
    semicolons.write_text("kind;name_en;block\ngroup;Chandni;Sarath\ngroup;Ujala;Sarath\n", encoding="utf-8")
    assert main(["import", "makers", str(semicolons), "--mart", "deoghar"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "0 made, 0 already there, 1 refused",
        "row 1, pin: These columns are missing: pin.",
    ]


@pytest.mark.django_db
def test_import_reads_headings_however_they_are_written(tmp_path):
    make_mart()
    make_block("Sarath")
    make_pin("814149")
    rows = {f" {name.upper()} ": value for name, value in FINE.items()}
    assert main(["import", "makers", table(tmp_path / "makers.csv", rows), "--mart", "deoghar"]) == 0
    assert Maker.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("since", ["99999999999999999999", "9" * 5000, "1e3", "२०१९ ₹"])
def test_import_refuses_a_cell_at_its_column_and_takes_the_other_rows(capsys, tmp_path, since):
    make_mart()
    make_block("Sarath")
    make_pin("814149")
    other = {**FINE, "name_en": "Ujala group", "phone": "9876543211", "since": "2019"}
    file = table(tmp_path / "makers.csv", {**FINE, "since": since}, other)
    assert main(["import", "makers", file, "--mart", "deoghar"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "1 made, 0 already there, 1 refused",
        "row 2, since: Write a whole number, for example 12.",
    ]
    assert Maker.objects.get().since == 2019


@pytest.mark.django_db
def test_import_says_of_a_file_that_is_none_what_to_save_it_as(capsys, tmp_path):
    make_mart()
    wide = tmp_path / "wide.csv"
    wide.write_text("kind\n" + "x" * 200_000 + "\n", encoding="utf-8")
    assert main(["import", "makers", str(wide), "--mart", "deoghar"]) == 2
    assert "Save the table as XLSX" in capsys.readouterr().out
    windows = tmp_path / "windows.csv"
    windows.write_bytes("kind\ncafé\n".encode("cp1252"))
    assert main(["import", "makers", str(windows), "--mart", "deoghar"]) == 2
    assert "Save it as “CSV UTF-8” or as XLSX." in capsys.readouterr().out


@pytest.mark.django_db
def test_import_goods_refuses_rows_of_makers_nobody_knows(capsys, tmp_path):
    make_mart()
    file = table(tmp_path / "goods.csv", {"maker": "nobody", "name_en": "Basket"})
    assert main(["import", "goods", file, "--mart", "deoghar"]) == 1
    assert capsys.readouterr().out.splitlines()[0] == "0 made, 0 already there, 1 refused"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["makers"], "Give the file and --mart."),
        (["makers", "{file}"], "Give the file and --mart."),
        (["makers", "{file}", "--mart", "atlantis"], "There is no mart 'atlantis'."),
        (["makers", "{nothing}", "--mart", "deoghar"], "{nothing} cannot be read: "),
        (["makers", "{broken}", "--mart", "deoghar"], "{broken} cannot be read: "),
        (["makers", "{latin}", "--mart", "deoghar"], "{latin} cannot be read: "),
    ],
)
def test_import_says_what_it_needs(capsys, tmp_path, given, said):
    make_mart()
    names = {name: str(tmp_path / file) for name, file in {"file": "a.csv", "nothing": "b.csv"}.items()}
    names |= {"broken": str(tmp_path / "c.xlsx"), "latin": str(tmp_path / "d.csv")}
    table(tmp_path / "a.csv", FINE)
    (tmp_path / "c.xlsx").write_bytes(b"no workbook")
    (tmp_path / "d.csv").write_bytes(b"name_en\n\xff\xfe\n")
    assert main(["import", *(word.format(**names) for word in given)]) == 2
    assert capsys.readouterr().out.startswith(said.format(**names))


@pytest.mark.django_db
def test_import_places_of_a_district_nobody_knows(capsys, monkeypatch):
    monkeypatch.setattr("haat.cli.bring.places.import_reference", lambda *, by: 0)
    assert main(["import", "places", "--district", "atlantis"]) == 2
    assert capsys.readouterr().out == "No district is called “atlantis”.\n"


@pytest.mark.django_db
def test_import_places_brings_the_blocks_of_a_district(capsys):
    assert main(["import", "places", "--district", "deoghar"]) == 0
    assert capsys.readouterr().out == f"{Place.objects.count()} places\n"
    blocks = Place.objects.filter(kind=Place.Kind.BLOCK, parent__slug="deoghar")
    assert (blocks.count(), blocks.filter(slug="sarath").count()) == (10, 1)
    before = Place.objects.count()
    assert main(["import", "places"]) == 0
    assert Place.objects.count() == before


@pytest.mark.django_db
def test_a_dry_run_of_places_keeps_none(capsys, tmp_path):
    before = Place.objects.count()
    assert main(["import", "places", "--district", "deoghar", "--dry-run"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert (said[0], Place.objects.count()) == ("A dry run: nothing is kept.", before)
    villages = table(tmp_path / "v.csv", {"block": "Sarath", "name_en": "Bamangama"})
    assert main(["import", "places", villages, "--district", "deoghar", "--dry-run"]) == 0
    assert Place.objects.count() == before


@pytest.mark.django_db
def test_a_result_that_cannot_be_written_is_said_before_any_row_goes_in(capsys, tmp_path):
    make_mart()
    make_block("Sarath")
    make_pin("814149")
    result = tmp_path / "no such" / "x.csv"
    given = ["import", "makers", table(tmp_path / "makers.csv", FINE), "--mart", "deoghar", "--result", str(result)]
    assert main(given) == 2
    assert capsys.readouterr().err == f"{result} cannot be written: No such file or directory. Nothing was begun.\n"
    assert Maker.objects.count() == 0
    assert main(["messages", "sheet", "--mart", "deoghar", "--file", str(result)]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_looking_whether_a_file_can_be_written_leaves_it_as_it_is(tmp_path):
    assert not writable(tmp_path / "new.csv").exists()
    (tmp_path / "old.csv").write_text("kept")
    assert writable(tmp_path / "old.csv").read_text() == "kept"


# ---- rebuild ----


@pytest.mark.django_db
def test_rebuild_shelf_counts_goods_times_languages(capsys):
    for _good in range(2):
        make_stocked()
    assert main(["rebuild", "shelf"]) == 0
    assert capsys.readouterr().out == "4 rows\n"
    assert ShelfText.objects.count() == 4


@pytest.mark.django_db
def test_rebuild_facts_counts_rows(capsys):
    make_part()
    assert main(["rebuild", "facts"]) == 0
    assert (capsys.readouterr().out, DailyFact.objects.count()) == ("1 rows\n", 1)


# ---- serving ----


def test_gunicorn_serves_where_told():
    given = tending.gunicorn_arguments(bind="127.0.0.1", port=8123, workers=2, threads=16, requests=9)
    assert given[given.index("--bind") + 1] == "127.0.0.1:8123"
    assert given[3:6] == ["-m", "gunicorn", "config.wsgi:application"]
