"""Reading sheets."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from haat.core.sealing import unseal
from haat.core.tables import Table, read_table
from haat.people.models import User
from haat.people.rules import can
from haat.places.models import Mart
from haat.sheets.errors import UnknownKind
from haat.sheets.kinds import DEED, KINDS, Kind, kinds_of
from haat.sheets.models import Sheet

PURPOSE = "sheets"


def kinds_for(user: User, mart: Mart) -> dict[str, Kind]:
    """The kinds of tables somebody may bring, and see, in the whole mart."""
    return {slug: kind for slug, kind in kinds_of(mart).items() if can(user, kind.deed, mart=mart, place=mart.place)}


def sheets_of(mart: Mart, *, kinds: Collection[str]) -> QuerySet[Sheet]:
    """The mart's sheets of these kinds, the newest first, without their files."""
    return (
        Sheet.objects.filter(mart=mart, kind__in=kinds)
        .defer("content", "refusals", "same_rows", "converted")
        .select_related("by")
        .order_by("-pk")
    )


def sheet_of(mart: Mart, pk: int, *, kinds: Collection[str]) -> Sheet | None:
    """A sheet of the mart, of one of these kinds."""
    return Sheet.objects.filter(mart=mart, pk=pk, kind__in=kinds).select_related("mart", "by").first()


def waiting_for_a_look(mart: Mart) -> QuerySet[Sheet]:
    """Sheets that were looked through and wait for somebody to bring them in; of kinds that everybody there sees."""
    open_to_all = [slug for slug, kind in KINDS.items() if kind.deed == DEED]
    waiting = Sheet.objects.filter(mart=mart, state=Sheet.State.LOOKED, made__gt=0, kind__in=open_to_all)
    return waiting.exclude(content=b"")


def read_as(kind: str, content: bytes, *, sheet: str = "", mart: Mart | None = None) -> Table:
    """A file, or the one `sheet` of it, as a table of a kind, or of one that only `mart` has.

    It may take a minute, so nothing is held meanwhile. Raises BadTable, UnknownKind.
    """
    kinds = KINDS if mart is None else kinds_of(mart)
    if kind not in kinds:
        raise UnknownKind
    return read_table(content, known=kinds[kind].columns, sheet=sheet)


def table_of(sheet: Sheet) -> Table:
    """The table as it was sent. Raises Unreadable: the installation's secret has changed; BadTable: it was taken by an
    older version that read it otherwise; UnknownKind: nobody takes such tables any more."""
    content = unseal(PURPOSE, bytes(sheet.content), owner=sheet.pk)
    return read_as(sheet.kind, content, sheet=sheet.page, mart=sheet.mart)


def outcome(sheet: Sheet, table: Table) -> Iterator[tuple[list[object], str, str, str]]:
    """Every row of its table as it was sent, what became of it (`refused`, `same`, `new`), why it was refused, and
    what of it was converted from an old font."""
    reasons: dict[int, list[str]] = defaultdict(list)
    for number, column, sentence in sheet.refusals:
        reasons[number].append(f"{column}: {sentence}" if column else sentence)
    changed: dict[int, list[str]] = defaultdict(list)
    for number, column, before, after in sheet.converted:
        changed[number].append(f"{column}: {before} → {after}")
    same = set(sheet.same_rows)
    for line in table.lines:
        became = "refused" if line.number in reasons else "same" if line.number in same else "new"
        yield (
            [line.get(key) for key in table.heads],
            became,
            " ".join(reasons[line.number]),
            "; ".join(changed[line.number]),
        )
