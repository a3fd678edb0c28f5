"""A database of every earlier release is brought to this one by `haat migrate`; its books hold, and trade goes on."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.upgrade.snapshots import environment, own_database, releases, restore, run, when

# The database mark brings the test into the PostgreSQL run as well; what is upgraded has a database of its own.
pytestmark = pytest.mark.django_db


@dataclass
class Installation:
    """What ran under a release, on the database of this test run, and the morning after it was left."""

    environment: dict[str, str]
    morning: str

    def haat(self, command: str) -> str:
        """A command that morning: promises and weeks count from the day the database was left."""
        return run(["-m", "tests.upgrade.at", self.morning, *command.split()], self.environment)

    def broken(self) -> list[dict[str, Any]]:
        report = json.loads(self.haat("doctor --json"))
        assert len(report["checks"]) >= 36
        return [check for check in report["checks"] if check["broken"]]


@pytest.fixture(params=releases())
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    with own_database(os.environ.get("HAAT_DATABASE_URL", "")) as url:
        restore(request.param, tmp_path, url)
        morning = when(request.param) + timedelta(hours=16)
        yield Installation(environment(tmp_path, url), morning.isoformat())


def test_database_of_every_release_is_upgraded_and_lived_on(installation: Installation):
    assert installation.haat("migrate") == ""
    assert installation.broken() == []
    assert json.loads(installation.haat("walk")) == {
        "left": {},
        "order": "done",
        "returned": {"left": {}, "owed": True, "due": "taken_back"},
        "pages": {"home": 200, "good": 200, "maker": 200, "order": 200, "invoice": 200},
        "answered": ["17049090", "peda"],
    }
    assert installation.broken() == []


def test_first_release_is_kept():
    assert releases()[0] == "0.1.0"
