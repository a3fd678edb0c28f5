"""`place_order` alone, by many buyers at once, and two hundred buyers for the last five pieces.

    python -m benchmarks.part checkout

No page is in it: the baskets are filled before, then comes the promise for a PIN, and the order with its stock taken,
events and jobs written. What an order costs with all its pages is `benchmarks.flows`. Buyers are threads of two
processes, as gunicorn runs them.
"""

import json
import os
import subprocess
import sys
import threading
import time
from typing import Any

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not apps.ready:
    django.setup()

from django.db import connection, connections
from django.db.models import F

from benchmarks.serving import cpu_seconds, postmaster
from haat.catalogue.models import Variant
from haat.core.actor import MACHINE
from haat.delivery import carriers
from haat.delivery.actions import set_zone
from haat.delivery.queries import promise_for
from haat.orders import actions
from haat.orders.models import Basket, Order
from haat.orders.queries import basket_by_token, basket_lines
from haat.orders.rules import Buyer
from haat.payments.queries import first_terms
from haat.places.models import Mart, PinCode
from haat.stock.models import StockItem

PIN = "999001"
PROCESSES = 2


def prepare() -> Mart:
    """A PIN and a zone for the synthetic mart, and plenty of stock."""
    mart = Mart.objects.select_related("place__parent").get(slug="bench")
    PinCode.objects.get_or_create(
        pin=PIN, defaults={"district": mart.place, "state": mart.place.parent, "office": "Bench"}
    )
    if not mart.zones.exists():
        set_zone(
            mart,
            place=None,
            carrier=carriers.on_rounds()[0],
            days=3,
            charge_paise=4000,
            cod_limit_paise=10**9,
            by=MACHINE,
        )
    StockItem.objects.filter(mart=mart).update(on_hand=F("reserved") + 100_000)
    return mart


def sellable(count: int) -> list[int]:
    """Variants in stock, spread over the catalogue."""
    rows = Variant.objects.filter(
        mart__slug="bench", good__state="live", good__made_to_order=False, stock__isnull=False
    )
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[: count * 7 : 7])
    return ids[:count]


def _baskets(mart: Mart, variant_ids: list[int], count: int) -> list[Basket]:
    variants = {v.pk: v for v in Variant.objects.filter(pk__in=variant_ids).select_related("good__maker")}
    made = []
    for number in range(count):
        basket = actions.make_basket(mart)
        for offset in range(1 + number % 2):
            actions.put_in_basket(basket, variant=variants[variant_ids[(number + offset) % len(variant_ids)]])
        made.append(basket)
    return made


def order(basket: Basket, key: str) -> Order:
    """One checkout as the shop does it."""
    mart = basket.mart
    basket = basket_by_token(mart, basket.token) or basket
    basket.mart = mart
    promise = promise_for(mart, PIN, basket_lines(basket))
    terms = first_terms(Order.Pays.AT_THE_DOOR)
    buyer = Buyer(phone="+919000000000", name="Bench Buyer", address="1 Bench Road", pin=PIN, language="hi")
    return actions.place_order(basket, buyer=buyer, promise=promise, terms=terms, key=key, by=MACHINE)


def work(threads: int, baskets_each: int, name: str) -> dict[str, float]:
    """In this process: fill baskets, wait for a line on standard input, then order them all from `threads` threads."""
    mart = Mart.objects.get(slug="bench")
    ids = sellable(400)
    held = [_baskets(mart, ids[n::threads] or ids, baskets_each) for n in range(threads)]
    failed: list[str] = []

    def buy(number: int) -> None:
        for turn, basket in enumerate(held[number]):
            try:
                order(basket, f"bench-{name}-{number}-{turn}-{basket.pk}")
            except Exception as error:
                failed.append(f"{type(error).__name__}: {error}")
        connections.close_all()

    print("ready", flush=True)
    sys.stdin.readline()
    cpu, began = time.process_time(), time.perf_counter()
    crew = [threading.Thread(target=buy, args=(n,)) for n in range(threads)]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    seconds = time.perf_counter() - began
    return {
        "orders": threads * baskets_each - len(failed),
        "failed": len(failed),
        "first_failure": failed[0] if failed else "",
        "seconds": seconds,
        "cpu_seconds": time.process_time() - cpu,
    }


def throughput(buyers: int = 32, baskets_each: int = 25) -> dict[str, Any]:
    """Orders a second by `buyers` at once over PROCESSES processes."""
    prepare()
    connection.close()
    command = [sys.executable, "-m", "benchmarks.checkout", "work", str(buyers // PROCESSES), str(baskets_each)]
    crews = [
        subprocess.Popen([*command, str(n)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for n in range(PROCESSES)
    ]
    for crew in crews:
        assert crew.stdout is not None
        assert crew.stdout.readline().strip() == "ready"
    database = postmaster()
    connection.close()
    began, before = time.perf_counter(), cpu_seconds(database)
    for crew in crews:
        assert crew.stdin is not None
        crew.stdin.write("go\n")
        crew.stdin.flush()
    results = [json.loads(crew.communicate()[0]) for crew in crews]
    seconds, base = time.perf_counter() - began, cpu_seconds(database) - before
    orders = sum(result["orders"] for result in results)
    return {
        "buyers": buyers,
        "orders": orders,
        "failed": sum(result["failed"] for result in results),
        "first_failure": next((r["first_failure"] for r in results if r["failed"]), ""),
        "orders_per_second": round(orders / seconds, 1),
        "app_ms_per_order": round(sum(r["cpu_seconds"] for r in results) * 1000 / max(1, orders), 2),
        "database_ms_per_order": round(base * 1000 / max(1, orders), 2),
    }


def last_pieces(buyers: int = 200, pieces: int = 5) -> dict[str, int]:
    """`buyers` at once for the last `pieces` of one variant: how many got one."""
    mart = prepare()
    variant_id = sellable(1)[0]
    StockItem.objects.filter(variant_id=variant_id).update(on_hand=F("reserved") + buyers)
    baskets = [actions.make_basket(mart) for _ in range(buyers)]
    variant = Variant.objects.select_related("good__maker").get(pk=variant_id)
    for basket in baskets:
        actions.put_in_basket(basket, variant=variant)
    StockItem.objects.filter(variant_id=variant_id).update(on_hand=F("reserved") + pieces)
    won: list[str] = []
    gate = threading.Barrier(buyers)

    def buy(basket: Basket) -> None:
        gate.wait()
        try:
            won.append(order(basket, f"last-{basket.pk}-{time.time_ns()}").number)
        except Exception as error:
            lost.append(type(error).__name__)
        finally:
            connections.close_all()

    lost: list[str] = []
    crew = [threading.Thread(target=buy, args=(basket,)) for basket in baskets]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    return {"buyers": buyers, "pieces": pieces, "orders": len(won), "refused": len(lost)}


def measure() -> dict[str, Any]:
    """Both, on a mart with stock enough."""
    return {"place_order": throughput(), "last_pieces": last_pieces()}


if __name__ == "__main__":
    print(json.dumps(work(int(sys.argv[2]), int(sys.argv[3]), f"{sys.argv[4]}-{time.time_ns()}")))
