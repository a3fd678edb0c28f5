"""A buyer's whole road over HTTP: a good, into the basket, the basket, the checkout, the order, the order's page.

    python -m benchmarks.flows [BUYERS]

on a database that holds `benchmarks.catalogue`'s mart. CPU is that of gunicorn as shipped *and* of PostgreSQL, from
/proc, after each step of each buyer; what the measuring client itself takes is not in it.
"""

import http.client
import json
import os
import re
import sys
import threading
import time
from statistics import median
from typing import Any
from urllib.parse import urlencode

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not apps.ready:
    django.setup()


from benchmarks import checkout
from benchmarks.serving import cpu_seconds, postmaster, server
from haat.catalogue.models import Variant

STEPS = ("good", "put_in", "basket", "checkout", "place", "order_page")
FIELD = re.compile(r'name="(csrfmiddlewaretoken|key|seen)" value="([^"]*)"')
WARM = 12


class Buyer:
    """A browser without a face, with an address and a basket of its own."""

    def __init__(self, port: int, number: int, goods: list[tuple[str, int]]) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.port, self.number = port, number
        self.slug, self.variant = goods[number * 7 % len(goods)]
        self.cookies: dict[str, str] = {}
        self.page = ""
        self.link = ""

    def ask(self, expected: int, path: str, form: dict[str, Any] | None = None) -> str:
        headers = {
            "Host": f"127.0.0.1:{self.port}",
            "Origin": f"http://127.0.0.1:{self.port}",
            "Accept-Encoding": "gzip" if form is None else "identity",
            "X-Forwarded-For": f"10.{self.number >> 16 & 255}.{self.number >> 8 & 255}.{self.number & 255}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if path.endswith(f"pin={checkout.PIN}"):
            headers["Accept-Encoding"] = "identity"  # its form is read
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request("GET" if form is None else "POST", path, urlencode(form) if form else None, headers)
        answer = self.line.getresponse()
        self.page = answer.read().decode(errors="replace")
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _is, value = cookie.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        assert answer.status == expected, f"{path}: {answer.status} instead of {expected}: {self.page[:2000]}"
        return answer.headers.get("Location", "")

    def step(self, name: str) -> None:
        """One of STEPS."""
        if name == "good":
            self.ask(200, f"/hi/g/{self.slug}/")
        elif name == "put_in":
            self.ask(302, "/hi/basket/change/", {"variant": self.variant, "quantity": 1})
        elif name == "basket":
            self.ask(200, "/hi/basket/")
        elif name == "checkout":
            self.ask(200, f"/hi/checkout/?pin={checkout.PIN}")
        elif name == "place":
            self.link = self.ask(303, "/hi/checkout/", {**dict(FIELD.findall(self.page)), **FORM})
        else:
            self.ask(200, self.link)


FORM = {
    "pin": checkout.PIN,
    "name": "Bench Buyer",
    "address": "1 Bench Road",
    "phone": "9000000000",
    "method": "cod",
}


def measure(buyers: int = 60, together: int = 8) -> dict[str, Any]:
    """Milliseconds of CPU by step and of the whole flow (app, database, both), and flows a second by many at once."""
    checkout.prepare()
    rows = Variant.objects.filter(pk__in=checkout.sellable(400)).values_list("good__slug", "pk").order_by("pk")
    goods = list(rows)
    database = postmaster()
    settings = {
        "HAAT_PAGE_CACHE_SECONDS": "0",
        "HAAT_WORKERS": "2",
        "HAAT_HOSTS": "127.0.0.1",
        "HAAT_TRUSTED_PROXIES": "1",
        "HAAT_DATA_DIR": os.environ["HAAT_DATA_DIR"],
    }
    with server(settings) as running:
        app: dict[str, list[float]] = {step: [] for step in STEPS}
        base: dict[str, list[float]] = {step: [] for step in STEPS}
        for number in range(WARM + buyers):
            buyer = Buyer(running.port, number, goods)
            for step in STEPS:
                before = cpu_seconds(running.pid), cpu_seconds(database)
                buyer.step(step)
                after = cpu_seconds(running.pid), cpu_seconds(database)
                if number >= WARM:
                    app[step].append((after[0] - before[0]) * 1000)
                    base[step].append((after[1] - before[1]) * 1000)
            buyer.line.close()
        rate = _many(running.port, goods, together, buyers)
    both = {step: [a + b for a, b in zip(app[step], base[step], strict=True)] for step in STEPS}
    whole = [sum(both[step][turn] for step in STEPS) for turn in range(buyers)]
    return {
        "buyers": buyers,
        "steps": {
            step: {
                "app_ms": round(median(app[step]), 2),
                "database_ms": round(median(base[step]), 2),
                "median_ms": round(median(both[step]), 2),
                "worst_ms": round(max(both[step]), 2),
            }
            for step in STEPS
        },
        "flow_ms": {
            "app": round(sum(map(sum, app.values())) / buyers, 2),
            "database": round(sum(map(sum, base.values())) / buyers, 2),
            "least": round(min(whole), 2),
            "median": round(median(whole), 2),
            "worst": round(max(whole), 2),
        },
        "flows_per_second": rate,
    }


def _many(port: int, goods: list[tuple[str, int]], together: int, buyers: int) -> float:
    """Flows a second of `together` buyers at once; the client's own work is on the same cores."""
    wrong: list[str] = []

    def buy(thread: int) -> None:
        try:
            for turn in range(buyers // 4 + 1):
                buyer = Buyer(port, 10_000 + thread * 1000 + turn, goods)
                for step in STEPS:
                    buyer.step(step)
                buyer.line.close()
        except Exception as error:
            wrong.append(f"{type(error).__name__}: {error}")

    crew = [threading.Thread(target=buy, args=(number,)) for number in range(together)]
    began = time.perf_counter()
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    assert not wrong, wrong[0]
    return round(together * (buyers // 4 + 1) / (time.perf_counter() - began), 1)


if __name__ == "__main__":
    print(json.dumps(measure(*(int(text) for text in sys.argv[1:2])), indent=1))
