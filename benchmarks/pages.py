"""What a page of the shop costs over HTTP on gunicorn as shipped: gunicorn and PostgreSQL together, kept and not.

    python -m benchmarks.part pages

Beside every page, in the same run and turn about, stands the floor (`benchmarks.floor`): plain Django with one indexed
query and a page of that weight. Of a shared machine the ratio says more than the milliseconds.
"""

import gzip
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from benchmarks import words
from benchmarks.serving import Meter, Server, Spent, ask, cost, server, settings
from haat.catalogue.models import Good
from haat.places.models import Mart
from haat.shelf.models import SORTS, Shelf
from haat.shelf.queries import listing
from haat.web.shop.look.filters import BANDS, band_name

# Rounds are many and short: a shared machine has slow spells of seconds, and what a page costs shows between them.
ROUNDS, WARM, FLOORS = 9, 40, 16


def addresses() -> dict[str, list[str]]:
    """Kind of page → some of its addresses, of every sort there is."""
    mart = Mart.objects.get(slug="bench")
    rows = Shelf.objects.filter(mart=mart).order_by("pk")
    crafts, blocks = (sorted(set(rows.values_list(name, flat=True))) for name in ("craft", "block"))
    deep = listing(mart, words.LANGUAGE, after=f"0.{rows.order_by('by_new')[len(crafts) * 10].by_new}").next
    return {
        "home": ["/hi/"],
        "listing": [
            *(f"/hi/search/?sort={sort}" for sort in SORTS),
            *("/hi/search/?ready=yes", "/hi/search/?ready=order", f"/hi/search/?after={deep}"),
            *(f"/hi/search/?price={band_name(band)}" for band in BANDS),
            *(f"/hi/search/?block={slug}" for slug in blocks),
        ],
        "craft": [
            *(f"/hi/crafts/{slug}/" for slug in crafts[:20]),
            *(f"/hi/crafts/{slug}/?block={blocks[n % len(blocks)]}" for n, slug in enumerate(crafts[20:30])),
            *(f"/hi/crafts/{slug}/?sort={SORTS[n % len(SORTS)]}" for n, slug in enumerate(crafts[30:])),
        ],
        "good": [f"/hi/g/{slug}/" for slug in rows.values_list("slug", flat=True)[:2000:40]],
        "maker": [f"/hi/makers/{slug}/" for slug in rows.values_list("maker_slug", flat=True)[:2000:200]],
    }


def statements() -> dict[str, int]:
    """The most statements any page of a kind makes that is not kept."""
    client = Client(headers={"host": "127.0.0.1"})
    kinds = addresses() | {"search": [each.address for each in words.asked()]}
    most = dict.fromkeys(kinds, 0)
    with override_settings(PAGE_CACHE_SECONDS=0):
        for kind, pages in kinds.items():
            client.get(pages[0])  # what a process reads once
            for page in pages:
                with CaptureQueriesContext(connection) as seen:
                    assert client.get(page).status_code == 200, page
                most[kind] = max(most[kind], len(seen))
    return most


@contextmanager
def floor(pages: dict[str, bytes]) -> Iterator[Server]:
    """Plain Django with these pages, by their kind."""
    with tempfile.TemporaryDirectory(prefix="haat-floor-") as folder:
        for kind, html in pages.items():
            shown = "{% verbatim whole %}" + html.decode() + "{% endverbatim whole %}{{ good.slug }}"
            (Path(folder) / f"{kind}.html").write_text(shown, encoding="utf-8")
        with server(settings() | {"FLOOR_PAGES": folder}, ["benchmarks.floor"]) as running:
            yield running


def uncached() -> dict[str, Any]:
    """Each kind of page and its floor, in milliseconds; a page's own figure is the median of its rounds."""
    kinds = addresses()
    goods = Good.objects.filter(mart__slug="bench").order_by("pk").values_list("pk", flat=True)[:FLOORS]
    floors = {kind: [f"/{kind}/{good}/" for good in goods] for kind in kinds}
    turns: dict[str, list[Spent]] = {}
    with server(settings(page_cache_seconds=0)) as shop:
        shown = {kind: gzip.decompress(ask(shop.connect(), pages[0])) for kind, pages in kinds.items()}
        with floor(shown) as plain:
            for turn in range(-1, ROUNDS):
                for kind, pages in kinds.items():
                    taken = _round(shop, pages, warm=turn < 0) + _round(plain, floors[kind], warm=turn < 0)
                    for page, spent in taken if turn >= 0 else ():
                        turns.setdefault(page, []).append(spent)
    found = {}
    for kind, pages in kinds.items():
        under = median(median(spent.both for spent in turns[page]) for page in floors[kind])
        found[kind] = _summary({page: turns[page] for page in pages}, under, len(shown[kind]))
    return found


def _round(running: Server, pages: list[str], *, warm: bool) -> list[tuple[str, Spent]]:
    """What each page took once. `warm`: often enough that each of the threads has opened its connection."""
    line = running.connect()
    meter = Meter(running)
    taken = [(page, cost(meter, line, page)) for page in pages * (1 + warm * WARM // len(pages))]
    line.close()
    return taken


def _summary(turns: dict[str, list[Spent]], under: float, weight: int) -> dict[str, Any]:
    own = {page: median(spent.both for spent in spents) for page, spents in turns.items()}
    every = [spent for spents in turns.values() for spent in spents]
    worst = max(own, key=own.__getitem__)
    return {
        "pages": len(own),
        "median_ms": round(median(own.values()), 2),
        "app_ms": round(median(spent.app for spent in every), 2),
        "database_ms": round(median(spent.database for spent in every), 2),
        "worst_ms": round(own[worst], 2),
        "worst_at": worst,
        "floor_ms": round(under, 2),
        "ratio": round(median(own.values()) / under, 2),
        "html_kb": round(weight / 1024, 1),
    }


def measure() -> dict[str, Any]:
    """Everything about pages for the database as it is."""
    return {"statements": statements(), "uncached": uncached()}
