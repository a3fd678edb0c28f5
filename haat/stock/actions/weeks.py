"""What is made to order: how many a week, and the week a promise falls into."""

from datetime import date

from django.db import transaction
from django.db.models import F

from haat.catalogue.models import Variant
from haat.core.actor import Actor
from haat.core.dates import monday_of
from haat.core.events import Happened, changes, record_all
from haat.core.locks import hold, hold_all
from haat.stock.errors import CapacityPromised, OutOfStock
from haat.stock.models import OrdinaryWeek, WeekCapacity
from haat.stock.queries import rooms_ahead
from haat.stock.rules import check_pieces


@transaction.atomic
def set_capacity(variant: Variant, *, week: date | None = None, capacity: int, by: Actor) -> None:
    """How many of a made-to-order variant are made in the week of a day, or (None) in every ordinary week.

    Raises BadPieces, and CapacityPromised when more are promised in that week.
    """
    check_pieces(capacity, field="capacity")
    hold(variant)
    before = OrdinaryWeek.objects.filter(variant=variant).values_list("capacity", flat=True).first()
    if week is None:
        OrdinaryWeek.objects.update_or_create(
            variant=variant,
            defaults={"capacity": capacity},
            create_defaults={"mart_id": variant.mart_id, "capacity": capacity},
        )
    else:
        monday = monday_of(week)
        _row, made = WeekCapacity.objects.get_or_create(
            variant=variant, week=monday, defaults={"mart_id": variant.mart_id, "capacity": capacity}
        )
        (row,) = hold_all(WeekCapacity.objects.filter(variant=variant, week=monday))
        if capacity < row.reserved:
            raise CapacityPromised(capacity=capacity, reserved=row.reserved)
        if not made:
            before = row.capacity
        row.capacity = capacity
        row.save(update_fields=["capacity"])
    record_all([capacity_set(variant, week, before, capacity)], by=by)


def capacity_set(variant: Variant, week: date | None, before: int | None, capacity: int) -> Happened:
    """What is told of a capacity: of the week of a day, or (None) of every ordinary one."""
    told = {
        "good_id": variant.good_id,
        "week": week.isoformat() if week else None,
        "capacity": capacity,
        **changes({"capacity": before}, {"capacity": capacity}),
    }
    return Happened("stock.capacity_set", variant, told)


def promise_week(variant_id: int, pieces: int) -> WeekCapacity:
    """Promise the pieces in the earliest week that takes them all; its row is made when first needed."""
    variant = Variant.objects.select_related("good").get(pk=variant_id)
    rooms = rooms_ahead([variant])[variant_id]
    for week, room in rooms.items():
        if room < pieces:
            continue
        WeekCapacity.objects.get_or_create(
            variant=variant, week=week, defaults={"mart_id": variant.mart_id, "capacity": room}
        )
        row = WeekCapacity.objects.filter(variant=variant, week=week)
        if row.filter(capacity__gte=F("reserved") + pieces).update(reserved=F("reserved") + pieces):
            return row.get()
    raise OutOfStock(variant_id, max(rooms.values()))
