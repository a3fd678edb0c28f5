"""What there is of many new variants, as `count` and `set_capacity` write it one by one."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from haat.catalogue.models import Variant
from haat.core.actor import Actor
from haat.core.events import record_all
from haat.core.rows import batches, insert_many, insert_many_new
from haat.makers.models import Maker
from haat.stock.actions.items import cause_of
from haat.stock.actions.pieces import counted
from haat.stock.actions.weeks import capacity_set
from haat.stock.models import Movement, OrdinaryWeek, StockItem, StockPlace


@transaction.atomic
def count_first(pieces: Sequence[tuple[Variant, int, str]], *, by: Actor) -> None:
    """So many pieces of each variant lie with its maker; nothing was told of them before. Each has its cause."""
    now = timezone.now()
    places = _places_of({variant.good.maker_id: variant.good.maker for variant, _count, _cause in pieces})
    items = [
        StockItem(
            mart_id=variant.mart_id,
            variant=variant,
            place_id=places[variant.good.maker_id],
            on_hand=on_hand,
            counted_at=now,
        )
        for variant, on_hand, _cause in pieces
    ]
    insert_many(items)
    kind = Movement.Kind.COUNTED
    insert_many(
        [
            Movement(
                item=item,
                kind=kind,
                on_hand=item.on_hand,
                cause=cause_of(cause, item.variant_id, kind),
                by_id=by.user_id,
            )
            for item, (_variant, _count, cause) in zip(items, pieces, strict=True)
        ]
    )
    record_all([counted(item, change=item.on_hand) for item in items], by=by)


def _places_of(makers: dict[int, Maker]) -> dict[int, int]:
    """Maker → the place where she is; made where there is none yet."""
    found: dict[int, int] = {}
    for some in batches(sorted(makers)):
        found |= dict(StockPlace.objects.filter(maker__in=some).values_list("maker", "pk"))
    new = [
        StockPlace(maker=maker, mart_id=maker.mart_id, name=str(maker)[:80])
        for maker_id, maker in sorted(makers.items())
        if maker_id not in found
    ]
    if new:
        insert_many_new(new)
        found |= dict(StockPlace.objects.filter(maker__in=[place.maker_id for place in new]).values_list("maker", "pk"))
    return found


@transaction.atomic
def set_first_capacity(capacities: Sequence[tuple[Variant, int]], *, by: Actor) -> None:
    """So many of each made-to-order variant are made in an ordinary week; nothing was told of them before."""
    insert_many(
        [OrdinaryWeek(mart_id=variant.mart_id, variant=variant, capacity=capacity) for variant, capacity in capacities]
    )
    record_all([capacity_set(variant, None, None, capacity) for variant, capacity in capacities], by=by)
