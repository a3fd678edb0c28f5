"""A room is added by its folder and three lines: `toy/` holds one, put into a copy of the project and tried there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import messages

ROOT = Path(__file__).resolve().parents[3]
TOY = Path(__file__).parent / "toy"
COPIED = ("haat", "config", "demo", "tests", "tools", "locale", "pyproject.toml", "manage.py")
# All that a room needs outside its own folder and its tests: file, the line before, the line added.
LINES = (
    ("config/settings.py", '    "haat.web.office.review",\n', '    "haat.web.office.visits",\n'),
    ("haat/people/rules.py", '    "see_review": OFFICE,\n', '    "see_visits": OFFICE,\n'),
)
LAYER = ("pyproject.toml", "  | makers\n", "  | makers\n  | visits\n")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with the room in it."""
    there = tmp_path_factory.mktemp("haat")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, there / name, ignore=shutil.ignore_patterns("__pycache__", "toy", "shots"))
        else:
            shutil.copy(ROOT / name, there / name)
    shutil.copytree(TOY, there, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    for file, before, added in LINES:
        _replace(there / file, before, before + added)
    messages.write(there / "haat/web/office/visits/locale/hi/LC_MESSAGES/django.po")
    return there


def _replace(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, path
    path.write_text(text.replace(before, after), encoding="utf-8")


def run(copy: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command in the copy, on an SQLite of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HAAT_", "PYTEST_", "COV_"))}
    environment = kept | {"PYTHONPATH": str(copy), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    return subprocess.run(words, cwd=copy, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.load
def test_room_put_beside_the_others_is_shown_by_the_desk(copy: Path):
    ran = run(
        copy,
        *("pytest", "-q", "-n0", "tests/web/office/visits"),
        "tests/web/test_scope.py::test_every_address_has_its_line_and_every_line_its_address",
        "tests/web/test_scope.py::test_every_view_of_the_desk_asks_for_its_deed_or_a_rider",
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_room_without_a_layer_is_told_and_with_it_keeps_them(copy: Path):
    forgotten = run(copy, "lint-imports", "--no-cache")
    assert "haat.web.office.visits" in forgotten.stdout
    assert forgotten.returncode == 1
    _replace(copy / LAYER[0], *LAYER[1:])
    kept = run(copy, "lint-imports", "--no-cache")
    assert kept.returncode == 0, kept.stdout
