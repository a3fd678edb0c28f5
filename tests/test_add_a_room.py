"""docs/add-a-room.md, done as it says in a copy of the project: what stands there works, and touches what it says."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import messages

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "add-a-room.md"
COPIED = ("haat", "config", "demo", "tests", "tools", "locale", "docs", "pyproject.toml", "manage.py", "README.md")
FILE = re.compile(r"^\*\*`(?P<path>[^`]+)`\*\*\n```\w*\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
LINE = re.compile(
    r"^In `(?P<path>[^`]+)`, after `(?P<after>[^`]+)`:\n```\w*\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
OWN = ("haat/visits/", "haat/web/office/visits/", "tests/web/office/visits/")


def replace(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, (path, before)
    path.write_text(text.replace(before, after), encoding="utf-8")


def run(there: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command in the copy, on an SQLite of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HAAT_", "PYTEST_", "COV_"))}
    environment = kept | {
        "PYTHONPATH": str(there),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HAAT_DATA_DIR": str(there / "var"),
    }
    return subprocess.run(words, cwd=there, env=environment, capture_output=True, text=True, check=False)


def sources(there: Path) -> dict[str, bytes]:
    """Every file of a tree that a person writes, by its path."""
    paths = [
        path for name in COPIED for path in ([there / name] if (there / name).is_file() else (there / name).rglob("*"))
    ]
    skipped = {"__pycache__", "shots", "toy"}
    return {
        path.relative_to(there).as_posix(): path.read_bytes()
        for path in paths
        if path.is_file() and not skipped & set(path.parts) and path.suffix not in (".mo", ".pyc")
    }


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with the room in it, made by following the page."""
    there, page = tmp_path_factory.mktemp("haat"), PAGE.read_text(encoding="utf-8")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, there / name, ignore=shutil.ignore_patterns("__pycache__", "toy", "shots"))
        else:
            shutil.copy(ROOT / name, there / name)
    for found in FILE.finditer(page):
        path = there / found["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found["body"], encoding="utf-8")
    for found in LINE.finditer(page):
        replace(there / found["path"], found["after"] + "\n", found["after"] + "\n" + found["body"])
    for language in ("hi", "mr"):
        messages.write(there / f"haat/web/office/visits/locale/{language}/LC_MESSAGES/django.po")
    made = run(there, sys.executable, "manage.py", "makemigrations", "visits", "-n", "initial")
    assert made.returncode == 0, made.stderr
    assert run(there, "ruff", "format", *OWN[:2]).returncode == 0
    return there


def test_page_touches_its_folders_and_the_three_files_only(copy: Path):
    before, after = sources(ROOT), sources(copy)
    assert before.keys() <= after.keys()
    changed = {path for path, content in after.items() if before.get(path) != content}
    others = {path for path in changed if not path.startswith(OWN)}
    assert others == {"config/settings.py", "haat/people/rules.py", "pyproject.toml"}
    assert len(LINE.findall(PAGE.read_text(encoding="utf-8"))) == 5


@pytest.mark.load
def test_room_of_the_page_passes_its_tests_and_keeps_the_scope_of_every_address(copy: Path):
    ran = run(
        copy,
        *("pytest", "-q", "-n0", "tests/web/office/visits"),
        "tests/web/test_scope.py::test_every_address_has_its_line_and_every_line_its_address",
        "tests/web/test_scope.py::test_every_view_of_the_desk_asks_for_its_deed_or_a_rider",
        "tests/test_house.py::test_models_match_their_migrations",
        "tests/test_house.py::test_only_tokens_hold_colours",
        "tests/test_house.py::test_translations_are_complete",
        *("tests/people/test_roles.py", "tests/web/office/test_who.py"),
        "tests/test_doors.py::test_every_action_has_a_door",
        "tests/test_doors.py::test_only_actions_write",
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_room_of_the_page_keeps_layers_style_and_types(copy: Path):
    for words in (("lint-imports", "--no-cache"), ("ruff", "check", *OWN), ("ruff", "format", "--check", *OWN)):
        ran = run(copy, *words)
        assert ran.returncode == 0, ran.stdout + ran.stderr
