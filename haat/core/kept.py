"""Figures that are dear to reckon, kept in the process until something happens in the mart."""

import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from haat.core.dates import today
from haat.core.queries import last_event

T = TypeVar("T")
# An event that is written later may have the lower number: such a moment is over after so many seconds.
SECONDS = 60
MOST = 64  # marts and places of which a figure is kept, where no other number is named
_EVERY: "list[Kept[Any]]" = []


class Kept(Generic[T]):
    """What `make` gave for a mart and a key, until the next event of the mart, the next day, or SECONDS are over.

    Whatever changes a mart is recorded as an event in the same transaction: nobody reads a figure from before her own
    deed. What is kept is shared by threads: it must not be changed.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: dict[tuple[int, object], tuple[object, float, T]] = {}
        _EVERY.append(self)

    def get(self, mart_id: int, key: object, make: Callable[[], T], *, seconds: float = SECONDS) -> T:
        """One statement when it is kept; `seconds`: how long, at the most."""
        version, now = (last_event(mart_id), today()), time.monotonic()
        found = self._kept.get((mart_id, key))
        if found is not None and found[0] == version and now - found[1] < seconds:
            return found[2]
        made = make()
        if len(self._kept) >= self._most:
            self._kept.clear()
        self._kept[mart_id, key] = (version, now, made)
        return made

    def clear(self) -> None:
        """Forget all of it."""
        self._kept.clear()


def forget() -> None:
    """Forget every figure: for tests, whose databases begin anew under the same keys."""
    for kept in _EVERY:
        kept.clear()
