"""Files of lists made ready: their headings read, their rows packed without what is never kept, and read again."""

import csv
import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.conf import settings

from haat.core.longtable import Head, Numbered, Source, find_head, rows_below
from haat.core.sealing import unseal
from haat.core.tables import Cells
from haat.places.models import Mart
from haat.roster import cells
from haat.roster.cells import Odd
from haat.roster.headings import NEVER, PERSONAL, digest_of, heads_of, named, read_heads, shape_of
from haat.roster.models import ColumnMap, ListFile, ListNote
from haat.roster.reading import Reader, sniff
from haat.roster.reasons import sentence

PURPOSE = "roster.list"
SAMPLES = 3


@dataclass
class Prepared:
    """A file whose columns are read: its headings, what each means (`fields`), what kind of list it is, its rows.

    `known`: a person has said what these columns mean. `samples`: of each column some values, for a person to see.
    """

    source: Source
    head: Head
    heads: list[str]
    fields: list[str]
    shape: str
    digest: str
    known: bool
    samples: list[list[str]] = field(default_factory=list)

    def rows(self) -> Iterator[Numbered]:
        return rows_below(self.source, self.head)


def prepare(source: Source, mart: Mart, *, sheet: str = "", said: "dict[str, str] | None" = None) -> Prepared:
    """Read the headings of a file; `said`: heading → field, as a person has it. Raises BadTable."""

    def names(row: Cells) -> int:
        return named(row) + sum(" ".join(str(cell).split()) in (said or {}) for cell in row)

    head = find_head(source, names, sheet=sheet)
    heads = heads_of(head.rows)
    digest = digest_of(heads)
    kept = ColumnMap.objects.filter(mart=mart, digest=digest, confirmed=True).first()
    fields = read_heads(head.rows)
    if kept is not None:
        fields = _remembered(kept, heads, fields)
    for at, heading in enumerate(heads):
        if said and heading in said:
            fields[at] = said[heading]
    return Prepared(source, head, heads, fields, shape_of(fields), digest, kept is not None or bool(said))


def _remembered(kept: ColumnMap, heads: Sequence[str], read: Sequence[str]) -> list[str]:
    """What a person has said of each heading; one that is not remembered was said never to be kept."""
    said: dict[str, list[str]] = {}
    for heading, field_ in zip(kept.heads, kept.fields, strict=True):
        said.setdefault(heading, []).append(field_)
    never = [each if each in NEVER else PERSONAL for each in read]
    return [said[heading].pop(0) if said.get(heading) else never[at] for at, heading in enumerate(heads)]


def reader_of(prepared: Prepared, *, convert: bool) -> Reader:
    """What reads its rows, after a look at the first ones."""
    seen = sniff(prepared.fields, prepared.rows())
    return Reader(prepared.heads, prepared.fields, prepared.shape, seen, convert=convert, demo=settings.DEMO)


# ---- packed: what is kept of a file that was sent ----


def pack(rows: Iterable[Numbered], keep: Sequence[int]) -> tuple[bytes, int]:
    """These columns of the rows, packed, and how many rows there are."""
    out, count = io.BytesIO(), 0
    packed = gzip.GzipFile(fileobj=out, mode="wb", compresslevel=6, mtime=0)
    with packed, io.TextIOWrapper(packed, "utf-8", newline="") as text:
        writer = csv.writer(text)
        for number, row in rows:
            writer.writerow([number, *(_plain(row[at]) if at < len(row) else "" for at in keep)])
            count += 1
    return out.getvalue(), count


def _plain(cell: Any) -> str:
    """A cell as text, and as it is where digits are lost: that is said when it is read."""
    if isinstance(cell, str):
        return cell
    try:
        return cells.text(cell)
    except Odd:
        return f"{cell:E}" if isinstance(cell, float) else str(cell)


def unpack(content: bytes) -> Iterator[Numbered]:
    """The rows that were packed."""
    with io.TextIOWrapper(gzip.GzipFile(fileobj=io.BytesIO(content)), "utf-8", newline="") as text:
        for number, *row in csv.reader(text):
            yield int(number), row


def kept_columns(fields: Sequence[str], aadhaar: Iterable[int] = ()) -> list[int]:
    """The columns of which something may be kept."""
    never = set(aadhaar)
    return [at for at, column in enumerate(fields) if column not in NEVER and at not in never]


def content_of(file: ListFile) -> Callable[[], Iterator[Numbered]]:
    """How to read the rows of a file that was sent. Raises Unreadable when it is asked: the secret has changed."""

    def rows() -> Iterator[Numbered]:
        return unpack(unseal(PURPOSE, bytes(file.content), owner=file.pk))

    return rows


def outcomes_of(file: ListFile) -> str:
    """A letter for each row that was read, in their order."""
    return zlib.decompress(bytes(file.outcomes)).decode() if file.outcomes else ""


def said_of(file: ListFile) -> dict[int, str]:
    """Row → all that is said of it, in the reader's language."""
    notes = ListNote.objects.filter(file=file).order_by("row", "remark", "pk")
    return told(notes.values_list("row", "field", "code", "said", "remark"), column_names(file.columns))


def column_names(columns: ColumnMap | None) -> dict[str, str]:
    """Field → the heading it stands under."""
    return (
        {}
        if columns is None
        else {each: head for head, each in zip(columns.heads, columns.fields, strict=False) if each}
    )


def told(notes: Iterable[tuple[int, str, str, str, bool]], heads: "dict[str, str]") -> dict[int, str]:
    """Row → its sentences, each behind the heading of its column."""
    found: dict[int, list[str]] = {}
    for row, column, code, said, _remark in notes:
        words = sentence(code, said)
        where = heads.get(column, "")
        found.setdefault(row, []).append(f"{where}: {words}" if where else words)
    return {row: " ".join(each) for row, each in found.items()}


def write_result(
    file: IO[str],
    heads: Sequence[str],
    rows: Iterable[Numbered],
    keep: Sequence[int],
    outcomes: Sequence[str],
    said: "dict[int, str]",
    words: "dict[str, str]",
    titles: tuple[str, str],
) -> None:
    """The same sheet as CSV with what became of each row and why, without the columns that are never kept."""
    writer = csv.writer(file)
    writer.writerow([*(heads[at] for at in keep), *titles])
    for (number, row), outcome in zip(rows, outcomes, strict=False):
        kept = [guarded(row[at]) if at < len(row) else "" for at in keep]
        writer.writerow([*kept, words.get(outcome, ""), said.get(number, "")])


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def guarded(cell: Any) -> str:
    """A cell that no spreadsheet runs as a formula, without what fits as an Aadhaar number where words stand."""
    text = _plain(cell)
    kept, _times = cells.without_aadhaar(text)
    return f"'{kept}" if kept.startswith(_FORMULA) else kept
