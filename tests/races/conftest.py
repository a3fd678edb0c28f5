"""Opens the toy marketplace, and prints what came of the races when they were run in earnest."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.channels.make import studio
from tests.channels.toy import opened
from tests.channels.toy_parcels import depot_at
from tests.races.race import TOLD


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if TOLD and "HAAT_RACE_TRIALS" in os.environ:
        terminalreporter.section(f"races, {os.environ['HAAT_RACE_TRIALS']} trials each")
        for line in TOLD:
            terminalreporter.line(line)


@pytest.fixture(autouse=True)
def _bazaar_is_open(tmp_path: Path) -> Iterator[None]:
    """The toy marketplace, for the races of channels."""
    with opened(tmp_path), depot_at(tmp_path), studio():
        yield
