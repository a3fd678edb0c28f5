"""The read models made anew, as `haat rebuild` does: the shelf from nothing, the shelf when all is right, the facts.

    python -m benchmarks.rebuilding [GOODS [ORDERS]]

on the configured database, which must be migrated; the mart `bench` is made when it is not there.
"""

import json
import os
import sys
from typing import Any

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not apps.ready:
    django.setup()

from benchmarks import catalogue, sold
from benchmarks.spent import spent
from haat.orders.models import OrderLine
from haat.places.models import Mart
from haat.review import facts
from haat.shelf import build
from haat.shelf.models import Shelf, ShelfText, ShelfWords


def measure(goods: int = 100_000, orders: int = 105_000) -> dict[str, Any]:
    """Statements, seconds and CPU: of the shelf from nothing and of looking at it again, and of the facts."""
    mart = Mart.objects.filter(slug="bench").first() or catalogue.fill(goods)
    for model in (ShelfText, ShelfWords, Shelf):
        model.objects.all().delete()
    catalogue.analyze()
    found: dict[str, Any] = {"goods": mart.goods.count()}
    with spent() as found["shelf"]:
        found["shelf_rows"] = build.rebuild(mart, hands=build.HANDS)
    catalogue.analyze()
    with spent() as found["shelf_again"]:
        build.rebuild(mart, hands=build.HANDS)
    lacking = orders - OrderLine.objects.filter(part__mart=mart).count()
    if lacking > 0:
        sold.fill(mart, lacking)
        catalogue.analyze()
    found["orders"] = OrderLine.objects.filter(part__mart=mart).count()
    with spent() as found["facts"]:
        found["facts_rows"] = facts.rebuild([mart])
    return found


if __name__ == "__main__":
    print(json.dumps(measure(*map(int, sys.argv[1:])), indent=1))
