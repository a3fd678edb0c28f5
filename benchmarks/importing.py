"""Tables of goods and of makers looked through and brought in, and how long others who write wait meanwhile.

    python -m benchmarks.importing [ROWS]

on the configured database, which must be migrated; the mart `bench` is made when it is not there.
"""

import json
import os
import random
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not apps.ready:
    django.setup()

from django.db import connection

from benchmarks import catalogue
from benchmarks.spent import spent
from haat.catalogue.models import Craft
from haat.core import worker
from haat.core.actor import MACHINE
from haat.core.models import Job
from haat.makers.actions import import_makers
from haat.makers.models import Maker
from haat.orders.models import Basket
from haat.places.models import Mart, PinCode
from haat.studio.actions import import_goods

OTHERS_PAUSE_SECONDS = 0.05


def rows(mart: Mart, count: int, *, seed: int = 3) -> list[dict[str, str]]:
    """A table as a district fills it in: two languages, a price, pieces or weeks, what a piece costs."""
    rng = random.Random(seed)
    makers = list(Maker.objects.filter(mart=mart).order_by("pk").values_list("slug", flat=True))
    crafts = list(Craft.objects.order_by("pk").values_list("slug", flat=True))
    return [_row(rng, f"t{time.time_ns()}-{number}"[-24:], makers, crafts) for number in range(count)]


def _row(rng: random.Random, key: str, makers: list[str], crafts: list[str]) -> dict[str, str]:
    thing, kind = rng.choice(catalogue.THINGS), rng.choice(catalogue.KINDS)
    to_order = rng.random() < 0.2
    return {
        "maker": rng.choice(makers),
        "key": key,
        "craft": rng.choice(crafts),
        "name_en": f"{kind[0]} {thing[0]} {catalogue.word(rng)}",
        "name_hi": f"{kind[1]} {thing[1]}",
        "price": str(rng.randrange(50, 4000)),
        "weight_g": str(rng.randrange(50, 3000)),
        "made_to_order": "yes" if to_order else "",
        "making_days": "10" if to_order else "",
        "pieces": "" if to_order else str(rng.randrange(60)),
        "capacity": "7" if to_order else "",
        "materials": str(rng.randrange(20, 400)),
        "minutes": str(rng.randrange(20, 600)),
        "length_cm": "30",
        "width_cm": "20",
        "height_cm": "10",
        "description_en": f"Made of {kind[0]} by hand.",
        "care_en": "Wipe it dry." if rng.random() < 0.3 else "",
    }


def maker_rows(mart: Mart, count: int, *, seed: int = 5) -> list[dict[str, str]]:
    """A list of groups as a district has it: two languages, a phone each, three members, an account for most."""
    rng = random.Random(seed)
    blocks = [str(block) for block in mart.place.children.filter(kind="block").order_by("pk")]
    PinCode.objects.get_or_create(
        pin="814112", defaults={"district": mart.place, "state": mart.place.parent, "office": "Bench"}
    )
    return [_maker_row(rng, number, blocks) for number in range(count)]


def _maker_row(rng: random.Random, number: int, blocks: list[str]) -> dict[str, str]:
    name = rng.choice(catalogue.KINDS)
    banked = rng.random() < 0.7
    return {
        "kind": "group",
        "name_en": f"{name[0].title()} {catalogue.word(rng).title()} Group",
        "name_hi": f"{name[1]} समूह",
        "block": rng.choice(blocks),
        "pin": "814112",
        "phone": f"{7_000_000_000 + number}",
        "leader_en": f"{catalogue.word(rng).title()} Devi",
        "members": "Rina Devi; Mina Devi; Tara Devi",
        "since": str(rng.randrange(2005, 2026)),
        "account_number": f"{30_000_000_000 + number}" if banked else "",
        "ifsc": "SBIN0000064" if banked else "",
        "pan": "AAATD4127M" if rng.random() < 0.3 else "",
        "story_en": "We work together." if rng.random() < 0.3 else "",
    }


@contextmanager
def others(mart: Mart, found: dict[str, Any]) -> Iterator[None]:
    """Somebody else who writes all the while, as the shop does: how often she wrote, and how long she waited."""
    waits, done = list[float](), threading.Event()

    def write() -> None:
        while not done.is_set():
            began = time.perf_counter()
            Basket.objects.create(mart=mart, token=f"w{time.time_ns()}")
            waits.append(time.perf_counter() - began)
            done.wait(OTHERS_PAUSE_SECONDS)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        done.set()
        writer.join()
        ranked = sorted(waits)
        found |= {"writes": len(ranked), "longest_wait_seconds": round(ranked[-1], 2)}
        found["p95_wait_seconds"] = round(ranked[int(len(ranked) * 0.95)], 2)


def measure(count: int = 10_000) -> dict[str, Any]:
    """Statements, seconds and CPU of so many goods and makers: a dry run, the real one, its jobs, and once more."""
    mart = Mart.objects.filter(slug="bench").first() or catalogue.fill(1000, 300)
    found: dict[str, Any] = _measured(import_goods, mart, rows(mart, count))
    found["makers"] = _measured(import_makers, mart, maker_rows(mart, count))
    return found


def _measured(bring: Any, mart: Mart, table: list[dict[str, str]]) -> dict[str, Any]:
    found: dict[str, Any] = {"rows": len(table), "others": {}}
    with spent() as found["dry_run"], others(mart, found["others"]):
        dry = bring(table, mart=mart, by=MACHINE, dry_run=True)
    with spent() as found["import"], others(mart, found["others"]):
        report = bring(table, mart=mart, by=MACHINE)
    found |= {"made": report.made, "refused": len(report.refused), "said_before": dry.made}
    found["jobs"] = Job.objects.exclude(state="done").count()
    with spent() as found["jobs_done"]:
        while worker.run_due(limit=500):
            pass
    with spent() as found["again"]:
        found["same"] = bring(table, mart=mart, by=MACHINE).same
    return found


if __name__ == "__main__":
    print(json.dumps(measure(*map(int, sys.argv[1:])), indent=1))
