"""A list on its way in: its files, what a batch of rows was read as and what became of it, and what is kept between."""

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from haat.core.actor import Actor
from haat.core.longtable import Numbered
from haat.places.models import Mart
from haat.roster.actions.producing import Named, Producers
from haat.roster.actions.treeing import Organisations
from haat.roster.models import Group, GroupCode, ListUpload, Person
from haat.roster.placing import Places
from haat.roster.reading import GroupTold, PersonTold, Reader

# So many notes of a file are kept; a list of which more is wrong is mended at its source.
MOST_NOTES = 100_000


@dataclass
class File:
    """One file of a list as it is read: its rows, its reader, what kind it is, and what came of it so far.

    `notes`: (row, field, code, said, whether it is only a remark). `outcomes`: a letter for each row, in their order.
    """

    name: str
    number: int
    rows: Callable[[], Iterator[Numbered]]
    reader: Reader
    shape: str
    rank: int
    digest: str
    columns_id: int
    row_id: int | None = None
    notes: list[tuple[int, str, str, str, bool]] = field(default_factory=list)
    noted: int = 0
    outcomes: list[str] = field(default_factory=list)
    dropped: dict[str, int] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    mark: "Callable[[Sequence[Any]], int] | None" = None  # what makes the mark of a row (`marks.marker`)
    odd: set[int] = field(default_factory=set)  # rows of this batch of which something is said

    _packer: Any = field(default_factory=zlib.compressobj)
    _packed: bytes = b""
    _packed_to: int = 0

    def packed(self) -> bytes:
        """The outcomes so far as they are kept; what was packed before is not packed again."""
        self._packed += self._packer.compress("".join(self.outcomes[self._packed_to :]).encode())
        self._packed_to = len(self.outcomes)
        return self._packed + bytes(self._packer.copy().flush())

    def note(self, row: int, column: str, code: str, said: str = "", *, remark: bool = False) -> None:
        self.noted += 1
        self.odd.add(row)
        if self.noted <= MOST_NOTES:
            self.notes.append((row, column[:20], code, said[:120], remark))
        elif self.noted == MOST_NOTES + 1:
            self.notes.append((row, "", "far_too_many", "", remark))


@dataclass(slots=True)
class Entry:
    """A row that was read: its group (a negative number while it is new) and what it tells; then what became of it."""

    row: int
    group: int | None = None
    new: bool = False
    told: GroupTold | None = None
    person: PersonTold | None = None
    told_before: bool = False
    producers: str = ""  # the producer group it names
    mark: int | None = None
    known: bool = False  # by its mark: it is in as it stands
    codes: list[tuple[str, str]] = field(default_factory=list)
    outcome: str = ""


@dataclass
class Decided:
    """What a batch writes: new groups by the number they had while they were read, changed ones, people."""

    new: dict[int, Group] = field(default_factory=dict)
    changed: dict[int, Group] = field(default_factory=dict)
    changes: list[tuple[Group, dict[str, Any], dict[str, Any]]] = field(default_factory=list)
    codes: list[tuple[int, str, str]] = field(default_factory=list)
    links: list[tuple[int, Named]] = field(default_factory=list)
    renamed: set[int] = field(default_factory=set)
    people: list[tuple[int, PersonTold]] = field(default_factory=list)
    people_changed: list[Person] = field(default_factory=list)


class State:
    """What is kept between batches: the numbers of all groups of the mart, and how to find what rows name."""

    def __init__(self, mart: Mart, upload: ListUpload | None, *, by: Actor, dry_run: bool) -> None:
        self.mart, self.upload, self.by, self.dry_run = mart, upload, by, dry_run
        self.codes: dict[str, dict[str, int]] = {kind: {} for kind in GroupCode.Kind.values}
        rows = GroupCode.objects.filter(mart=mart).values_list("kind", "number", "group_id")
        for kind, number, group in rows.iterator(chunk_size=10_000):
            self.codes[kind][number] = group
        self.places = Places(mart)
        self.producers = Producers(mart)
        self.organisations = Organisations(mart, by, dry_run=dry_run)
        self.counts: dict[str, int] = dict(upload.counts) if upload is not None and not dry_run else {}
        self.done = 0
        self.stable: dict[int, int] = {}  # a group made here, by its key → the number it had while it was read
        self.imagined: dict[int, Group] = {}  # in a dry run: groups as they would be
        self.told_before: set[int] = set()  # members whom an earlier file of this list told
        self.touched: set[int] = set()

    def counted(self, name: str, number: int = 1) -> None:
        """So many more of these."""
        if number:
            self.counts[name] = self.counts.get(name, 0) + number
