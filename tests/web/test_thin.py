"""The web asks and does one thing at a time: no transactions and no sequences of actions stand in it."""

import re
from pathlib import Path

import pytest

from tools import deeds

ROOT = deeds.ROOT


def found(pattern: str) -> list[str]:
    """`file:line` of every line of the web that says `pattern`."""
    wanted = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT / 'haat' / 'web').as_posix()}:{number}"
        for path in deeds.files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if wanted.search(line)
    ]


def test_web_opens_no_transaction():
    assert found(r"django\.db import .*\btransaction\b|django\.db\.transaction|\batomic\(") == []


def test_every_page_does_at_most_one_action():
    assert deeds.sequences() == []


@pytest.mark.parametrize(
    ("body", "most"),
    [
        ("    return page(one, two)\n", 0),
        ("    if sent:\n        first()\n    else:\n        shop.second()\n", 1),
        ("    if sent:\n        return first()\n    return shop.second()\n", 1),
        ("    first()\n    shop.second()\n", 2),
        ("    for row in rows:\n        first(row)\n", 2),
        ("    [first(row) for row in rows]\n", 2),
        ("    act(lambda: first())\n    return first() if late else None\n", 2),
        ("    try:\n        first()\n    except Error:\n        shop.second()\n", 1),
        ("    try:\n        pass\n    finally:\n        first()\n    helper()\n", 2),
        ("    with held():\n        helper()\n", 1),
        ("    def do():\n        first()\n        shop.second()\n    act(do)\n", 2),
        ("    first = 1\n    return shop.second(first)\n", 1),
        ("    while shop.second():\n        pass\n", 2),
    ],
)
def test_actions_of_a_page_are_counted_on_its_longest_road(tmp_path: Path, monkeypatch, body: str, most: int):
    monkeypatch.setattr(deeds, "ROOT", tmp_path)
    head = "from haat.orders.actions import first\nfrom haat.orders import actions as shop\n\n"
    file = tmp_path / "pages.py"
    file.write_text(f"{head}def helper():\n    first()\n\n\ndef view(rows):\n{body}")
    assert deeds.Deeds([file]).of("pages", "view") == most


def test_web_asks_the_rooms_and_not_their_tables():
    assert found(r"\.objects\b|_default_manager|get_object_or_404") == []


def test_web_writes_no_sql():
    assert found(r"\bconnection\b|\bcursor\b|RawSQL|\.raw\(|\bSELECT\b|\b(FROM|JOIN) [a-z]+_[a-z]+") == []


def test_days_are_read_in_one_way():
    """With the digits of any script, the day before the month, and an error that says how to write one."""
    fields = [line.partition(":")[0] for line in found(r"forms\.DateField\b")]
    assert fields == ["office/desk/day_field.py"]


def test_days_that_may_be_years_old_bear_their_year():
    """`date_near` leaves the year out while it is this one; `date_short` always does."""
    folders = [ROOT / "haat" / "web" / surface for surface in ("office", "shop")]
    pages = [path for folder in folders for path in folder.rglob("*.html")]
    assert [path.name for path in pages if "|date_short" in path.read_text(encoding="utf-8")] == []


def test_every_table_of_the_office_names_its_columns():
    tables = re.compile(r"<table\b.*?(?:</table>|\Z)", re.DOTALL)
    folder = ROOT / "haat" / "web" / "office"
    bare = [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.html")
        for table in tables.findall(path.read_text(encoding="utf-8"))
        if "<thead" not in table
    ]
    assert bare == []


def test_words_in_another_language_say_which_way_they_run():
    """Urdu in a Hindi page: `in_language` gives both; only a language's own name needs no more than its `lang`."""
    tag = re.compile(r"<[a-z][^>]*\blang=\"\{\{[^>]*>")
    ends = ("{{ endonym }}", "spoken_in.endonym", "row.language.endonym")
    folder = ROOT / "haat" / "web" / "office"
    bare = []
    for path in folder.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for found in tag.finditer(text):
            own_name = any(end in text[found.end() : found.end() + 40] for end in ends)
            if "dir=" not in found[0] and not own_name:
                bare.append(f"{path.name}: {found[0]}")
    assert bare == []


def test_every_error_can_be_heard_with_its_field():
    """An error that is written by hand has a name, by which its field tells of it."""
    errors = re.compile(r'<p[^>]*class="field-error"[^>]*>')
    folder = ROOT / "haat" / "web"
    bare = [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.html")
        for tag in errors.findall(path.read_text(encoding="utf-8"))
        if " id=" not in tag and "\n  id=" not in tag
    ]
    assert bare == []


def test_units_are_words_of_the_language():
    """`12 g` is English; within a translated sentence the translation says it."""
    said = re.compile(r"\{% blocktranslate.*?endblocktranslate %\}", re.DOTALL)
    bare = re.compile(r"\}\}\s(g|kg|ml|cm|mm)\b")
    pages = sorted((ROOT / "haat" / "web").rglob("templates/**/*.html"))
    assert len(pages) > 100
    assert [page.name for page in pages if bare.search(said.sub("", page.read_text(encoding="utf-8")))] == []
