"""A mark for each row of a list by which it is known again before a cell of it is read.

A mark is made of the columns that are read alone, so that a row that has only moved is the same, under a key of the
installation, so that nobody can guess from it what the row says.
"""

import hashlib
from array import array
from collections.abc import Callable, Sequence
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.encoding import force_bytes

from haat.core import kruti_dev, legacy_fonts, texts
from haat.roster import cells, headings, reading
from haat.roster.reading import Reader

SIZE, _BETWEEN = 8, "\x1f"
# What decides what a row is read as: changed, no row is known by its mark any more.
_READ_BY = (cells, reading, headings, kruti_dev, legacy_fonts, texts)


@cache
def _read_by() -> bytes:
    files = [Path(str(module.__file__)).with_suffix(".py") for module in _READ_BY]
    return hashlib.sha256(b"\n".join(file.read_bytes() for file in files)).digest()


def reader_of(reader: Reader) -> str:
    """What tells one way of reading rows from another, as `KnownRows.reader` keeps it."""
    told = repr(reader.identity()).encode() + _read_by()
    return hashlib.sha256(told).hexdigest()[:16]


def marker(reader: Reader) -> Callable[[Sequence[Any]], int]:
    """What makes the mark of a row that this reader reads."""
    secret = hashlib.sha256(b"haat.roster.rows:" + force_bytes(settings.SECRET_KEY)).digest()
    begun = hashlib.blake2b(key=secret, digest_size=SIZE)
    at = reader.columns()
    chosen = itemgetter(*at, at[0])  # never a single one: that would be no tuple
    wide = max(at) + 1

    def mark(row: Sequence[Any]) -> int:
        told = row if len(row) >= wide else [*row, *[""] * (wide - len(row))]
        try:
            text = _BETWEEN.join(chosen(told))
        except TypeError:  # a workbook has numbers and days
            text = _BETWEEN.join(f"{type(cell).__name__}:{cell}" for cell in chosen(told))
        one = begun.copy()
        one.update(text.encode("utf-8", "surrogatepass"))
        return int.from_bytes(one.digest(), "little")

    return mark


def packed(marks: Sequence[int]) -> bytes:
    """Marks as they are kept: eight bytes each, the lowest first."""
    found = array("Q", marks)
    if _SWAPS:
        found.byteswap()
    return found.tobytes()


def unpacked(content: bytes) -> "array[int]":
    """Marks that were kept."""
    found = array("Q")
    found.frombytes(content)
    if _SWAPS:
        found.byteswap()
    return found


_SWAPS = array("Q", [1]).tobytes()[0] != 1  # on a machine that writes the highest byte first
