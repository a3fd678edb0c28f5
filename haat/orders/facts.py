"""An order that happened elsewhere, read out of plain JSON: every field is checked, and every wrong one is named.

Amounts are whole numbers of the smallest unit of the money they were told in. A rate is a text ("83.4150"), for a
fraction in JSON is not what was written. What a source says besides goes under `more`, is kept and never read.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from haat.core.abroad import CURRENCIES, HOME, RUPEE, countries
from haat.core.languages import CODES
from haat.core.money import MAX_PAISE
from haat.orders.conversion import Priced, convert
from haat.orders.errors import BadFacts, BadSource
from haat.orders.models import Order
from haat.orders.reading import Reader, bounded

OWN_CHANNEL = "mart"  # orders of the mart's own shop are placed, not received
MOST_LINES = 200
MOST_PIECES = 10_000
MOST_MINOR = 10**15  # of the smallest unit of any money


@dataclass(frozen=True)
class Source:
    """Where an order happened: the channel (a slug), which of its accounts, and its own name of the order."""

    channel: str
    account: str
    external_id: str


@dataclass(frozen=True)
class FactLine:
    """Pieces of one good as the channel calls it: its own id of the line, the SKU and the title; `piece_minor` each."""

    external_id: str
    sku: str
    title: str
    quantity: int
    piece_minor: int


@dataclass(frozen=True)
class Facts:
    """What happened. `told` is all of it as it came; `rate` is rupees for one unit of `currency` on `rate_on`."""

    placed_at: datetime
    name: str
    lines: tuple[FactLine, ...]
    phone: str = ""
    address: str = ""
    landmark: str = ""
    pin: str = ""
    country: str = HOME
    region: str = ""
    postcode: str = ""
    language: str = "en"
    bills: str = Order.Bills.HERE
    currency: str = RUPEE
    rate: Decimal | None = None
    rate_on: date | None = None
    delivery_minor: int = 0
    total_minor: int | None = None
    promised_by: date | None = None
    carrier: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The SHA-256 of what came, whatever the order of its keys."""
        return digest_of(self.told)

    def paise(self) -> tuple[list[int], int]:
        """The price of a piece of each line, and the delivery, in paise."""
        lines = [Priced(line.quantity, line.piece_minor) for line in self.lines]
        found = convert(lines, self.delivery_minor, currency=self.currency, rate=self.rate or Decimal(1))
        return found.pieces, found.delivery

    @property
    def told_minor(self) -> int:
        """What the buyer paid, as told; the sum of the lines and the delivery when nobody said."""
        goods = sum(line.quantity * line.piece_minor for line in self.lines)
        return goods + self.delivery_minor if self.total_minor is None else self.total_minor


def digest_of(told: Mapping[str, Any]) -> str:
    """The SHA-256 of a telling."""
    text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def checked_source(source: Source) -> Source:
    """The source without spaces around its names. Raises BadSource."""
    channel, account, external_id = (
        " ".join(text.split()) for text in (source.channel, source.account, source.external_id)
    )
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,19}", channel) or channel == OWN_CHANNEL:
        raise BadSource("channel")
    if len(account) > 40 or not account.isprintable():
        raise BadSource("account")
    if not 1 <= len(external_id) <= 60 or not external_id.isprintable():
        raise BadSource("external_id")
    return Source(channel, account, external_id)


def facts_from(data: object) -> Facts:
    """Read what came. Raises BadFacts with every wrong field: `pin`, `lines.0.quantity`."""
    told = bounded(data)
    read = Reader(told)
    country = read.code("country", countries(), HOME)
    currency = read.code("currency", CURRENCIES, RUPEE)
    lines = tuple(_line(read.below(f"lines.{place}", each), place) for place, each in enumerate(_rows(read)))
    found = Facts(
        placed_at=read.moment("placed_at"),
        name=read.text("name", most=120, least=1),
        lines=lines,
        phone=read.phone("phone", abroad=country != HOME),
        address=read.text("address", most=240),
        landmark=read.text("landmark", most=120),
        pin=read.pin("pin") if country == HOME else read.nothing("pin"),
        country=country,
        region=read.text("region", most=80),
        postcode=read.text("postcode", most=12),
        language=read.one_of("language", CODES, "en"),
        bills=read.one_of("bills", Order.Bills.values, Order.Bills.HERE),
        currency=currency,
        rate=read.rate("rate", wanted=currency != RUPEE),
        rate_on=read.day("rate_on", wanted=currency != RUPEE),
        delivery_minor=read.number("delivery_minor", most=MAX_PAISE, default=0),
        total_minor=read.number("total_minor", most=MAX_PAISE) if "total_minor" in told else None,
        promised_by=read.day("promised_by", wanted=False),
        carrier=read.slug("carrier", most=20),
        told=told,
    )
    read.strange(("more",))
    _check_lines(read, found)
    if read.wrong:
        raise BadFacts(read.wrong)
    return found


def _rows(read: Reader) -> list[Any]:
    rows = read.rows("lines", most=MOST_LINES)
    if not rows:
        read.refuse("lines", "no_lines")
    return rows


def _line(read: Reader, place: int) -> FactLine:
    line = FactLine(
        external_id=read.text("id", most=60) or str(place + 1),
        sku=read.text("sku", most=60),
        title=read.text("title", most=240),
        quantity=read.number("quantity", least=1, most=MOST_PIECES),
        piece_minor=read.number("piece_minor", most=MAX_PAISE),
    )
    if not (line.sku or line.title):
        read.refuse("sku", "no_good")
    read.strange(("more",))
    return line


def _check_lines(read: Reader, found: Facts) -> None:
    """No two lines under one id, and not more money than there is."""
    seen = set[str]()
    for place, line in enumerate(found.lines):
        if line.external_id in seen:
            read.refuse(f"lines.{place}.id", "line_twice")
        seen.add(line.external_id)
    if read.wrong:
        return
    pieces, delivery = found.paise()
    goods = sum(line.quantity * paise for line, paise in zip(found.lines, pieces, strict=True))
    if goods + delivery > MAX_PAISE or found.told_minor > MOST_MINOR:
        read.refuse("lines", "too_much")
