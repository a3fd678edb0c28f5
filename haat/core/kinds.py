"""Which kinds of events there are: each room declares its own in `events.py`, and nothing else can be recorded.

A room's `events.py` holds `KINDS`, a tuple of `Kind`; they are read when the rooms are loaded (`core.apps`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Kind:
    """One kind of event.

    `name`: the room and what happened ("orders.placed"). `about`: the model it happens to ("orders.order").
    `needs`: the words without which its data says too little to those who react to it or read it later.
    `silent`: why no history tells of it; empty when one does, and then a room of the office has its words.
    """

    name: str
    about: str
    needs: tuple[str, ...] = ()
    silent: str = ""

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.needs)


class Kinds:
    """Every kind that was declared, by its name."""

    def __init__(self) -> None:
        self._kinds: dict[str, Kind] = {}

    def __iter__(self) -> Iterator[Kind]:
        return iter(self._kinds.values())

    def __contains__(self, name: object) -> bool:
        return name in self._kinds

    def declare(self, room: str, kinds: Iterable[Kind]) -> None:
        """Take up a room's kinds; raises ValueError for one that is another room's."""
        for kind in kinds:
            if kind.name.split(".")[0] != room:
                raise ValueError(f"{room}/events.py declares {kind.name!r}: a room declares its own events only")
            self._kinds[kind.name] = kind

    def check(self, name: str, about: str, data: Mapping[str, object]) -> None:
        """Raises LookupError for a kind nobody declared, TypeError when it is of something else or lacks words."""
        kind = self._kinds.get(name)
        if kind is None:
            raise LookupError(f"no room declares the event {name!r}: add it to haat/{name.split('.')[0]}/events.py")
        if about != kind.about:
            raise TypeError(f"{name} is about {kind.about}, not {about}")
        if not kind.words <= data.keys():
            raise TypeError(f"{name} was recorded without {', '.join(sorted(kind.words - data.keys()))}")


KINDS = Kinds()
