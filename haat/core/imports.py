"""Tables from outside (CSV, XLSX), row by row: good rows go in, bad ones come back with a sentence."""

import re
import time
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import DatabaseError, DataError, OperationalError, connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.dates import INDIA
from haat.core.errors import HaatError
from haat.core.kruti_dev import Unsure
from haat.core.languages import CODES
from haat.core.legacy_fonts import meant_anyhow, meant_by, meant_in_list
from haat.core.money import parse_rupees, parse_signed_rupees
from haat.core.numerals import latin_digits, whole_number
from haat.core.rows import batches
from haat.core.texts import clean_line

# Spreadsheets count from 1 and the first row holds the headings.
FIRST_ROW = 2
# So many rows are kept with one another: few enough that nobody waits long for what they hold.
TOGETHER = 200
# Those that cannot be written in a few statements go one after the other, so few at a time.
FEW = 15
# SQLite's other writers ask again every tenth of a second: so long the next rows wait, so that one of them gets in.
GIVE_WAY_SECONDS = 0.15
# The day comes before the month: never as in America.
DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
# A spreadsheet knows fifteen digits of a number and writes noughts for the rest.
EXACT_BELOW = 10**15
_SHORTENED = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{2,3}", re.I)
_WHOLE_AS_DECIMAL = re.compile(r"-?[0-9]{1,15}\.0+")
NUMBER_CUT = _("The spreadsheet has cut this number. Format the column as text, and write the number again.")

OLD_FONT = _("These letters belong to an old font (Kruti Dev or a like one). Is “%(text)s” meant? Write it so.")
NOT_SURE = _(
    "These letters belong to an old font (Kruti Dev or a like one), and “%(sign)s” cannot be read surely. "
    "Write them as Unicode."
)
ELSEWHERE = _(
    "These letters belong to an old font (Kruti Dev or a like one) and say “%(text)s”. Write it so under %(column)s."
)


@dataclass(frozen=True)
class Refusal:
    """A row of the table (as the spreadsheet numbers it), the column, and what is wrong with it."""

    row: int
    field: str
    sentence: str


@dataclass
class ImportReport:
    """How many rows were `made`, how many were there already (`same`), which those are, and every refusal."""

    made: int = 0
    same: int = 0
    refused: list[Refusal] = field(default_factory=list)
    same_rows: list[int] = field(default_factory=list)


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
        """Note what is wrong with a cell; noted before, it is not noted again."""
        refusal = Refusal(self.number, column, str(sentence))
        if refusal not in self.refusals:
            self.refusals.append(refusal)

    def check(self) -> None:
        """Raises BadRow when anything was refused so far."""
        if self.refusals:
            raise BadRow

    def text(self, column: str, *, needed: bool = False) -> str:
        """The cell as trimmed text; a whole number that a spreadsheet made 814112.0 is 814112.

        A number of which the spreadsheet has lost digits is refused: numbers that name something are texts.
        """
        text = self._said(self._values.get(column))
        if text is None:
            self.refuse(column, NUMBER_CUT)
            return ""
        if needed and not text:
            self.refuse(column, _("This cell is empty. Fill it in."))
        return text

    @staticmethod
    def _said(value: Any) -> str | None:
        """A cell as text; None when it held a number of which digits are lost."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            if not abs(value) < EXACT_BELOW:
                return None
            value = int(value) if float(value).is_integer() else format(value, ".15g")
        text = "" if value is None else clean_line(str(value))
        if _SHORTENED.fullmatch(text):
            return None
        return text.partition(".")[0] if _WHOLE_AS_DECIMAL.fullmatch(text) else text

    def texts(self, stem: str) -> dict[str, str]:
        """Language → text from the columns `stem_hi`, `stem_en` …; letters of an old font are refused (`convert`)."""
        found = {code: text for code in CODES if (text := self.text(f"{stem}_{code}"))}
        for code, text in found.items():
            if code == "en":
                self._unless_typed_so(f"{stem}_en", text, meant_anyhow, instead=f"{stem}_hi")
            else:
                self._unless_typed_so(f"{stem}_{code}", text, partial(meant_by, language=code))
        return found

    def words(self, column: str, *, apart: str = "") -> str:
        """The cell of a column without a language, which may be set `apart` into several; letters of an old font are
        refused."""
        text = self.text(column)
        fine = self._unless_typed_so(column, text, meant_in_list if apart else meant_anyhow)
        if apart and fine:  # one of them may be typed so beside others that are not
            for part in text.split(apart):
                self._unless_typed_so(column, part.strip(), meant_anyhow)
        return text

    def _unless_typed_so(
        self, column: str, text: str, meant_by_it: Callable[[str], str | None], *, instead: str = ""
    ) -> bool:
        """Refuse letters of an old font: what they say is asked about, or is to stand under another column."""
        try:
            meant = meant_by_it(text)
        except Unsure as unsure:
            self.refuse(column, str(NOT_SURE) % {"sign": unsure.sign})
            return False
        if meant is not None:
            self.refuse(column, str(ELSEWHERE if instead else OLD_FONT) % {"text": meant, "column": instead})
        return meant is None

    def whole(self, column: str, *, least: int = 0) -> int | None:
        """A whole number in any script's digits, as people group them; None when the cell is empty."""
        text = self.text(column)
        if not text:
            return None
        number = whole_number(text, most_digits=9, grouped=True)
        if number is None or number < least:
            self.refuse(column, _("Write a whole number, for example 12."))
            return None
        return number

    def digits(self, column: str, *, lengths: Sequence[int]) -> str:
        """A code of so many digits, such as an HSN code; one that lacks a nought in front is asked about."""
        text = latin_digits(self.text(column)).replace(" ", "")
        if text.isascii() and text.isdigit() and len(text) not in lengths and len(text) + 1 in lengths:
            said = _("Is 0%(code)s meant? Spreadsheets leave out a 0 in front: format the column as text.")
            self.refuse(column, str(said) % {"code": text})
        return text

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
        """True for yes, y, 1, true, हाँ, हो, होय."""
        return self.text(column).lower() in {"yes", "y", "1", "true", "हाँ", "हां", "हो", "होय"}


class Later:
    """It is not written with the others: it is put by itself after them, in a transaction with few more."""


LATER = Later()
# What became of a row that was given with others: whether it was new, why it was refused, or that it comes later.
Answer = bool | HaatError | BadRow | Later
Put = Callable[[Row], bool]
PutAll = Callable[[Sequence[Row]], list[Answer]]
Answers = Sequence[tuple[Row, "Answer | DatabaseError"]]
# Of each of some rows: what no two rows may have alike, or one must have for another.
MarksOf = Callable[[Sequence[Row]], Sequence[Collection[Hashable]]]
Progress = Callable[[int, int], None]


def import_rows(
    rows: Iterable[Mapping[str, Any]],
    put: Put,
    *,
    needed: Sequence[str] = (),
    columns: Mapping[str, str],
    put_all: PutAll | None = None,
    together: int | None = None,
    marks_of: MarksOf | None = None,
    prepare: Callable[[Sequence[Row]], None] | None = None,
    progress: Progress | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """Give each row to `put`, which answers True when it made something new; a refused row leaves nothing.

    `put_all` takes so many rows `together` in one transaction instead and answers what became of each; those it leaves
    for LATER `put` takes, FEW in a transaction, so that no writer waits long. Where the database refuses them, `put`
    takes them one by one. `prepare` is given them first, before anything is held: what only reads
    keeps no writer waiting there. `progress` hears (rows done, rows of the table) after what is kept. A
    table without the `needed` columns, or without rows, is refused once, at its headings. `columns` names the column
    for the field of an error, where they differ. With `dry_run` the same is answered and nothing is kept: rows that
    share one of their `marks_of` see each other as they will when they are kept.
    """
    report = ImportReport()
    rows = list(rows)
    if (wrong := _headings(rows, needed)) is not None:
        report.refused.append(wrong)
        return report
    numbered = [Row(values, getattr(values, "number", number)) for number, values in enumerate(rows, start=FIRST_ROW)]
    before, done = _Before(marks_of if dry_run else None), 0
    for some in batches(numbered, (together or TOGETHER) if put_all else 1):
        if done:
            _give_way()
        earlier = before.of(some)
        if prepare is not None:
            prepare([*earlier, *some])
        answers = _answered(earlier, some, put, put_all, dry_run=dry_run)
        left = _note(report, answers, columns, before)
        for few in batches(left, FEW):
            _give_way()
            _note(report, _answered(before.of(few), few, put, each(put), dry_run=dry_run), columns, before)
        done += len(some)
        if progress is not None:
            progress(done, len(rows))
    return report


def _note(report: ImportReport, answers: "Answers", columns: Mapping[str, str], before: "_Before") -> list[Row]:
    """Report what became of rows; those that come later."""
    for row, answer in answers:
        if not isinstance(answer, Later):
            _report(report, row, answer, columns)
    before.add([row for row, answer in answers if answer is True])
    return [row for row, answer in answers if isinstance(answer, Later)]


class _Before:
    """In a dry run, rows that would have been made by now: those that share a mark with some rows are put once more
    before these, and with them what they needed themselves."""

    def __init__(self, marks_of: MarksOf | None) -> None:
        self._marks_of = marks_of
        self._first: dict[Hashable, Row] = {}
        self._marks: dict[int, Collection[Hashable]] = {}

    def of(self, rows: Sequence[Row]) -> list[Row]:
        """The first that was made of each mark, in the order of the table."""
        if self._marks_of is None:
            return []
        found: dict[int, Row] = {}
        told = self._marks_of([row.anew() for row in rows])
        self._marks |= {row.number: marks for row, marks in zip(rows, told, strict=True)}
        open_ = {mark for marks in told for mark in marks}
        while open_:
            earlier = self._first.get(open_.pop())
            if earlier is not None and earlier.number not in found:
                found[earlier.number] = earlier.anew()
                open_ |= set(self._marks[earlier.number])
        return [found[number] for number in sorted(found)]

    def add(self, made: Sequence[Row]) -> None:
        for row in made:
            for mark in self._marks.get(row.number, ()):
                self._first.setdefault(mark, row)


def _give_way() -> None:
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(GIVE_WAY_SECONDS)


def _answered(
    before: Sequence[Row], rows: Sequence[Row], put: Put, put_all: PutAll | None, *, dry_run: bool
) -> list[tuple[Row, Answer | DatabaseError]]:
    if put_all is None:
        return [(row, _put_one(row, put, dry_run=dry_run)) for row in rows]
    try:
        with transaction.atomic():
            answers = put_all([*before, *rows])
            each(put)([row for row, answer in zip(before, answers, strict=False) if isinstance(answer, Later)])
            answers = answers[len(before) :]
            for row, answer in zip(rows, answers, strict=True):
                if isinstance(answer, bool):
                    row.check()
            transaction.set_rollback(dry_run)
    except (DatabaseError, OverflowError, BadRow):  # one of them: that it is said at its row
        return _one_by_one([row.anew() for row in before], [row.anew() for row in rows], put, dry_run=dry_run)
    return list(zip(rows, answers, strict=True))


def _one_by_one(
    before: Sequence[Row], rows: Sequence[Row], put: Put, *, dry_run: bool
) -> list[tuple[Row, Answer | DatabaseError]]:
    if not dry_run:
        return [(row, _put_one(row, put, dry_run=False)) for row in rows]
    with transaction.atomic():
        for row in before:
            _put_one(row, put, dry_run=False)
        answers = [(row, _put_one(row, put, dry_run=False)) for row in rows]
        transaction.set_rollback(True)
    return answers


def each(put: Put) -> PutAll:
    """Rows put one after the other in one transaction: a refused one leaves nothing, the others stay."""

    def one(row: Row) -> bool:
        with transaction.atomic():
            return _whole(put, row)

    return lambda rows: [answered(one, row) for row in rows]


def _whole(put: Put, row: Row) -> bool:
    """Put a row; one of which a cell was refused while it was put is refused. Raises BadRow."""
    new = put(row)
    row.check()
    return new


def answered(put: Put, row: Row) -> Answer:
    """What became of one of several rows: whether it was new, or its refusal."""
    try:
        return put(row)
    except (BadRow, HaatError) as refusal:
        return refusal


def _put_one(row: Row, put: Put, *, dry_run: bool) -> Answer | DatabaseError:
    try:
        with transaction.atomic():
            new = _whole(put, row)
            transaction.set_rollback(dry_run)
            return new
    except (BadRow, HaatError, OperationalError) as refusal:
        return refusal
    except (DataError, OverflowError) as refusal:
        return DataError(*refusal.args)


def _report(report: ImportReport, row: Row, answer: Answer | DatabaseError, columns: Mapping[str, str]) -> None:
    if isinstance(answer, bool):
        report.made += answer
        report.same += not answer
        if not answer:
            report.same_rows.append(row.number)
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
    sentence = _("These columns are missing: %(columns)s.")
    return Refusal(1, missing[0], str(sentence) % {"columns": ", ".join(missing)})
