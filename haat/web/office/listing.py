"""Lists of the desk: sorted, a page at a time, and taken out as a table for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from django.db.models import QuerySet
from django.http import HttpResponse

from haat.web.ui.request import Request

PAGE = 50
MOST_EXPORTED = 20_000
# A cell that begins so is read as a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Listing:
    """One page of a list: its rows, how many there are in all, and how it is sorted."""

    rows: list[Any]
    total: int
    number: int
    sort: str

    @property
    def first(self) -> int:
        return (self.number - 1) * PAGE + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return (self.number - 1) * PAGE + len(self.rows)

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.last < self.total else None


def sorted_by(
    request: Request, rows: QuerySet[Any], sorts: Mapping[str, str], default: str
) -> tuple[QuerySet[Any], str]:
    """`rows` ordered as `?sort=` says (a name of `sorts`, `-` in front turns it round), and that sort."""
    wanted = request.GET.get("sort", "")
    name = wanted.removeprefix("-")
    if name not in sorts:
        wanted, name = default, default.removeprefix("-")
    field = sorts[name]
    order = f"-{field}" if wanted.startswith("-") else field
    return rows.order_by(order, "pk"), wanted


def ids(values: Iterable[str]) -> list[int]:
    """The row numbers ticked on a list, as a form sends them; anything else is left out."""
    return [int(text) for text in values if text.isascii() and text.isdigit() and len(text) < 16]


def typed(request: Request, name: str) -> str:
    """What was typed into a filter, in one line and not endless."""
    return " ".join(request.GET.get(name, "").replace("\0", "").split())[:60]


def listing(request: Request, rows: QuerySet[Any], sorts: Mapping[str, str], default: str) -> Listing:
    """The page `?page=` of `rows`; two queries."""
    ordered, sort = sorted_by(request, rows, sorts, default)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    wanted = ids([request.GET.get("page", "1")]) or [1]
    number = min(pages, max(1, wanted[0]))
    return Listing(list(ordered[(number - 1) * PAGE : number * PAGE]), total, number, sort)


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
    """The list as the file `?export=` asks for: csv, or else xlsx."""
    if request.GET.get("export") == "csv":
        return as_csv(name, heads, rows)
    return as_xlsx(name, [(name, heads, rows)])


def _file(name: str, kind: str, content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def rupees_cell(paise: int) -> float:
    """Paise as a number of rupees for a spreadsheet's cell."""
    return paise / 100
