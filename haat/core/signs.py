"""What a worker tells of itself: that it lives, and once what keeps it from its work."""

import os
import socket
import time
from contextlib import suppress
from datetime import datetime

import structlog
from django.db import Error, connection

from haat.core.backoff import Backoff
from haat.core.marks import WORKER, set_mark

log = structlog.get_logger("haat.worker")


class Signs:
    """This process's sign of life, written now and then by whichever of its threads comes by."""

    EVERY = 15.0

    def __init__(self) -> None:
        self._next = float("-inf")

    def give(self, now: datetime) -> None:
        if time.monotonic() >= self._next:
            set_mark(f"{WORKER}{socket.gethostname()[:30]}:{os.getpid()}", now)
            self._next = time.monotonic() + self.EVERY


SIGNS = Signs()


class Trouble:
    """What keeps a thread from its work: told once when it begins or changes, and once when it is over."""

    def __init__(self, words: str) -> None:
        self._words, self._backoff = words, Backoff(first=0.5, most=15)
        self._told, self._since = "", 0.0

    def met(self, error: Exception) -> float:
        """Tell of it when it is new; answers how many seconds to wait."""
        if not self._told:
            self._since = time.monotonic()
        if type(error).__name__ != self._told:
            self._told = type(error).__name__
            log.error(self._words, because=f"{self._told}: {error}"[:500], exc_info=not isinstance(error, Error))
        return self._backoff.next()

    def over(self) -> None:
        if self._told:
            log.warning("going on", after_seconds=round(time.monotonic() - self._since))
            self._told = ""
        self._backoff.reset()


def let_go() -> None:
    """Give the connection back; one that broke says so once more, and is thrown away all the same."""
    with suppress(Error):
        connection.close()
