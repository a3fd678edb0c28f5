"""What a piece of work costs: seconds, CPU of this process, its children and PostgreSQL, and its own statements."""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from benchmarks.serving import cpu_seconds, postmaster


@contextmanager
def spent() -> Iterator[dict[str, Any]]:
    """Filled at the end: `seconds`, `app_cpu_seconds`, `database_cpu_seconds` (0 for SQLite), `statements`."""
    found: dict[str, Any] = {}
    sent = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal sent
        sent += 1
        return execute(*arguments)

    connection.ensure_connection()
    database = postmaster()
    server, cpu, began = cpu_seconds(database), _cpu(), time.perf_counter()
    with connection.execute_wrapper(count):
        yield found
    found["seconds"] = round(time.perf_counter() - began, 2)
    found["app_cpu_seconds"] = round(_cpu() - cpu, 2)
    found["database_cpu_seconds"] = round(cpu_seconds(database) - server, 2)
    found["statements"] = sent


def _cpu() -> float:
    """Seconds of CPU of this process and of its children that have ended."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)
