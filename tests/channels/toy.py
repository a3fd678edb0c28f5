"""A marketplace of our own that keeps state and is difficult on purpose: it loses answers, throttles, refuses, is late.

`Bazaar` is the world behind it, which a test looks into and sets; the channel that speaks to it lies in a temporary
package outside the tree, as any channel's folder may.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from haat.channels.channel import (
    CLOSE,
    LISTING,
    PRICE,
    STOCK,
    Answer,
    Channel,
    Gap,
    Good,
    Issue,
    Keys,
    Line,
    Lost,
    Page,
    Rate,
    Receipt,
    Report,
    Seen,
    Sending,
    Shaped,
    Shut,
    Standing,
    Told,
    Trouble,
)

SLUG = "toybazaar"
FOLDER = """
from tests.channels.toy import Speaks


class Toy(Speaks):
    title = "Toy bazaar"


CHANNEL = Toy()
"""


class Killed(BaseException):
    """What `kill -9` is to a test: nothing after it is done, and nobody catches it."""


@dataclass
class Listing:
    """What the bazaar has of an SKU: its parts as they came, how often it was looked at, what is said against it."""

    parts: dict[str, Any] = field(default_factory=dict)
    looks: int = 0
    issues: list[Issue] = field(default_factory=list)
    hidden: bool = False


@dataclass
class Feed:
    """A batch that is worked off later."""

    shop: str
    operation: str
    sendings: list[Sending]
    reports_after: int = 0
    orphan: bool = False  # nobody was told of it, and it is worked off all the same
    answers: list[Answer] | None = None


@dataclass
class Bazaar:
    """The bazaar itself. `shops`: account key → SKU → listing. `happens` is asked at every call, and may raise."""

    shops: dict[str, dict[str, Listing]] = field(default_factory=dict)
    feeds: dict[str, Feed] = field(default_factory=dict)
    told: dict[str, list[Told]] = field(default_factory=dict)
    sent: list[tuple[str, str, list[str]]] = field(default_factory=list)  # shop, operation, SKUs
    calls: Counter[str] = field(default_factory=Counter)
    happens: list[Callable[[str, str], None]] = field(default_factory=list)
    refuses: dict[str, Issue] = field(default_factory=dict)  # SKU → what it says to a listing
    asks: set[str] = field(default_factory=set)  # attributes without which nothing is shaped
    unfit: dict[str, str] = field(default_factory=dict)  # attribute → why what is answered is not taken
    stuck: set[str] = field(default_factory=set)  # SKUs whose stock stays old though it is taken
    leaves_out: set[str] = field(default_factory=set)  # SKUs it answers nothing about
    rewrites: dict[str, str] = field(default_factory=dict)  # SKU → the title it shows instead
    review: int = 0  # looks before a new listing is buyable
    by_feed: bool = False
    report_after: int = 0  # looks before a report is ready
    gives_up: bool = False
    takes_nothing: bool = False
    page_size: int = 100
    number: int = 0

    def shop(self, key: str) -> dict[str, Listing]:
        return self.shops.setdefault(key, {})

    def tell(self, key: str, *orders: Told) -> None:
        """These orders are to be told of, after those that were."""
        self.told.setdefault(key, []).extend(orders)

    def pieces(self, key: str, sku: str) -> int:
        """How many a buyer could buy now."""
        listing = self.shop(key).get(sku)
        return int(listing.parts.get(STOCK, {}).get("pieces", 0)) if listing else 0

    def call(self, what: str, moment: str) -> None:
        self.calls[f"{what}:{moment}"] += 1
        for happens in self.happens:
            happens(what, moment)

    def take(self, shop: str, operation: str, sending: Sending) -> Answer:
        """Do what one offer of a batch asks for."""
        listings = self.shop(shop)
        if operation == LISTING and sending.sku in self.refuses:
            return Answer(sending.sku, False, [self.refuses[sending.sku]], sending.number)
        if operation == CLOSE:
            listings.pop(sending.sku, None)
            return Answer(sending.sku, True, number=sending.number)
        if operation != LISTING and sending.sku not in listings:
            return Answer(sending.sku, False, [Issue("no_listing", "error", "Nothing is listed so.")], sending.number)
        there = listings.setdefault(sending.sku, Listing())
        for part, body in ({operation: sending.body} | dict(sending.beside)).items():
            if part != STOCK or sending.sku not in self.stuck:
                there.parts[part] = body
        return Answer(sending.sku, True, number=sending.number)

    def work_off(self, feed: Feed) -> list[Answer]:
        """Do what a feed asks for, once."""
        if feed.answers is None:
            feed.answers = [self.take(feed.shop, feed.operation, sending) for sending in feed.sendings]
        return feed.answers


WORLD = Bazaar()


class Speaks(Channel):
    """How one speaks to the bazaar."""

    title = "Bazaar"
    asks_as = "amazon"
    rates = {operation: Rate(1000, 1000) for operation in ("send", "look", "report", "orders", "shape")}
    batches = {LISTING: 50, PRICE: 50, STOCK: 50, CLOSE: 50}
    secrets = {"token": "Token"}
    environment = {"token": "HAAT_TOY_TOKEN", "since": "HAAT_TOY_SINCE"}
    with_listing = (PRICE, STOCK)
    live_after = "at once"
    bills = True
    keeps_buyers_days = 30
    orders_every = timedelta(minutes=3)

    def check(self, keys: Keys) -> Standing:
        WORLD.call("check", "before")
        if keys.secrets.get("token") == "bad":
            raise Shut("keys_refused", "no such token")
        shop, _slash, _secret = keys.secrets["token"].partition("/")
        return Standing(f"shop-{shop}", "Our shop", {"seen": True}, date(2027, 3, 1))

    def shape(self, goods: Sequence[Good], keys: Keys, line: Line) -> Iterator[Shaped]:
        for good in goods:
            line.spend("shape")
            WORLD.call("shape", "before")
            gaps = [Gap(name, name, f"{name} is asked for.") for name in sorted(WORLD.asks - set(good.values))]
            gaps += [Gap(name, name, f"{name}: not so.", code) for name, code in sorted(WORLD.unfit.items())]
            bodies = {
                LISTING: {"title": good.values.get("title", good.sku), "type": good.product_type},
                PRICE: {"paise": good.price_paise},
                STOCK: {"pieces": good.stock},
            }
            yield Shaped(good.sku, good.product_type, bodies, gaps)

    def send(self, operation: str, sendings: Sequence[Sending], keys: Keys, line: Line) -> Receipt:
        line.spend("send")
        WORLD.call("send", "before")
        WORLD.sent.append((keys.key, operation, [sending.sku for sending in sendings]))
        if WORLD.by_feed:
            WORLD.number += 1
            ref = f"feed-{WORLD.number}"
            feed = WORLD.feeds[ref] = Feed(keys.key, operation, list(sendings), WORLD.report_after, orphan=True)
            WORLD.call("send", "after")
            feed.orphan = False
            return Receipt(ref=ref)
        answers = [
            WORLD.take(keys.key, operation, sending) for sending in sendings if sending.sku not in WORLD.leaves_out
        ]
        WORLD.call("send", "after")
        return Receipt(answers=answers)

    def look(self, what: "Sequence[str] | str", keys: Keys, line: Line) -> "Iterator[Seen] | Report":
        if isinstance(what, str):
            return self._report(what, line)
        return self._seen(what, keys, line)

    def _report(self, ref: str, line: Line) -> Report:
        line.spend("report")
        WORLD.call("report", "before")
        feed = WORLD.feeds[ref]
        if feed.reports_after > 0:
            feed.reports_after -= 1
            return Report(ready=False)
        if WORLD.gives_up:
            return Report(ready=True, lost=True)
        if WORLD.takes_nothing:
            return Report(ready=True, whole=[Issue("bad_feed", "error", "The whole feed is unreadable.")])
        answers = WORLD.work_off(feed)
        WORLD.call("report", "after")
        return Report(ready=True, answers=[answer for answer in answers if not answer.taken or answer.issues])

    def _seen(self, skus: Sequence[str], keys: Keys, line: Line) -> Iterator[Seen]:
        listings = WORLD.shop(keys.key)
        for feed in WORLD.feeds.values():
            if feed.orphan:
                WORLD.work_off(feed)
        for sku in skus or list(listings):
            line.spend("look")
            WORLD.call("look", "before")
            listing = listings.get(sku)
            if listing is None:
                continue
            listing.looks += 1
            parts = dict(listing.parts)
            if sku in WORLD.rewrites:
                parts[LISTING] = {**parts[LISTING], "title": WORLD.rewrites[sku]}
            wrong = any(issue.severity == "error" for issue in listing.issues)
            buyable = listing.looks > WORLD.review and bool(parts.get(STOCK, {}).get("pieces")) and not wrong
            yield Seen(sku, True, buyable, buyable and not listing.hidden, f"B-{sku}", parts, listing.issues)

    def orders(self, cursor: Mapping[str, Any], keys: Keys, line: Line) -> Page:
        line.spend("orders")
        WORLD.call("orders", "before")
        begin = int(cursor.get("at", 0))
        told = WORLD.told.get(keys.key, [])
        page = told[begin : begin + WORLD.page_size]
        return Page(page, {"at": begin + len(page)}, more=begin + len(page) < len(told))


def once(what: str, moment: str, fault: BaseException, *, times: int = 1) -> Callable[[str, str], None]:
    """So often something goes wrong at this moment of this call."""
    left = [times]

    def happens(called: str, at: str) -> None:
        if (called, at) == (what, moment) and left[0]:
            left[0] -= 1
            raise fault

    return happens


def nth(number: int, fault: BaseException) -> Callable[[str, str], None]:
    """Something goes wrong at the `number`th moment of all (0 for the first), once."""
    seen = [0]

    def happens(_called: str, _at: str) -> None:
        seen[0] += 1
        if seen[0] == number + 1:
            raise fault

    return happens


LOST, SILENT = Lost("no answer came"), Trouble("silent", "nobody answers")


@contextmanager
def opened(place: Path) -> Iterator[Bazaar]:
    """The bazaar is open: its folder lies in a package at `place`; nothing of another test is in it."""
    WORLD.__init__()  # type: ignore[misc]
    package = place / "channels"
    folder = package / SLUG
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "channel.py").write_text(FOLDER, encoding="utf-8")
    path = import_module("haat.channels").__path__
    path.append(str(package))
    try:
        yield WORLD
    finally:
        path.remove(str(package))
        # Its own modules alone: what seals cannot be loaded twice.
        for name in [each for each in sys.modules if each.startswith(f"haat.channels.{SLUG}")]:
            del sys.modules[name]
