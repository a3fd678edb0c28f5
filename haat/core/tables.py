"""Tables as people send them: CSV in several spellings or a workbook, wherever in it the headings stand.

Bytes are hostile until read: a workbook is read by a process of its own that may have so much memory and no more
(`workbook`), a CSV is counted while it is read.
"""

import csv
import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from haat.core import workbook
from haat.core.errors import BadTable
from haat.core.texts import clean_line

# Less than nginx lets through (docs/running.md): what is too large is said in the reader's language.
MOST_MEGABYTES = 12
MOST_BYTES = MOST_MEGABYTES * 1024 * 1024
MOST_ROWS = 20_000
MOST_CELLS = workbook.MOST_CELLS
# As many as a spreadsheet has at most, empty ones among them.
MOST_LINES = 1_048_576
# So many rows with something in them may stand above the headings.
TITLES = 20
# What separates the cells of a CSV, the likeliest first, and in how many of its lines that is looked for.
_SEPARATORS, _LOOKED_AT = (",", ";", "\t", "|"), 1_000
_EXCEL, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SECONDS = 2 * workbook.SECONDS
# However many are sent at once, one reader of workbooks runs beside a process.
_ONE_BY_ONE = threading.Lock()

Cells = list[Any]
# How many columns of a table a row names.
Names = Callable[[Cells], int]


@dataclass
class Page:
    """One sheet of a file: its rows that hold something, each with the number the spreadsheet gives it.

    `cut`: it has more of them than are read at once.
    """

    name: str = ""
    rows: list[tuple[int, Cells]] = field(default_factory=list)
    cut: bool = False


class Line(dict[str, Any]):
    """A row of a table by its headings, as the spreadsheet gives its cells; `number` is the spreadsheet's own."""

    def __init__(self, cells: Iterable[tuple[str, Any]], number: int) -> None:
        super().__init__(cells)
        self.number = number


@dataclass(frozen=True)
class Table:
    """What was read: each column's heading as it is written, by its form, the lines, and the sheet they stand on."""

    heads: dict[str, str]
    lines: list[Line]
    sheet: str = ""


def heading(cell: Any) -> str:
    """A heading in one form: `Account number ` → `account_number`."""
    return "_".join(clean_line(str(cell)).lower().replace("-", " ").replace("_", " ").split())


def read_table(content: bytes, *, known: Collection[str], sheet: str = "") -> Table:
    """The lines below the headings of a CSV, XLSX or XLS file.

    The headings are the row, on any sheet (or the one called `sheet`), that names most of the `known` columns. Merged
    cells carry their value, rows without a word are passed over. Raises BadTable, saying what would be read, or which
    sheets are such tables.
    """

    def names(row: Cells) -> int:
        return len({heading(cell) for cell in row} & set(known))

    pages = read_pages(content, names=names, sheet=sheet)
    page, start = headed(pages, names, nameable=True)
    if page is None:
        raise BadTable.no_headings(known, [each.name for each in pages if each.name])
    heads: dict[str, str] = {}
    for cell in page.rows[start][1]:
        heads.setdefault(heading(cell), clean_line(str(cell)))
    heads.pop("", None)
    keys = [heading(cell) for cell in page.rows[start][1]]
    lines = [
        Line([(key, row[at] if at < len(row) else "") for at, key in enumerate(keys) if key], number)
        for number, row in page.rows[start + 1 :]
    ]
    if page.cut or len(lines) > MOST_ROWS:
        raise BadTable.too_long(MOST_ROWS)
    return Table(heads, lines, page.name)


def headed(pages: Iterable[Page], names: Names, *, nameable: bool = False) -> tuple[Page | None, int]:
    """The page that names most columns, and which row of it does; one with rows below goes before one without.

    Another one with rows that names more than half as many would be lost in silence: raises BadTable, which lists them.
    `nameable`: the sender can say which of them is meant.
    """
    found = [(*_heads(page, names), page) for page in pages]
    most = max((named for named, _at, _page in found), default=0)
    if not most:
        return None, 0
    tables = [(page, at) for named, at, page in found if 2 * named > most and len(page.rows) > at + 1]
    if len(tables) > 1:
        raise BadTable.many_sheets([page.name for page, _at in tables], nameable=nameable)
    return (tables or [(page, at) for named, at, page in found if named == most])[0]


def _heads(page: Page, names: Names) -> tuple[int, int]:
    """How many columns the row names that names most of them, and which one it is."""
    named = [names(row) for _number, row in page.rows[:TITLES]]
    best = max(named, default=0)
    return best, named.index(best) if best else 0


def read_pages(content: bytes, *, names: Names, sheet: str = "", windows: bool = False) -> list[Page]:
    """The sheets of a CSV, XLSX or XLS file (or the one called `sheet`), each with its rows that hold something.

    `names` chooses what separates the cells of a CSV; `windows`: one that is no UTF-8 is read as Windows writes it.
    Raises BadTable.
    """
    if len(content) > MOST_BYTES:
        raise BadTable.too_large()
    if content[:4] in (_EXCEL, _OLD_EXCEL):
        return list(_workbook(content, sheet))
    if sheet:
        raise BadTable.no_sheets()
    return [_csv(_decoded(content, windows=windows), names)]


def _kept(page: Page, number: int, row: Cells) -> bool:
    """Put a row that holds something to the others; False when there are too many."""
    if any(clean_line(str(cell)) for cell in row if cell != ""):
        page.cut = len(page.rows) > MOST_ROWS + TITLES
        if not page.cut:
            page.rows.append((number, row))
    return not page.cut


def _csv(text: str, names: Names) -> Page:
    if "\0" in text:
        raise BadTable.unreadable()
    mark = max(_SEPARATORS, key=lambda mark: max(map(names, _first_rows(text, mark)), default=0))
    page, cells = Page(), 0
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark), 1):
            cells += len(row)
            if cells > MOST_CELLS or number > MOST_LINES:
                raise BadTable.too_large()
            if not _kept(page, number, row):
                break
    except csv.Error:
        raise BadTable.unreadable() from None
    return page


def _first_rows(text: str, mark: str) -> list[Cells]:
    found: list[Cells] = []
    with suppress(csv.Error):  # of another separator, perhaps
        for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=mark), _LOOKED_AT):
            if any(row):
                found.append(row)
            if len(found) == TITLES:
                break
    return found


def _decoded(content: bytes, *, windows: bool) -> str:
    """CSV as spreadsheets save it: UTF-8, or UTF-16 with its mark. Anything else would be guessing."""
    try:
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if windows:
            return content.decode("cp1252", "replace")
        raise BadTable.not_utf8() from None


def _workbook(content: bytes, sheet: str) -> Iterator[Page]:
    told = (json.loads(line, object_hook=_day) for line in io.BytesIO(_read_apart(content, sheet)))
    names: list[str] = next(told)
    if not names or (sheet and not any(workbook.same(sheet, name) for name in names)):
        raise BadTable.no_sheet(sheet, names)
    page: Page | None = None
    for said in told:
        if isinstance(said, list) and page is not None:
            _kept(page, *said)
        elif "sheet" in said:
            if page is not None:
                yield page
            page = Page(said["sheet"])
        elif page is not None:
            page.cut = True
    if page is not None:
        yield page


def _day(said: dict[str, Any]) -> Any:
    return date.fromisoformat(said["day"]) if "day" in said else said


def _read_apart(content: bytes, sheet: str) -> bytes:
    """What the reader of workbooks says, in a process that may die of it. Raises BadTable."""
    most = str(MOST_ROWS + TITLES + 1)
    # Only where libraries lie: not a secret of ours is in its surroundings.
    around = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    command = [sys.executable, "-I", str(Path(workbook.__file__)), sheet, most]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    try:
        with _ONE_BY_ONE:
            done = subprocess.run(command, input=content, env=around, timeout=_SECONDS, check=False, **pipes)
    except subprocess.TimeoutExpired:
        raise BadTable.too_large() from None
    if done.returncode == workbook.UNREADABLE:
        raise BadTable.unreadable()
    if done.returncode:  # its memory or its time was over
        raise BadTable.too_large()
    return done.stdout
