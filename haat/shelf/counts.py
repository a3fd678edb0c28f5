"""Keeps the stored counts of the shelf: how many goods and makers for each craft, block and readiness."""

import secrets
from collections import defaultdict
from itertools import product

from django.db import transaction
from django.db.models import Count

from haat.catalogue.models import Craft
from haat.core.locks import hold_key
from haat.makers.models import Maker
from haat.places.models import Mart, Place
from haat.shelf.models import Shelf, ShelfCount

Cell = tuple[str, str, str]
Readiness = ShelfCount.Readiness
WHOLE: Cell = ("", "", "")


def wanted_counts(mart_id: int) -> dict[Cell, tuple[int, int]]:
    """(craft, block, readiness), "" for all → goods and makers, from the shelf's rows. One query."""
    goods: dict[Cell, int] = defaultdict(int)
    makers: dict[Cell, set[int]] = defaultdict(set)
    rows = (
        Shelf.objects.filter(mart=mart_id)
        .order_by()
        .values_list("craft", "block", "made_to_order", "maker_id")
        .annotate(Count("pk"))
    )
    for craft, block, made_to_order, maker_id, count in rows:
        readiness = Readiness.ORDER.value if made_to_order else Readiness.READY.value
        for cell in product((craft, ""), (block, ""), (readiness, "")):
            goods[cell] += count
            makers[cell].add(maker_id)
    return {cell: (count, len(makers[cell])) for cell, count in goods.items()}


@transaction.atomic
def recount(mart_id: int) -> None:
    """Make a mart's stored counts those of its shelf. Two recounts take turns, so the later one stands."""
    hold_key(Mart, mart_id)
    wanted = {row.cell: row for row in _rows(mart_id)}
    known = {row.cell: row for row in ShelfCount.objects.filter(mart=mart_id)}
    gone = [row.pk for cell, row in known.items() if cell not in wanted]
    if gone:
        ShelfCount.objects.filter(pk__in=gone).delete()
    changed = [row for cell, row in wanted.items() if cell not in known or not row.same_as(known[cell])]
    if WHOLE in wanted and (changed or gone):
        wanted[WHOLE].edition = secrets.randbits(62)
        changed = list({row.cell: row for row in [*changed, wanted[WHOLE]]}.values())
    if changed:
        ShelfCount.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["mart", "craft", "block", "readiness"],
            update_fields=["goods", "makers", "craft_names", "block_names", "edition"],
        )


def _rows(mart_id: int) -> list[ShelfCount]:
    crafts = dict(Craft.objects.values_list("slug", "names"))
    of_makers = Maker.objects.filter(mart=mart_id).values("block")
    blocks = dict(Place.objects.filter(pk__in=of_makers).values_list("slug", "names"))
    return [
        ShelfCount(
            mart_id=mart_id,
            craft=craft,
            block=block,
            readiness=readiness,
            craft_names=crafts.get(craft, {}),
            block_names=blocks.get(block, {}),
            goods=goods,
            makers=makers,
        )
        for (craft, block, readiness), (goods, makers) in wanted_counts(mart_id).items()
    ]
