"""What one thread of a worker has claimed: run one after the other, its leases renewed by a second thread."""

import threading
import time
from collections.abc import Callable
from datetime import datetime

import structlog

from haat.core.claims import end_done, give_back, renew
from haat.core.clock import LEASE
from haat.core.jobs import HANDLERS
from haat.core.models import Job
from haat.core.signs import SIGNS, Trouble, let_go

BEAT = LEASE.total_seconds() / 3
LOOK = 1.0
# Nothing waits longer than this behind a slow job while another worker is free.
SLOW = 2.0
Now = Callable[[], datetime]
log = structlog.get_logger("haat.worker")


class Holding:
    """The jobs a hand holds: those to be run, those that run, and those done whose end is still to be written.

    The hand takes, runs and settles; beside it a thread, begun with the first jobs, renews the leases of them all, and
    gives back what lies behind a job that takes long.
    """

    def __init__(self, now: Now) -> None:
        self._now, self._lock, self._stop = now, threading.Lock(), threading.Event()
        self._rest: list[Job] = []
        self._running: list[Job] = []
        self._done: list[Job] = []
        self._since = self._beat_at = 0.0
        self._thread: threading.Thread | None = None

    def take(self, claims: list[Job]) -> None:
        """Hold these, with nothing held before."""
        with self._lock:
            self._rest, self._since, self._beat_at = claims, time.monotonic(), time.monotonic() + BEAT
        if claims and self._thread is None:
            self._thread = threading.Thread(target=self._beat, daemon=True)
            self._thread.start()

    def next(self) -> list[Job]:
        """What to run now: the next job, or all of its kind where they are done together; none when nothing is left.

        What could not be renewed in time belongs to nobody or to another: it is not begun.
        """
        with self._lock:
            now = self._now()
            rest = [job for job in self._rest if job.lease_until is not None and job.lease_until > now]
            if rest and HANDLERS.takes_many(rest[0].name):
                self._running = [job for job in rest if job.name == rest[0].name]
                self._rest = [job for job in rest if job.name != rest[0].name]
            else:
                self._running, self._rest = rest[:1], rest[1:]
            self._since = time.monotonic()
            return list(self._running)

    def ran(self, done: list[Job]) -> None:
        """These of what ran are done; the others have been put back."""
        with self._lock:
            self._running = []
            self._done += done

    def settle(self) -> int:
        """Write what is done, and give back what was not begun; how many were done and still ours.

        What cannot be written now is told again the next time; what cannot be given back waits for its lease to end.
        """
        with self._lock:
            rest, done = self._rest, list(self._done)
            self._rest, self._running = [], []
        if rest:
            give_back(rest)
        lost = end_done(done, self._now())
        with self._lock:
            self._done = []
        for job in lost:
            log.warning("job was taken over", job=job.name, id=job.pk, attempt=job.attempts)
        return len(done) - len(lost)

    def close(self) -> None:
        """End the thread, if one was begun."""
        self._stop.set()

    def _beat(self) -> None:
        trouble = Trouble("lease not renewed")
        wait = LOOK
        while not self._stop.wait(wait):
            try:
                self.look()
            except Exception as error:
                wait = min(BEAT, trouble.met(error))
            else:
                trouble.over()
                wait = LOOK

    def look(self) -> None:
        """Once a second: is a job slow, is it time to renew?"""
        with self._lock:
            slow = time.monotonic() - self._since > SLOW
            behind = self._rest if slow and self._running else []
            self._rest = [] if behind else self._rest
            due = time.monotonic() >= self._beat_at
            kept = [*self._running, *self._rest, *self._done] if due else []
        try:
            if behind:
                give_back(behind)
            if kept:
                renew(kept, self._now() + LEASE)
                self._beat_at = time.monotonic() + BEAT
                SIGNS.give(self._now())
        finally:
            if behind or kept:
                let_go()
