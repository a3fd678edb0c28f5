"""The demonstration's drawings as stored pictures; each plate is drawn and cleaned once."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from demo import drawing
from haat.core.files import Encoded, encode_drawing, keep
from haat.core.models import Picture

SIDE = 640  # as wide as a page shows it, and no costlier: there are three hundred plates
Row = dict[str, Any]
Wanted = tuple[str, str | None]  # a drawing's file and its cloth (None: its own)
_kept: dict[Wanted, Picture] = {}
_coming: dict[Wanted, Future[Encoded]] = {}
GROUP = "group-plain.svg"  # women of any faith, married or not


def _drawn(wanted: Wanted) -> Encoded:
    file, ground = wanted
    return encode_drawing(drawing.painted(file, side=SIDE, ground=ground))


@contextmanager
def drawn_beside(wanted: Iterable[Wanted]) -> Iterator[Executor]:
    """Draw and clean these plates in other processes while the block goes on; they may be given more to do."""
    _kept.clear()  # another database: no picture is stored there yet
    # Politely: the block is what everybody waits for.
    workers = ProcessPoolExecutor(os.cpu_count(), get_context("fork"), initializer=os.nice, initargs=(10,))
    with workers as pool:
        _coming.update((pair, pool.submit(_drawn, pair)) for pair in dict.fromkeys(wanted))
        try:
            yield pool
        finally:
            _coming.clear()
            pool.shutdown(wait=False, cancel_futures=True)


def plate(file: str, ground: str | None = None) -> Picture:
    """The stored picture of a drawing on its cloth, labelled as a drawing."""
    pair = (file, ground)
    if pair not in _kept:
        coming = _coming.pop(pair, None)
        # One that nobody has begun is drawn here: sooner than waiting for its turn.
        encoded = _drawn(pair) if coming is None or coming.cancel() else coming.result()
        _kept[pair] = keep(encoded, drawn=True)
    return _kept[pair]


def portrait_of(row: Row) -> str:
    """The drawing of a maker: the person or thing the content names; a group of women when it names none."""
    return str(row.get("portrait", GROUP))


def portrait(row: Row) -> Picture:
    """The stored portrait of a maker."""
    return plate(portrait_of(row))
