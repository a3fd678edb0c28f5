"""Prints what came of the races when they were run in earnest."""

import os

import pytest

from tests.races.race import TOLD


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if TOLD and "HAAT_RACE_TRIALS" in os.environ:
        terminalreporter.section(f"races, {os.environ['HAAT_RACE_TRIALS']} trials each")
        for line in TOLD:
            terminalreporter.line(line)
