"""Static files are gathered once, and again when one of them has changed."""

import os
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
