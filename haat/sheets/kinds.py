"""Which tables may be brought, and which room reads the rows of each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.actor import Actor
from haat.core.imports import ImportReport, Progress
from haat.core.tables import Line
from haat.ledger.actions import STATEMENT_COLUMNS, settle_rows
from haat.makers.actions import COLUMNS as MAKER_COLUMNS
from haat.makers.actions import ORGANISATION_COLUMNS, import_makers, import_organisations
from haat.places.actions import VILLAGE_COLUMNS, import_villages
from haat.places.models import Mart
from haat.studio.actions import COLUMNS as GOOD_COLUMNS
from haat.studio.actions import import_goods

DEED = "bring_sheets"


class Bring(Protocol):
    """Takes the lines of a table for a mart; with `dry_run` it only says what would become of them."""

    def __call__(
        self, rows: Sequence[Line], *, mart: Mart, by: Actor, progress: Progress | None, dry_run: bool
    ) -> ImportReport: ...


@dataclass(frozen=True)
class Kind:
    """A kind of table: its name, what it is for, the columns it may have, an example of them, and who takes it.

    `deed` is what whoever brings it must be allowed to do, beside bringing tables at all.
    """

    title: "str | Promise"
    hint: "str | Promise"
    columns: Sequence[str]
    example: Mapping[str, str]
    bring: Bring
    deed: str = DEED


# What rooms above take of a mart besides: kinds by a name that no other has, at most twenty letters long.
More = Callable[[Mart], Mapping[str, Kind]]
_MORE: list[More] = []


def offer(more: More) -> None:
    """Let a mart's tables of these kinds be brought as well; offered twice it counts once."""
    if more not in _MORE:
        _MORE.append(more)


def kinds_of(mart: Mart) -> dict[str, Kind]:
    """Every kind of table that may be brought in a mart."""
    found = dict(KINDS)
    for more in _MORE:
        found.update(more(mart))
    return found


def _villages(rows: Sequence[Line], *, mart: Mart, by: Actor, progress: Progress | None, dry_run: bool) -> ImportReport:
    return import_villages(rows, district=mart.place, by=by, progress=progress, dry_run=dry_run)


def _statements(
    rows: Sequence[Line], *, mart: Mart, by: Actor, progress: Progress | None, dry_run: bool
) -> ImportReport:
    return settle_rows(rows, mart=mart, by=by, progress=progress, dry_run=dry_run)


KINDS: Mapping[str, Kind] = {
    "villages": Kind(
        _("Villages and towns"),
        _("One row a village, with its block. Makers are found by the names that stand here."),
        VILLAGE_COLUMNS,
        {"block": "Palojori", "name_en": "Burhai", "name_hi": "बुढ़ई", "pin": "814146"},
        _villages,
    ),
    "organisations": Kind(
        _("Federations and village organisations"),
        _("One row an organisation. Federations stand above the village organisations that name them."),
        ORGANISATION_COLUMNS,
        {"kind": "federation", "name_en": "Trikut Federation", "name_hi": "त्रिकूट संघ", "block": "Palojori"},
        import_organisations,
    ),
    "makers": Kind(
        _("Groups and artisans"),
        _("One row a maker. Block and village must be spelt as in the list of places; members stand in one cell."),
        MAKER_COLUMNS,
        {
            "kind": "group",
            "name_en": "Ujala Group",
            "name_hi": "उजाला समूह",
            "block": "Palojori",
            "pin": "814146",
            "phone": "9876543210",
            "leader_en": "Sita Devi",
            "members": "Rina Devi; Mina Devi",
        },
        import_makers,
    ),
    "goods": Kind(
        _("Goods"),
        _("One row a good, of a maker who is enrolled. They become drafts: pictures come by phone or at the desk."),
        GOOD_COLUMNS,
        {
            "maker": "9876543210",
            "craft": "bamboo",
            "name_en": "Bamboo basket",
            "name_hi": "बाँस की टोकरी",
            "price": "380",
            "weight_g": "450",
            "pieces": "12",
        },
        import_goods,
    ),
    "statements": Kind(
        _("Statements of marketplaces and counters"),
        _("One row a line of a statement, with its order’s number. What it says is settled when it is brought in."),
        STATEMENT_COLUMNS,
        {
            "key": "14839-1",
            "order": "171-0000001",
            "channel": "amazon",
            "account": "A1",
            "day": "28/11/2026",
            "reference": "14839",
            "came": "504.64",
            "fee": "52",
            "tcs": "2.80",
            "tds": "0.56",
        },
        _statements,
        deed="confirm_payments",
    ),
}
