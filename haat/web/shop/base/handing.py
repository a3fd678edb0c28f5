"""A worker process that ends leaves its kept pages to the one that follows it, which need not make them all at once.

They lie in a file without a name, opened by the first process before it forks: all its workers hold it, nobody else
can.
"""

import fcntl
import marshal
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from haat.web.shop.base.kept_pages import PAGES, Pages

log = structlog.get_logger("haat.web")
_place = -1


def prepare() -> None:
    """In the process that forks the others: open what they share."""
    global _place
    with tempfile.TemporaryFile() as file:
        _place = os.dup(file.fileno())


def leave(pages: Pages = PAGES) -> None:
    """In a worker that will end: write down its pages, in place of what another has left. A full disk leaves none."""
    with _held(fcntl.LOCK_EX) as place:
        os.ftruncate(place, 0)
        told = marshal.dumps(pages.told())
        try:
            whole = os.pwrite(place, told, 0) == len(told)
        except OSError as wrong:
            whole = False
            log.warning("kept pages not left", because=str(wrong))
        if not whole:
            os.ftruncate(place, 0)


def take(pages: Pages = PAGES) -> None:
    """In a worker that begins: keep what the last that ended had kept, as far as its time is not over."""
    with _held(fcntl.LOCK_SH) as place:
        told = os.pread(place, os.fstat(place).st_size, 0)
    if told:
        pages.learn(marshal.loads(told))


@contextmanager
def _held(how: int) -> Iterator[int]:
    """The file, while no other process changes it."""
    fcntl.lockf(_place, how)
    try:
        yield _place
    finally:
        fcntl.lockf(_place, fcntl.LOCK_UN)
