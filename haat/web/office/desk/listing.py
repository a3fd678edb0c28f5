"""Lists of the desk: sorted, a page at a time, and taken out as a table for a spreadsheet."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from haat.core import paging
from haat.core.kept import Kept
from haat.core.languages import current
from haat.core.paging import MOST_COUNTED
from haat.web.ui.request import Request

M = TypeVar("M", bound=Model)
PAGE = 30
MOST_PAGES = 1_000_000
MOST_EXPORTED = 20_000
# What stands in an address and changes nothing of how many rows a list has.
STANDING = frozenset({"page", "sort", "export"})
TOTALS: Kept[int | None] = Kept(most=500)
# A cell that begins so is read as a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Listing:
    """One page of a list: its rows, where they stand in it, the pages beside it, and how it is sorted.

    `total` is how many rows there are in all; None when there are more than `most`, the number that are counted.
    """

    rows: list[Any]
    total: int | None
    first: int
    sort: str
    before: str = ""
    after: str = ""
    most: int = MOST_COUNTED

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def counted(self) -> str:
        """How many there are, as a figure beside a heading: `37`, or `500+`."""
        return f"{self.most}+" if self.total is None else str(self.total)


def sorted_by(
    request: Request, rows: QuerySet[Any], sorts: Mapping[str, str], default: str
) -> tuple[QuerySet[Any], str]:
    """`rows` ordered as `?sort=` says (a name of `sorts`, `-` in front turns it round), and that sort."""
    wanted = request.GET.get("sort", "")
    name = wanted.removeprefix("-")
    if name not in sorts:
        wanted, name = default, default.removeprefix("-")
    order = _order(sorts, wanted)
    return rows.order_by(order, "-pk" if order.startswith("-") else "pk"), wanted


def _order(sorts: Mapping[str, str], sort: str) -> str:
    """The field a sort stands for, with its `-`."""
    field = sorts[sort.removeprefix("-")]
    return f"-{field}" if sort.startswith("-") else field


def ids(values: Iterable[str]) -> list[int]:
    """The row numbers ticked on a list, as a form sends them; anything else is left out."""
    return [int(text) for text in values if text.isascii() and text.isdigit() and len(text) < 16]


def typed(request: Request, name: str) -> str:
    """What was typed into a filter, in one line and not endless."""
    return " ".join(request.GET.get(name, "").replace("\0", "").split())[:60]


def listing(
    request: Request,
    rows: QuerySet[Any],
    sorts: Mapping[str, str],
    default: str,
    *,
    size: int = PAGE,
    among: Mapping[str, Sequence[tuple[Any, Q]]] | None = None,
) -> Listing:
    """The page of `rows` that `?page=` names, by an edge as links have it or by a number; four queries at most.

    `among`: name of a sort → the values of its field, and what holds of their rows (`paging.cut`).
    """
    _rows, sort = sorted_by(request, rows, sorts, default)
    values = (among or {}).get(sort.removeprefix("-"), ())
    wanted = request.GET.get("page", "")
    count = _number(request, "page", rows)
    return _listing(rows, _order(sorts, sort), sort, wanted, size, among=values, count=count)


def paged(
    request: Request,
    rows: QuerySet[Any],
    order: str,
    *,
    size: int = PAGE,
    name: str = "page",
    at_once: bool = False,
) -> Listing:
    """The same of a list that has one order; `name` is that of its page in the address, where there are several.

    `at_once`: keys and rows in one statement (`paging.cut`).
    """
    count = _number(request, name, rows)
    return _listing(rows, order, f"{name}:{order}", request.GET.get(name, ""), size, at_once=at_once, count=count)


def _number(request: Request, name: str, rows: QuerySet[Any]) -> Callable[[], int | None]:
    """How many rows the list `name` of this page has, kept for this reader until something happens in the mart."""
    narrowed = tuple(sorted((key, tuple(texts)) for key, texts in request.GET.lists() if key not in STANDING))
    key = (request.user.pk, request.path, name, narrowed, current())  # words find goods by their names in a language
    return lambda: TOTALS.get(request.mart.pk, key, lambda: paging.counted(rows))


def with_those(rows: Sequence[M], of: QuerySet[M], keys: Iterable[int]) -> list[M]:
    """`rows`, before them those of `of` with these keys that are not among them: a refused form stands at its row."""
    lacking = set(keys) - {row.pk for row in rows}
    return [*(of.filter(pk__in=lacking).order_by("pk") if lacking else ()), *rows]


def numbered(
    request: Request,
    rows: "Sequence[Any] | QuerySet[Any]",
    *,
    size: int = PAGE,
    name: str = "page",
    total: int | None = None,
) -> Listing:
    """A page, by its number, of rows that are there already or of a short list; all of them are counted.

    `total`: how many there are, where that is known.
    """
    if total is None:
        total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    pages = max(1, -(-total // size))
    number = min(pages, max(1, (ids([request.GET.get(name, "")]) or [1])[0]))
    start = (number - 1) * size
    before, after = str(number - 1) if number > 1 else "", str(number + 1) if number < pages else ""
    return Listing(list(rows[start : start + size]) if total else [], total, start + 1, "", before, after)


def _listing(rows: QuerySet[Any], order: str, sort: str, wanted: str, size: int, **how: Any) -> Listing:
    edge = paging.read(wanted, sort) if wanted and not wanted.isdigit() else None
    number = (ids([wanted]) or [1])[0]
    found = paging.cut(rows, order, size, edge, min(max(1, number), MOST_PAGES), **how)
    before, after = (paging.write(each, sort) if each else "" for each in (found.before, found.after))
    return Listing(found.rows, found.total, found.first, sort, before, after)


def guarded(value: object) -> object:
    """A cell that no spreadsheet runs as a formula; numbers stay numbers."""
    if isinstance(value, (int, float)) or value is None:
        return value
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_csv(name: str, heads: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A CSV file (UTF-8 with a mark, so that Excel reads Hindi)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(head) for head in heads])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return _file(f"{name}.csv", "text/csv; charset=utf-8", "\ufeff".encode() + out.getvalue().encode())


def as_xlsx(name: str, sheets: Sequence[tuple[str, Sequence[object], Iterable[Sequence[object]]]]) -> HttpResponse:
    """An Excel file of (title, heads, rows) sheets; every text is written as text, never as a formula."""
    out = io.BytesIO()
    import xlsxwriter  # type: ignore[import-untyped]  # not before somebody wants a file

    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "bottom": 1})
    for title, heads, rows in sheets:
        sheet = book.add_worksheet(_sheet_name(title))
        sheet.freeze_panes(1, 0)
        widths = [len(str(head)) for head in heads]
        for column, head in enumerate(heads):
            sheet.write_string(0, column, str(head), bold)
        for line, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                _write(sheet, line, column, cell)
                widths[column] = max(widths[column], len(str(cell)))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(50, width + 2))
    book.close()
    return _file(f"{name}.xlsx", XLSX, out.getvalue())


def _write(sheet: Any, line: int, column: int, cell: object) -> None:
    if isinstance(cell, (int, float)):
        sheet.write_number(line, column, cell)
    elif cell is not None:
        sheet.write_string(line, column, str(cell))


def _sheet_name(title: str) -> str:
    return "".join(char for char in str(title) if char not in "[]:*?/\\'")[:31] or "1"


def export_url(request: Request, kind: str = "xlsx") -> str:
    """This same list as a file."""
    given = request.GET.copy()
    given.pop("page", None)
    given["export"] = kind
    return f"?{given.urlencode()}"


def export(request: Request, name: str, heads: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The list as the file `?export=` asks for: csv, or else xlsx; where it is full, its last row says so."""
    if request.GET.get("export") == "csv":
        return as_csv(name, heads, said_when_full(rows))
    return as_xlsx(name, [(name, heads, said_when_full(rows))])


def said_when_full(rows: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
    """The rows, and after MOST_EXPORTED of them one that says that there may be others."""
    number = 0
    for row in rows:
        yield row
        number += 1
    if number >= MOST_EXPORTED:
        yield [_("This file is full: %(rows)s rows. Filter the list to take out the others.") % {"rows": number}]


def _file(name: str, kind: str, content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def rupees_cell(paise: int) -> float:
    """Paise as a number of rupees for a spreadsheet's cell."""
    return paise / 100
