"""A pytest plugin: all is imported and the database made once; then every mutant is asked for in a fork of the process.

Questions come as lines of JSON, and so do the answers, over the two pipes that `HAAT_ASKED` names. A fork gets the code
of the mutant (tools/mutants/code.py) and a fresh database, runs its tests in the order asked, and ends at the first
that fails. What ran at the import cannot be changed here, and is said to be so.
"""

import gc
import importlib
import json
import os
import select
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest

from tests.template import template
from tools.mutants.code import AtImport, caches, live, put_in
from tools.mutants.kept import CODE, ROOT, module

FIRST = ROOT / "tests" / "core"  # where the test stands that makes the database
failed: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        failed.append(report.nodeid)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    functions = _warm(session)
    items = {item.nodeid: item for item in session.items}
    asking, answering = (int(pipe) for pipe in os.environ["HAAT_ASKED"].split(","))
    with os.fdopen(asking) as questions, os.fdopen(answering, "w") as answers:
        for question in map(json.loads, questions):
            asked = sorted((items[test] for test in question["tests"]), key=commits)
            print(json.dumps(_fork(question, asked, functions)), file=answers, flush=True)
    return True


def _warm(session: pytest.Session) -> dict[str, list[FunctionType]]:
    """Everything imported, the database made, and nothing remembered of the one test that made it."""
    for path in CODE:
        importlib.import_module(module(path))
    importlib.import_module("config.urls")
    first = next(
        item for item in session.items if item.path.is_relative_to(FIRST) and item.get_closest_marker("django_db")
    )
    other = next(item for item in session.items if not item.path.is_relative_to(FIRST))  # keeps the session's fixtures
    session.config.hook.pytest_runtest_protocol(item=first, nextitem=other)
    assert not failed, failed
    for cache in caches():
        cache.cache_clear()
    functions = live({str(path) for path in CODE})
    gc.collect()
    gc.freeze()  # a fork then shares the memory instead of copying it to look through it
    return functions


def _fork(
    question: dict[str, Any], asked: list[pytest.Item], functions: dict[str, list[FunctionType]]
) -> dict[str, str]:
    """What the tests say in a process of its own; it, and all it began, is ended when its patience is over."""
    from django.db import connections

    connections.close_all()
    hearing, telling = os.pipe()
    child = os.fork()
    if not child:
        os.setsid()
        try:
            said = _answer(question, asked, functions)
        except BaseException as error:
            said = {"answer": "killed", "test": repr(error)}
        os.write(telling, json.dumps(said).encode())
        os._exit(0)
    os.close(telling)
    heard, _, _ = select.select([hearing], [], [], question["patience"])
    said = os.read(hearing, 65_536) if heard else b'{"answer": "hangs", "test": ""}'
    os.close(hearing)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return json.loads(said or b'{"answer": "killed", "test": "ended"}')


def _answer(
    question: dict[str, Any], asked: list[pytest.Item], functions: dict[str, list[FunctionType]]
) -> dict[str, str]:
    if question["source"] is not None:
        try:
            put_in(question["file"], question["source"], functions[question["file"]])
        except AtImport:
            return {"answer": "at import", "test": ""}
    _fresh_database()
    for item, following in _in_pairs(asked):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if failed:
            return {"answer": "killed", "test": item.nodeid}
    return {"answer": "survived", "test": ""}


def commits(item: pytest.Item) -> bool:
    """Those come last, as pytest-django has them: they empty the database."""
    marker = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", [])
    return "transactional_db" in fixtures or bool(marker and marker.kwargs.get("transaction"))


def _fresh_database() -> None:
    from django.db import connection

    file = Path(connection.settings_dict["NAME"])
    for beside in ("-wal", "-shm"):
        file.with_name(file.name + beside).unlink(missing_ok=True)
    shutil.copyfile(template(), file)


def _in_pairs(asked: list[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    return zip(asked, [*asked[1:], None], strict=True)
