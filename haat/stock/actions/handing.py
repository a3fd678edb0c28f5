"""Pieces of goods whose maker was found to be another one."""

from collections.abc import Collection

from django.db import transaction

from haat.core.locks import hold_all
from haat.core.rows import update
from haat.makers.models import Maker
from haat.stock.models import StockItem, StockPlace


@transaction.atomic
def hand_over_items(goods: Collection[int], *, to: Maker) -> list[int]:
    """What of these goods lies at a maker's own place lies at `to`'s from now on: not one piece more or less."""
    items = hold_all(StockItem.objects.filter(variant__good__in=goods).exclude(place__maker=None))
    if not items:
        return []
    place, _made = StockPlace.objects.get_or_create(maker=to, defaults={"mart_id": to.mart_id, "name": str(to)[:80]})
    for item in items:
        item.place = place
        update(item, "place")
    return [item.pk for item in items]
