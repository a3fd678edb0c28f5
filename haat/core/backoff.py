"""How long to wait before trying again: ever longer, and never all at the same moment."""

from random import random


class Backoff:
    """Waits of `first` seconds, twice as long each time up to `most`, with up to a quarter of chance added."""

    def __init__(self, *, first: float = 1.0, most: float = 60.0) -> None:
        self._first, self._most, self._times = first, most, 0

    def next(self) -> float:
        wait = min(self._most, self._first * 2.0 ** min(self._times, 30))
        self._times += 1
        return wait * (1 + random() / 4)

    def reset(self) -> None:
        self._times = 0
