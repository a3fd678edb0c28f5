"""A table of goods brought in, and what its jobs cost the worker.

    python -m benchmarks.importing [GOODS]

on the configured database, which must be migrated; the mart `bench` is made when it is not there.
"""

import json
import os
import random
import sys
import time
from typing import Any

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not apps.ready:
    django.setup()

from benchmarks import catalogue
from benchmarks.spent import spent
from haat.catalogue.models import Craft
from haat.core import worker
from haat.core.actor import MACHINE
from haat.core.models import Job
from haat.makers.models import Maker
from haat.places.models import Mart
from haat.studio.actions import import_goods


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


def measure(goods: int = 10_000) -> dict[str, Any]:
    """Statements, seconds and CPU of bringing in so many goods, of their jobs, and of bringing them in once more."""
    mart = Mart.objects.filter(slug="bench").first() or catalogue.fill(1000, 300)
    table = rows(mart, goods)
    found: dict[str, Any] = {"rows": len(table)}
    with spent() as found["import"]:
        report = import_goods(table, mart=mart, by=MACHINE)
    found |= {"made": report.made, "refused": len(report.refused), "jobs": Job.objects.exclude(state="done").count()}
    with spent() as found["jobs_done"]:
        while worker.run_due(limit=500):
            pass
    with spent() as found["again"]:
        found["same"] = import_goods(table, mart=mart, by=MACHINE).same
    return found


if __name__ == "__main__":
    print(json.dumps(measure(*map(int, sys.argv[1:])), indent=1))
