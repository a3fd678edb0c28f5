"""`haat import`: reading spreadsheets and saying, row by row, what could not be brought in."""

import argparse
import csv
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from haat.cli.progress import progress
from haat.core.actor import MACHINE
from haat.core.errors import HaatError
from haat.core.imports import ImportReport
from haat.ledger import actions as ledger
from haat.makers import actions as makers
from haat.places import actions as places
from haat.places.models import Mart, Place
from haat.places.queries import district
from haat.studio import actions as studio


def read_rows(file: Path) -> list[dict[str, str]]:
    """Rows of a CSV (UTF-8) or the first sheet of an XLSX, as {heading: text}."""
    if file.suffix.lower() == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as handle:
            table = csv.DictReader(handle)
            table.fieldnames = [_heading(cell) for cell in table.fieldnames or []]
            return list(table)
    sheet = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    if not sheet:
        return []
    head = [_heading(cell) for cell in sheet[0]]
    return [dict(zip(head, map(_text, row), strict=False)) for row in sheet[1:]]


def _heading(cell: Any) -> str:
    return str(cell).strip().lower()


def _text(cell: Any) -> str:
    """A cell as typed: whole numbers without the `.0` a spreadsheet adds."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def bring(options: argparse.Namespace) -> int:
    """Import what is asked; exits 1 when a row was refused (the good rows are in)."""
    if options.what == "places":
        return _places(options)
    if not options.file or not options.mart:
        print("Give the file and --mart.")
        return 2
    mart = Mart.objects.filter(slug=options.mart).first()
    if mart is None:
        print(f"There is no mart {options.mart!r}.")
        return 2
    rows = _read(options.file)
    if rows is None:
        return 2
    with progress("rows") as told:
        if options.what == "makers":
            report = makers.import_makers(rows, mart=mart, progress=told, by=MACHINE)
        else:
            report = studio.import_goods(rows, mart=mart, progress=told, by=MACHINE)
    return _tell(report)


def settle(options: argparse.Namespace) -> int:
    """Settle the lines of a statement; exits 1 when one was refused (the good lines are in, unless it is a dry run)."""
    mart = Mart.objects.filter(slug=options.mart).first()
    if mart is None:
        print(f"There is no mart {options.mart!r}.")
        return 2
    rows = _read(options.file)
    if rows is None:
        return 2
    if options.dry_run:
        print("A dry run: nothing is kept.")
    party = {"channel": options.channel, "account": options.account}
    with progress("rows") as told:
        report = ledger.settle_rows(rows, mart=mart, **party, dry_run=options.dry_run, progress=told, by=MACHINE)
    return _tell(report)


def _read(file: str) -> list[dict[str, str]] | None:
    try:
        return read_rows(Path(file))
    except UnicodeDecodeError:
        print(f"{file} cannot be read: it is not UTF-8. Save the table as “CSV UTF-8” or as XLSX.")
    except (OSError, CalamineError, csv.Error) as problem:
        print(f"{file} cannot be read: {problem}")
    return None


def _tell(report: ImportReport) -> int:
    rows_refused = len({refusal.row for refusal in report.refused})
    print(f"{report.made} made, {report.same} already there, {rows_refused} refused")
    for refusal in report.refused:
        print(f"row {refusal.row}, {refusal.field}: {refusal.sentence}")
    return 1 if report.refused else 0


def _places(options: argparse.Namespace) -> int:
    """States, districts and PIN codes; of a district its blocks, and its villages as known or from the file."""
    places.import_reference(by=MACHINE)
    status = 0
    if options.district:
        try:
            place = district(options.district, state=options.state)
        except HaatError as problem:
            print(problem.message)
            return 2
        places.import_blocks(place, by=MACHINE)
        places.import_localities(place, by=MACHINE)
        if options.file:
            rows = _read(options.file)
            if rows is None:
                return 2
            status = _tell(places.import_villages(rows, district=place, by=MACHINE))
    elif options.file:
        print("Say which --district the villages lie in.")
        return 2
    print(f"{Place.objects.count()} places")
    return status
