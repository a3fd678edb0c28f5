"""CPU a page of the shop costs on gunicorn as shipped, cached and not, and the queries it makes.

The configured database must hold `benchmarks.catalogue`'s mart. CPU is the server processes' own (from /proc), so a
busy machine changes it little; what PostgreSQL spends is not in it.
"""

import os
from statistics import median
from typing import Any

from benchmarks.serving import Server, server

# Many short rounds: a shared machine has slow spells of seconds, and what a page costs shows between them.
ROUNDS, REPEATS = 40, 24


def addresses() -> dict[str, list[str]]:
    """Kind of page → addresses to go round, so that no one good is measured."""
    from haat.places.models import Mart
    from haat.shelf.models import Shelf

    mart = Mart.objects.get(slug="bench")
    rows = Shelf.objects.filter(mart=mart).order_by("pk")
    crafts = list(rows.values_list("craft", flat=True).distinct().order_by("craft")[:20])
    return {
        "listing": ["/hi/search/", "/hi/search/?sort=cheap", "/hi/search/?ready=ready"],
        "craft": [f"/hi/crafts/{slug}/" for slug in sorted(set(crafts))],
        "good": [f"/hi/g/{slug}/" for slug in rows.values_list("slug", flat=True)[:2000:40]],
        "search": [f"/hi/search/?q={word}" for word in ("pera", "saree", "bamboo+basket", "shahad", "lal+dupatta")],
    }


def queries() -> dict[str, int]:
    """The most statements any page of a kind makes, uncached."""
    from django.core.cache import caches
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from haat.web.ui.middleware import HOSTS

    client = Client(headers={"host": "127.0.0.1"})
    most: dict[str, int] = {}
    for kind, pages in addresses().items():
        for page in pages[:5]:
            client.get(page)
            caches["pages"].clear()
            HOSTS.find("127.0.0.1")
            with CaptureQueriesContext(
                connection,
            ) as seen:
                answer = client.get(page)
            assert answer.status_code == 200, page
            most[kind] = max(most.get(kind, 0), len(seen))
    return most


def _round(running: Server, pages: list[str], *, first: int = 0, count: int = REPEATS) -> float:
    """CPU milliseconds a page over `count` requests on one connection, beginning with page number `first`."""
    connection = running.connect()
    before = running.cpu_seconds()
    for number in range(first, first + count):
        connection.request("GET", pages[number % len(pages)], headers={"Host": "127.0.0.1", "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, (pages[number % len(pages)], answer.status)
    connection.close()
    return (running.cpu_seconds() - before) * 1000 / count


def cpu(*, cache_seconds: int) -> dict[str, dict[str, float]]:
    """CPU milliseconds a page of each kind, one worker process: `least` and `median` of ROUNDS rounds."""
    environment = {
        "HAAT_PAGE_CACHE_SECONDS": str(cache_seconds),
        "HAAT_WORKERS": "1",
        "HAAT_HOSTS": "127.0.0.1",
        "HAAT_DATA_DIR": os.environ["HAAT_DATA_DIR"],
    }
    rounds: dict[str, list[float]] = {}
    with server(environment) as running:
        kinds = addresses()
        for pages in kinds.values():
            _round(running, pages, count=max(REPEATS, len(pages)))
        for turn in range(ROUNDS):
            for kind, pages in kinds.items():
                rounds.setdefault(kind, []).append(_round(running, pages, first=turn * REPEATS))
    return {kind: {"least": round(min(each), 2), "median": round(median(each), 2)} for kind, each in rounds.items()}


def measure() -> dict[str, Any]:
    """Everything about pages for the database as it is."""
    return {"queries": queries(), "uncached_ms": cpu(cache_seconds=0), "cached_ms": cpu(cache_seconds=600)}
