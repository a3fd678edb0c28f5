"""Tables from outside (CSV, XLSX), row by row: good rows go in, bad ones come back with a sentence."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import DatabaseError, DataError, OperationalError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.dates import INDIA
from haat.core.errors import HaatError
from haat.core.languages import CODES
from haat.core.money import parse_rupees, parse_signed_rupees
from haat.core.numerals import latin_digits, whole_number
from haat.core.rows import batches
from haat.core.texts import clean_line

# Spreadsheets count from 1 and the first row holds the headings.
FIRST_ROW = 2
# So many rows are kept with one another: few enough that nobody waits long for what they hold.
TOGETHER = 200
# The day comes before the month: never as in America.
DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


@dataclass(frozen=True)
class Refusal:
    """A row of the table (as the spreadsheet numbers it), the column, and what is wrong with it."""

    row: int
    field: str
    sentence: str


@dataclass
class ImportReport:
    """How many rows were `made`, how many were there already (`same`), and every refusal."""

    made: int = 0
    same: int = 0
    refused: list[Refusal] = field(default_factory=list)


class BadRow(Exception):
    """A row that cannot be read; its refusals stand on the Row."""


class Row:
    """One row: each reader answers a value, or notes a refusal and answers nothing; `check` raises them."""

    def __init__(self, values: Mapping[str, Any], number: int) -> None:
        self._values, self.number, self.refusals = values, number, list[Refusal]()

    def anew(self) -> "Row":
        """The same row, nothing of it refused yet."""
        return Row(self._values, self.number)

    def refuse(self, column: str, sentence: "str | Promise") -> None:
        self.refusals.append(Refusal(self.number, column, str(sentence)))

    def check(self) -> None:
        """Raises BadRow when anything was refused so far."""
        if self.refusals:
            raise BadRow

    def text(self, column: str, *, needed: bool = False) -> str:
        """The cell as trimmed text; a whole number that a spreadsheet made 814112.0 is 814112."""
        value = self._values.get(column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = "" if value is None else clean_line(str(value))
        if needed and not text:
            self.refuse(column, _("This cell is empty. Fill it in."))
        return text

    def texts(self, stem: str) -> dict[str, str]:
        """Language → text from the columns `stem_hi`, `stem_en` …"""
        found = {code: self.text(f"{stem}_{code}") for code in CODES}
        return {code: text for code, text in found.items() if text}

    def whole(self, column: str, *, least: int = 0) -> int | None:
        """A whole number in any script's digits; None when the cell is empty."""
        text = self.text(column).replace(",", "")
        if not text:
            return None
        number = whole_number(text, most_digits=9)
        if number is None or number < least:
            self.refuse(column, _("Write a whole number, for example 12."))
            return None
        return number

    def rupees(self, column: str, *, signed: bool = False) -> int | None:
        """Paise from a cell in rupees; None when it is empty. A minus in front is read where it is `signed`."""
        text = self.text(column)
        if not text:
            return None
        try:
            return (parse_signed_rupees if signed else parse_rupees)(text, field=column)
        except HaatError as error:
            self.refuse(column, error.message)
            return None

    def day(self, column: str) -> date | None:
        """A day as India writes it, 31/12/2026, or as spreadsheets do, 2026-12-31; None when it cannot be read."""
        text = latin_digits(self.text(column, needed=True)).removesuffix(" 00:00:00")
        for form in DAY_FORMS:
            with suppress(ValueError):
                return datetime.strptime(text, form).replace(tzinfo=INDIA).date()
        if text:
            self.refuse(column, _("Write the day as day/month/year, like 31/12/2026."))
        return None

    def yes(self, column: str) -> bool:
        """True for yes, y, 1, true, हाँ, होय."""
        return self.text(column).lower() in {"yes", "y", "1", "true", "हाँ", "हां", "होय"}


# What became of a row that was given with others: whether it was new, or why it was refused.
Answer = bool | HaatError | BadRow
Put = Callable[[Row], bool]
PutAll = Callable[[Sequence[Row]], list[Answer]]
Progress = Callable[[int, int], None]


def import_rows(
    rows: Iterable[Mapping[str, Any]],
    put: Put,
    *,
    needed: Sequence[str] = (),
    columns: Mapping[str, str],
    put_all: PutAll | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Give each row to `put`, which answers True when it made something new; a refused row leaves nothing.

    `put_all` takes TOGETHER rows in one transaction instead and answers what became of each; where the database
    refuses them, `put` takes them one by one. `progress` hears (rows done, rows of the table) after what is kept. A
    table without the `needed` columns, or without rows, is refused once, at its headings. `columns` names the column
    for the field of an error, where they differ.
    """
    report = ImportReport()
    rows = list(rows)
    if (wrong := _headings(rows, needed)) is not None:
        report.refused.append(wrong)
        return report
    numbered = [Row(values, number) for number, values in enumerate(rows, start=FIRST_ROW)]
    for some in batches(numbered, TOGETHER if put_all else 1):
        for row, answer in _answered(some, put, put_all):
            _report(report, row, answer, columns)
        if progress is not None:
            progress(some[-1].number - FIRST_ROW + 1, len(rows))
    return report


def _answered(rows: Sequence[Row], put: Put, put_all: PutAll | None) -> Iterator[tuple[Row, Answer | DatabaseError]]:
    if put_all is not None:
        try:
            with transaction.atomic():
                answers = put_all(rows)
        except (DatabaseError, OverflowError):  # one of them: that it is said at its row
            rows = [row.anew() for row in rows]
        else:
            yield from zip(rows, answers, strict=True)
            return
    for row in rows:
        yield row, _put_one(row, put)


def _put_one(row: Row, put: Put) -> Answer | DatabaseError:
    try:
        with transaction.atomic():
            return put(row)
    except (BadRow, HaatError, OperationalError) as refusal:
        return refusal
    except (DataError, OverflowError) as refusal:
        return DataError(*refusal.args)


def _report(report: ImportReport, row: Row, answer: Answer | DatabaseError, columns: Mapping[str, str]) -> None:
    if isinstance(answer, bool):
        report.made += answer
        report.same += not answer
    elif isinstance(answer, BadRow):
        report.refused += row.refusals
    elif isinstance(answer, HaatError):
        report.refused.append(Refusal(row.number, columns.get(answer.field, answer.field), answer.message))
    elif isinstance(answer, DataError):
        report.refused.append(Refusal(row.number, "", str(_("A number or a text in this row is too long."))))
    else:  # others hold what it needs, or the database was away
        report.refused.append(Refusal(row.number, "", str(_("The database was busy. Bring this row in once more."))))


def _headings(rows: Sequence[Mapping[str, Any]], needed: Sequence[str]) -> Refusal | None:
    """What is wrong with the table as a whole."""
    if not rows:
        return Refusal(1, "", str(_("The table has no rows below its headings.")))
    missing = [column for column in needed if not any(column in row for row in rows)]
    if not missing:
        return None
    sentence = _("These columns are missing: %(columns)s. The first row names the columns, separated by commas.")
    return Refusal(1, missing[0], str(sentence) % {"columns": ", ".join(missing)})
