"""Every action has a door, and only actions write: read from the sources, so rooms still to come are held to it too."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tools import doors, rooms

ROOT = Path(__file__).resolve().parent.parent

# Actions that neither a screen nor a command reaches yet, and what no door ever says to an action it does reach. "A
# district opens by its own hands" builds their doors. These lists only shrink: an entry whose door has come goes out.
WITHOUT_DOOR = []
ARGUMENTS_WITHOUT_DOOR = [
    "ledger.propose_payouts(maker_ids)",
    "makers.add_member(amount_share)",
    "makers.add_member(leads)",
    "makers.add_member(work_units)",
    "orders.place_order(accept_changes)",
]

# Where rows may be written besides actions: the machinery under them, and the read models that are made from facts.
WRITERS = {
    "haat/core/": "events, jobs, pictures and running numbers are written by the mechanisms themselves",
    "haat/review/facts.py": "a read model, made anew from orders",
    "haat/shelf/build.py": "a read model, made anew from the catalogue",
    "haat/shelf/counts.py": "a read model, made anew from the shelf",
    "haat/shelf/marks.py": "what of a read model is to be made anew",
}
WRITES = {"create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "raw_delete"}
ROW_WRITES = {"insert", "insert_many", "insert_new", "insert_many_new", "put_many", "add_to", "change"}


def test_every_action_has_a_door():
    assert doors.without_door() == WITHOUT_DOOR


def test_every_argument_of_an_action_has_a_door():
    assert doors.arguments_without_door() == ARGUMENTS_WITHOUT_DOOR


def writes_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, what it says) of every call that writes rows: by a manager, a queryset, a saved row or core.rows."""
    from_rows = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "haat.core.rows"
        for alias in node.names
        if alias.name in ROW_WRITES | {"update"}
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        said = ast.unparse(node.func)
        rows = isinstance(node.func, ast.Attribute) and node.func.attr in WRITES and "objects" in said
        manager = isinstance(node.func, ast.Attribute) and node.func.attr in WRITES and "_default_manager" in said
        saved = isinstance(node.func, ast.Attribute) and node.func.attr == "save" and _saves_a_row(node)
        if rows or manager or saved or (isinstance(node.func, ast.Name) and node.func.id in from_rows):
            yield node.lineno, said


def _saves_a_row(node: ast.Call) -> bool:
    """True for `row.save()` and `row.save(update_fields=…)`; a picture or a font is saved into something."""
    return not node.args and {keyword.arg for keyword in node.keywords} <= {"update_fields", "force_insert"}


def writers() -> list[str]:
    """Every write outside actions, as `file:line what`."""
    found = []
    for path in sorted((ROOT / "haat").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if {"migrations", "actions"} & set(path.parts) or path.name == "actions.py" or name.startswith(tuple(WRITERS)):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [f"{name}:{line} {said}" for line, said in writes_in(tree)]
    return found


def test_only_actions_write():
    assert writers() == []


def test_every_kind_of_write_is_seen():
    code = """
from haat.core.rows import insert, update
Good.objects.filter(pk=1).update(name="a")
Good.objects.create(name="a")
model._default_manager.bulk_create([])
row.save(update_fields=["name"])
insert([row])
update(row, "name")
cache.update(name=1)
picture.save(buffer, "JPEG")
"""
    assert [line for line, _said in writes_in(ast.parse(code))] == [3, 4, 5, 6, 7, 8]


def test_page_of_rooms_is_as_the_code_is():
    assert rooms.PAGE.read_text(encoding="utf-8") == rooms.page(), "docs/ROOMS.md: run `make rooms`"


def test_page_of_rooms_names_refusals_events_and_listeners():
    page = rooms.page()
    pack = next(line for line in page.splitlines() if line.startswith("- `pack("))
    assert "Refuses: " in pack
    assert "BadWeight" in pack
    assert "delivery.packed" in pack
    cancelled = next(line for line in page.splitlines() if line.startswith("- `orders.cancelled`"))
    assert "delivery.call_back_cancelled" in cancelled
