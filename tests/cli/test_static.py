"""Static files are gathered once, and again when one of them has changed."""

import os
import re
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
    assert (settings.STATIC_ROOT / "a.css").read_text() == "b {}"


def test_scripts_import_each_other_by_the_names_that_are_kept(source: Path, settings: "pytest.FixtureRequest"):
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "haat.web.ui.assets.Storage"}}
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
