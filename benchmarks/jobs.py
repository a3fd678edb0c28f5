"""How many jobs one worker thread does in a second: those of real orders, in short and in long queues.

    python -m benchmarks.jobs [WAITING [ORDERS]]

on a database that holds `benchmarks.catalogue`'s mart. CPU is this thread's and PostgreSQL's, from /proc.
"""

import json
import os
import sys
import time
from collections import Counter
from datetime import timedelta
from statistics import median
from typing import Any

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not apps.ready:
    django.setup()

from django.db.models import Min
from django.utils import timezone

from benchmarks import checkout
from benchmarks.catalogue import analyze
from benchmarks.serving import cpu_seconds, postmaster
from haat.core import worker
from haat.core.jobs import HANDLERS
from haat.core.models import Job

NOTHING = "bench.nothing"
SLICE = 0.5  # seconds


def nothing() -> None:
    """What the jobs do that only wait."""


def measure(waiting: int = 0, orders: int = 250) -> dict[str, Any]:
    """Jobs a second (median and least of slices) and CPU milliseconds a job, with so many more due after them.

    Each order is placed as at checkout; all that it queues, and what those jobs queue, is run by one thread.
    """
    HANDLERS.add(NOTHING, nothing)
    Job.objects.exclude(state=Job.State.DONE).delete()
    mart = checkout.prepare()
    baskets = checkout._baskets(mart, checkout.sellable(400), orders)
    database = postmaster()
    for basket in baskets:
        checkout.order(basket, f"jobs-{basket.pk}-{time.time_ns()}")
    queued = Counter(Job.objects.filter(state=Job.State.WAITING).values_list("name", flat=True))
    # They are due, but after all that the orders' own jobs queue meanwhile.
    last = timezone.now() + timedelta(minutes=10)
    Job.objects.bulk_create(
        [Job(name=NOTHING, run_at=last - timedelta(milliseconds=n)) for n in range(waiting)], batch_size=2000
    )
    analyze()
    hand = worker._Hand(worker.worker_name())
    hand._clock.off = timedelta(minutes=20)  # all of it is due by this clock
    hand._minute = int(hand._clock.now().timestamp()) // 60
    speeds: list[float] = []
    done, seconds, app, base = 0, 0.0, 0.0, 0.0
    while own_left():
        at, cpu, below = time.perf_counter(), time.thread_time(), cpu_seconds(database)
        while time.perf_counter() - at < SLICE:
            hand.turn()
        took = time.perf_counter() - at
        app, base = app + time.thread_time() - cpu, base + cpu_seconds(database) - below
        ran = own_done() - done
        speeds.append(ran / took)
        done, seconds = done + ran, seconds + took
    return {
        "waiting": waiting,
        "orders": orders,
        "queued_per_order": {name: round(count / orders, 2) for name, count in sorted(queued.items())},
        "jobs": done,
        "jobs_per_order": round(done / orders, 2),
        "jobs_per_second": round(done / seconds, 1),
        "slices": {"median": round(median(speeds), 1), "least": round(min(speeds), 1)},
        "cpu_ms_per_job": {"app": round(app * 1000 / done, 2), "database": round(base * 1000 / done, 2)},
        "orders_per_second": round(orders / seconds, 1),
    }


def own_left() -> bool:
    open_jobs = Job.objects.filter(state=Job.State.WAITING).exclude(name=NOTHING)
    return open_jobs.aggregate(first=Min("pk"))["first"] is not None


def own_done() -> int:
    return Job.objects.filter(state=Job.State.DONE, made_at__gte=BEGAN).exclude(name=NOTHING).count()


BEGAN = timezone.now()


if __name__ == "__main__":
    print(json.dumps(measure(*(int(text) for text in sys.argv[1:3])), indent=1))
