"""PostgreSQL is asked everything that the tests ask SQLite, but not by every test anew.

The run on SQLite writes down which statements each test sent (`--keep-statements FOLDER`). The run on PostgreSQL then
takes tests until every statement is sent by `TIMES` of them, or by all that send it (`--cover-statements FOLDER`); a
test that is not in the record runs, so does whatever commits, locks or is told apart by the database. Without a record,
or with HAAT_WHOLE=1, every test runs (docs/decisions/tests-as-shipped.md).
"""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from time import process_time
from zlib import crc32

import pytest
from django.db.backends.utils import CursorWrapper

TIMES = 2
ALWAYS = ("tests/races/", "tests/load/", "tests/upgrade/", "tests/core/", "tests/shelf/", "tests/web/test_fuzz")
REPEATED = re.compile(r"(\([^()]*\))(, *\1)+")  # rows of one INSERT
LISTED = re.compile(r"%s(, *%s)+")  # values of one IN
NUMBER = re.compile(r"\d+")


class Statements:
    """Writes down, for each test that passed, what it sent: a line `test, milliseconds of CPU, shapes`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.file = (folder / f"{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}.tsv").open("w")
        self.sent: set[int] = set()
        self._listen()

    def _listen(self) -> None:
        execute = CursorWrapper._execute_with_wrappers

        def heard(cursor: CursorWrapper, sql: str, *rest: object, **named: object) -> object:
            self.sent.add(shape(str(sql)))
            return execute(cursor, sql, *rest, **named)

        CursorWrapper._execute_with_wrappers = heard

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.sent, begun = set(), process_time()
        answer = yield
        if getattr(item, "passed_here", False):
            shapes = " ".join(f"{each:x}" for each in sorted(self.sent))
            self.file.write(f"{item.nodeid}\t{1000 * (process_time() - begun):.0f}\t{shapes}\n")
            self.file.flush()
        return answer

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
        report = yield
        if call.when == "call":
            item.passed_here = report.passed  # type: ignore[attr-defined]
        return report


@lru_cache(20_000)
def shape(sql: str) -> int:
    """What two statements have in common that differ in numbers, in the length of a list or in how many rows."""
    return crc32(NUMBER.sub("0", REPEATED.sub(r"\1", LISTED.sub("%s", sql))).encode())


def recorded(folder: Path) -> dict[str, tuple[int, frozenset[str]]]:
    """Milliseconds and shapes of each test in the record; empty where there is none."""
    found = {}
    for file in sorted(folder.glob("*.tsv")):
        for line in file.read_text().splitlines():
            test, milliseconds, shapes = line.split("\t")
            found[test] = (int(milliseconds), frozenset(shapes.split()))
    return found


def spared(record: dict[str, tuple[int, frozenset[str]]], asked: Iterable[str]) -> set[str]:
    """Of the tests that would run, those whose every statement `TIMES` of the others send; the dearest go first."""
    here = {test: record[test] for test in asked if test in record}
    senders = Counter(one for _cost, shapes in here.values() for one in shapes)
    gone: set[str] = set()
    for test, (_cost, shapes) in sorted(here.items(), key=lambda entry: (-entry[1][0], entry[0])):
        if not test.startswith(ALWAYS) and all(senders[one] > TIMES for one in shapes):
            senders.subtract(shapes)
            gone.add(test)
    return gone
