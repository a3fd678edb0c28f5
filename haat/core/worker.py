"""The worker: claims due jobs some at a time, holds leases meanwhile, survives `kill -9` and its database's absence.

How a claim is fenced says `core.claims`, how leases are renewed `core.holding`.
"""

import os
import socket
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from random import random
from typing import Any

import structlog
from django.db import close_old_connections, transaction
from django.utils import timezone

from haat.core.claims import claim_many, held
from haat.core.clock import CLOCK_KEYS, SharedClock, straighten
from haat.core.holding import Holding, Now
from haat.core.jobs import HANDLERS, TRIES, NotNow, enqueue_many, events_in
from haat.core.marks import forget_signs
from haat.core.masking import mask
from haat.core.models import Job
from haat.core.signs import SIGNS, Trouble, let_go

KEEP_DONE = timedelta(days=7)
# A claim takes few jobs while few wait, so that every thread has some, and ever more while the queue is long.
FIRST, MOST = 4, 64
# After so many seconds a hand settles what it has, whatever is left of its claim.
LONG = 1.0
log = structlog.get_logger("haat.worker")


def worker_name() -> str:
    """This process and thread, as the job row remembers it."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{threading.get_native_id()}"


def claim(name: str, *, now: datetime | None = None) -> Job | None:
    """Take the next due job, or one whose worker died (its lease ran out); None when there is nothing."""
    return next(iter(claim_many(name, most=1, now=now or timezone.now())), None)


def run(claimed: Job, *, now: Now = timezone.now) -> bool:
    """Run a claimed job; True when it is done.

    False: it failed and will be tried again, or its lease ran out and another worker has it now.
    """
    return _ran_well(claimed, now) and _end(claimed, state=Job.State.DONE, done_at=now(), error="")


def _ran_well(claimed: Job, now: Now) -> bool:
    """Run it; one that fails is put back at once."""
    try:
        HANDLERS.function(claimed.name)(**claimed.args)
    except Exception as error:
        asked = {"job": claimed.name, "id": claimed.pk, "attempt": claimed.attempts}
        if isinstance(error, NotNow):
            log.warning("job tried in vain", **asked, why=mask(str(error)))
        else:
            log.warning("job failed", **asked, exc_info=True)
        _put_back(claimed, error, now())
        return False
    return True


def _run_some(claims: list[Job], now: Now) -> list[Job]:
    """Run jobs, of one kind when they are several, and answer those that are done.

    When they cannot be done together each is tried for itself, so that one that fails keeps no other from its end.
    """
    if len(claims) > 1:
        ids = sorted({event_id for claimed in claims for event_id in events_in(claimed.args)})
        try:
            HANDLERS.function(claims[0].name)(event_ids=ids)
        except Exception:
            log.warning("not done together", job=claims[0].name, count=len(claims), exc_info=True)
        else:
            return claims
    return [claimed for claimed in claims if _ran_well(claimed, now)]


def _put_back(claimed: Job, error: Exception, now: datetime) -> None:
    """Try again later (1 s, 2 s, 4 s … up to an hour, with jitter), or give up after TRIES."""
    wait = min(3600.0, 2.0 ** (claimed.attempts - 1)) * (1 + random() / 4)
    said = mask(f"{type(error).__name__}: {error}")[:2000]
    ending = {"run_at": now + timedelta(seconds=wait), "error": said}
    if claimed.attempts >= TRIES:
        _give_up(claimed, state=Job.State.FAILED, **ending)
    else:
        _end(claimed, state=Job.State.WAITING, **ending)


def _give_up(claimed: Job, **ending: Any) -> None:
    """End it, and tell its room; where the room cannot be told, it is given up all the same."""
    given_up = HANDLERS.given_up(claimed.name)
    if given_up is None:
        _end(claimed, **ending)
        return
    try:
        with transaction.atomic():
            if _end(claimed, **ending):
                given_up(**claimed.args)
    except Exception:
        log.warning("nobody was told that it is given up", job=claimed.name, id=claimed.pk, exc_info=True)
        _end(claimed, **ending)


def _end(claimed: Job, **ending: Any) -> bool:
    """Write how the claim ended, unless another has taken the job over meanwhile."""
    if held(claimed).update(lease_until=None, **ending):
        return True
    log.warning("job was taken over", job=claimed.name, id=claimed.pk, attempt=claimed.attempts)
    return False


def tick_clocks(*, now: datetime | None = None) -> None:
    """Queue every job that runs on a clock, once per period however many workers tick."""
    now = now or timezone.now()
    rows: list[tuple[str, dict[str, Any], str | None]] = [
        (name, {}, f"{CLOCK_KEYS}{name}:{int(now.timestamp()) // seconds}") for name, seconds in HANDLERS.clocks.items()
    ]
    if rows:
        enqueue_many(rows)


def sweep(*, now: datetime | None = None) -> None:
    """Forget jobs done more than a week ago, and workers long gone."""
    now = now or timezone.now()
    forget_signs(now)
    Job.objects.filter(state=Job.State.DONE, done_at__lt=now - KEEP_DONE).delete()


def run_due(*, limit: int = 100_000) -> int:
    """Run everything due now in this thread, and answer how many jobs ended well (tests, seeding)."""
    name, done = worker_name(), 0
    while limit > 0:
        claims = claim_many(name, most=min(MOST, limit), now=timezone.now())
        if not claims:
            break
        limit -= len(claims)
        done += _work_off(claims)
    return done


def _work_off(claims: list[Job]) -> int:
    holding = Holding(timezone.now)
    holding.take(claims)
    try:
        while some := holding.next():
            holding.ran(_run_some(some, timezone.now))
        return holding.settle()
    finally:
        holding.close()


def work(stop: Callable[[float], bool]) -> None:
    """Work until `stop(seconds)`, a wait that answers True when it is time to end.

    Whatever goes wrong (the database restarts, is locked, is not there yet) is waited for, and work goes on.
    """
    hand, trouble = _Hand(worker_name(), stop), Trouble("worker waits")
    try:
        while not stop(0):
            try:
                rest = 0.0 if hand.turn() else 0.5
            except Exception as error:
                let_go()
                rest = trouble.met(error)
            else:
                trouble.over()
            if rest and stop(rest):
                return
    finally:
        hand.close()


class _Hand:
    """One thread of a worker: what it does in a turn, by the database's clock."""

    def __init__(self, name: str, stop: Callable[[float], bool] = lambda _seconds: False) -> None:
        self._name, self._stop, self._clock, self._minute = name, stop, SharedClock(), -1
        self._holding, self._most = Holding(self._clock.now), FIRST

    def turn(self) -> bool:
        """What is due every minute, then some jobs; whether there were any.

        When it is told to stop, or they take long, those not begun are given back.
        """
        close_old_connections()
        self._holding.settle()  # what a turn that broke off has left
        if int(self._clock.now().timestamp()) // 60 != self._minute:
            self._every_minute()
        SIGNS.give(self._clock.now())
        claims = claim_many(self._name, most=self._most, now=self._clock.now())
        self._most = min(MOST, self._most * 2) if len(claims) == self._most else FIRST
        self._holding.take(claims)
        until = time.monotonic() + LONG
        while some := self._holding.next():
            self._holding.ran(_run_some(some, self._clock.now))
            if time.monotonic() > until or self._stop(0):
                break
        self._holding.settle()
        return bool(claims)

    def close(self) -> None:
        self._holding.close()

    def _every_minute(self) -> None:
        off = self._clock.set()
        if abs(off) > timedelta(seconds=5):
            log.warning("this machine's clock differs from the database's", seconds=round(off.total_seconds()))
        now = self._clock.now()
        found = straighten(now)
        if found:
            log.warning("put right what a clock that was ahead had written", jobs=found)
        tick_clocks(now=now)
        sweep(now=now)
        self._minute = int(now.timestamp()) // 60
