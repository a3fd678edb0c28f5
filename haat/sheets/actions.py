"""The only writes to sheets: a table is received, looked through, brought in, and forgotten."""

import time
from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.imports import ImportReport, Progress, Refusal
from haat.core.jobs import enqueue
from haat.core.languages import current
from haat.core.legacy_fonts import Converted, convert
from haat.core.locks import hold
from haat.core.sealing import seal
from haat.core.tables import Table
from haat.core.texts import clean_line
from haat.people.models import User
from haat.places.models import Mart
from haat.sheets.errors import LookFirst, NothingToBring, NotLooked, UnknownKind
from haat.sheets.kinds import kinds_of
from haat.sheets.models import Sheet
from haat.sheets.queries import PURPOSE, table_of

MOST_PAGE = 200
KEPT = timedelta(days=7)
# How often the page hears how far it is.
TOLD_SECONDS = 1.0


@transaction.atomic
def receive_sheet(mart: Mart, *, kind: str, name: str, content: bytes, table: Table, user: User, by: Actor) -> Sheet:
    """Take a table, to be looked through by the worker; nothing of it is kept yet. `table` is `queries.read_as` of its
    content, read before anything is held. Raises UnknownKind."""
    if kind not in kinds_of(mart):
        raise UnknownKind
    sheet = Sheet.objects.create(
        mart=mart,
        kind=kind,
        name=clean_line(name)[-120:],
        page=table.sheet if len(table.sheet) <= MOST_PAGE else "",
        by=user,
        language=current(),
        rows=len(table.lines),
    )
    sheet.content = seal(PURPOSE, content, owner=sheet.pk)
    sheet.save(update_fields=["content"])
    record("sheets.received", sheet, by=by, kind=kind, name=sheet.name, rows=sheet.rows)
    enqueue("sheets.look", key=f"sheet:{sheet.pk}:look", sheet_id=sheet.pk)
    return sheet


@transaction.atomic
def bring_in(sheet: Sheet, *, seen: bool = False, by: Actor) -> Sheet:
    """Let the worker keep the rows that were not refused; `seen`: a person looked at what was converted.

    Raises NotLooked, NothingToBring, LookFirst.
    """
    sheet = hold(sheet)
    if sheet.state != Sheet.State.LOOKED or not sheet.content:
        raise NotLooked
    if not sheet.made:
        raise NothingToBring
    if sheet.converted and not seen:
        raise LookFirst
    sheet.state, sheet.done = Sheet.State.BRINGING, 0
    sheet.save(update_fields=["state", "done"])
    record("sheets.bringing", sheet, by=by, kind=sheet.kind, name=sheet.name, converted=len(sheet.converted))
    enqueue("sheets.bring", key=f"sheet:{sheet.pk}:bring", sheet_id=sheet.pk, user_id=by.user_id)
    return sheet


@transaction.atomic
def break_off(sheet: Sheet, *, by: Actor) -> Sheet:
    """It will never be read to its end: whoever sent it has to send it once more. One that has ended stays as it is."""
    sheet = hold(sheet)
    if sheet.working:
        sheet.state, sheet.ended_at = Sheet.State.BROKEN, timezone.now()
        sheet.save(update_fields=["state", "ended_at"])
        record("sheets.broken_off", sheet, by=by, kind=sheet.kind, name=sheet.name)
    return sheet


def look(sheet: Sheet) -> None:
    """Say what would become of every row. Done before, it is not done again. Raises Unreadable, BadTable."""
    if sheet.state == Sheet.State.LOOKING:
        report, converted = _report(sheet, Actor(user_id=sheet.by_id), dry_run=True)
        left_out = {refusal.row for refusal in report.refused} | set(report.same_rows)
        sheet.converted = [[one.row, one.field, one.before, one.after] for one in converted if one.row not in left_out]
        _end(sheet, report, Sheet.State.LOOKED)


def bring(sheet: Sheet, *, by: Actor) -> None:
    """Keep the rows that were new at the look: of the others nobody has seen what they would be.

    Interrupted, it is begun again, and what is there counts as there already. Raises Unreadable, BadTable.
    """
    if sheet.state != Sheet.State.BRINGING:
        return
    refused = [Refusal(*told) for told in sheet.refusals]
    passed = {*sheet.same_rows, *(refusal.row for refusal in refused)}
    report, _converted = _report(sheet, by, dry_run=False, passed=passed)
    report.refused = sorted([*refused, *report.refused], key=lambda refusal: refusal.row)
    report.same_rows = sorted([*sheet.same_rows, *report.same_rows])
    report.same = len(report.same_rows)
    with transaction.atomic():
        _end(sheet, report, Sheet.State.BROUGHT)
        figures = {"made": sheet.made, "same": sheet.same, "refused": sheet.refused}
        record("sheets.brought", sheet, by=by, **figures)


def forget_sheets() -> int:
    """Take away files and the sentences about them a week later; how many were."""
    old = Sheet.objects.filter(at__lt=timezone.now() - KEPT).exclude(content=b"")
    return old.update(content=b"", refusals=[], same_rows=[], converted=[])


def _report(
    sheet: Sheet, by: Actor, *, dry_run: bool, passed: Collection[int] = ()
) -> tuple[ImportReport, list[Converted]]:
    """What became of its rows without those `passed` over, and which cells were converted from an old font before."""
    with translation.override(sheet.language):
        lines, converted = convert(table_of(sheet).lines)
        bring = kinds_of(sheet.mart)[sheet.kind].bring
        lines = [line for line in lines if line.number not in passed]
        return bring(lines, mart=sheet.mart, by=by, progress=_telling(sheet), dry_run=dry_run), converted


def _telling(sheet: Sheet) -> Progress:
    last = 0.0

    def tell(done: int, _rows: int) -> None:
        nonlocal last
        if time.monotonic() - last >= TOLD_SECONDS:
            last = time.monotonic()
            Sheet.objects.filter(pk=sheet.pk).update(done=done)

    return tell


def _end(sheet: Sheet, report: ImportReport, state: Sheet.State) -> None:
    sheet.made, sheet.same = report.made, report.same
    sheet.refused = len({refusal.row for refusal in report.refused})
    sheet.refusals = [[each.row, each.field, each.sentence] for each in report.refused]
    sheet.same_rows = report.same_rows
    sheet.state, sheet.done, sheet.ended_at = state, sheet.rows, timezone.now()
    figures = ("made", "same", "refused", "refusals", "same_rows", "converted")
    sheet.save(update_fields=[*figures, "state", "done", "ended_at"])
