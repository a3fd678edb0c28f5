"""What a piece of work costs: seconds, CPU of this process and of PostgreSQL, and how many statements it sent."""

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
    server, cpu, began = cpu_seconds(database), time.process_time(), time.perf_counter()
    with connection.execute_wrapper(count):
        yield found
    found["seconds"] = round(time.perf_counter() - began, 2)
    found["app_cpu_seconds"] = round(time.process_time() - cpu, 2)
    found["database_cpu_seconds"] = round(cpu_seconds(database) - server, 2)
    found["statements"] = sent
