"""Pages in the process's memory: packed, bounded by their bytes, and made once for all who ask at the same moment."""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from django.http import HttpResponse

from haat.web.ui.packing import pack as pack_bytes

MOST_BYTES = 16_000_000  # some 2,500 pages
BESIDE = 1000  # bytes a page takes beside its own: its name, headers and place
PATIENCE = 5.0  # seconds for which readers wait for the one who makes their page
# Headers that are made anew for each answer.
_OWN = {"content-length", "vary", "cache-control", "etag"}

# name, until when on the machine's clock, and the parts of Kept
Told = tuple[str, float, bytes, str, tuple[tuple[str, str], ...]]


@dataclass(slots=True)
class Kept:
    """A page as it was rendered, compressed, with its headers and a name for its content.

    `sent`: all headers with which it went out packed, once it did (`haat.web.shop.base.front`).
    """

    packed: bytes
    tag: str
    headers: tuple[tuple[str, str], ...]
    sent: tuple[tuple[str, str], ...] | None = field(default=None, compare=False)

    @property
    def plain(self) -> bytes:
        """The page unpacked, for the rare reader whose browser cannot."""
        return gzip.decompress(self.packed)

    def tagged(self, *, packed: bool) -> str:
        """Its ETag."""
        return f'"{self.tag}-gz"' if packed else f'"{self.tag}"'

    def held_by(self, none_match: str, *, packed: bool) -> bool:
        """Whether a reader's `If-None-Match` says that she has it already."""
        held = (name.strip().removeprefix("W/") for name in none_match.split(","))
        return bool(none_match) and self.tagged(packed=packed) in held


class Given(NamedTuple):
    """A page that goes out: scheme and host it was asked of, and the name it is kept under."""

    kept: Kept
    head: str
    name: str


def pack(response: HttpResponse) -> Kept:
    """An answer as it is kept."""
    headers = tuple((name, value) for name, value in response.headers.items() if name.lower() not in _OWN)
    plain = response.content
    return Kept(pack_bytes(plain), hashlib.sha256(plain).hexdigest()[:20], headers)


class _Making:
    """A page that one reader makes and others wait for."""

    def __init__(self) -> None:
        self.until = time.monotonic() + PATIENCE
        self.done = threading.Event()
        self.kept: Kept | None = None


class Pages:
    """Kept pages by name. Those that were longest not asked for go first: when their time is over, and when all
    together are too many bytes."""

    def __init__(self, most_bytes: int) -> None:
        self._most, self.bytes = most_bytes, 0
        self._lock = threading.Lock()
        self._pages: OrderedDict[str, tuple[float, int, Kept]] = OrderedDict()
        self._making: dict[str, _Making] = {}

    def __len__(self) -> int:
        return len(self._pages)

    def find(self, name: str) -> Kept | None:
        """The page of that name, if its time is not over."""
        with self._lock:
            return self._find(name)

    def once(self, name: str, make: Callable[[], Kept | None], *, seconds: float) -> Kept | None:
        """The page of that name, made by the first of all who ask now and kept for `seconds`.

        Who asks meanwhile waits for it, PATIENCE seconds at most. If it did not become a page that may be kept (`make`
        gave None, failed, or takes longer), each makes its own. None when the page was made for this one reader.
        """
        with self._lock:
            if (kept := self._find(name)) is not None:
                return kept
            making = self._making.get(name)
            ours = making is None or time.monotonic() >= making.until
            if ours or making is None:
                making = self._making[name] = _Making()
        if not ours:
            making.done.wait(making.until - time.monotonic())
            return making.kept or make()
        try:
            making.kept = make()
        finally:
            self._made(name, making, seconds)
        return making.kept

    def _made(self, name: str, making: _Making, seconds: float) -> None:
        """Keep what was made, and let go who waits for it."""
        with self._lock:
            if self._making.get(name) is making:
                del self._making[name]
            if making.kept is not None:
                self._put(name, making.kept, time.monotonic() + seconds)
        making.done.set()

    def told(self) -> list[Told]:
        """All pages as plain values, those longest not asked for first; the clock is the machine's, for all."""
        with self._lock:
            every = [(name, until, kept) for name, (until, _size, kept) in self._pages.items()]
        return [(name, until, kept.packed, kept.tag, kept.headers) for name, until, kept in every]

    def learn(self, told: list[Told]) -> None:
        """Keep the pages another process told, but for those whose time is over."""
        now = time.monotonic()
        with self._lock:
            for name, until, packed, tag, headers in told:
                if until > now:
                    self._put(name, Kept(packed, tag, headers), until)

    def clear(self) -> None:
        """Forget all pages."""
        with self._lock:
            self._pages.clear()
            self.bytes = 0

    def _find(self, name: str) -> Kept | None:
        found = self._pages.get(name)
        if found is None:
            return None
        until, _size, kept = found
        if time.monotonic() >= until:
            self._drop(name)
            return None
        self._pages.move_to_end(name)
        return kept

    def _put(self, name: str, kept: Kept, until: float) -> None:
        self._drop(name)
        size = len(kept.packed) + len(name) + BESIDE
        self._pages[name] = until, size, kept
        self.bytes += size
        self._clear_away(time.monotonic())

    def _clear_away(self, now: float) -> None:
        """Each new page takes two along whose time is over, and as many as are too many."""
        for name, (until, _size, _kept) in list(islice(self._pages.items(), 2)):
            if until > now:
                break
            self._drop(name)
        while self.bytes > self._most:
            self._drop(next(iter(self._pages)))

    def _drop(self, name: str) -> None:
        _until, size, _kept = self._pages.pop(name, (0.0, 0, None))
        self.bytes -= size


PAGES = Pages(MOST_BYTES)
