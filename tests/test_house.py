"""The house stays liveable: size of files, banned words, the direction of imports, complete translations."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.apps import apps

from tests.each import offenders
from tools import messages

ROOT = Path(__file__).resolve().parent.parent
CODE = sorted(
    path
    for folder in ("haat", "config", "demo", "tests", "tools", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
TEMPLATES = sorted((ROOT / "haat").rglob("templates/**/*.html"))
SCRIPTS = sorted(path for path in (ROOT / "haat").rglob("static/**/*.js"))
STYLES = sorted(path for path in (ROOT / "haat").rglob("static/**/*.css"))
CLOCKS = {"today", "now", "localdate", "localtime", "utcnow", "last_card_day", "next_march"}
ROOMS = sorted(path.parent for path in (ROOT / "haat").glob("*/models*") if path.stem == "models")


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_files_are_at_most_400_lines():
    assert [name(path) for path in [*CODE, *SCRIPTS, *STYLES] if lines_of(path) > 400] == []


def test_templates_are_at_most_150_lines():
    assert [name(path) for path in TEMPLATES if lines_of(path) > 150] == []


def test_lines_of_templates_are_at_most_140_characters():
    lines = ((path, line) for path in TEMPLATES for line in path.read_text(encoding="utf-8").splitlines())
    assert [(name(path), line) for path, line in lines if len(line) > 140] == []


def test_no_file_is_named_for_nothing():
    assert [name(path) for path in CODE if path.stem in ("utils", "helpers", "services", "managers")] == []


def test_templates_hold_no_inline_code_or_style():
    inline = re.compile(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\b(src|application/(ld\+)?json))", re.IGNORECASE)
    assert [name(path) for path in TEMPLATES if inline.search(path.read_text(encoding="utf-8"))] == []


def test_styles_use_logical_properties():
    physical = re.compile(
        r"(?<![\w-])(margin|padding|border)-(left|right)\b|(?<![\w-])(left|right)\s*:|text-align:\s*(left|right)\b|float:\s*(left|right)\b"
    )
    assert [name(path) for path in STYLES if physical.search(path.read_text(encoding="utf-8"))] == []


def test_only_tokens_hold_colours():
    colour = re.compile(r"#[0-9a-fA-F]{3,8}(?=[;\s,)!])|\brgba?\(|\bhsla?\(")
    assert [
        name(path) for path in STYLES if path.name != "tokens.css" and colour.search(path.read_text(encoding="utf-8"))
    ] == []


def test_nothing_is_left_for_later():
    later = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HACK|lorem ipsum)\b")
    assert [
        name(path)
        for path in [*CODE, *TEMPLATES, *SCRIPTS]
        if path != Path(__file__) and later.search(path.read_text(encoding="utf-8"))
    ] == []


def test_every_room_says_what_it_is_for():
    assert [room.name for room in ROOMS if not (room / "README.md").exists() and room.name != "core"] == []


def test_no_form_sent_empty_is_taken_for_one_not_sent():
    assert [name(path) for path in CODE if re.search(r"POST or " r"None", path.read_text(encoding="utf-8"))] == []


def test_a_day_is_the_day_in_india():
    """Between half past six in the evening and midnight of UTC it is another: `core.dates.day_of` knows."""
    abroad = re.compile(r"(?:\bat|_at|now\(\)|now\(UTC\))\.date\(\)")
    assert [name(path) for path in CODE if abroad.search(path.read_text(encoding="utf-8"))] == []


def _outside(node: ast.AST) -> Iterator[ast.AST]:
    """What is run when a file is read: all but the bodies of its functions."""
    for field, value in ast.iter_fields(node):
        if field == "body" and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, ast.AST):
                yield each
                yield from _outside(each)


def _called(nodes: Iterable[ast.AST]) -> set[str]:
    return {ast.unparse(node.func).split(".")[-1] for node in nodes if isinstance(node, ast.Call)}


def _kept_days(path: Path) -> set[str]:
    """What is called as the file is read and tells the day or the moment, or asks it in the same file."""
    text = path.read_text(encoding="utf-8")
    if not re.search(rf"\b({'|'.join(CLOCKS)})\(", text):
        return set()
    tree = ast.parse(text)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    asking = {node.name for node in functions if _called(_outside(ast.Module(node.body))) & CLOCKS}
    return _called(_outside(tree)) & (CLOCKS | asking)


def test_no_test_keeps_the_day_on_which_its_file_was_read():
    """A run may pass midnight in India: a day is asked within a test, never in a constant, default or parameter."""
    kept = {name(path): _kept_days(path) for path in CODE if path.is_relative_to(ROOT / "tests")}
    assert {path: calls for path, calls in kept.items() if calls} == {}


def test_imports_point_down():
    ran = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("surface", ["shop", "maker", "office"])
def test_every_room_of_a_surface_stands_in_its_layers(surface):
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (held,) = [contract for contract in contracts if contract.get("containers") == [f"haat.web.{surface}"]]
    urls, rooms, base = held["layers"]
    assert held["exhaustive"]  # lint-imports refuses a folder that has no layer
    assert (urls, base) == ("urls", "desk" if surface == "office" else "base")
    assert len(rooms.split(" | ")) > 1


def test_imports_have_no_ignore_list():
    assert "ignore_imports" not in (ROOT / "pyproject.toml").read_text()


def test_actions_are_the_only_writers_of_models():
    write = re.compile(r"objects\b.*\.(create|update|delete|bulk_\w+|\w+_or_create)\(|\.save\(")
    reading = ("queries.py", "rules.py", "doctor.py")
    assert [
        name(path) for path in CODE if path.parent in ROOMS and path.name in reading and write.search(path.read_text())
    ] == []


def _errors(trees: list[ast.Module]) -> set[str]:
    """The names of HaatError and of every class below it."""
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    bases = {node.name: {ast.unparse(base).split(".")[-1] for base in node.bases} for node in classes}
    found = {"HaatError"}
    while more := {each for each, above in bases.items() if above & found} - found:
        found |= more
    return found


def _returned(function: ast.FunctionDef) -> set[str]:
    """What a function returns, by the names it calls."""
    values = [each.value for each in ast.walk(function) if isinstance(each, ast.Return)]
    return {ast.unparse(value.func).split(".")[-1] for value in values if isinstance(value, ast.Call)}


def test_errors_are_classes_and_no_function_builds_one():
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in CODE if ROOT / "haat" in path.parents}
    errors = _errors(list(trees.values()))
    assert {"Gone", "Overdrawn", "NoPhoto"} <= errors
    built = [
        f"{name(path)}: {node.name}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and _returned(node) & errors
    ]
    assert built == []


def test_migrations_are_linear_and_present():
    for config in apps.get_app_configs():
        if not config.name.startswith("haat."):
            continue
        numbers = sorted(p.name[:4] for p in Path(config.path, "migrations").glob("0*.py"))
        assert numbers == [f"{n:04d}" for n in range(1, len(numbers) + 1)], config.name


@pytest.mark.django_db
def test_models_match_their_migrations():
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("language", messages.COMPLETE)
def test_translations_are_complete(language):
    assert shutil.which("xgettext"), "gettext is installed by tools/system-packages test"
    assert messages.missing(language) == []


def _keeps_placeholders(po: Path) -> None:
    from babel.messages.pofile import read_po

    holes = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]+\}")
    with po.open("rb") as handle:
        for message in read_po(handle):
            if not message.id:
                continue
            ids = [message.id] if isinstance(message.id, str) else list(message.id)
            strings = [message.string] if isinstance(message.string, str) else list(message.string)
            wanted = set(holes.findall(ids[-1]))
            for text in filter(None, strings):
                assert set(holes.findall(text)) <= wanted, (po, ids[0])
                assert len(strings) > 1 or set(holes.findall(text)) == wanted, (po, ids[0])


def test_translations_keep_their_placeholders():
    assert offenders(_keeps_placeholders, messages.catalogues(), name=name) == []
