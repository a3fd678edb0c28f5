"""Lists of any length, joined by number: read some thousand rows at a time, each kept whole or not at all.

Rows are looked at, then what is known of their groups and members is read, then what differs is written, in one
transaction with where to go on (`cursor`): interrupted, it goes on there, and a second run changes nothing. In a dry
run the same is decided and nothing written; what it would have written is remembered, so that later files see it.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

from django.db import connection, transaction

from haat.core.actor import Actor
from haat.core.imports import FEW, GIVE_WAY_SECONDS
from haat.core.longtable import Numbered
from haat.core.rows import batches
from haat.places.models import Mart
from haat.roster.actions.counting import count_people, count_tree
from haat.roster.actions.deciding import decide, imagine, organisations_lacking, refuse
from haat.roster.actions.remembering import Marks
from haat.roster.actions.state import Decided, Entry, File, State
from haat.roster.actions.writing import write
from haat.roster.headings import BANK, FEDERATIONS, GROUPS, MEMBERS
from haat.roster.models import GroupCode, ListUpload
from haat.roster.reading import CHANGED, NEW, PASSED, REFUSED, SAME, Bad, named_code

TOGETHER = 4_000


Progress = Callable[[int], None]
_IN = (NEW, CHANGED, SAME)


class Bringing(State):
    """Brings a list in, batch by batch."""

    _next = -1  # from -2 down: -1 and -2 have one hash, and members are known by a hash of both

    def __init__(self, mart: Mart, upload: ListUpload | None, *, by: Actor, dry_run: bool) -> None:
        super().__init__(mart, upload, by=by, dry_run=dry_run)
        self.marks = Marks(mart, upload)

    def bring(self, files: Sequence[File], *, progress: Progress | None = None, cursor: Sequence[int] = ()) -> None:
        """All rows of the files, in this order; from behind the `cursor` on, (which file, after which row)."""
        at, after = (cursor[0], cursor[1]) if cursor else (0, 0)
        for place, file in enumerate(files):
            self.marks.begin(file)
            for some in _together(file.rows()):
                past = [each for each in some if place < at or (place == at and each[0] <= after)]
                rows = some[len(past) :]
                self._remember(file, past)
                if rows:
                    self._batch(file, rows, place)
                    _give_way(self.dry_run)
                self.done += len(some)
                if progress is not None:
                    progress(self.done)
            self.told_before |= file.people
            file.people = set()
        if not self.dry_run:
            self._count()

    def _count(self) -> None:
        """Members, households and the tree, where they differ now."""
        for some in batches(sorted(self.touched), 2_000):
            with transaction.atomic():
                count_people(some)
        count_tree(self.mart)

    def _remember(self, file: File, past: Sequence[Numbered]) -> None:
        """Rows that are in already: only whom they told, for who comes twice."""
        for _number, row in past:
            try:
                group = self._group_of(file.reader.codes(row))
                if group is not None:
                    file.seen.add(group)
                    self.touched.add(group)
                    if file.shape == MEMBERS:
                        file.people.add(hash((group, file.reader.key(row))))
            except Bad:
                continue

    def _batch(self, file: File, rows: Sequence[Numbered], place: int) -> None:
        entries = list[Entry]()
        file.odd.clear()
        for number, row in rows:
            self._dropped(file, row)
            entry = Entry(number, mark=file.mark(row) if file.mark is not None else None)
            try:
                self._read(file, entry, row)
            except Bad as bad:
                refuse(file, entry, bad)
            entries.append(entry)
        if self.dry_run:
            imagine(self, decide(self, file, entries))
            file.outcomes += [entry.outcome for entry in entries]
            return
        for some in batches(organisations_lacking(self, file, entries), FEW):
            with transaction.atomic():  # each takes some statements: not all of them while others wait
                for told, block in some:
                    self.organisations.of(told, block)
            _give_way(self.dry_run)
        with transaction.atomic():
            decided = decide(self, file, entries)
            file.outcomes += [entry.outcome for entry in entries]
            self._keep_marks(file, entries, decided)
            write(self, file, decided, cursor=(place, rows[-1][0]), read=len(rows))

    def _keep_marks(self, file: File, entries: Sequence[Entry], decided: Decided) -> None:
        """Rows that are in now and of which nothing is said are known from now on."""
        right = [each for each in entries if each.mark is not None and each.outcome in _IN and each.row not in file.odd]
        new = [each.mark for each in right if each.mark is not None and not each.known]
        known = [each.mark for each in right if each.mark is not None and each.known]
        self.marks.keep(file, new, known, changed=bool(decided.changes or decided.people_changed))

    def _dropped(self, file: File, row: Sequence[Any]) -> None:
        for at, why in file.reader.dropped.items():
            if at < len(row) and row[at] not in ("", None):
                file.dropped[why] = file.dropped.get(why, 0) + 1

    def _read(self, file: File, entry: Entry, row: Sequence[Any]) -> None:
        """Whom the row tells of, and what. Raises Bad."""
        reader = file.reader
        if entry.mark is not None and self.marks.knows(entry.mark) and self._known(file, entry, row):
            return
        if why := reader.passed(row):
            entry.outcome = REFUSED if why == "marked" else PASSED
            file.note(entry.row, "", why)
            return
        if file.shape == FEDERATIONS:
            entry.told = reader.group(row)
            self.places.check_district(entry.told.district)
            return
        codes = reader.codes(row)
        group = self._group_of(codes)
        if file.shape == MEMBERS:
            entry.person = reader.person(row)
        if group is None or group not in file.seen:
            entry.told = reader.group(row)
            self.places.check_district(entry.told.district)
            if group is None and not codes:
                codes = {GroupCode.Kind.NAMED: named_code(entry.told)}
                group = self._group_of(codes)
        elif file.shape in (GROUPS, BANK):
            entry.outcome = SAME
            file.note(entry.row, "", "group_twice", remark=True)
            return
        entry.producers, notes = reader.producer_group(row)
        for column, code, said in notes:
            file.note(entry.row, column, code, said, remark=True)
        entry.group = self._new(file, entry, codes) if group is None else group
        self._once(file, entry)
        self._take_codes(entry, codes)
        file.seen.add(entry.group)

    def _known(self, file: File, entry: Entry, row: Sequence[Any]) -> bool:
        """Take a row that is in already by its numbers alone; False: it is to be read. Raises Bad."""
        group = self._group_of(file.reader.codes(row))
        if group is None:
            return False
        if file.shape == MEMBERS:
            key = hash((self.stable.get(group, group), file.reader.key(row)))
            if key in file.people:
                return False
            file.people.add(key)
        elif group in file.seen:
            return False
        entry.known, entry.outcome = True, SAME
        file.seen.add(group)
        return True

    def _group_of(self, codes: dict[str, str]) -> int | None:
        """The group that has these numbers; None where nobody has one of them. Raises Bad when they are of two."""
        found = {group for kind, number in codes.items() if (group := self.codes[kind].get(number)) is not None}
        if len(found) > 1:
            raise Bad(next(iter(codes)), "code_two")
        return next(iter(found), None)

    def _new(self, file: File, entry: Entry, codes: dict[str, str]) -> int:
        """A number for a group that nobody knows yet, when the row tells enough of it. Raises Bad."""
        assert entry.told is not None
        if file.shape == BANK or (not entry.told.name and file.shape == MEMBERS):
            raise Bad("group_name", "group_unknown")
        if not entry.told.name:
            raise Bad("group_name", "group_name")
        if self.places.block(entry.told.block)[0] is None:
            raise Bad("block", "block_empty")
        self._next -= 1
        entry.new = True
        return self._next

    def _once(self, file: File, entry: Entry) -> None:
        """Raises Bad for a member whom this file has told of in this group."""
        if entry.person is None:
            return
        assert entry.group is not None
        key = hash((self.stable.get(entry.group, entry.group), entry.person.key))
        if key in file.people:
            raise Bad("member_code", "member_twice")
        file.people.add(key)
        entry.told_before = key in self.told_before

    def _take_codes(self, entry: Entry, codes: dict[str, str]) -> None:
        assert entry.group is not None
        for kind, number in codes.items():
            if number not in self.codes[kind]:
                self.codes[kind][number] = entry.group
                entry.codes.append((kind, number))


def tally(files: Sequence[File]) -> dict[str, int]:
    """How many rows became what, over all files."""
    found: dict[str, int] = {}
    for letter in chain.from_iterable(file.outcomes for file in files):
        found[letter] = found.get(letter, 0) + 1
    return {name: found.get(letter, 0) for name, letter in ROWS.items()}


ROWS = {"new": NEW, "changed": CHANGED, "same": SAME, "refused": REFUSED, "passed": PASSED}


def _together(rows: Iterator[Numbered]) -> Iterator[list[Numbered]]:
    some = list[Numbered]()
    for each in rows:
        some.append(each)
        if len(some) == TOGETHER:
            yield some
            some = []
    if some:
        yield some


def _give_way(dry_run: bool) -> None:
    """SQLite has one writer at a time: others get in between."""
    if not dry_run and connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(GIVE_WAY_SECONDS)
