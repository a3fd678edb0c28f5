"""Server and worker are killed in the middle of many orders: no order is lost, none counts twice, the books hold."""

import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
ORDERS = int(os.environ.get("HAAT_KILL_ORDERS", "500"))
BUYERS = 8
PATIENCE = 120.0
FIELD = re.compile(r'name="(csrfmiddlewaretoken|key|seen)" value="([^"]*)"')

# The database mark brings the test into the PostgreSQL run as well; what is killed has a database of its own.
pytestmark = [pytest.mark.load, pytest.mark.django_db]


class Haat:
    """A real `haat serve` (gunicorn and a worker) in a process group of its own, on data of its own."""

    def __init__(self, folder: Path, database_url: str) -> None:
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = folder / "serve.log"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HAAT_", "PYTEST"))}
        self.environment = {
            **kept,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "HAAT_DATA_DIR": str(folder),
            "HAAT_DATABASE_URL": database_url,
            "HAAT_SECRET_KEY": "kill-" + "x" * 50,
            "HAAT_TRUSTED_PROXIES": "1",  # each buyer has an address of her own
            "HAAT_THREADS": "8",
            "HAAT_LOG_LEVEL": "ERROR",
        }
        self.process: subprocess.Popen[bytes] | None = None

    def run(self, *arguments: str) -> str:
        """Python on the same data; answers what it prints."""
        command = [sys.executable, *arguments]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def mart(self, call: str) -> Any:
        """A function of tests.load.mart, called in a process of its own."""
        code = "import django, json; django.setup(); from tests.load import mart"
        return json.loads(self.run("-c", f"{code}; print(json.dumps(mart.{call}))"))

    def start(self) -> None:
        """Serve, and wait until the health page answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "haat.cli", "serve", "--port", str(self.port)],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = time.monotonic() + PATIENCE
        while not self._healthy():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, "haat serve does not answer"
            time.sleep(0.1)

    def _healthy(self) -> bool:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=5)) as line:
            try:
                line.request("GET", "/healthz")
                return line.getresponse().status == 200
            except (OSError, HTTPException):
                return False

    def kill(self) -> None:
        """The power goes: every process of the group at once, with no word of warning."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


class Mart:
    """What buyers share: the address, what there is to buy, and what came of it."""

    def __init__(self, haat: Haat, filled: dict[str, Any]) -> None:
        self.haat, self.variants, self.pin = haat, filled["variants"], filled["pin"]
        self.lock, self.there = threading.Lock(), threading.Event()
        self.there.set()
        self.half = threading.Event()
        self.links: dict[int, str] = {}
        self.told_again = 0
        self.wrong: list[str] = []

    def note(self, number: int, link: str) -> None:
        with self.lock:
            self.links[number] = link
            if len(self.links) * 2 >= ORDERS:
                self.half.set()


class Buyer:
    """A browser without a face: one kept connection, cookies, the forms as the pages give them."""

    def __init__(self, mart: Mart, number: int) -> None:
        self.mart, self.number = mart, number
        self.cookies: dict[str, str] = {}
        self.line = HTTPConnection("127.0.0.1", mart.haat.port, timeout=60)

    def ask(self, method: str, path: str, form: dict[str, Any] | None = None) -> tuple[HTTPResponse, str]:
        """One request, told again after the server has come back when the line broke in the middle."""
        until = time.monotonic() + 2 * PATIENCE
        while True:
            try:
                return self._ask(method, path, form)
            except (OSError, HTTPException):
                self.line.close()
                if time.monotonic() > until:
                    raise
                with self.mart.lock:
                    self.mart.told_again += 1
                time.sleep(0.05)
                assert self.mart.there.wait(PATIENCE)

    def _ask(self, method: str, path: str, form: dict[str, Any] | None) -> tuple[HTTPResponse, str]:
        headers = {
            "Origin": f"http://127.0.0.1:{self.mart.haat.port}",
            "X-Forwarded-For": f"10.{self.number >> 16 & 255}.{self.number >> 8 & 255}.{self.number & 255}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request(method, path, urlencode(form) if form is not None else None, headers)
        answer = self.line.getresponse()
        body = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _is, value = cookie.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        return answer, body

    def buy(self) -> str:
        """Basket, checkout, order; answers the order's link. The whole form is told twice when told again."""
        variants = self.mart.variants
        for offset in range(1 + self.number % 2):
            chosen = variants[(self.number + 5 * offset) % len(variants)]
            self._expect(302, *self.ask("POST", "/hi/basket/change/", {"variant": chosen, "quantity": 1}))
        answer, page = self.ask("GET", f"/hi/checkout/?pin={self.mart.pin}")
        self._expect(200, answer, page)
        form = {
            **dict(FIELD.findall(page)),
            "pin": self.mart.pin,
            "name": f"Buyer {self.number}",
            "address": f"House {self.number}, Circular Road",
            "phone": "9876543210",
            "method": "cod",
        }
        link = self.order(form)
        if self.number % 10 == 0:
            assert self.order(form) == link, "the same form made another order"
        return link

    def order(self, form: dict[str, str]) -> str:
        answer, page = self.ask("POST", "/hi/checkout/", form)
        self._expect(303, answer, page)
        return str(answer.headers["Location"])

    def _expect(self, status: int, answer: HTTPResponse, page: str) -> None:
        assert answer.status == status, f"{answer.status} instead of {status}: {page[:2000]}"


def work(mart: Mart, numbers: range) -> None:
    """One thread: its buyers one after the other."""
    for number in numbers:
        buyer = Buyer(mart, number)
        with closing(buyer.line):
            try:
                mart.note(number, buyer.buy())
            except Exception as problem:
                with mart.lock:
                    mart.wrong.append(f"buyer {number}: {type(problem).__name__}: {problem}")
                mart.half.set()


@contextmanager
def own_database() -> Iterator[str]:
    """A fresh database in the PostgreSQL this run is on; nothing at all on SQLite."""
    url = os.environ.get("HAAT_DATABASE_URL", "")
    if not url:
        yield ""
        return
    name = f"haat_kill_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as line:
        line.execute(f'CREATE DATABASE "{name}"')
    try:
        head, _slash, _old = url.rpartition("/")
        yield f"{head}/{name}"
    finally:
        with psycopg.connect(url, autocommit=True) as line:
            line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def haat(tmp_path: Path) -> Iterator[Haat]:
    with own_database() as url:
        served = Haat(tmp_path, url)
        try:
            yield served
        finally:
            served.kill()


def test_kill_in_the_middle_of_orders_leaves_the_books_balanced(haat: Haat):
    haat.run("-m", "haat.cli", "migrate")
    mart = Mart(haat, haat.mart("fill()"))
    haat.start()
    crew = [threading.Thread(target=work, args=(mart, range(n, ORDERS, BUYERS))) for n in range(BUYERS)]
    for one in crew:
        one.start()
    assert mart.half.wait(PATIENCE * 2)
    mart.there.clear()
    haat.kill()
    served_before = len(mart.links)
    haat.start()
    mart.there.set()
    for one in crew:
        one.join(PATIENCE * 2)
    assert mart.wrong == []
    assert (len(mart.links), len(set(mart.links.values()))) == (ORDERS, ORDERS)
    assert ORDERS // 2 <= served_before < ORDERS
    assert mart.told_again >= 1
    pieces = sum(1 + number % 2 for number in range(ORDERS))
    assert haat.mart(f"drain({PATIENCE})") == {
        "left": 0,
        "orders": ORDERS,
        "keys": ORDERS,
        "pieces": pieces,
        "reserved": pieces,
        "failed_jobs": 0,
    }
    report = json.loads(haat.run("-m", "haat.cli", "doctor", "--json"))
    assert [check for check in report["checks"] if check["broken"]] == []
    assert len(report["checks"]) >= 10
