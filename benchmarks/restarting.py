"""How long 32 readers wait while a worker process is renewed, beside the same time without.

The configured database must hold `benchmarks.catalogue`'s mart. What is measured is time, so on a busy machine only the
ratio means anything; the readers themselves use the same processors.
"""

import http.client
import os
import threading
import time
from pathlib import Path
from statistics import quantiles
from typing import Any

from benchmarks.pages import addresses
from benchmarks.serving import Server, _family, server

READERS, SECONDS = 32, 12.0
REST = 0.05  # seconds a reader rests between two pages: people do, and without it only the machine is measured


def _read(running: Server, pages: list[str], until: float, waits: list[float], first: int) -> None:
    line, number = running.connect(), first
    while time.monotonic() < until:
        page, number = pages[number % len(pages)], number + 1
        began = time.perf_counter()
        for _try in range(3):
            try:
                line.request("GET", page, headers={"Host": "127.0.0.1", "Accept-Encoding": "gzip"})
                answer = line.getresponse()
                answer.read()
                break
            except (http.client.HTTPException, OSError):  # the line was closed under it, as a browser meets it
                line.close()
        assert answer.status == 200, (page, answer.status)
        waits.append(time.perf_counter() - began)
        time.sleep(REST)
    line.close()


def _workers(running: Server) -> set[int]:
    """gunicorn's worker processes, below its first one."""
    first = next(pid for pid in _family(running.pid)[1:] if b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes())
    return set(_family(first)[1:])


def _round(running: Server, pages: list[str]) -> tuple[list[float], int]:
    """Seconds that each answer took, and how many workers were renewed meanwhile."""
    before, until = _workers(running), time.monotonic() + SECONDS
    waits: list[float] = []
    threads = [
        threading.Thread(target=_read, args=(running, pages, until, waits, first * 7)) for first in range(READERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waits, len(before - _workers(running))


def _told(waits: list[float]) -> dict[str, float]:
    cuts = quantiles(waits, n=100)
    return {
        "answers": len(waits),
        **{f"p{at}": round(cuts[at - 1] * 1000, 1) for at in (50, 95, 99)},
        "worst": round(max(waits) * 1000, 1),
    }


def measure() -> dict[str, Any]:
    """Milliseconds until an answer without and with a renewal, and the ratio of their 99th hundredths."""
    pages = [page for some in addresses().values() for page in some[:25]]
    kept = {"HAAT_HOSTS": "127.0.0.1", "HAAT_WORKERS": "2", "HAAT_DATA_DIR": os.environ["HAAT_DATA_DIR"]}
    with server({**kept, "HAAT_REQUESTS": "0"}) as running:
        _round(running, pages)
        calm, none = _round(running, pages)
    # Each ends once or twice within the time: at `half` of what one answers in it, up to twice as many.
    half = max(50, len(calm) // 6)
    with server({**kept, "HAAT_REQUESTS": str(half)}) as running:
        _round(running, pages)
        renewed, how_many = _round(running, pages)
    assert none == 0, "a worker ended that should not"
    found = {"without": _told(calm), "with": {**_told(renewed), "renewed": how_many}}
    return {**found, "p99_ratio": round(found["with"]["p99"] / found["without"]["p99"], 2)}
