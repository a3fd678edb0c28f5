"""How much there is, and when what is made to order will be ready."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import F, OuterRef, Subquery

from haat.catalogue.models import Variant
from haat.core.dates import monday_of, today
from haat.stock.models import OrdinaryWeek, StockItem, WeekCapacity
from haat.stock.rules import weeks_ahead


def roomiest_item(variant: str) -> Subquery:
    """For a row with a variant at `variant`: the id of the item with most free pieces (annotate with it)."""
    items = StockItem.objects.filter(variant=OuterRef(variant))
    return Subquery(items.order_by(F("reserved") - F("on_hand"), "pk").values("pk")[:1])


def available(variant_ids: Collection[int]) -> dict[int, int]:
    """By variant, how many pieces one order may take now: free pieces, or the roomiest coming week."""
    found = dict.fromkeys(variant_ids, 0)
    for item in StockItem.objects.filter(variant__in=variant_ids, variant__good__made_to_order=False):
        found[item.variant_id] = max(found[item.variant_id], item.available)
    made = Variant.objects.filter(pk__in=variant_ids, good__made_to_order=True).select_related("good")
    for variant_id, rooms in rooms_ahead(made).items():
        found[variant_id] = max(rooms.values())
    return found


def rooms_ahead(variants: Collection[Variant]) -> dict[int, dict[date, int]]:
    """By made-to-order variant (its good loaded), how many more fit into each week ahead, earliest first."""
    if not variants:
        return {}
    day = today()
    ordinary = dict(OrdinaryWeek.objects.filter(variant__in=variants).values_list("variant_id", "capacity"))
    kept: dict[int, dict[date, int]] = defaultdict(dict)
    for row in WeekCapacity.objects.filter(variant__in=variants, week__gte=monday_of(day)):
        kept[row.variant_id][row.week] = row.room
    return {
        variant.pk: {
            week: kept[variant.pk].get(week, ordinary.get(variant.pk, 0))
            for week in weeks_ahead(variant.good.making_days, today=day)
        }
        for variant in variants
    }


def week_with_room(rooms: dict[date, int], pieces: int) -> date | None:
    """The earliest week of `rooms` that takes all the pieces; None when none does."""
    return next((week for week, room in rooms.items() if room >= pieces), None)
