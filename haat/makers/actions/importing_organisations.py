"""Federations and village organisations from a table: every bad row comes back with a column and a sentence."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from haat.core.actor import Actor
from haat.core.imports import Answer, ImportReport, Progress, Row, each, import_rows
from haat.core.locks import hold_key
from haat.core.slugs import slug
from haat.makers.actions.organising import make_organisation
from haat.makers.models import Organisation
from haat.places.models import Mart, Place
from haat.places.queries import blocks_of, localities_of, named

# The columns of the table; `_en`, `_hi` … after a stem are languages.
ORGANISATION_COLUMNS = ("kind", "name_en", "name_hi", "name_mr", "block", "village", "federation")
_KINDS = {
    "federation": Organisation.Kind.FEDERATION,
    "clf": Organisation.Kind.FEDERATION,
    "village": Organisation.Kind.VILLAGE,
    "village organisation": Organisation.Kind.VILLAGE,
    "vo": Organisation.Kind.VILLAGE,
}
# Each is made by itself, in some statements: of more than these another writer would wait too long.
TOGETHER = 25
_COLUMNS = {"names": "name_en", "parent": "federation", "place": "block"}


def import_organisations(
    rows: Iterable[Mapping[str, Any]],
    *,
    mart: Mart,
    by: Actor,
    progress: Progress | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """Make the organisations of a table with the columns ORGANISATION_COLUMNS; needed are kind, block and a name.

    `kind` is federation (or CLF) or village (or VO); a village organisation names its `federation`, which stands above
    it in the table or is there already. One is known by kind, name and federation: a second run makes nothing twice.
    """
    table = _Organisations(mart)

    def put(row: Row) -> bool:
        return _bring(row, table, by)

    def alone(row: Row) -> bool:
        table.begin()
        return put(row)

    def together(some: Sequence[Row]) -> list[Answer]:
        table.begin()
        return each(put)(some)

    return import_rows(
        rows,
        alone,
        put_all=together,
        together=TOGETHER,
        marks_of=lambda some: [_marks(row) for row in some],
        needed=("kind", "block"),
        columns=_COLUMNS,
        progress=progress,
        dry_run=dry_run,
    )


class _Organisations:
    """The mart of the table, its blocks, and its organisations by their names: looked up once for many rows."""

    def __init__(self, mart: Mart) -> None:
        self.mart, self.blocks = mart, blocks_of(mart)
        self._villages: dict[int, list[Place]] = {}
        self._known: dict[tuple[str, int | None, str], Organisation] = {}

    def begin(self) -> None:
        """What is there, the mart held till these rows are in: the same table may be read twice at once."""
        hold_key(Mart, self.mart.pk)
        self._known = {}
        for row in Organisation.objects.filter(mart=self.mart, closed_at=None).order_by("pk"):
            self.note(row)

    def villages(self, block: Place) -> list[Place]:
        """The villages of a block, asked for once."""
        if block.pk not in self._villages:
            self._villages[block.pk] = localities_of(block)
        return self._villages[block.pk]

    def note(self, row: Organisation) -> None:
        """It is there from now on; of two with one name the elder is meant."""
        for name in row.names.values():
            self._known.setdefault((row.kind, row.parent_id, _spoken(name)), row)

    def known(self, kind: str, parent: Organisation | None, names: Iterable[str]) -> Organisation | None:
        """The open organisation of that kind, below that federation, that has one of these names."""
        above = parent.pk if parent is not None else None
        found = [self._known.get((kind, above, _spoken(name))) for name in names]
        return min((row for row in found if row is not None), key=lambda row: row.pk, default=None)


@lru_cache(maxsize=50_000)
def _spoken(name: str) -> str:
    """A name as two sheets agree on it: in one script letters alone, in another as it is written."""
    return slug(name) or " ".join(name.split()).casefold()


def _bring(row: Row, table: _Organisations, by: Actor) -> bool:
    kind = _KINDS.get(row.text("kind", needed=True).lower().replace("_", " "))
    if kind is None and row.text("kind"):
        row.refuse("kind", _("Write federation or village."))
    names = row.texts("name")
    if not names:
        row.refuse("name_en", _("Write the name in at least one language."))
    place, parent = _where(row, table), _above(row, table)
    row.check()
    assert kind is not None
    assert place is not None
    if table.known(kind, parent, names.values()) is not None:
        return False
    made = make_organisation(table.mart, kind=kind, names=names, place=place, parent=parent, apart=True, by=by)
    table.note(made)
    return True


def _marks(row: Row) -> Collection[Hashable]:
    """What it is known by, and the federation it needs."""
    kind, above = _KINDS.get(row.text("kind").lower().replace("_", " ")), _spoken(row.text("federation"))
    own = {(kind, above, _spoken(name)) for name in row.texts("name").values()}
    return own | ({(Organisation.Kind.FEDERATION, "", above)} if above else set())


def _where(row: Row, table: _Organisations) -> Place | None:
    """The block, or the village of it that the row names."""
    block = _look_up(row, "block", table.blocks, needed=True)
    if block is None or not row.text("village"):
        return block
    return _look_up(row, "village", table.villages(block))


def _look_up(row: Row, column: str, places: list[Place], *, needed: bool = False) -> Place | None:
    text = row.text(column, needed=needed)
    found = named(places, text) if text else None
    if text and found is None:
        sentence = _("“%(text)s” is not known here. Copy the name from the list of places.")
        row.refuse(column, sentence % {"text": text})
    return found


def _above(row: Row, table: _Organisations) -> Organisation | None:
    text = row.text("federation")
    if not text:
        return None
    found = table.known(Organisation.Kind.FEDERATION, None, [text])
    if found is None:
        row.refuse("federation", _("No federation has this name. Write it above this row, or make it first."))
    return found
