"""Tables of a million rows, row by row: CSV of any separator, XLSX and XLS, without ever holding one whole.

A file is measured once (its digest, its lines, whether its letters can be read) and may then be read again and again.
Bytes are hostile until read: a workbook has a process of its own (`workbook`), a CSV is counted while it is read.
"""

import codecs
import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO, Any

from haat.core import workbook
from haat.core.errors import BadTable
from haat.core.tables import TITLES, Cells, Names
from haat.core.texts import clean_line

MOST_ROWS = 1_000_000
MOST_MEGABYTES = 400
# Wider than any list; a row of more is no row of a table.
MOST_COLUMNS = 400
_SEPARATORS = (",", ";", "\t", "|", "^")
_EXCEL, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_CHUNK = 1 << 20
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

Numbered = tuple[int, Cells]


@dataclass(frozen=True)
class Source:
    """A file as it may be opened again and again: its name, how to open it, and what was measured of it."""

    name: str
    open: Callable[[], IO[bytes]]
    digest: str
    size: int
    lines: int
    encoding: str  # empty for a workbook


@dataclass(frozen=True)
class Head:
    """Where a table stands: its sheet, what separates its cells, and its rows of headings (one, or two of them)."""

    sheet: str
    mark: str
    number: int
    rows: tuple[Cells, ...]


def from_path(path: Path, name: str = "") -> Source:
    """A file of the disk. Raises OSError, BadTable."""
    if path.stat().st_size > MOST_MEGABYTES * 1024 * 1024:
        raise BadTable.too_large()
    return _measured(name or path.name, lambda: path.open("rb"))


def from_bytes(content: bytes, name: str) -> Source:
    """What was sent. Raises BadTable."""
    return _measured(name, lambda: io.BytesIO(content))


def _measured(name: str, opened: Callable[[], IO[bytes]]) -> Source:
    digest, size, lines = hashlib.sha256(), 0, 0
    with closing(opened()) as file:
        first = file.read(_CHUNK)
        book = first[:4] in (_EXCEL, _OLD_EXCEL)
        encoding = "" if book else "utf-16" if first[:2] in _UTF_16 else "utf-8-sig"
        decoder = codecs.getincrementaldecoder(encoding)() if encoding else None
        chunk = first
        while chunk:
            digest.update(chunk)
            size, lines = size + len(chunk), lines + chunk.count(b"\n")
            if decoder is not None:
                _readable(decoder, chunk)
            chunk = file.read(_CHUNK)
        if decoder is not None:
            _readable(decoder, b"", final=True)
    return Source(name, opened, digest.hexdigest(), size, lines, encoding)


def _readable(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> None:
    """Raises BadTable: anything but UTF-8 and UTF-16 would be guessing."""
    try:
        text = decoder.decode(chunk, final)
    except UnicodeDecodeError:
        raise BadTable.not_utf8() from None
    if "\0" in text:
        raise BadTable.unreadable()


def find_head(source: Source, names: Names, *, sheet: str = "") -> Head:
    """Where the headings stand: the row, on any sheet (or the one called `sheet`), that names most columns.

    Raises BadTable, which lists the sheets where several hold such a table.
    """
    if source.encoding:
        if sheet:
            raise BadTable.no_sheets()
        found = [_best("", mark, list(islice(_csv_rows(source, mark), TITLES)), names) for mark in _SEPARATORS]
    else:
        found = [_best(name, "", rows, names) for name, rows in _first_rows(source, sheet)]
    most = max((named for named, _head, _below in found), default=0)
    if not most:
        raise BadTable.no_headings((), [head.sheet for _named, head, _below in found if head and head.sheet])
    if not source.encoding:
        tables = [head for named, head, below in found if head and below and 2 * named > most]
        if len(tables) > 1:
            raise BadTable.many_sheets([head.sheet for head in tables], nameable=True)
    return next(head for named, head, _below in found if named == most and head is not None)


def _best(sheet: str, mark: str, rows: list[Numbered], names: Names) -> tuple[int, Head | None, bool]:
    """How many columns the best row names, that row (with one below that goes on with it), whether rows follow."""
    named = [names(cells) for _number, cells in rows]
    best = max(named, default=0)
    if not best:
        return 0, None, False
    at = named.index(best)
    number, cells = rows[at]
    two = at + 1 < len(rows) and _goes_on(cells, rows[at + 1][1], names, best)
    heads = (cells, rows[at + 1][1]) if two else (cells,)
    return best, Head(sheet, mark, rows[at + 1][0] if two else number, heads), at + 1 + two < len(rows)


def _goes_on(upper: Cells, lower: Cells, names: Names, best: int) -> bool:
    """Whether two rows are one row of headings: together they name more, and the lower one says no figure."""
    if any(any(sign.isdigit() for sign in str(cell)) for cell in lower):
        return False
    return names(joined(upper, lower)) > best


def joined(upper: Cells, lower: Cells) -> Cells:
    """Two rows of headings as one."""
    width = max(len(upper), len(lower))
    wide = [[*row, *[""] * (width - len(row))] for row in (upper, lower)]
    return [" ".join(str(part) for part in pair if str(part).strip()) for pair in zip(*wide, strict=True)]


def rows_below(source: Source, head: Head) -> Iterator[Numbered]:
    """The rows below the headings that hold something, each with the spreadsheet's number. Raises BadTable."""
    rows = _csv_rows(source, head.mark) if source.encoding else _sheet_rows(source, head.sheet)
    told = 0
    for number, cells in rows:
        if number <= head.number:
            continue
        told += 1
        if told > MOST_ROWS:
            raise BadTable.too_long(MOST_ROWS)
        yield number, cells


def _csv_rows(source: Source, mark: str) -> Iterator[Numbered]:
    with closing(io.TextIOWrapper(source.open(), source.encoding, newline="")) as text:
        try:
            for number, row in enumerate(csv.reader(text, delimiter=mark), 1):
                if any(row) and any(map(str.strip, row)):
                    if len(row) > MOST_COLUMNS:
                        raise BadTable.too_large()
                    yield number, row
        except csv.Error:
            raise BadTable.unreadable() from None


def _first_rows(source: Source, sheet: str) -> Iterator[tuple[str, list[Numbered]]]:
    """The rows at the top of each sheet."""
    name, rows = "", list[Numbered]()
    for said in _told(source, sheet, TITLES + 1):
        if isinstance(said, list):
            rows.append((said[0], said[1]))
        elif "sheet" in said:
            if name:
                yield name, rows
            name, rows = said["sheet"], []
    if name:
        yield name, rows


def _sheet_rows(source: Source, sheet: str) -> Iterator[Numbered]:
    for said in _told(source, sheet, MOST_ROWS + TITLES):
        if isinstance(said, list):
            if any(clean_line(str(cell)) for cell in said[1] if cell != ""):
                yield said[0], said[1]
        elif "cut" in said:
            raise BadTable.too_long(MOST_ROWS)


def _told(source: Source, sheet: str, most: int) -> Iterator[Any]:
    """What the reader of workbooks says, line by line; it may die of the file. Raises BadTable."""
    around = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    command = [sys.executable, "-I", str(Path(workbook.__file__)), sheet, str(most), "long"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=around, **pipes) as reader:
        threading.Thread(target=_feed, args=(source, reader.stdin), daemon=True).start()
        try:
            assert reader.stdout is not None
            lines = (json.loads(line, object_hook=_day) for line in reader.stdout)
            names = next(lines, None)
            if names is not None:
                if not names or (sheet and not any(workbook.same(sheet, name) for name in names)):
                    raise BadTable.no_sheet(sheet, names)
                yield from lines
            reader.wait()
        except ValueError:  # it died within a line
            raise BadTable.too_large() from None
        finally:
            reader.kill()  # nobody hears what it has left to say; one that has ended stays as it is
    if reader.returncode == workbook.UNREADABLE:
        raise BadTable.unreadable()
    if reader.returncode:  # its memory or its time was over
        raise BadTable.too_large()


def _feed(source: Source, into: IO[bytes] | None) -> None:
    assert into is not None
    with suppress(BrokenPipeError, ValueError), closing(source.open()) as file, into:
        while chunk := file.read(_CHUNK):
            into.write(chunk)


def _day(said: dict[str, Any]) -> Any:
    return date.fromisoformat(said["day"]) if "day" in said else said
