"""The one place from which channels' folders reach the world over HTTP.

Over TLS, or plain on this machine; short waits, no redirect, no cookie kept, answers cut off at a bound. What may be
asked twice is asked again when nobody answers; a writing is not, unless it never left: its silence is `Lost`.
"""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import IO, Any
from urllib.parse import urlsplit

import httpx2
import stamina

from haat.channels.channel import Lost, Throttled, Trouble
from haat.channels.plain import parsed
from haat.core.texts import clean_line

WAIT, CONNECT = 30.0, 10.0  # seconds, for an answer and for the connection
LONGEST = 120.0  # seconds, for a whole answer, however steadily it drips: all tries are over before a turn's lease
MOST = 16 * 1024 * 1024  # bytes of an answer that are read
TRIES = 3
_NEVER_LEFT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
_FAILING = (500, 502, 503, 504)
_HERE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Reply:
    """What was answered; the names of headers are in small letters."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    def json(self, *, exact: bool = False) -> Any:
        """Its body as JSON, None when it is none; `exact`: numbers with a point as Decimal."""
        try:
            return parsed(self.body, exact=exact)
        except ValueError:
            return None


@dataclass(frozen=True)
class Ask:
    """One request. `again`: it may be asked twice without harm; None: as its method says.

    `rate_header` is where the channel tells its rate (calls a second), `heard` is told it.
    """

    method: str
    address: str
    query: Mapping[str, str] | None = None
    json: Any = None
    form: Mapping[str, str] | None = None
    content: "bytes | IO[bytes] | None" = None
    headers: Mapping[str, str] | None = None
    again: bool | None = None
    most: int = MOST
    rate_header: str = ""
    heard: Callable[[float], None] | None = None

    @property
    def harmless(self) -> bool:
        return self.method in ("GET", "HEAD") if self.again is None else self.again


class _Failing(Exception):
    """An answer of 500 and more to what may be asked again."""


class _TooMuch(Exception):
    """More than is read at once."""


class _TooSlow(Exception):
    """Longer than anybody waits for one answer."""


@cache
def _client(_process: int) -> httpx2.Client:
    return httpx2.Client(timeout=httpx2.Timeout(WAIT, connect=CONNECT), trust_env=False)


def client() -> httpx2.Client:
    """The connections of this process; a child that was forked has its own."""
    return _client(os.getpid())


def is_here(address: str) -> bool:
    """Whether an address lies on this machine."""
    try:
        return (urlsplit(address).hostname or "") in _HERE
    except ValueError:
        return False


def is_safe(address: str) -> bool:
    """Whether what is secret may go to this address: over TLS, or to this machine."""
    try:
        where = urlsplit(address)
        _port = where.port
    except ValueError:
        return False
    return bool(where.hostname) and (where.scheme == "https" or (where.scheme == "http" and is_here(address)))


def ask(asked: Ask) -> Reply:
    """Ask, and answer what came, 4xx too. Raises Trouble (nothing happened), Throttled, or Lost (it may have)."""
    if not is_safe(asked.address):
        raise Trouble("silent", "an address that is neither https:// nor on this machine")
    reply = _tried(asked)
    _tell(asked, reply)
    if reply.status == 429:
        raise Throttled(_said(reply), after=_seconds(reply), rate=_rate(asked, reply))
    if reply.status in _FAILING:
        # Of a writing only 503 says that it was not begun.
        if asked.harmless or reply.status == 503:
            raise Trouble("down", f"{reply.status} {_said(reply)}", after=_seconds(reply))
        raise Lost(str(reply.status))
    return reply


def _tried(asked: Ask) -> Reply:
    retried = (httpx2.TransportError, _Failing) if asked.harmless else _NEVER_LEFT
    failed: list[Reply] = []
    try:
        for attempt in stamina.retry_context(on=retried, attempts=TRIES, timeout=None, wait_initial=0.2, wait_max=3):
            with attempt:
                reply = _once(asked)
                if asked.harmless and reply.status in _FAILING:
                    failed[:] = [reply]
                    raise _Failing
                return reply
    except _Failing:
        return failed[0]
    except _NEVER_LEFT as wrong:
        raise Trouble("silent", type(wrong).__name__) from None
    except (httpx2.InvalidURL, UnicodeError) as wrong:  # an address, or a word of ours, that no line carries
        raise Trouble("unreadable", type(wrong).__name__) from None
    except (httpx2.RequestError, _TooMuch, _TooSlow) as wrong:
        if asked.harmless:
            code = "unreadable" if isinstance(wrong, _TooMuch) else "silent"
            raise Trouble(code, type(wrong).__name__) from None
        raise Lost(type(wrong).__name__) from None
    raise AssertionError("every try answers or raises")


def _once(asked: Ask) -> Reply:
    if asked.content is not None and not isinstance(asked.content, bytes):
        asked.content.seek(0)
    line, until = client(), time.monotonic() + LONGEST
    with line.stream(
        asked.method,
        asked.address,
        params=asked.query,
        json=asked.json,
        data=asked.form,
        content=asked.content,
        headers=dict(asked.headers or {}),
    ) as answer:
        body = bytearray()
        for part in answer.iter_bytes():
            body += part
            if len(body) > asked.most:
                raise _TooMuch
            if time.monotonic() > until:
                raise _TooSlow
    line.cookies.clear()
    return Reply(answer.status_code, bytes(body), {name.lower(): value for name, value in answer.headers.items()})


def _tell(asked: Ask, reply: Reply) -> None:
    rate = _rate(asked, reply)
    if rate is not None and asked.heard is not None:
        asked.heard(rate)


def _rate(asked: Ask, reply: Reply) -> float | None:
    """What the channel says of its rate; None when it says nothing that can be read."""
    try:
        rate = float(reply.headers.get(asked.rate_header.lower(), ""))
    except ValueError:
        return None
    return rate if 0 < rate < 100_000 else None


def _seconds(reply: Reply) -> float:
    """How long it asks to be left alone; 0 when it does not say."""
    told = reply.headers.get("retry-after", "")
    return float(told) if told.isascii() and told.isdigit() and len(told) < 6 else 0


def _said(reply: Reply) -> str:
    """The beginning of its words, for people."""
    return clean_line(reply.body[:300].decode("utf-8", "replace"))
