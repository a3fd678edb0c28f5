"""A pytest plugin: which lines each test walks, and how long it takes, kept as one JSON for each file of tests.

The folder for them stands in `HAAT_WALKS`. Only code that is changed by mutants is watched, so that all other runs at
its full speed. It is loaded before Django's settings, so that nothing of Haat is imported unseen, and forgets what
functions keep of their answers, so that each test walks all it needs.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import coverage
import pytest

from tools.mutants.code import caches
from tools.mutants.kept import CODE, ROOT, walk_file

SEEN = coverage.Coverage(data_file=None, config_file=False, include=[str(path) for path in CODE])
SEEN.start()
seconds: dict[str, float] = {}
failed: set[str] = set()
remembering: list[Any] = []


def pytest_collection_finish() -> None:
    remembering.extend(caches())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    for cache in remembering:
        cache.cache_clear()
    began = perf_counter()
    SEEN.switch_context(item.nodeid)
    result = yield
    SEEN.switch_context("")
    seconds[item.nodeid] = perf_counter() - began
    return result


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        failed.add(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    SEEN.stop()
    walked: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for file in SEEN.get_data().measured_files():
        name = Path(file).relative_to(ROOT).as_posix()
        for line, tests in SEEN.get_data().contexts_by_lineno(file).items():
            for test in filter(None, tests):
                walked[test].setdefault(name, []).append(line)
    files = {item.path for item in session.items}
    for path in files:
        mine = [item.nodeid for item in session.items if item.path == path]
        kept = {
            test: {"seconds": round(seconds[test], 3), "passed": test not in failed, "lines": walked.get(test, {})}
            for test in mine
            if test in seconds
        }
        target = walk_file(Path(os.environ["HAAT_WALKS"]), path)
        target.write_text(json.dumps(kept))
