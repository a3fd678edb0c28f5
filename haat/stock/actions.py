"""The only writes to stock. The database, not Python, refuses to oversell."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cache

from django.db import transaction
from django.db.models import BigIntegerField, CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from haat.catalogue.models import Variant
from haat.core.actor import Actor
from haat.core.dates import monday_of
from haat.core.events import record
from haat.core.prepared import Prepared, Slot, numbered, slots
from haat.core.rows import change, insert, insert_new, update
from haat.stock.errors import CapacityPromised, CountedTooFew, OutOfStock
from haat.stock.models import Movement, OrdinaryWeek, StockItem, StockPlace, WeekCapacity
from haat.stock.queries import rooms_ahead
from haat.stock.rules import check_pieces

Lines = Iterable[tuple[int, int]]
Kind = Movement.Kind
# The guarded update: it meets no row when fewer pieces are free than are wanted.
TAKE = f'UPDATE "{StockItem._meta.db_table}" SET reserved = reserved + %s WHERE id = %s AND on_hand >= reserved + %s'


def _cause(cause: str, variant_id: int, kind: str) -> str:
    return f"{cause}:{variant_id}:{kind}"


def _item_of(variant: Variant) -> tuple[StockItem, bool]:
    """The variant's item at its maker's place, locked; True when it was only now made."""
    maker = variant.good.maker
    known = _items.first(variant=variant.pk, maker=maker.pk)
    if known is not None:
        return known, False
    place, _made = StockPlace.objects.get_or_create(
        maker=maker, defaults={"mart_id": variant.mart_id, "name": str(maker)[:80]}
    )
    item = StockItem(mart_id=variant.mart_id, variant=variant, place=place)
    if insert_new([item]):
        return item, True
    return _items.get(variant=variant.pk, maker=maker.pk), False


@Prepared
def _items() -> QuerySet[StockItem]:
    items = StockItem.objects.select_for_update(of=("self",))
    return items.filter(variant=Slot("variant", BigIntegerField()), place__maker=Slot("maker", BigIntegerField()))


def _told(cause: str) -> bool:
    return Movement.objects.filter(cause=cause).exists()


@transaction.atomic
def count(variant: Variant, *, on_hand: int, cause: str, by: Actor) -> StockItem:
    """Set how many pieces lie with the maker, promised ones included; the same cause counts once.

    Raises BadPieces, and CountedTooFew when more are promised to buyers.
    """
    check_pieces(on_hand, field="on_hand")
    item, made = _item_of(variant)
    cause = _cause(cause, variant.pk, Kind.COUNTED)
    if not made and _told(cause):
        return item
    if on_hand < item.reserved:
        raise CountedTooFew(on_hand=on_hand, reserved=item.reserved)
    change = on_hand - item.on_hand
    item.on_hand, item.counted_at = on_hand, timezone.now()
    update(item, "on_hand", "counted_at")
    insert([Movement(item=item, kind=Kind.COUNTED, on_hand=change, cause=cause, by_id=by.user_id)])
    record(
        "stock.counted",
        item,
        by=by,
        good_id=variant.good_id,
        variant_id=variant.pk,
        on_hand=on_hand,
        change=change,
    )
    return item


@transaction.atomic
def make(variant: Variant, *, pieces: int, cause: str, by: Actor) -> StockItem:
    """Add pieces just made to what lies with the maker; the same cause counts once. Raises BadPieces."""
    check_pieces(pieces, field="pieces", least=1)
    item, made = _item_of(variant)
    cause = _cause(cause, variant.pk, Kind.MADE)
    if not made and _told(cause):
        return item
    check_pieces(item.on_hand + pieces, field="pieces")
    item.on_hand += pieces
    update(item, "on_hand")
    insert([Movement(item=item, kind=Kind.MADE, on_hand=pieces, cause=cause, by_id=by.user_id)])
    record("stock.made", item, by=by, good_id=variant.good_id, variant_id=variant.pk, pieces=pieces)
    return item


@transaction.atomic
def set_capacity(variant: Variant, *, week: date | None = None, capacity: int, by: Actor) -> None:
    """How many of a made-to-order variant are made in the week of a day, or (None) in every ordinary week.

    Raises BadPieces, and CapacityPromised when more are promised in that week.
    """
    check_pieces(capacity, field="capacity")
    if week is None:
        OrdinaryWeek.objects.update_or_create(
            variant=variant,
            defaults={"capacity": capacity},
            create_defaults={"mart_id": variant.mart_id, "capacity": capacity},
        )
    else:
        monday = monday_of(week)
        WeekCapacity.objects.get_or_create(
            variant=variant, week=monday, defaults={"mart_id": variant.mart_id, "capacity": capacity}
        )
        row = WeekCapacity.objects.select_for_update().get(variant=variant, week=monday)
        if capacity < row.reserved:
            raise CapacityPromised(capacity=capacity, reserved=row.reserved)
        row.capacity = capacity
        row.save(update_fields=["capacity"])
    record(
        "stock.capacity_set",
        variant,
        by=by,
        good_id=variant.good_id,
        week=week.isoformat() if week else None,
        capacity=capacity,
    )


def reserve(lines: Lines, *, cause: str, by: Actor, items: Mapping[int, int | None] | None = None) -> dict[int, date]:
    """Promise (variant id, pieces) lines to a cause (`order:7`), all or nothing; the same cause counts once.

    Ready pieces: one guarded UPDATE a line, in the order of variants. Made to order: the earliest week with
    room. `items` (variant id → item id, None when made to order) saves the look-up to a caller that has just
    read it with `queries.roomiest_item` and whose cause is new. Raises OutOfStock, so call it in a
    transaction that then rolls back. Gives the promised weeks of made-to-order variants.
    """
    wanted = dict(sorted(lines))
    if items is None:
        items = _items_for(wanted, cause)
    movements: list[Movement] = []
    weeks: dict[int, date] = {}
    with transaction.atomic(savepoint=False):
        for variant_id, pieces in wanted.items():
            if variant_id not in items:
                continue
            item_id, week = items[variant_id], None
            if item_id is None:
                week = _promise_week(variant_id, pieces)
                weeks[variant_id] = week.week
            else:
                _take_pieces(item_id, variant_id, pieces)
            movements.append(
                Movement(
                    item_id=item_id,
                    week=week,
                    kind=Kind.RESERVED,
                    reserved=pieces,
                    cause=_cause(cause, variant_id, Kind.RESERVED),
                    by_id=by.user_id,
                )
            )
        insert(movements)
    return weeks


def _items_for(wanted: dict[int, int], cause: str) -> dict[int, int | None]:
    """The item of each variant not yet promised to `cause`: the roomiest; None when it is made to order."""
    told = Movement.objects.filter(
        cause=Concat(
            Value(f"{cause}:"),
            Cast(OuterRef("pk"), CharField()),
            Value(f":{Kind.RESERVED}"),
            output_field=CharField(),
        )
    )
    variants = Variant.objects.filter(~Exists(told), pk__in=wanted).values_list("pk", "good__made_to_order")
    found: dict[int, int | None] = {}
    ready: list[int] = []
    for variant_id, made_to_order in variants:
        if made_to_order:
            found[variant_id] = None
        else:
            ready.append(variant_id)
    rooms: dict[int, int] = {}
    for item in StockItem.objects.filter(variant__in=ready).order_by("pk"):
        if item.variant_id not in found or item.available > rooms[item.variant_id]:
            found[item.variant_id], rooms[item.variant_id] = item.pk, item.available
    missing = [variant_id for variant_id in ready if variant_id not in found]
    if missing:
        raise OutOfStock(missing[0], 0)
    return found


def _take_pieces(item_id: int, variant_id: int, pieces: int) -> None:
    if not change(TAKE, pieces, item_id, pieces):
        raise OutOfStock(variant_id, StockItem.objects.get(pk=item_id).available)


def _promise_week(variant_id: int, pieces: int) -> WeekCapacity:
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


def release(variant_ids: Collection[int], *, cause: str, by: Actor) -> None:
    """Free what was promised to `cause`; what was sold or freed before stays as it is."""
    _end(variant_ids, cause=cause, kind=Kind.RELEASED, by=by)


def sell(variant_ids: Collection[int], *, cause: str, by: Actor) -> None:
    """What was promised to `cause` has left its place; what was sold or freed before stays as it is."""
    _end(variant_ids, cause=cause, kind=Kind.SOLD, by=by)


def take_back(variant_ids: Collection[int], *, cause: str, resale: bool = True, by: Actor) -> None:
    """What was sold for `cause` has come back: onto the shelf again, or spoilt when not for `resale`."""
    kind = Kind.RETURNED if resale else Kind.SPOILT
    with transaction.atomic(savepoint=False):
        sold, returned, spoilt = _movements(variant_ids, cause, Kind.SOLD, Kind.RETURNED, Kind.SPOILT)
        rows = [
            _follow(sold[variant_id], cause, variant_id, kind, by, on_hand=-sold[variant_id].on_hand * resale)
            for variant_id in sorted(sold.keys() - returned.keys() - spoilt.keys())
        ]
        insert(rows)


def _end(variant_ids: Collection[int], *, cause: str, kind: Kind, by: Actor) -> None:
    """Turn reservations into `kind`, each once. A week's capacity stays used when its piece is sold."""
    with transaction.atomic(savepoint=False):
        promised, released, sent = _movements(variant_ids, cause, Kind.RESERVED, Kind.RELEASED, Kind.SOLD)
        rows = []
        for variant_id in sorted(promised.keys() - released.keys() - sent.keys()):
            before = promised[variant_id]
            sold = kind == Kind.SOLD
            rows.append(
                _follow(
                    before,
                    cause,
                    variant_id,
                    kind,
                    by,
                    on_hand=-before.reserved if sold and before.item_id else 0,
                    reserved=0 if sold and before.week_id else -before.reserved,
                )
            )
        insert(rows)


def _movements(variant_ids: Collection[int], cause: str, *kinds: Kind) -> list[dict[int, Movement]]:
    """For each kind, variant id → the movement of that kind told for `cause`. One query."""
    causes = {_cause(cause, variant_id, kind): (kind, variant_id) for kind in kinds for variant_id in variant_ids}
    found: dict[Kind, dict[int, Movement]] = {kind: {} for kind in kinds}
    for row in _told_before(len(causes)).all(**numbered(causes)) if causes else ():
        kind, variant_id = causes[row.cause]
        found[kind][variant_id] = row
    return [found[kind] for kind in kinds]


@cache
def _told_before(causes: int) -> Prepared[Movement]:
    """The movements of so many causes."""
    return Prepared(lambda: Movement.objects.filter(cause__in=slots(causes, CharField())))


def _follow(
    before: Movement,
    cause: str,
    variant_id: int,
    kind: Kind,
    by: Actor,
    *,
    on_hand: int = 0,
    reserved: int = 0,
) -> Movement:
    """Change the row `before` changed, and give the movement that says so."""
    if before.item_id is not None:
        StockItem.objects.filter(pk=before.item_id).update(
            on_hand=F("on_hand") + on_hand, reserved=F("reserved") + reserved
        )
    elif before.week_id is not None and reserved:
        WeekCapacity.objects.filter(pk=before.week_id).update(reserved=F("reserved") + reserved)
    return Movement(
        item_id=before.item_id,
        week_id=before.week_id,
        kind=kind,
        on_hand=on_hand,
        reserved=reserved,
        cause=_cause(cause, variant_id, kind),
        by_id=by.user_id,
    )
