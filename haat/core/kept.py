"""Figures that are dear to reckon, kept in the process until something happens in the mart."""

import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.utils import timezone

from haat.core.dates import today
from haat.core.queries import newest_event

T = TypeVar("T")
SECONDS = 60
# While the newest event is so young, one of a lower number may still be on its way: what is made then is kept so long.
ON_THE_WAY = 3
MOST = 64  # marts and places of which a figure is kept, where no other number is named
_EVERY: "list[Kept[Any]]" = []


class Kept(Generic[T]):
    """What `make` gave for a mart and a key, until the next event of the mart, the next day, or SECONDS are over.

    Whatever a person changes in a mart is recorded as an event in the same transaction: nobody reads a figure from
    before her own deed, but for ON_THE_WAY seconds when two deeds were ended in the other order than they were begun.
    What is kept is shared by threads: it must not be changed.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: dict[tuple[int, object], tuple[object, float, float, T]] = {}
        _EVERY.append(self)

    def get(self, mart_id: int, key: object, make: Callable[[], T], *, seconds: float = SECONDS) -> T:
        """One statement when it is kept; `seconds`: how long, at the most."""
        newest, now = newest_event(mart_id), time.monotonic()
        version = (newest.pk if newest else 0, today())
        found = self._kept.get((mart_id, key))
        if found is not None and found[0] == version and now - found[1] < min(seconds, found[2]):
            return found[3]
        made = make()
        if len(self._kept) >= self._most:
            self._kept.clear()
        young = newest is not None and (timezone.now() - newest.at).total_seconds() < ON_THE_WAY
        self._kept[mart_id, key] = (version, now, ON_THE_WAY if young else SECONDS, made)
        return made

    def clear(self) -> None:
        """Forget all of it."""
        self._kept.clear()


def forget() -> None:
    """Forget every figure: for tests, whose databases begin anew under the same keys."""
    for kept in _EVERY:
        kept.clear()
