"""Tables from outside (CSV, XLSX), row by row: good rows go in, bad ones come back with a sentence."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import DataError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError
from haat.core.languages import CODES
from haat.core.money import parse_rupees
from haat.core.numerals import whole_number
from haat.core.texts import clean_line

# Spreadsheets count from 1 and the first row holds the headings.
FIRST_ROW = 2


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

    def rupees(self, column: str) -> int | None:
        """Paise from a cell in rupees; None when it is empty."""
        text = self.text(column)
        if not text:
            return None
        try:
            return parse_rupees(text, field=column)
        except HaatError as error:
            self.refuse(column, error.message)
            return None

    def yes(self, column: str) -> bool:
        """True for yes, y, 1, true, हाँ, होय."""
        return self.text(column).lower() in {"yes", "y", "1", "true", "हाँ", "हां", "होय"}


def import_rows(
    rows: Iterable[Mapping[str, Any]],
    put: Callable[[Row], bool],
    *,
    needed: Sequence[str] = (),
    columns: Mapping[str, str],
) -> ImportReport:
    """Give each row to `put`, which answers True when it made something new; a refused row leaves nothing.

    A table without the `needed` columns, or without rows, is refused once, at its headings. `columns` names the
    column for the field of an error, where they differ.
    """
    report = ImportReport()
    rows = list(rows)
    if (wrong := _headings(rows, needed)) is not None:
        report.refused.append(wrong)
        return report
    for number, values in enumerate(rows, start=FIRST_ROW):
        row = Row(values, number)
        try:
            with transaction.atomic():
                new = put(row)
        except BadRow:
            report.refused += row.refusals
        except HaatError as error:
            column = columns.get(error.field, error.field)
            report.refused.append(Refusal(number, column, error.message))
        except (DataError, OverflowError):
            report.refused.append(Refusal(number, "", str(_("A number or a text in this row is too long."))))
        else:
            report.made += new
            report.same += not new
    return report


def _headings(rows: Sequence[Mapping[str, Any]], needed: Sequence[str]) -> Refusal | None:
    """What is wrong with the table as a whole."""
    if not rows:
        return Refusal(1, "", str(_("The table has no rows below its headings.")))
    missing = [column for column in needed if not any(column in row for row in rows)]
    if not missing:
        return None
    sentence = _("These columns are missing: %(columns)s. The first row names the columns, separated by commas.")
    return Refusal(1, missing[0], str(sentence) % {"columns": ", ".join(missing)})
