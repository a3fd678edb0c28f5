"""Is a limit exact when many try at once, and what does a try cost beside many others' counts?

python -m benchmarks.part limiter
"""

import threading
import time
from typing import Any

from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from benchmarks.catalogue import BATCH
from benchmarks.serving import cpu_seconds, postmaster
from haat.core.errors import TooManyTries
from haat.core.limits import hit
from haat.core.models import Limit

THREADS, EACH, MOST = 8, 50, 100
OTHERS, COUNTED = 190_000, 1000


def measure() -> dict[str, Any]:
    """How many of all tries passed, with how many allowed; CPU milliseconds and statements of one try."""
    ends = int(time.time()) + 3600
    others = [Limit(name=f"bench{number:059d}", tries=1, ends=ends) for number in range(OTHERS)]
    Limit.objects.bulk_create(others, batch_size=BATCH)
    try:
        return {"allowed": MOST, "tries": THREADS * EACH, "passed": _at_once(), "counts": OTHERS} | _cost()
    finally:
        Limit.objects.filter(name__startswith="bench").delete()


def _at_once() -> int:
    """How many of THREADS × EACH tries of one name passed that began together."""
    passed: list[int] = []
    gate = threading.Barrier(THREADS)
    name = f"bench-{time.time_ns()}"

    def try_it() -> None:
        gate.wait()
        for number in range(EACH):
            try:
                hit(name, most=MOST, seconds=3600)
            except TooManyTries:
                continue
            passed.append(number)
        connections.close_all()

    crew = [threading.Thread(target=try_it) for _ in range(THREADS)]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    return len(passed)


def _cost() -> dict[str, float]:
    with CaptureQueriesContext(connection) as seen:
        hit("bench-one", most=10**6, seconds=3600)
    database = postmaster()
    before, app = cpu_seconds(database), time.thread_time()
    for number in range(COUNTED):
        hit(f"bench-{number % 100}", most=10**6, seconds=3600)
    app, base = time.thread_time() - app, cpu_seconds(database) - before
    return {
        "statements": len(seen),
        "app_ms": round(app * 1000 / COUNTED, 3),
        "database_ms": round(base * 1000 / COUNTED, 3),
    }
