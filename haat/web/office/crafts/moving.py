"""The goods that a change moves, as a page shows them before it is saved: those of this mart by name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from haat.catalogue.asking import goods_named
from haat.catalogue.models import Good
from haat.places.models import Mart

NAMED = 30  # goods of this mart that are shown by name


@dataclass(frozen=True)
class Moves:
    """What the page says of them: how many (`heading`), `says` and `stress` besides, a table, and what comes then.

    `row` is the template of the two cells of a row, which has `good` and `move`; `heads` stand above them. `others`
    are not shown. `agreed` is what was shown, in short: when it is another by then, it is shown anew.
    """

    heading: str
    heads: "tuple[str | Promise, str | Promise]"
    row: str
    rows: Sequence[tuple[Good, Any]]
    others: int
    ends: "str | Promise"
    agreed: str
    says: Sequence[str] = ()
    stress: Sequence[str] = ()


def named(mart: Mart, moves: Iterable[Any]) -> list[tuple[Good, Any]]:
    """The first of those that are goods (`good_id`) of the mart (`mart_id`), each with what moves."""
    mine = [move for move in moves if move.mart_id == mart.pk][:NAMED]
    goods = {good.pk: good for good in goods_named([move.good_id for move in mine], mart)}
    return [(goods[move.good_id], move) for move in mine if move.good_id in goods]
