"""CPU microseconds, time and queries of the shop's listings and searches at a size of catalogue.

    python -m benchmarks.shelf [GOODS …]        (default 10000 100000; --explain shows the plans)

Fills the configured database with `benchmarks.catalogue`, once for each size (a mart `bench` that is there is used).
CPU is this process's; on PostgreSQL the server's is told apart by the time a query takes.
"""

import os
import re
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not apps.ready:
    django.setup()

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks import catalogue
from haat.places.models import Mart, MartHost, Place
from haat.shelf import build
from haat.shelf.models import Shelf
from haat.shelf.queries import facets, home, listing

SECONDS = 0.6


@dataclass(frozen=True)
class Measured:
    """One reading: microseconds of CPU and of wall time a call, its queries, the total it gave."""

    name: str
    cpu: float
    wall: float
    queries: int
    total: int


def cases(mart: Mart) -> dict[str, Callable[[], Any]]:
    """What is measured, by name."""
    some = Shelf.objects.filter(mart=mart, craft="bench-saree").order_by("by_new")[500:501].first()
    craft, maker = "bench-saree", (some or Shelf.objects.filter(mart=mart)[0]).maker_id
    deep = f"0.{some.by_new}" if some else None

    def shop(**wanted: Any) -> Callable[[], Any]:
        return lambda: listing(mart, "hi", **wanted)

    return {
        "listing": shop(),
        "listing, deep page": shop(after=deep),
        "craft": shop(craft=craft),
        "small craft": shop(craft="bench-rug", sort="best"),
        "block": shop(block="palojori"),
        "craft and block": shop(craft="bench-soop", block="palojori"),
        "made to order": shop(ready=False, sort="loved"),
        "by price": shop(sort="cheap"),
        "by stars": shop(craft=craft, sort="best"),
        "by sales": shop(sort="loved"),
        "maker": shop(maker_id=maker),
        "price band": shop(price=(30_000, 60_000)),
        "price band, narrow": shop(price=(40_000, 40_200)),
        "price band, by price": shop(price=(100_000, None), sort="dear", craft=craft),
        "search frequent": shop(query="साड़ी"),
        "search two words": shop(query="lal sari"),
        "search rare": shop(query="agarbatti"),
        "search, none has both": shop(query="agarbatti basket"),
        "search misspelt": shop(query="gamcha"),
        "search nothing": shop(query="helicopter"),
        "search, some words": shop(query="sari helicopter"),
        "search in a craft": shop(query="bans", craft=craft, block="palojori"),
        "search by price": shop(query="sari", sort="cheap"),
        "search by price, rare": shop(query="agarbatti", sort="cheap"),
        "search in a price band": shop(query="sari", price=(40_000, 40_200)),
        "facets": lambda: facets(mart, "hi", craft=craft),
        "home": lambda: home(mart, "hi"),
    }


def measure(name: str, work: Callable[[], Any]) -> Measured:
    """Repeat `work` for SECONDS after a warm-up and give the mean."""
    with CaptureQueriesContext(connection) as asked:
        page = work()
    for _turn in range(3):
        work()
    turns, cpu, wall = 0, time.process_time(), time.perf_counter()
    while time.perf_counter() - wall < SECONDS or turns < 5:
        work()
        turns += 1
    spent, passed = time.process_time() - cpu, time.perf_counter() - wall
    total = getattr(page, "total", getattr(page, "goods", 0))
    return Measured(name, spent / turns * 1e6, passed / turns * 1e6, len(asked), total)


def explain(work: Callable[[], Any]) -> list[str]:
    """The plans of the queries of `work`, keys shortened."""
    with CaptureQueriesContext(connection) as asked:
        work()
    postgresql = connection.vendor == "postgresql"
    lines = []
    with connection.cursor() as cursor:
        for query in asked:
            command = "EXPLAIN (ANALYZE, BUFFERS)" if postgresql else "EXPLAIN QUERY PLAN"
            cursor.execute(f"{command} {query['sql']}".replace("%", "%%"), [])
            lines += [str(row[-1]) for row in cursor.fetchall()]
    return [re.sub(r"'(\(\().{60,}?'", "'…'", line) for line in lines]


def mart_of(goods: int) -> Mart:
    """The bench mart with that many goods: as it stands, or made anew in place of another size."""
    mart = Mart.objects.select_related("place").filter(slug="bench").first()
    if mart is not None and Shelf.objects.filter(mart=mart).count() == goods:
        return mart
    if mart is not None:
        raise SystemExit("the database holds a bench of another size; give each size its own data folder")
    mart = catalogue.fill(goods)
    build.rebuild(mart)
    catalogue.analyze()
    return Mart.objects.select_related("place").get(pk=mart.pk)


def run(goods: int) -> list[Measured]:
    """Every case at a size."""
    return [measure(name, work) for name, work in cases(mart_of(goods)).items()]


def main(arguments: Sequence[str]) -> None:
    sizes = [int(text) for text in arguments if text.isdigit()] or [100_000]
    for size in sizes:
        mart = mart_of(size)
        print(f"{connection.vendor}, {size} goods, {MartHost.objects.count()} hosts, {Place.objects.count()} places")
        for name, work in cases(mart).items():
            found = measure(name, work)
            print(f"{name:24}{found.cpu:9.0f} µs CPU{found.wall:9.0f} µs{found.queries:3} SQL{found.total:8}")
            if "--explain" in arguments:
                print("\n".join(f"        {line}" for line in explain(work)))


if __name__ == "__main__":
    main(sys.argv[1:])
