"""The drill of docs/running.md, with its own commands: back up, lose the machine, restore on an empty one."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.load.haat import ROOT, Haat, own_database

# The database mark brings the drill into the PostgreSQL run as well; its databases are its own.
pytestmark = [pytest.mark.load, pytest.mark.django_db]


class Machine:
    """What stands under /srv/haat on one machine."""

    def __init__(self, home: Path, database_url: str) -> None:
        self.home, self.url = home, database_url
        programs = home / "app" / ".venv" / "bin"
        programs.mkdir(parents=True)
        (programs / "haat").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m haat.cli "$@"\n')
        (programs / "haat").chmod(0o755)
        self.haat = Haat(home / "data", database_url)

    def write_settings(self) -> None:
        told = {name: value for name, value in self.haat.environment.items() if name.startswith("HAAT_")}
        (self.home / "app" / ".env").write_text("".join(f"{name}={value}\n" for name, value in told.items()))

    def follow(self, commands: str) -> str:
        """The manual's commands, on this machine; answers what they print."""
        environment = {name: value for name, value in self.haat.environment.items() if not name.startswith("HAAT_")}
        environment["PYTHONPATH"] = str(ROOT)
        command = ["bash", "-c", commands.replace("/srv/haat", str(self.home))]
        done = subprocess.run(command, env=environment, cwd=self.home, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def manual(heading: str, database: str) -> str:
    """The commands under a heading of docs/running.md, for one kind of database."""
    text = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    section = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    found = re.search(rf"With {database}:\n```sh\n(.*?)```", section, re.DOTALL)
    assert found, f"{heading} says nothing of {database}"
    return found[1]


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    """One with a mart on it, and one with nothing but an empty database."""
    with ExitStack() as stack:
        urls = [stack.enter_context(own_database()) for _machine in range(2)]
        yield tuple(Machine(tmp_path / name, url) for name, url in zip(("old", "new"), urls, strict=True))


def test_a_mart_comes_back_on_an_empty_machine_by_the_manual(machines):
    old, new = machines
    database = "PostgreSQL" if old.url else "SQLite"
    old.write_settings()
    old.haat.run("-m", "haat.cli", "migrate")
    old.haat.mart("fill()")
    left = old.haat.mart("leave_treasures()")
    old.follow(manual("Backups", database))
    (night,) = (old.home / "backup").iterdir()
    assert night.stat().st_mode & 0o777 == 0o700
    shutil.move(night, new.home / "restore")
    shutil.rmtree(old.home)
    settings = new.home / "restore" / "settings"
    text = settings.read_text().replace(str(old.home), str(new.home))
    settings.write_text(text.replace(old.url, new.url) if old.url else text)
    said = new.follow(manual("Restoring", database))
    assert said.splitlines()[-1].endswith(" 0 broken")
    assert new.haat.mart("treasures()") == left
