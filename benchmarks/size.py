"""One size on the configured database: fill, then measure pages, weight and checkout; prints JSON."""

import json
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command
from django.db import connection

from benchmarks import catalogue, checkout, pages, weight
from haat.places.models import Mart, MartHost
from haat.shelf import build


def main(arguments: list[str]) -> None:
    goods = int(arguments[0])
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    catalogue.fill(goods, max(1, goods // 20))
    mart = Mart.objects.get(slug="bench")
    MartHost.objects.get_or_create(host="127.0.0.1", defaults={"mart": mart})
    cpu, began = time.process_time(), time.perf_counter()
    rows = build.rebuild(mart)
    found = {
        "shelf_rows": rows,
        "rebuild_seconds": round(time.perf_counter() - began, 1),
        "rebuild_cpu_seconds": round(time.process_time() - cpu, 1),
    }
    catalogue.analyze()
    connection.close()
    found["pages"] = pages.measure()
    found["first_visit"] = weight.measure({"HAAT_DATA_DIR": os.environ["HAAT_DATA_DIR"], "HAAT_HOSTS": "127.0.0.1"})
    if "--checkout" in arguments:
        found["checkout"] = checkout.throughput()
        found["last_pieces"] = checkout.last_pieces()
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
