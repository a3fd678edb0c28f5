"""Buyers without a face, who tell a form again when the line broke in the middle."""

import re
import threading
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any
from urllib.parse import urlencode

from tests.load.haat import PATIENCE, Haat

FIELD = re.compile(r'name="(csrfmiddlewaretoken|key|seen)" value="([^"]*)"')


class Mart:
    """What buyers share: the address, what there is to buy, and what came of it."""

    def __init__(self, haat: Haat, filled: dict[str, Any]) -> None:
        self.haat, self.variants, self.pin = haat, filled["variants"], filled["pin"]
        self.lock, self.there = threading.Lock(), threading.Event()
        self.there.set()
        self.changed = threading.Condition(self.lock)
        self.links: dict[int, str] = {}
        self.told_again = 0
        self.wrong: list[str] = []

    def note(self, number: int, link: str) -> None:
        with self.lock:
            self.links[number] = link
            self.changed.notify_all()

    def complain(self, sentence: str) -> None:
        with self.lock:
            self.wrong.append(sentence)
            self.changed.notify_all()

    def wait_for(self, orders: int) -> None:
        """Until so many orders are acknowledged. Raises when a buyer could not go on."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.wrong or len(self.links) >= orders, 2 * PATIENCE)
        assert not self.wrong, self.wrong


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
            # How many, not one more: told again when only the answer was lost, it is still one.
            form = {"set": chosen, f"quantity-{chosen}": 1}
            self._expect(302, *self.ask("POST", "/hi/basket/change/", form))
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
        if answer.status == 409:  # the day of delivery is another one since midnight: she looks once, and orders
            form |= dict(FIELD.findall(page))
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
                mart.complain(f"buyer {number}: {type(problem).__name__}: {problem}")
