"""Reads a hostile workbook (XLSX, XLS) in a process of its own, which may have so much memory and time and no more.

Where a workbook says that it has a cell in the last corner, its reader lays out all between, and a failed allocation
there ends the process: it must not be the one that serves pages. `haat.core.tables` runs this file by its path, with
the workbook at its standard input; it knows nothing of Haat, and its environment holds no secret.

What it says, a line of JSON each: the names of the sheets; then of each sheet `{"sheet": name}`, its rows that hold
something as `[number, cells]`, and `{"cut": true}` where there are more than were wanted. Days are `{"day": "…"}`.
"""

import json
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook

MEMORY, SECONDS = 1024 * 1024 * 1024, 60
MOST_UNPACKED = 300 * 1024 * 1024
MOST_CELLS = 3_000_000
MOST_LETTERS = 64 * 1024 * 1024
# Of a long list, whose rows are taken one by one as they are said (`core.longtable`).
LONG_CELLS, LONG_LETTERS = 6_000_000, 256 * 1024 * 1024
MOST_SHEETS = 200
UNREADABLE, TOO_LARGE = 3, 4
_ZIPPED = b"PK\x03\x04"


class TooLargeError(Exception):
    """More than is read at once."""


def main(sheet: str, most_rows: int, *, long: bool = False) -> int:
    """Say what stands in the workbook; the answer is how it ended."""
    cells, letters = (LONG_CELLS, LONG_LETTERS) if long else (MOST_CELLS, MOST_LETTERS)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        _say(_lines(sys.stdin.buffer.read(), sheet, most_rows, cells), letters)
    except BrokenPipeError:  # who asked has heard enough
        return 0
    except (MemoryError, TooLargeError):
        return TOO_LARGE
    except BaseException:  # the reader's panics included: the file is to blame
        return UNREADABLE
    return 0


def _say(told: Iterable[Any], most: int) -> None:
    letters = 0
    for each in told:
        line = json.dumps(each, ensure_ascii=False, default=_plain) + "\n"
        letters += len(line)
        if letters > most:
            raise TooLargeError
        sys.stdout.buffer.write(line.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def _plain(cell: Any) -> Any:
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return {"day": cell.isoformat()}
    return str(cell)


def _lines(content: bytes, sheet: str, most_rows: int, most_cells: int) -> Iterator[Any]:
    if content[:4] == _ZIPPED:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise TooLargeError
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    names = book.sheet_names
    if len(names) > MOST_SHEETS:
        raise TooLargeError
    yield names
    for name in names:
        if not sheet or same(name, sheet):
            yield {"sheet": name}
            yield from _filled(_rows(book.get_sheet_by_name(name), most_cells), most_rows)


def same(name: str, other: str) -> bool:
    """Whether both call one sheet, as people type it: `Sheet 1` and ` sheet  1`."""
    return " ".join(name.split()).casefold() == " ".join(other.split()).casefold()


def _filled(rows: list[list[Any]], most: int) -> Iterator[Any]:
    """The rows that hold something, without the empty cells at their end."""
    told = 0
    for number, row in enumerate(rows, 1):
        while row and (row[-1] == "" or row[-1] is None):
            row.pop()
        if not row:
            continue
        if told == most:
            yield {"cut": True}
            return
        told += 1
        yield [number, row]


def _rows(sheet: CalamineSheet, most: int) -> list[list[Any]]:
    """All of a sheet, every cell that was merged with others carrying their value."""
    if sheet.total_height * sheet.total_width > most:
        raise TooLargeError
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    covered = 0
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top >= len(rows) or left >= len(rows[top]):
            continue
        value = rows[top][left]
        for row in rows[top : bottom + 1]:
            cells = len(row[left : right + 1])
            covered += cells + 1
            if covered > most:  # they lie over one another
                raise TooLargeError
            row[left : right + 1] = [value] * cells
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), long="long" in sys.argv[3:]))
