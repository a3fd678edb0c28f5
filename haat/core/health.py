"""Whether the house is alive: its database takes changes, a worker has shown life lately. Asked seldom, and briefly."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, connection, transaction

from haat.core.clock import database_now
from haat.core.marks import last_sign, set_mark

MARK = "health"
WAIT_SECONDS = 2
SILENT_SECONDS = 90  # a worker signs every fifteen
KEPT_SECONDS = 5.0
MOST_SECONDS = 8.0
SILENCE = {"database": "does not answer"}


class _Examined:
    """What was found last, good for a few seconds: however often it is asked, the database is asked seldom."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self._wrong: dict[str, str] = {}
        self._until = float("-inf")

    def answer(self) -> dict[str, str]:
        if not self._lock.acquire(timeout=MOST_SECONDS):
            return dict(SILENCE)  # somebody else has been asking all this time
        try:
            if time.monotonic() >= self._until:
                self._wrong = examine()
                self._until = time.monotonic() + KEPT_SECONDS
            return self._wrong
        finally:
            self._lock.release()


EXAMINED = _Examined()


def examine() -> dict[str, str]:
    """What is wrong now; it takes a few seconds at most, whatever the database does."""
    try:
        now, sign = database_now(), last_sign()
    except Error:
        return dict(SILENCE)
    try:
        with _bounded(), transaction.atomic():
            _short_of_patience()
            set_mark(MARK, now)
    except Error:
        return {"database": "takes no changes"}
    if sign is None:
        return {"worker": "none has worked yet"}
    silent = round((now - sign).total_seconds())
    return {"worker": f"silent for {silent} s"} if silent > SILENT_SECONDS else {}


@contextmanager
def _bounded() -> Iterator[None]:
    """SQLite waits WAIT_SECONDS for another writer, not as long as an order would."""
    if connection.vendor != "sqlite":
        yield
        return
    _sqlite_waits(WAIT_SECONDS)
    try:
        yield
    finally:
        _sqlite_waits(connection.settings_dict["OPTIONS"]["timeout"])


def _sqlite_waits(seconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {seconds * 1000:d}")


def _short_of_patience() -> None:
    """PostgreSQL gives up a lock, and the statement, after WAIT_SECONDS; for this transaction only."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'; SET LOCAL statement_timeout = '{WAIT_SECONDS}s'"
            )
