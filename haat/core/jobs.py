"""Durable jobs in the same transaction as the change that asks for them.

`@job` names a function; `enqueue` writes a row; a worker claims it with a lease, retries with
back-off and gives up after TRIES, leaving the row and its error for the desk to see.

A job's name is its room and a word ("payments.release_unpaid"), never where its function lies: rows queued before
an upgrade must find it wherever it has moved.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from haat.core.models import Job
from haat.core.prepared import fresh
from haat.core.rows import insert_many_new

TRIES = 72  # with waits of at most an hour: about three days
JobFunction = Callable[..., None]


class NotNow(Exception):
    """What a job asked of somebody else did not come off this time: it is tried again, and nothing here is broken."""


class UnknownJob(KeyError):
    """Nothing runs under the name a row was queued with."""

    def __str__(self) -> str:
        return f"nothing runs under the name {self.args[0]!r}"


def plain_name(path: str) -> str:
    """The room and the last word of a dotted path: `haat.payments.jobs.release_unpaid` → `payments.release_unpaid`.

    So a job is called that is given no name, and so every job was queued by version 0.1.0. What is not the house's
    own keeps its whole path.
    """
    steps = path.split(".")
    return f"{steps[1]}.{steps[-1]}" if steps[0] == "haat" and len(steps) > 2 else path


class Registry:
    """Which function runs under which name, which events it wants, and which run on a clock."""

    def __init__(self) -> None:
        self._functions: dict[str, JobFunction] = {}
        self._paths: dict[str, str] = {}
        self._now: dict[str, str] = {}
        self._subscribers: dict[str, list[str]] = {}
        self._many: set[str] = set()
        self._where: dict[str, str] = {}
        self._given_up: dict[str, JobFunction] = {}
        self.clocks: dict[str, int] = {}

    def add(self, name: str, function: JobFunction, *, path: str = "", was: Collection[str] = ()) -> None:
        """Let `function`, which lies at `path`, run under `name`, and what is still queued under the names it `was`.

        Raises ValueError when a name is another's.
        """
        path = path or path_of(function)
        for each in (name, *was):
            if self._paths.setdefault(each, path) != path:
                raise ValueError(f"{path} and {self._paths[each]} cannot both run as {each!r}: give one another name")
            self._now[each] = name
        self._functions[name] = function

    def subscribe(self, name: str, kinds: Iterable[str]) -> None:
        for kind in kinds:
            names = self._subscribers.setdefault(kind, [])
            if name not in names:
                names.append(name)

    def subscribers(self, kind: str) -> list[str]:
        return self._subscribers.get(kind, [])

    def let_tell_where(self, name: str, condition: str) -> None:
        """It is told only where this holds of an event: SQL over its row."""
        self._where[name] = condition

    def where(self, name: str) -> str:
        """What must hold of an event for this subscriber to be told of it; "" for one that is told of each."""
        return self._where.get(name, "")

    @property
    def subscriptions(self) -> Mapping[str, list[str]]:
        """Kind of event → the names of those who hear of it."""
        return self._subscribers

    def takes_many(self, name: str) -> bool:
        """True when it is told of many events at once, in a job of their own."""
        return self._found(name) in self._many

    def when_given_up(self, name: str, function: JobFunction) -> None:
        self._given_up[name] = function

    def given_up(self, queued: str) -> JobFunction | None:
        """What to run, with the arguments of the row, when a row queued under this name is given up."""
        return self._given_up.get(self._found(queued) or "")

    def let_take_many(self, name: str) -> None:
        self._many.add(name)

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

    def _found(self, queued: str) -> str | None:
        return self._now.get(queued) or self._now.get(plain_name(queued))

    def name_now(self, queued: str) -> str:
        """The name by which what was queued under this one runs today; raises UnknownJob."""
        found = self._found(queued)
        if found is None:
            raise UnknownJob(queued)
        return found

    def function(self, queued: str) -> JobFunction:
        """What to run for a row queued under this name; raises UnknownJob."""
        return self._functions[self.name_now(queued)]

    def knows(self, queued: str) -> bool:
        """True when something runs under this name."""
        return self._found(queued) is not None


HANDLERS = Registry()


def path_of(function: Callable[..., object]) -> str:
    """Where a function lies."""
    return f"{function.__module__}.{function.__qualname__}"


def job(
    name: str = "",
    *,
    every: timedelta | None = None,
    was: Collection[str] = (),
    given_up: JobFunction | None = None,
) -> Callable[[JobFunction], JobFunction]:
    """Register the function as the job `name` (its room and its own name, if not given).

    `every` makes it run on a clock as well; `was` are names under which it may still be queued. `given_up` is run with
    the same arguments, in the transaction that gives the job up: what waits for it is told that it never comes.
    """

    def register(function: JobFunction) -> JobFunction:
        path = path_of(function)
        called = name or plain_name(path)
        HANDLERS.add(called, function, path=path, was=was)
        if every is not None:
            HANDLERS.clocks[called] = int(every.total_seconds())
        if given_up is not None:
            HANDLERS.when_given_up(called, given_up)
        return function

    return register


def enqueue(name: str, *, key: str | None = None, run_at: datetime | None = None, **args: Any) -> None:
    """Queue the job `name` with this transaction; a `key` seen before is not queued again. Raises UnknownJob."""
    if not HANDLERS.knows(name):
        raise UnknownJob(name)
    enqueue_many([(name, args, key)], run_at=run_at)


def enqueue_many(rows: list[tuple[str, dict[str, Any], str | None]], *, run_at: datetime | None = None) -> None:
    """Queue (name, args, key) rows, as many as they are; a key seen before is passed over."""
    when = {"run_at": run_at} if run_at else {}
    insert_many_new([fresh(Job, name=name, args=args, key=key, **when) for name, args, key in rows])


def events_in(args: Mapping[str, Any]) -> list[int]:
    """The keys of the events a queued handler is to be told of; none for another job."""
    return [args["event_id"]] if "event_id" in args else list(args.get("event_ids", ()))
