"""Making the file of a feed: every ready size as a row, and beside it why others do not stand in it.

The file is written packed, under the name of its content; it takes as much memory for ten goods as for a hundred
thousand. What a limit cuts is counted and told by good, never done in silence.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any, cast

from django.utils.translation import gettext_lazy as _
from isal import igzip

from haat.channels.ask_kinds import HERS, OURS
from haat.channels.feeds import files
from haat.channels.feeds.goods import Standing, standings
from haat.channels.feeds.kind import Cell, Column, FeedKind, Item
from haat.channels.feeds.words import cut
from haat.channels.feeds.writing import writer
from haat.channels.goods import named
from haat.channels.models import Feed
from haat.core.garbage import seldom_collected
from haat.core.languages import best
from haat.studio.where import DESK, Reason

# As small as zlib's third level in a fifth of its time.
LEVEL = 3
TOGETHER = 100  # rows are written, packed and digested together
COLUMN = "column_missing"


@dataclass(frozen=True)
class Row:
    """A size as it stands in the feed, with the columns that had to be cut; or what a column lacks."""

    cells: Sequence[Cell]
    cut: Sequence[str] = ()
    lacks: Sequence[Reason] = ()


@dataclass
class Made:
    """What was made: the name of its content, its bytes before packing, how many sizes stand in it, and the report.

    `asks`: (size, code, about, who) of all that makers can mend.
    """

    digest: str = ""
    size: int = 0
    number: int = 0
    held: int = 0
    reasons: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    cut: Counter[str] = field(default_factory=Counter)
    asks: set[tuple[int, str, str, str]] = field(default_factory=set)

    @property
    def report(self) -> dict[str, Any]:
        """As the row keeps it: the reasons with how many sizes each keeps back, most first."""
        told = sorted(self.reasons.items(), key=lambda each: (-each[1], each[0]))
        return {"reasons": [[*reason, sizes] for reason, sizes in told], "cut": dict(sorted(self.cut.items()))}


def row_of(item: Item, kind: FeedKind) -> Row:
    """A size as a row of the feed."""
    cells = [column.make(item) for column in kind.columns]
    shortened, lacks = [], []
    for at, column in kind.bounded:
        cell = cells[at]
        if column.needed and not cell:
            lacks.append(_lacks(column, kind))
        if column.most and isinstance(cell, str) and len(cell) > column.most:
            cells[at] = cut(cell, column.most)
            shortened.append(column.name)
    return Row(cells, shortened, lacks)


def _lacks(column: Column, kind: FeedKind) -> Reason:
    told = {"feed": kind.title, "column": column.name}
    return Reason(
        code=COLUMN,
        sentence=_("%(feed)s asks for “%(column)s”, and nothing says it.") % told,
        next_step=_("Write it down on the good’s page."),
        who=DESK,
        about=column.about or column.name,
    )


def make(feed: Feed, kind: FeedKind, *, on: date) -> Made:
    """Write the feed as the goods stand now, and why others are left out; both lie in place when this returns."""
    made = Made()
    names = [column.name for column in kind.columns]
    lines, digest = writer(kind.form, names), hashlib.sha256()
    with seldom_collected(), _packed() as (out, keep), _packed() as (notes, keep_notes):

        def write(texts: Sequence[str]) -> None:
            content = "".join(texts).encode()
            digest.update(content)
            made.size += len(content)
            out.write(content)

        waiting = [lines.begin(best(feed.mart.names, feed.language).text, feed.base)]
        for standing in standings(feed, kind, on=on):
            row = row_of(standing.item, kind) if standing.item else None
            lacks = row.lacks if row else standing.reasons
            if row and not lacks:
                waiting.append(lines.row(row.cells))
            _count(made, standing, row, lacks, notes)
            if len(waiting) >= TOGETHER:
                write(waiting)
                waiting.clear()
        write([*waiting, lines.end()])
        made.digest = digest.hexdigest()
        keep(files.path_of(feed.pk, made.digest))
        keep_notes(files.notes_of(feed.pk))
    return made


def _count(made: Made, standing: Standing, row: Row | None, lacks: Sequence[Reason], notes: IO[bytes]) -> None:
    """Count a size; of one that does not go, or was cut, a line is kept."""
    if lacks:
        made.held += 1
        made.reasons.update({(*named(each), each.who) for each in lacks})
        hers = [each for each in lacks if each.who in HERS and each.code in OURS]
        made.asks.update((standing.variant.pk, *named(each), each.who) for each in hers)
    elif row:
        made.number += 1
        if row.cut:
            made.cut.update(row.cut)
    shortened = list(row.cut) if row and not lacks else []
    if lacks or shortened:
        why = list(dict.fromkeys(map(named, lacks)))
        notes.write(json.dumps([standing.variant.pk, why, shortened]).encode() + b"\n")


@contextmanager
def _packed() -> Iterator[tuple[IO[bytes], Callable[[Path], None]]]:
    """A file to write packed, and what puts it in its place; one that was put nowhere is taken away."""
    folder = files.folder()
    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, prefix=".", delete=False) as raw:
        path = Path(raw.name)
        packed = igzip.IGzipFile(filename="", mode="wb", compresslevel=LEVEL, fileobj=raw, mtime=0)

        def keep(place: Path) -> None:
            packed.close()
            raw.flush()
            path.replace(place)

        try:
            yield cast(IO[bytes], packed), keep
        finally:
            packed.close()
            path.unlink(missing_ok=True)
