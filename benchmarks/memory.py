"""Memory of the web server after 2,000 distinct pages, two workers, and what it grows by from then on.

The configured database must hold `benchmarks.catalogue`'s mart. Memory is PSS from /proc: what several processes share
is counted once.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.serving import Server, _family, server

PAGES, MORE = 2000, 4000
LINE = 25  # pages asked for on one connection: a new one may come to the other worker


def addresses() -> list[str]:
    """Goods and searches, all distinct."""
    from haat.shelf.models import Shelf

    rows = Shelf.objects.filter(mart__slug="bench").order_by("pk").values_list("slug", flat=True)
    goods = [f"/hi/g/{slug}/" for slug in rows.distinct()[: PAGES // 2]]
    return goods + [f"/hi/search/?q=saree+{number}" for number in range(PAGES - len(goods))]


def _ask(running: Server, pages: list[str]) -> None:
    for first in range(0, len(pages), LINE):
        line = running.connect()
        for page in pages[first : first + LINE]:
            line.request("GET", page, headers={"Host": "127.0.0.1", "Accept-Encoding": "gzip"})
            answer = line.getresponse()
            answer.read()
            assert answer.status == 200, (page, answer.status)
        line.close()


def megabytes(pid: int) -> float:
    """A process's proportional share of memory."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _whole(running: Server) -> float:
    return round(sum(megabytes(pid) for pid in _family(running.pid)), 1)


@contextmanager
def as_installed() -> Iterator[str]:
    """A PYTHONPATH without what only developers install: structlog would read rich, which prints colours."""
    with tempfile.TemporaryDirectory(prefix="haat-path-") as folder:
        (Path(folder) / "rich.py").write_text('raise ImportError("not installed")\n')
        yield os.pathsep.join([folder, *filter(None, [os.environ.get("PYTHONPATH", "")])])


def measure() -> dict[str, Any]:
    """Megabytes of all processes together: begun, after 2,000 pages that each worker has met, and after more."""
    pages, numbers = addresses(), count()
    environment = {
        "HAAT_HOSTS": "127.0.0.1",
        "HAAT_WORKERS": "2",
        "HAAT_PAGE_CACHE_SECONDS": "3600",
        "HAAT_DATA_DIR": os.environ["HAAT_DATA_DIR"],
    }
    found: dict[str, Any] = {}
    with as_installed() as path, server(environment | {"PYTHONPATH": path}) as running:
        found["begun_mb"] = _whole(running)
        for _turn in range(2):
            _ask(running, pages)
        found["after_2000_pages_mb"] = _whole(running)
        found["processes_mb"] = [round(megabytes(pid), 1) for pid in _family(running.pid)]
        for name in ("then", "at_last"):
            _ask(running, [f"/hi/search/?q=basket+{next(numbers)}" for _ in range(MORE // 2)])
            found[f"{name}_mb"] = _whole(running)
        # The memory of pages is full by now: what still grows would grow for ever.
        found["kb_a_thousand_pages"] = round((found["at_last_mb"] - found["then_mb"]) * 1024 / (MORE / 2000))
    return found
