"""Every page of the office at 5,000 makers and 100,000 orders: CPU of the server and of PostgreSQL, and bytes of HTML.

    python -m benchmarks.office            # fills the configured database (migrated, empty) and measures
    python -m benchmarks.office measure    # measures one that is filled

Each address is asked over HTTP of gunicorn as shipped, signed in as the officer who sees most of it. A page's cost is
what the server's processes, and all of PostgreSQL's, spent on the processor (/proc); SQLite's work is the server's.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from statistics import median
from typing import Any
from urllib.parse import urlencode

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not apps.ready:
    django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.management import call_command
from django.urls import reverse

from benchmarks.office_rows import fill
from benchmarks.office_sql import officer
from benchmarks.serving import Meter, Server, server
from haat.catalogue.models import Good
from haat.core.models import Event
from haat.delivery.models import Round
from haat.ledger.models import Party, PayoutRun, Receivable
from haat.makers.models import Maker
from haat.orders.models import Arrival, Order, Part
from haat.places.models import Mart, MartHost
from haat.stock.models import Move, StockPlace
from haat.web.ui.session import BACKEND, BEGUN, FACTOR_KEY, SEEN

WARM, ROUNDS, ANEW = 3, 9, 3
# After its last byte a request is still closed, logged and counted.
SETTLE = 0.002
DEEP = 1000


def session(kind: str) -> str:
    """The cookie of a session of that officer, second factor given."""
    user = officer(kind)
    kept = SessionStore()
    kept[SESSION_KEY], kept[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    kept[HASH_SESSION_KEY], kept[FACTOR_KEY] = user.get_session_auth_hash(), True
    kept[BEGUN] = kept[SEEN] = int(time.time())
    kept.save()
    return str(kept.session_key)


def _at(name: str, *args: object, **given: object) -> str:
    query = urlencode({key: value for key, value in given.items() if value is not None})
    return reverse(f"office:{name}", args=args) + (f"?{query}" if query else "")


def addresses() -> Iterator[tuple[str, str, str]]:
    """(name, officer, address) of every page, with the searches, sorts and tabs that cost most."""
    yield from _lists()
    yield from _ones()
    yield from _others()


def _lists() -> Iterator[tuple[str, str, str]]:  # noqa: PLR0915 - one line a page
    order = Order.objects.filter(channel="mart").order_by("-pk")[50]
    maker = Maker.objects.order_by("-pk")[20]
    block = str(maker.block.slug)
    yield "today", "collector", _at("today:list")
    yield "today, a block", "coordinator", _at("today:list")
    yield "password", "desk", _at("password")
    yield "makers", "desk", _at("makers:list")
    for name in ("block", "kind", "state", "-members", "-enrolled", "-goods"):
        yield f"makers by {name}", "desk", _at("makers:list", sort=name)
    yield "makers, live", "desk", _at("makers:list", state="live")
    yield "makers, a block", "desk", _at("makers:list", block=block)
    yield "makers, a craft", "desk", _at("makers:list", craft="bench-saree")
    yield "makers, a kind", "desk", _at("makers:list", kind="group")
    yield f"makers, page {DEEP}", "desk", _at("makers:list", page=DEEP)
    yield "makers, by name", "desk", _at("makers:list", q=str(maker.names["en"]).split()[0][:5])
    yield "makers, by name in capitals", "desk", _at("makers:list", q=str(maker.names["en"]).upper())
    yield "makers, by phone", "desk", _at("makers:list", q=maker.phone[3:])
    yield "makers, nobody", "desk", _at("makers:list", q="zzqzz")
    yield "orders", "desk", _at("orders:list")
    yield "orders, coordinator", "coordinator", _at("orders:list")
    for name in ("number", "-promised", "state", "block", "-total"):
        yield f"orders by {name}", "desk", _at("orders:list", sort=name)
    for state in ("late", "return", "placed", "accepted", "packed", "delivered", "cancelled", "returned"):
        yield f"orders, {state}", "desk", _at("orders:list", state=state)
    yield "orders, awaiting payment by total", "desk", _at("orders:list", state="awaiting_payment", sort="total")
    yield "orders, a block", "desk", _at("orders:list", block=block)
    yield "orders, late, a block", "desk", _at("orders:list", block=block, state="late")
    yield "orders, by method", "desk", _at("orders:list", method=order.method)
    yield f"orders, page {DEEP}", "desk", _at("orders:list", page=DEEP)
    yield "orders, by number", "desk", _at("orders:list", q=order.number)
    yield "orders, begun number", "desk", _at("orders:list", q=order.number[3:7])
    yield "orders, by phone", "desk", _at("orders:list", q=order.phone[3:])
    yield "orders, by last of phone", "desk", _at("orders:list", q=order.phone[-5:])
    yield "orders, by PIN", "desk", _at("orders:list", q=order.pin)
    yield "orders, nothing found", "desk", _at("orders:list", q="99999999")
    yield "from elsewhere", "desk", _at("orders:arrivals")
    yield "from elsewhere, all", "desk", _at("orders:arrivals", state="all")
    yield "from elsewhere, done by channel", "desk", _at("orders:arrivals", state="done", sort="channel")
    yield "from elsewhere, coordinator", "coordinator", _at("orders:arrivals", state="all")
    yield "from elsewhere, by number", "desk", _at("orders:arrivals", state="all", q="k1200")
    yield "goods", "desk", _at("goods:list")
    yield "goods, a block", "desk", _at("goods:list", block=block)
    yield "delivery", "desk", _at("delivery:list")
    yield "delivery, a block", "desk", _at("delivery:list", block=block)
    yield "stock", "desk", _at("stock:list")
    yield "stock, senders", "desk", _at("stock:senders")
    yield "stock, senders by name", "desk", _at("stock:senders", q=str(maker.names["en"])[:5])
    yield "stock, open a place", "desk", _at("stock:open")
    yield "money", "accountant", _at("money:money")
    yield "payments", "accountant", _at("money:payments")
    yield "from others", "accountant", _at("money:others")
    yield "from others by party", "accountant", _at("money:others", sort="party")
    yield "from others by open", "accountant", _at("money:others", sort="-open")
    yield "from others by number", "accountant", _at("money:others", sort="number")
    yield "from others, found", "accountant", _at("money:others", q="k1200")
    yield "review", "collector", _at("review:review")
    yield "review, a block", "collector", _at("review:review", block=block)
    yield "review, coordinator", "coordinator", _at("review:review")
    yield "targets", "collector", _at("review:target")
    for of in ("vendors", "groups", "reached_paise", "in_time_bp", "sales"):
        yield f"rows of {of}", "collector", _at("review:rows", of)


def _ones() -> Iterator[tuple[str, str, str]]:
    maker = Maker.objects.filter(goods__state="live").order_by("pk")[5]
    yield "enrol", "desk", _at("makers:new")
    yield "a maker", "desk", _at("makers:maker", maker.pk)
    yield "a maker, change", "desk", _at("makers:change", maker.pk)
    yield "a maker, members", "desk", _at("makers:members", maker.pk)
    yield "a good", "desk", _at("goods:good", Good.objects.filter(state="waiting").order_by("pk")[0].pk)
    for state in ("placed", "delivered"):
        yield (
            f"an order, {state}",
            "desk",
            _at("orders:order", Part.objects.filter(state=state).order_by("-pk")[0].number),
        )
    elsewhere = Receivable.objects.select_related("part").order_by("-pk")[0]
    yield "an order sold elsewhere", "desk", _at("orders:order", elsewhere.part.number)
    yield "one from elsewhere", "desk", _at("orders:arrival", Arrival.objects.filter(state="open").order_by("pk")[0].pk)
    yield "write in an order", "desk", _at("orders:write_in")
    yield "a round", "desk", _at("delivery:round", Round.objects.filter(state="out").order_by("pk")[0].pk)
    yield "a closed round", "desk", _at("delivery:round", Round.objects.filter(state="closed").order_by("pk")[0].pk)
    yield "the rider's page", "rider", _at("delivery:ride")
    places = StockPlace.objects.filter(maker=None).order_by("pk")
    yield "a place", "desk", _at("stock:place", places[0].pk)
    yield "a place, send", "desk", _at("stock:send", places[0].pk)
    yield "a place, change", "desk", _at("stock:change", places[0].pk)
    own = StockPlace.objects.filter(maker=maker).order_by("pk")[0]
    yield "a maker's place, send", "desk", _at("stock:send", own.pk)
    yield "a move", "desk", _at("stock:move", Move.objects.filter(received_at=None).order_by("pk")[0].pk)
    runs = PayoutRun.objects.order_by("-pk")
    yield "a run proposed", "accountant", _at("money:payout_run", runs[0].pk)
    yield "a run sent", "accountant", _at("money:payout_run", runs[1].pk)
    yield "a run paid", "accountant", _at("money:payout_run", runs[5].pk)
    yield "a party", "accountant", _at("money:party", Party.objects.order_by("pk")[0].pk)
    yield "a sale elsewhere", "accountant", _at("money:sale", elsewhere.part.number)


# The first pages of the rooms that the benchmark has no rows for; what they read of makers and goods is all there.
OTHERS = """
goods:find goods:changes goods:whites makers:papers makers:alike delivery:pickups delivery:clashes
delivery:wishes orders:ratings orders:packing channels:overview channels:causes channels:offers channels:sales
channels:feeds channels:portals cohorts:list cohorts:compare crafts:list crafts:kinds crafts:papers
crafts:of_all helping:list helping:hurts helping:faqs learning:list learning:meetings letters:list letters:made
letters:ceremonies letters:cards livelihood:district livelihood:register livelihood:makers messages:list
messages:words organisations:list paperwork:list paperwork:duties paperwork:camps people:list privacy:list
privacy:register privacy:clocks privacy:breaches roster:list roster:all roster:alike settings:launch
settings:mart settings:fees settings:zones settings:festivals settings:crafts settings:texts settings:audit
sheets:list survey:list survey:map survey:villages
"""
COLLECTORS = ("settings:audit", "privacy:")


def _others() -> Iterator[tuple[str, str, str]]:
    for name in OTHERS.split():
        kind = "collector" if name.startswith(COLLECTORS) else "accountant" if name.startswith("money:") else "desk"
        yield name.replace(":", ", "), kind, _at(name)


def _asked(running: Server, address: str, cookie: str) -> bytes:
    line = running.connect()
    language = {"Cookie": f"sessionid={cookie}; language=hi", "Host": "127.0.0.1"}
    line.request("GET", address, headers=language)
    answer = line.getresponse()
    body = answer.read()
    line.close()
    assert answer.status == 200, (address, answer.status, answer.getheader("Location"))
    return body


def _cost(running: Server, meter: Meter, address: str, cookie: str) -> tuple[float, float]:
    """CPU milliseconds of the server and of the database for one asking."""
    meter.spent()
    _asked(running, address, cookie)
    time.sleep(SETTLE)
    app, database = meter.spent()
    return app, database


def _page(running: Server, meter: Meter, address: str, cookie: str, mart_id: int) -> dict[str, Any]:
    """One address: least, median and worst of ROUNDS askings in CPU milliseconds, and its bytes.

    `anew_ms`: the median of ANEW askings, before each of which something has happened in the mart, so that nothing that
    is kept until then helps.
    """
    body = b""
    for _time in range(WARM):
        body = _asked(running, address, cookie)
    spent, there, anew = [], [], []
    for _time in range(ROUNDS):
        app, database = _cost(running, meter, address, cookie)
        spent.append(app + database)
        there.append(database)
    for _time in range(ANEW):
        Event.objects.create(kind="bench.happened", subject_type="places.mart", subject_id=mart_id, mart_id=mart_id)
        anew.append(sum(_cost(running, meter, address, cookie)))
    return {
        "ms": round(median(spent), 1),
        "least_ms": round(min(spent), 1),
        "worst_ms": round(max(spent), 1),
        "database_ms": round(median(there), 1),
        "anew_ms": round(median(anew), 1),
        "bytes": len(body),
    }


def measure(only: str = "") -> dict[str, Any]:
    """Every page of the filled database: by name its figures; the median page, the dearest and the heaviest."""
    if not Mart.objects.filter(slug="bench").exists():
        fill()
    MartHost.objects.get_or_create(host="127.0.0.1", defaults={"mart": Mart.objects.get(slug="bench")})
    mart_id = Mart.objects.get(slug="bench").pk
    pages: dict[str, Any] = {}
    environment = {
        "HAAT_WORKERS": "1",
        "HAAT_HOSTS": "127.0.0.1",
        "HAAT_DATA_DIR": os.environ.get("HAAT_DATA_DIR", str(settings.DATA_DIR)),
    }
    with server(environment) as running:
        meter = Meter(running)
        cookies: dict[str, str] = {}
        for name, kind, address in addresses():
            if only not in name:
                continue
            cookie = cookies.setdefault(kind, "") or session(kind)
            cookies[kind] = cookie
            pages[name] = _page(running, meter, address, cookie, mart_id)
    dearest = max(pages, key=lambda name: float(pages[name]["ms"]))
    heaviest = max(pages, key=lambda name: int(pages[name]["bytes"]))
    return {
        "median_ms": round(median(page["ms"] for page in pages.values()), 1),
        "worst_ms": pages[dearest]["ms"],
        "worst_page": dearest,
        "worst_bytes": pages[heaviest]["bytes"],
        "heaviest_page": heaviest,
        "pages": pages,
    }


def main(arguments: list[str]) -> None:
    filling = 0.0
    if arguments[:1] != ["measure"]:
        for command in ("migrate", "createcachetable"):
            call_command(command, verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        began = time.perf_counter()
        fill(*(int(text) for text in arguments))
        filling = time.perf_counter() - began
        arguments = []
    found = measure(*arguments[1:])
    print(json.dumps({"fill_seconds": round(filling, 1), **found}, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
