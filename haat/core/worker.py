"""The worker: claims due jobs one by one, holds a lease while it works, survives `kill -9`."""

import os
import socket
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from random import random
from typing import Any

import structlog
from django.db import close_old_connections, connection, transaction
from django.db.models import Q
from django.utils import timezone

from haat.core.jobs import HANDLERS, TRIES, enqueue_many
from haat.core.models import Job
from haat.core.rows import update

LEASE = timedelta(seconds=60)
KEEP_DONE = timedelta(days=7)
log = structlog.get_logger("haat.worker")


def worker_name() -> str:
    """This process and thread, as the job row remembers it."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{threading.get_native_id()}"


def claim(name: str, *, now: datetime | None = None) -> Job | None:
    """Take the next due job, or one whose worker died (its lease ran out); None when there is nothing."""
    now = now or timezone.now()
    due = Q(state=Job.State.WAITING, run_at__lte=now) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    with transaction.atomic():
        rows = Job.objects.filter(due).order_by("run_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        found = rows.first()
        if found is None:
            return None
        found.state, found.worker, found.lease_until = Job.State.RUNNING, name, now + LEASE
        found.attempts += 1
        update(found, "state", "worker", "lease_until", "attempts")
    return found


def run(claimed: Job) -> bool:
    """Run a claimed job while renewing its lease; True when it is done, False when it will be tried again."""
    with _Heartbeat(claimed):
        try:
            HANDLERS.function(claimed.name)(**claimed.args)
        except Exception as error:
            log.warning("job failed", job=claimed.name, id=claimed.pk, attempt=claimed.attempts, exc_info=True)
            _put_back(claimed, error)
            return False
    Job.objects.filter(pk=claimed.pk).update(state=Job.State.DONE, done_at=timezone.now(), lease_until=None, error="")
    return True


def _put_back(claimed: Job, error: Exception) -> None:
    """Try again later (1 s, 2 s, 4 s … up to an hour, with jitter), or give up after TRIES."""
    wait = min(3600.0, 2.0 ** (claimed.attempts - 1)) * (1 + random() / 4)
    state = Job.State.FAILED if claimed.attempts >= TRIES else Job.State.WAITING
    Job.objects.filter(pk=claimed.pk).update(
        state=state,
        run_at=timezone.now() + timedelta(seconds=wait),
        lease_until=None,
        error=f"{type(error).__name__}: {error}"[:2000],
    )


class _Heartbeat:
    """Renews the lease from a second thread as long as the job runs."""

    def __init__(self, claimed: Job) -> None:
        self._pk, self._stop = claimed.pk, threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def _beat(self) -> None:
        while not self._stop.wait(LEASE.total_seconds() / 3):
            Job.objects.filter(pk=self._pk).update(lease_until=timezone.now() + LEASE)
            connection.close()

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_exc: object) -> None:
        self._stop.set()


def tick_clocks(*, now: datetime | None = None) -> None:
    """Queue every job that runs on a clock, once per period however many workers tick."""
    now = now or timezone.now()
    rows: list[tuple[str, dict[str, Any], str | None]] = [
        (name, {}, f"clock:{name}:{int(now.timestamp()) // seconds}") for name, seconds in HANDLERS.clocks.items()
    ]
    if rows:
        enqueue_many(rows)


def sweep(*, now: datetime | None = None) -> None:
    """Forget jobs done more than a week ago."""
    now = now or timezone.now()
    Job.objects.filter(state=Job.State.DONE, done_at__lt=now - KEEP_DONE).delete()


def run_due(*, limit: int = 100_000) -> int:
    """Run everything due now in this thread, and answer how many jobs ended well (tests, seeding)."""
    name, done = worker_name(), 0
    for _turn in range(limit):
        claimed = claim(name)
        if claimed is None:
            break
        done += run(claimed)
    return done


def work(stop: Callable[[float], bool]) -> None:
    """Work until `stop(seconds)`, a wait that answers True when it is time to end."""
    name = worker_name()
    last_minute = -1
    while True:
        close_old_connections()
        minute = int(timezone.now().timestamp()) // 60
        if minute != last_minute:
            last_minute = minute
            tick_clocks()
            sweep()
        claimed = claim(name)
        if claimed is not None:
            run(claimed)
        elif stop(0.5):
            return
        if stop(0):
            return
