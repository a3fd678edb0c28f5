"""Durable jobs in the same transaction as the change that asks for them.

`@job` names a function; `enqueue` writes a row; a worker claims it with a lease, retries with
back-off and gives up after TRIES, leaving the row and its error for the desk to see.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from haat.core.models import Job
from haat.core.rows import insert_new

TRIES = 72  # with waits of at most an hour: about three days
JobFunction = Callable[..., None]


class Registry:
    """Which function runs under which name, which events it wants, and which run on a clock."""

    def __init__(self) -> None:
        self._functions: dict[str, JobFunction] = {}
        self._subscribers: dict[str, list[str]] = {}
        self.clocks: dict[str, int] = {}

    def add(self, name: str, function: JobFunction) -> None:
        self._functions[name] = function

    def subscribe(self, name: str, kinds: Iterable[str]) -> None:
        for kind in kinds:
            names = self._subscribers.setdefault(kind, [])
            if name not in names:
                names.append(name)

    def subscribers(self, kind: str) -> list[str]:
        return self._subscribers.get(kind, [])

    @contextmanager
    def without(self, *prefixes: str) -> Iterator[None]:
        """Nobody whose name begins so is told anything meanwhile: for what is made from scratch afterwards."""
        kept = self._subscribers
        self._subscribers = {
            kind: [name for name in names if not name.startswith(prefixes)] for kind, names in kept.items()
        }
        try:
            yield
        finally:
            self._subscribers = kept

    def function(self, name: str) -> JobFunction:
        return self._functions[name]


HANDLERS = Registry()


def job(*, every: timedelta | None = None) -> Callable[[JobFunction], JobFunction]:
    """Register the function as a job named by its module path; `every` makes it run on a clock as well."""

    def register(function: JobFunction) -> JobFunction:
        name = f"{function.__module__}.{function.__qualname__}"
        HANDLERS.add(name, function)
        if every is not None:
            HANDLERS.clocks[name] = int(every.total_seconds())
        return function

    return register


def enqueue(function: JobFunction, *, key: str | None = None, run_at: datetime | None = None, **args: Any) -> None:
    """Queue `function(**args)` with this transaction; a `key` seen before is not queued again."""
    name = f"{function.__module__}.{function.__qualname__}"
    enqueue_many([(name, args, key)], run_at=run_at)


def enqueue_many(rows: list[tuple[str, dict[str, Any], str | None]], *, run_at: datetime | None = None) -> None:
    """Queue (name, args, key) rows in one statement; a key seen before is passed over."""
    when = {"run_at": run_at} if run_at else {}
    insert_new([Job(name=name, args=args, key=key, **when) for name, args, key in rows])
