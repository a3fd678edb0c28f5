"""A mart of so many goods on the configured database: filled when it is empty, else grown."""

import time
from typing import Any

from django.core.management import call_command
from django.db import connection

from benchmarks import catalogue
from benchmarks.spent import spent
from haat.places.models import Mart, MartHost
from haat.shelf import build
from haat.shelf.models import Shelf


def prepare() -> None:
    """Tables and static files, as at the start of the product."""
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def measure(goods: int, filled: int = 0) -> dict[str, Any]:
    """Fill an empty database with `goods` (0: only its tables are made), or grow the mart in it to so many.

    Beyond `filled` rows are copied in SQL, which takes minutes and not hours.
    """
    found: dict[str, Any] = {}
    if not connection.introspection.table_names():
        prepare()
        found = _fill(min(goods, filled or goods)) if goods else {}
    if 0 < filled < goods:
        from benchmarks import growing

        began = time.perf_counter()
        growing.grow(goods)
        found["grow_seconds"] = round(time.perf_counter() - began, 1)
    catalogue.analyze()
    return found | {"goods": Shelf.objects.filter(mart__slug="bench").count()}


def _fill(goods: int) -> dict[str, Any]:
    began = time.perf_counter()
    catalogue.fill(goods)
    mart = Mart.objects.get(slug="bench")
    MartHost.objects.get_or_create(host="127.0.0.1", defaults={"mart": mart})
    filled = time.perf_counter()
    with spent() as rebuilt:  # as `haat rebuild shelf` does it
        build.rebuild(mart, hands=build.HANDS)
    return {
        "fill_seconds": round(filled - began, 1),
        "rebuild_seconds": rebuilt["seconds"],
        "rebuild_cpu_seconds": rebuilt["app_cpu_seconds"],
        "rebuild_database_cpu_seconds": rebuilt["database_cpu_seconds"],
    }
