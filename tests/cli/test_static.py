"""Static files are gathered once, and again when one of them has changed."""

import os
import re
import threading
from pathlib import Path

import pytest

from haat.cli import static


@pytest.fixture
def source(tmp_path: Path, settings: "pytest.FixtureRequest") -> Path:
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("a {}")
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    return source


def test_static_files_are_gathered_when_they_changed(source: Path, settings: "pytest.FixtureRequest"):
    assert [static.gather(), static.gather()] == [True, False]
    (source / "a.css").write_text("b {}")
    os.utime(source / "a.css", (1_900_000_000, 1_900_000_000))
    assert static.gather()
    assert {path.read_text() for path in settings.STATIC_ROOT.glob("a.*.css")} == {"a {}", "b {}"}


def test_scripts_import_each_other_by_the_names_that_are_kept(source: Path, settings: "pytest.FixtureRequest"):
    (source / "a.js").write_text('import { one } from "./b.js";\nimport "./c.js";\none();\n')
    (source / "b.js").write_text("export const one = () => 1;\n")
    (source / "c.js").write_text("one = 2;\n")
    assert static.gather()
    kept = {path.name for path in settings.STATIC_ROOT.glob("*.js")}
    script = next(path for path in settings.STATIC_ROOT.glob("a.*.js"))
    imported = re.findall(r'"\./([^"]+)"', script.read_text())
    assert len(imported) == 2
    assert set(imported) < kept
    assert {"a.js", "b.js", "c.js"} & kept == set()


def test_many_starts_at_once_gather_once_and_a_server_finds_whole_files(source: Path, settings, monkeypatch):
    """Whoever looks into the folder meanwhile, as WhiteNoise does when it starts, sees no file that will go."""
    done, seen, files = [], set(), settings.STATIC_ROOT
    collect = static._collect

    def looked_at(folder: Path) -> None:
        collect(folder)
        seen.update(path.name for path in files.rglob("*"))

    monkeypatch.setattr(static, "_collect", looked_at)
    starts = [threading.Thread(target=lambda: done.append(static.gather())) for _turn in range(4)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert (sorted(done), seen) == ([False, False, False, True], set())
    kept = {path.name for path in files.rglob("*")}
    assert {name for name in kept if not re.fullmatch(r"a\.[0-9a-f]{12}\.css(\.gz)?", name)} == {
        "gathered",
        "staticfiles.json",
    }
    assert list(files.parent.glob("static-*")) == []


def test_names_are_said_when_their_files_are_there(source: Path, settings, monkeypatch):
    moved = []
    replace = Path.replace
    monkeypatch.setattr(Path, "replace", lambda path, to: moved.append(path.name) or replace(path, to))
    static.gather()
    assert (len(moved), moved[-2:]) == (len(moved), ["staticfiles.json", "gathered"])
    assert len(moved) >= 3
