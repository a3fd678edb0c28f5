"""Processor instructions a page and an order cost, counted by valgrind: the same however busy the machine is.

    python -m benchmarks.run --only instructions

fills a SQLite of its own, then runs every kind of work some times and, in another run, one kind more often, and
divides the difference: what starting costs is not in it, and SQLite's own work is. Two checkouts are compared by
running it in both. It takes minutes: valgrind is some forty times slower than the machine, which does not change what
it counts.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.message import Message
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# `flow` is a buyer's whole road, page by page; `order` is place_order alone, `told` with all that the worker then does.
KINDS = ("listing", "craft", "good", "search", "flow", "order", "told")
GOODS, WARM, MORE = 2000, 8, 16
COUNTED = re.compile(r"I\s+refs:\s+([\d,]+)")
VALGRIND = ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null")


def environment(folder: str) -> dict[str, str]:
    """Production's settings on a data folder, with no kept page and no chance in the order of hashes."""
    return {
        **os.environ,
        "HAAT_DATABASE_URL": "",
        "HAAT_DATA_DIR": folder,
        "HAAT_HOSTS": "127.0.0.1,testserver",
        "HAAT_LOG_LEVEL": "ERROR",
        "HAAT_PAGE_CACHE_SECONDS": "0",
        "HAAT_TRUSTED_PROXIES": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(ROOT),
    }


def fill(goods: int) -> None:
    """In this process: a synthetic mart with its shelf, the words it is searched for, and baskets to be ordered."""
    from benchmarks import checkout, size, words

    size.measure(goods)
    words.asked()
    checkout._baskets(checkout.prepare(), checkout.sellable(400), 2 * WARM + MORE)


class Line:
    """The product without a server between, asked as `http.client` asks one; what is left out costs nothing."""

    def __init__(self) -> None:
        from config.wsgi import application

        self._application = application
        self.status, self.headers, self._body = 0, Message(), b""

    def request(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> None:
        path, _mark, query = path.partition("?")
        sent = (body or "").encode()
        given = {"HTTP_" + name.upper().replace("-", "_"): said for name, said in (headers or {}).items()}
        asked = {
            **{"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": ""},
            **{"SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1"},
            **{"REMOTE_ADDR": "127.0.0.1", "CONTENT_TYPE": given.pop("HTTP_CONTENT_TYPE", "")},
            **{"CONTENT_LENGTH": str(len(sent)), "wsgi.input": BytesIO(sent), "wsgi.errors": sys.stderr},
            **{"wsgi.url_scheme": "http", "wsgi.multithread": True, "wsgi.multiprocess": True},
            **{"wsgi.run_once": False, **given},
        }
        answer = self._application(asked, self._begin)
        self._body = b"".join(answer)
        answer.close()

    def _begin(self, status: str, headers: list[tuple[str, str]], _wrong: object = None) -> None:
        self.status, self.headers = int(status.split()[0]), Message()
        for name, said in headers:
            self.headers[name] = said

    def getresponse(self) -> "Line":
        return self

    def read(self) -> bytes:
        return self._body

    def close(self) -> None:
        """There is nothing to close."""


def deeds() -> dict[str, Callable[[int], None]]:
    """What is done of each kind, by the number of the turn."""
    from benchmarks import checkout, flows, pages, words
    from benchmarks.serving import ask
    from haat.catalogue.models import Variant
    from haat.core.worker import run_due
    from haat.orders.models import Basket

    line = Line()
    baskets = iter(Basket.objects.select_related("mart").order_by("pk"))
    shown = pages.addresses() | {"search": [each.address for each in words.asked()[::7]]}
    sold = Variant.objects.filter(pk__in=checkout.sellable(400)).order_by("pk")
    goods = list(sold.values_list("good__slug", "pk"))

    def order(_number: int) -> None:
        basket = next(baskets)
        checkout.order(basket, f"counted-{basket.pk}")

    def told(number: int) -> None:
        order(number)
        run_due()

    def flow(number: int) -> None:
        buyer = flows.Buyer(80, number, goods)
        buyer.line = line
        for step in flows.STEPS:
            buyer.step(step)

    def page(some: list[str]) -> Callable[[int], None]:
        return lambda number: ask(line, some[number % len(some)]) and None

    return {kind: page(some) for kind, some in shown.items()} | {"order": order, "told": told, "flow": flow}


def work(kind: str, times: int) -> None:
    """In this process: every kind WARM times, then one of them `times` more."""
    every = deeds()
    for each in KINDS:
        for number in range(WARM):
            every[each](number)
    for number in range(WARM, WARM + times):
        every[kind](number)


def counted(folder: str, kind: str, times: int) -> int:
    """Instructions of a whole run, on a copy of the data: orders change it, and each run begins on the same."""
    command = [*VALGRIND, sys.executable, "-m", "benchmarks.instructions", "work", kind, str(times)]
    with tempfile.TemporaryDirectory(prefix="haat-bench-") as fresh:
        subprocess.run(["cp", "-a", f"{folder}/.", fresh], check=True)
        done = subprocess.run(command, cwd=ROOT, env=environment(fresh), capture_output=True, text=True, check=False)
    found = COUNTED.search(done.stderr)
    if done.returncode or found is None:
        raise SystemExit(done.stderr[-3000:])
    return int(found[1].replace(",", ""))


def measure(goods: int = GOODS) -> dict[str, float]:
    """Millions of instructions, by kind; as many runs at once as there are cores, since none disturbs another."""
    with tempfile.TemporaryDirectory(prefix="haat-bench-") as folder, ThreadPoolExecutor(os.cpu_count()) as crew:
        command = [sys.executable, "-m", "benchmarks.instructions", "fill", str(goods)]
        subprocess.run(command, cwd=ROOT, env=environment(folder), check=True)
        few = crew.submit(counted, folder, KINDS[0], 0)
        many = {kind: crew.submit(counted, folder, kind, MORE) for kind in KINDS}
        return {kind: round((many[kind].result() - few.result()) / MORE / 1e6, 2) for kind in KINDS}


def main(arguments: list[str]) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if arguments[:1] == ["fill"]:
        django.setup()
        fill(int(arguments[1]))
    elif arguments[:1] == ["work"]:
        django.setup()
        work(arguments[1], int(arguments[2]))
    else:
        print(json.dumps(measure(*map(int, arguments)), indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
