"""What makers are owed, by how long they have waited: the bands of the ageing bar, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from haat.ledger.queries import AgeingRow, ageing
from haat.places.models import Mart, Place


def age_bands(mart: Mart, place: Place | None) -> list[tuple[str, int, str]]:
    """(words, paise, how many makers in words) for the ageing bar."""
    return bands_of(ageing(mart, place))


def bands_of(rows: Iterable[AgeingRow]) -> list[tuple[str, int, str]]:
    """The same of rows that were read already."""
    return [(_age(row), row.paise, _makers(row.makers)) for row in rows]


def _age(row: AgeingRow) -> str:
    if row.most is None:
        return str(_("Over %(days)s days") % {"days": row.least - 1})
    return str(_("%(least)s to %(most)s days") % {"least": row.least, "most": row.most})


def _makers(count: int) -> str:
    return ngettext("%(count)s maker", "%(count)s makers", count) % {"count": count}
