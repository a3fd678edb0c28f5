"""`haat import makers`: lists of groups and members as missions, federations and banks have them."""

import argparse
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from haat.cli.progress import progress
from haat.cli.refusing import Refused, writable
from haat.core.actor import MACHINE
from haat.core.errors import HaatError
from haat.core.longtable import Source, find_head, from_path
from haat.core.tables import heading
from haat.core.texts import escaped
from haat.places.models import Mart
from haat.roster import actions
from haat.roster.actions.importing import Bringing, tally
from haat.roster.actions.state import File
from haat.roster.headings import FIELDS, IGNORE, NEVER, ORDER, heads_of, named
from haat.roster.lists import Prepared, kept_columns, prepare, told, write_result
from haat.roster.models import ListNote

# Headings of the house's own table, by which makers are enrolled at once.
_OWN = {"kind", "block", "pin"}
_BECAME = {"n": "new", "c": "changed", "s": "there already", "r": "refused", "p": "passed over"}
_SHOWN = 40


def is_list(path: Path, sheet: str) -> bool:
    """Whether a file is a list as missions have them, and not the house's own table of makers, which enrols at once."""
    with suppress(HaatError, OSError):
        head = find_head(from_path(path), named, sheet=sheet)
        return named(heads_of(head.rows)) > 1 and not {heading(cell) for cell in head.rows[0]} >= _OWN
    return False


def bring_lists(options: argparse.Namespace, mart: Mart) -> int:
    """Bring the files together; exits 1 when a row was refused (all others are in, unless it is a dry run)."""
    said = _said(options.map or [])
    if options.result:
        for number in range(len(options.files)):
            writable(_result_of(options, number))
    try:
        prepared = [_prepare(Path(name), mart, options.sheet, said) for name in options.files]
    except HaatError as problem:
        print(f"The list cannot be read: {problem.message}")
        return 2
    prepared.sort(key=lambda each: ORDER.index(each.shape))
    for each in prepared:
        _say_columns(each)
    if options.dry_run:
        print("A dry run: nothing is kept.")
        files = actions.files_of(None, prepared, mart=mart, convert=options.convert)
        bringing = Bringing(mart, None, by=MACHINE, dry_run=True)
        with progress("rows") as far:
            bringing.bring(files, progress=lambda done: far(done, max(done, _lines(prepared))))
        return _tell(files, prepared, bringing.counts, options)
    return _keep(mart, prepared, options)


def _keep(mart: Mart, prepared: Sequence[Prepared], options: argparse.Namespace) -> int:
    try:
        upload = actions.begin_list(mart, prepared, convert=options.convert, by=MACHINE)
    except HaatError as problem:
        print(problem.message)
        return 2
    files = actions.files_of(upload, prepared, mart=mart, convert=options.convert)
    with progress("rows") as far:
        actions.bring(upload, files, progress=lambda done: far(done, max(done, _lines(prepared))), by=MACHINE)
    upload.refresh_from_db()
    pairs = actions.find_pairs(mart)
    for file in files:
        notes = ListNote.objects.filter(file=file.row_id).order_by("row", "remark", "pk")
        file.notes = list(notes.values_list("row", "field", "code", "said", "remark"))
    if pairs:
        print(f"{pairs} pairs of groups may be one. A person decides: office, Groups, “Perhaps the same”.")
    return _tell(files, prepared, upload.counts, options)


def _said(pairs: Sequence[str]) -> dict[str, str]:
    """`--map "समूह=group_name"`: heading → field. Raises Refused."""
    found = {}
    for pair in pairs:
        head, _equals, field = pair.rpartition("=")
        if not head or field not in {*FIELDS, *NEVER, IGNORE}:
            raise Refused(f"--map {pair!r}: write HEADING=FIELD; fields are {', '.join([*FIELDS, *NEVER, IGNORE])}.")
        found[" ".join(head.split())] = field
    return found


def _prepare(path: Path, mart: Mart, sheet: str, said: dict[str, str]) -> Prepared:
    try:
        source: Source = from_path(path)
    except OSError as problem:
        raise Refused(f"{path} cannot be read: {problem.strerror}.") from None
    prepared = prepare(source, mart, sheet=sheet, said=said)
    if not prepared.shape:
        unread = ", ".join(head for head in prepared.heads if head)
        raise Refused(
            f"{path.name}: no column says which group a row means. Its columns are {unread}. Say with --map "
            '"HEADING=FIELD" which holds its number (lokos_id, mis_id, state_id) or its name (group_name).'
        )
    return prepared


def _say_columns(each: Prepared) -> None:
    read = [f"{head} = {field}" for head, field in zip(each.heads, each.fields, strict=True) if field in FIELDS]
    never = [head for head, field in zip(each.heads, each.fields, strict=True) if field in NEVER]
    unread = [head for head, field in zip(each.heads, each.fields, strict=True) if head and not field]
    print(f"{each.source.name}: a list of {each.shape}. Read: {'; '.join(map(escaped, read))}.")
    if never:
        print(f"  Never kept: {'; '.join(map(escaped, never))}.")
    if unread:
        print(f"  Not known, and not read: {'; '.join(map(escaped, unread))}. Say with --map what they mean.")


def _lines(prepared: Sequence[Prepared]) -> int:
    return sum(each.source.lines for each in prepared)


def _tell(
    files: Sequence[File], prepared: Sequence[Prepared], counts: dict[str, int], options: argparse.Namespace
) -> int:
    rows = tally(files)
    print(
        f"{rows['new']} rows new, {rows['changed']} changed, {rows['same']} there already, "
        f"{rows['refused']} refused, {rows['passed']} passed over"
    )
    figures = ("groups_new", "groups_changed", "people_new", "people_changed")
    print(", ".join(f"{counts.get(name, 0)} {name.replace('_', ' ').replace('people', 'members')}" for name in figures))
    for number, (file, each) in enumerate(zip(files, prepared, strict=True)):
        heads = {field: head for head, field in zip(each.heads, each.fields, strict=True) if field}
        for why, cells in file.dropped.items():
            print(f"{file.name}: {cells} cells never kept ({why})")
        said = told(file.notes, heads)
        for row in [note[0] for note in file.notes if not note[4]][:_SHOWN]:
            print(f"{file.name}, row {row}: {said.get(row, '')}")
        if options.result:
            _write(file, each, said, _result_of(options, number))
    return 1 if rows["refused"] else 0


def _result_of(options: argparse.Namespace, number: int) -> Path:
    """One file, one result; of several each has its number."""
    path = Path(options.result)
    return path if len(options.files) == 1 else path.with_name(f"{path.stem}-{number + 1}{path.suffix}")


def _write(file: File, each: Prepared, said: dict[int, str], path: Path) -> None:
    keep = kept_columns(file.reader.fields)
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        write_result(out, each.heads, each.rows(), keep, file.outcomes, said, _BECAME, ("outcome", "reason"))
    print(f"{path} holds every row of {file.name}, with what became of it and why.")
