"""Rows that are in already are known by their marks: read when a list begins, kept with each batch that is written."""

from array import array
from collections.abc import Collection

from haat.core.rows import insert
from haat.places.models import Mart
from haat.roster.actions.state import File
from haat.roster.headings import FEDERATIONS
from haat.roster.marks import marker, packed, reader_of, unpacked
from haat.roster.models import KnownRows, ListUpload


class Marks:
    """The marks of a mart's lists, a file at a time: which rows are known, and which are from now on."""

    def __init__(self, mart: Mart, upload: ListUpload | None) -> None:
        self._mart, self._upload = mart, upload
        self._known = set[int]()
        self._reader = ""
        self._passed: dict[int, array[int]] = {}  # columns → rows of this list that others had left
        self._alone = set[int]()  # columns of which only this list's own rows are known any more

    def begin(self, file: File) -> None:
        """Know what was kept of rows as this file reads them."""
        self._known, file.mark = set(), None
        if file.shape == FEDERATIONS:  # they are few, and their order tells
            return
        file.mark, self._reader = marker(file.reader), reader_of(file.reader)
        kept = KnownRows.objects.filter(columns=file.columns_id, columns__mart=self._mart, reader=self._reader)
        for marks in kept.values_list("marks", flat=True).iterator(chunk_size=50):
            self._known.update(unpacked(bytes(marks)))

    def knows(self, mark: int) -> bool:
        return mark in self._known

    def keep(self, file: File, new: Collection[int], known: Collection[int], *, changed: bool) -> None:
        """Keep the marks of a batch, within its transaction; `known` are those of its rows that were known before.

        `changed`: it changed what a list had told. What earlier lists of these columns said may not hold any more.
        """
        if self._upload is None:
            return
        passed = self._passed.setdefault(file.columns_id, array("Q"))
        if changed and file.columns_id not in self._alone:
            self._alone.add(file.columns_id)
            KnownRows.objects.filter(columns=file.columns_id).exclude(upload=self._upload).delete()
            self._put(file, passed)
        if file.columns_id in self._alone:
            self._put(file, [*new, *known])
        else:
            self._put(file, new)
            passed.extend(known)

    def _put(self, file: File, marks: Collection[int]) -> None:
        if marks:
            told = packed(list(marks))
            insert([KnownRows(columns_id=file.columns_id, upload=self._upload, reader=self._reader, marks=told)])
