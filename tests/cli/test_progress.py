"""Long work says how far it is, and short work says nothing."""

import io

import pytest

from haat.cli import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_has_one_line_that_is_written_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", here := Terminal())
    monkeypatch.setattr(progress, "OFTEN_SECONDS", 0.0)
    with progress.progress("rows") as told:
        told(999, 1200)
        told(1200, 1200)
    assert here.getvalue() == "\r999 of 1,200 rows\r1,200 of 1,200 rows\n"


def test_elsewhere_a_line_comes_now_and_then_and_none_of_what_was_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", here := io.StringIO())
    with progress.progress("rows") as told:
        told(1, 2)
        told(2, 2)
    assert here.getvalue() == ""
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0.0)
    with progress.progress("rows") as told:
        told(1, 2)
        told(2, 2)
    assert here.getvalue() == "1 of 2 rows\n2 of 2 rows\n"
