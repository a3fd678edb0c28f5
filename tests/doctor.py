"""The doctor looks at over two hundred things, most of which a test has none of: those need not be looked for again.

What a check finds follows from the rows of the tables that it read. One that found nothing while all of them were empty
is not asked again as long as they are: its first question has the same answer as before, and so the next. A row in one
of them, of whatever kind, and it is asked.

It is then asked in the words it asked in before, if the answer to all of them was nothing: as long as it is, the next
question is the same one, and so is what it finds. Most of what a check costs is the finding of its words. One whose
questions name a day or an hour is asked anew each time, and so is one that got an answer.

Tests of the doctor itself ask everything (`everything_is_asked`), so does a run that tries mutants of the code.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection, connections

from haat.core import doctor
from haat.core.doctor import Check

WORD = re.compile(r"\w+")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d|datetime\.date")
SEEN_EMPTY: dict[Check, frozenset[str]] = {}
Question = tuple[str, Any]
UNANSWERED: dict[Check, list[Question]] = {}
_ASKING = doctor._broken
_asked_of_everything = False


def ask_what_can_answer() -> None:
    """From now on, in this process."""
    if not {"HAAT_MUTANT", "HAAT_ASKED"} & os.environ.keys():
        doctor._broken = _broken


@contextmanager
def everything_is_asked() -> Iterator[None]:
    """Meanwhile every check runs."""
    global _asked_of_everything
    before, _asked_of_everything = _asked_of_everything, True
    try:
        yield
    finally:
        _asked_of_everything = before


def _broken(function: Check) -> list[str]:
    if _asked_of_everything or len(connections.databases) > 1:
        return _ASKING(function)
    if function in SEEN_EMPTY and not any_row(SEEN_EMPTY[function]):
        return []
    if function in UNANSWERED and not any_answer(UNANSWERED[function]):
        return []
    with asked() as questions:
        found = _ASKING(function)
    if questions and not found:
        _remember(function, questions)
    return found


def _remember(function: Check, questions: list[Question]) -> None:
    read = {name for sql, _params in questions for name in tables().intersection(WORD.findall(sql))}
    if read and not any_row(frozenset(read)):
        SEEN_EMPTY[function] = frozenset(read)
    elif all(map(_stays_true, questions)) and not any_answer(questions):
        UNANSWERED[function] = questions


def _stays_true(question: Question) -> bool:
    """Whether it only asks, and for the same whenever it is asked."""
    return question[0].startswith(("SELECT", "WITH")) and not MOMENT.search(f"{question[0]} {question[1]}")


def any_answer(questions: list[Question]) -> bool:
    """Whether one of the questions has a row for an answer."""
    with connection.cursor() as cursor:
        for sql, params in questions:
            cursor.execute(sql, params)
            if cursor.fetchone():
                return True
    return False


@contextmanager
def asked() -> Iterator[list[Question]]:
    """Every question of the database meanwhile."""
    questions: list[Question] = []

    def heard(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if not str(sql).startswith(("SAVEPOINT", "RELEASE")):
            questions.append((str(sql), params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(heard):
        yield questions


@cache
def tables() -> frozenset[str]:
    """All tables there are, from the database itself."""
    return frozenset(connection.introspection.table_names())


def any_row(names: frozenset[str]) -> bool:
    """Whether one of these tables has a row."""
    with connection.cursor() as cursor:
        cursor.execute(_asks_for_a_row(names))
        return bool(cursor.fetchone()[0])


@cache
def _asks_for_a_row(names: frozenset[str]) -> str:
    each = (f"EXISTS (SELECT 1 FROM {connection.ops.quote_name(name)})" for name in sorted(names))
    return f"SELECT {' OR '.join(each)}"
