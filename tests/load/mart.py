"""What the load tests do to the database of a running Haat, from a process of its own."""

import time

from django.db.models import Q
from django.utils import timezone

from haat.core import worker
from haat.core.models import Job
from haat.orders.models import Order, OrderLine
from haat.shelf import build
from haat.stock.models import StockItem
from tests.make import HOME_PIN, make_fee, make_maker, make_mart, make_pin, make_stocked, make_zone

MAKERS, GOODS_EACH, PIECES = 3, 4, 2000


def fill() -> dict[str, object]:
    """A small mart with plenty of everything; answers the variants to buy."""
    mart = make_mart()
    make_pin(HOME_PIN)
    make_zone(mart)
    make_fee(mart, packing_paise=500)
    made = [make_stocked(maker, pieces=PIECES) for maker in _makers() for _good in range(GOODS_EACH)]
    build.rebuild()
    return {"variants": [variant.pk for variant in made], "pin": HOME_PIN}


def _makers() -> list[object]:
    return [make_maker(f"Group {number}") for number in range(MAKERS)]


def drain(seconds: float) -> dict[str, object]:
    """Work beside the worker until nothing is due any more, then count.

    What a killed worker held lies under its lease for a minute; the minute is let pass at once.
    """
    Job.objects.filter(state=Job.State.RUNNING).update(lease_until=timezone.now())
    until = time.monotonic() + seconds
    open_ = Q(state=Job.State.RUNNING) | Q(state=Job.State.WAITING, run_at__lte=timezone.now())
    while (left := Job.objects.filter(open_).count()) and time.monotonic() < until:
        if not worker.run_due(limit=20):
            time.sleep(0.2)
    return {"left": left} | count()


def count() -> dict[str, object]:
    """Orders, their pieces, pieces the stock says are promised, jobs that were given up."""
    return {
        "orders": Order.objects.count(),
        "keys": Order.objects.values("external_id").distinct().count(),
        "pieces": sum(OrderLine.objects.values_list("quantity", flat=True)),
        "reserved": sum(StockItem.objects.values_list("reserved", flat=True)),
        "failed_jobs": Job.objects.filter(state=Job.State.FAILED).count(),
    }
