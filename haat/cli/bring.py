"""`haat import`: reading spreadsheets and saying, row by row, what could not be brought in."""

import argparse
import csv
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from django.db import transaction

from haat.cli.progress import progress
from haat.cli.refusing import writable
from haat.cli.rostering import bring_lists, is_list
from haat.core.actor import MACHINE
from haat.core.errors import HaatError
from haat.core.imports import ImportReport
from haat.core.legacy_fonts import convert
from haat.core.tables import Line, Table, read_table
from haat.core.texts import escaped
from haat.ledger import actions as ledger
from haat.makers import actions as makers
from haat.places import actions as places
from haat.places.models import Mart, Place
from haat.places.queries import district
from haat.studio import actions as studio

COLUMNS = {
    "makers": makers.COLUMNS,
    "organisations": makers.ORGANISATION_COLUMNS,
    "goods": studio.COLUMNS,
}


def bring(options: argparse.Namespace) -> int:
    """Import what is asked; exits 1 when a row was refused (the good rows are in)."""
    options.files = options.file or []
    options.file = options.files[0] if options.files else None
    if options.what == "places" and len(options.files) < 2:
        _try_result(options)
        return _places(options)
    if not options.file or not options.mart:
        print("Give the file and --mart.")
        return 2
    mart = Mart.objects.select_related("place").filter(slug=options.mart).first()
    if mart is None:
        print(f"There is no mart {options.mart!r}.")
        return 2
    if options.what == "makers" and (options.map or is_list(Path(options.file), options.sheet)):
        return bring_lists(options, mart)
    if len(options.files) > 1:
        print("Give one file of this kind at a time.")
        return 2
    return _bring_table(options, mart)


def _bring_table(options: argparse.Namespace, mart: Mart) -> int:
    """A table of the house's own."""
    _try_result(options)
    table = _read(options, COLUMNS[options.what])
    if table is None:
        return 2
    say_dry(options)
    rows, dry_run = _lines(table, options), options.dry_run
    with progress("rows") as told:
        if options.what == "makers":
            report = makers.import_makers(rows, mart=mart, progress=told, dry_run=dry_run, by=MACHINE)
        elif options.what == "organisations":
            report = makers.import_organisations(rows, mart=mart, progress=told, dry_run=dry_run, by=MACHINE)
        else:
            report = studio.import_goods(rows, mart=mart, progress=told, dry_run=dry_run, by=MACHINE)
    return _tell(report, table, options)


def settle(options: argparse.Namespace) -> int:
    """Settle the lines of a statement; exits 1 when one was refused (the good lines are in, unless it is a dry run)."""
    _try_result(options)
    mart = Mart.objects.filter(slug=options.mart).first()
    if mart is None:
        print(f"There is no mart {options.mart!r}.")
        return 2
    table = _read(options, ledger.STATEMENT_COLUMNS)
    if table is None:
        return 2
    say_dry(options)
    party = {"channel": options.channel, "account": options.account}
    with progress("rows") as told:
        report = ledger.settle_rows(table.lines, mart=mart, **party, dry_run=options.dry_run, progress=told, by=MACHINE)
    return _tell(report, table, options)


def say_dry(options: argparse.Namespace) -> None:
    if options.dry_run:
        print("A dry run: nothing is kept.")


def _read(options: argparse.Namespace, known: Collection[str]) -> Table | None:
    """The table of the file, of the sheet that is named; None when it cannot be read, which is said."""
    try:
        return read_table(Path(options.file).read_bytes(), known=known, sheet=options.sheet)
    except HaatError as problem:
        print(f"{options.file} cannot be read: {problem.message}")
    except OSError as problem:
        print(f"{options.file} cannot be read: {problem}")
    return None


def _lines(table: Table, options: argparse.Namespace) -> list[Line]:
    """Its lines; with --convert what was typed in an old font is read, and each cell of it is told."""
    if not options.convert:
        return table.lines
    lines, converted = convert(table.lines)
    for one in converted:
        print(f"row {one.row}, {one.field}: {escaped(one.before)} is read as {one.after}")
    return lines


def _tell(report: ImportReport, table: Table, options: argparse.Namespace) -> int:
    rows_refused = len({refusal.row for refusal in report.refused})
    print(f"{report.made} made, {report.same} already there, {rows_refused} refused")
    for refusal in report.refused:
        print(f"row {refusal.row}, {refusal.field}: {refusal.sentence}")
    if options.result:
        _write_result(Path(options.result), report, table)
    return 1 if report.refused else 0


def _try_result(options: argparse.Namespace) -> None:
    """Whether the result can be written is found out before any row goes in."""
    if options.result:
        writable(Path(options.result))


def _write_result(file: Path, report: ImportReport, table: Table) -> None:
    """The same table as CSV with a column `reason`, where only refused rows have one."""
    reasons: dict[int, str] = {}
    for refusal in report.refused:
        before = f"{reasons[refusal.row]} " if refusal.row in reasons else ""
        reasons[refusal.row] = f"{before}{refusal.field}: {refusal.sentence}"
    with file.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow([*table.heads.values(), "reason"])
        writer.writerows(_cells(line, table.heads, reasons) for line in table.lines)
    print(f"{file} holds every row, with the reason where one was refused.")


def _cells(line: Line, heads: Mapping[str, str], reasons: Mapping[int, str]) -> Sequence[object]:
    return [*(line.get(key, "") for key in heads), reasons.get(line.number, "")]


def _places(options: argparse.Namespace) -> int:
    """Places, all of them or none: in a dry run everything is looked at and nothing is kept."""
    say_dry(options)
    if not options.dry_run:
        return _bring_places(options)
    with transaction.atomic():
        status = _bring_places(options)
        transaction.set_rollback(True)
    return status


def _bring_places(options: argparse.Namespace) -> int:
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
            table = _read(options, places.VILLAGE_COLUMNS)
            if table is None:
                return 2
            rows, dry_run = _lines(table, options), options.dry_run
            with progress("rows") as told:
                report = places.import_villages(rows, district=place, progress=told, dry_run=dry_run, by=MACHINE)
            status = _tell(report, table, options)
    elif options.file:
        print("Say which --district the villages lie in.")
        return 2
    print(f"{Place.objects.count()} places")
    return status
