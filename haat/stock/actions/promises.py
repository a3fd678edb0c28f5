"""Pieces and weeks promised, freed, sold, taken back and divided: one guarded update a line."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from haat.catalogue.models import Variant
from haat.core.actor import Actor
from haat.core.locks import hold_all
from haat.core.prepared import Prepared, Slot, fresh
from haat.core.rows import change, insert
from haat.stock.actions.items import cause_of, open_item
from haat.stock.actions.weeks import promise_week
from haat.stock.errors import NotPromised, OutOfStock
from haat.stock.models import Movement, StockItem, StockPlace, WeekCapacity
from haat.stock.queries import lying
from haat.stock.rules import MART

Lines = Iterable[tuple[int, int]]
Kind = Movement.Kind
# The guarded update: it meets no row when fewer pieces are free than are wanted.
TAKE = f'UPDATE "{StockItem._meta.db_table}" SET reserved = reserved + %s WHERE id = %s AND on_hand >= reserved + %s'


def reserve(
    lines: Lines,
    *,
    cause: str,
    by: Actor,
    channel: str = MART,
    account: str = "",
    items: Mapping[int, int | None] | None = None,
) -> dict[int, date]:
    """Promise (variant id, pieces) lines to a cause (`order:7`), all or nothing; the same cause counts once.

    Ready pieces: one guarded UPDATE a line, in the order of variants, from where the `channel` (and its `account`)
    takes them: its own place, or where most are free (`queries.lying`). Made to order: the earliest week with room.
    `items` (variant id → item id, None when made to order) saves the look-up to a caller that has just read it with
    `queries.roomiest_item` and whose cause is new. Raises OutOfStock, so call it in a transaction that then rolls
    back. Gives the promised weeks of made-to-order variants.
    """
    wanted = dict(sorted(lines))
    movements: list[Movement] = []
    weeks: dict[int, date] = {}
    with transaction.atomic(savepoint=False):
        if items is None:
            hold_all(Variant.objects.filter(pk__in=wanted))
            items = _items_for(wanted, cause, channel, account)
        for variant_id, pieces in wanted.items():
            if variant_id not in items:
                continue
            item_id, week = items[variant_id], None
            if item_id is None:
                week = promise_week(variant_id, pieces)
                weeks[variant_id] = week.week
            else:
                _take_pieces(item_id, variant_id, pieces)
            movements.append(
                fresh(
                    Movement,
                    item_id=item_id,
                    week=week,
                    kind=Kind.RESERVED,
                    reserved=pieces,
                    pieces=pieces,
                    owner_cause=cause,
                    cause=cause_of(cause, variant_id, Kind.RESERVED),
                    by_id=by.user_id,
                )
            )
        insert(movements)
    return weeks


def _items_for(wanted: dict[int, int], cause: str, channel: str, account: str) -> dict[int, int | None]:
    """The item of each variant not yet promised to `cause`: where the channel takes it from; None: made to order."""
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
    takes = lying({variant_id: wanted[variant_id] for variant_id in ready}, channel, account)
    found |= {variant_id: here.item_id for variant_id, here in takes.items()}
    missing = [variant_id for variant_id in ready if variant_id not in found]
    if missing:
        raise OutOfStock(missing[0], 0)
    return found


def _take_pieces(item_id: int, variant_id: int, pieces: int) -> None:
    if not change(TAKE, pieces, item_id, pieces):
        raise OutOfStock(variant_id, StockItem.objects.get(pk=item_id).available)


def release(lines: Lines, *, of: str, cause: str, by: Actor) -> None:
    """Free pieces promised to `of`; the same `cause` counts once. Raises NotPromised."""
    _end(lines, of=of, cause=cause, kind=Kind.RELEASED, by=by)


def sell(lines: Lines, *, of: str, cause: str, by: Actor) -> None:
    """Pieces promised to `of` have left their place; the same `cause` counts once. Raises NotPromised.

    A week's capacity stays used when its piece is sold.
    """
    _end(lines, of=of, cause=cause, kind=Kind.SOLD, by=by)


def take_back(lines: Lines, *, of: str, cause: str, resale: bool = True, by: Actor) -> None:
    """Pieces sold for `of` have come back: to where they left from, or spoilt when not for `resale`.

    Where that place was closed meanwhile they go back to their maker. The same `cause` counts once. Raises
    NotPromised when fewer are out.
    """
    _end(lines, of=of, cause=cause, kind=Kind.RETURNED if resale else Kind.SPOILT, by=by)


def divide(lines: Lines, *, of: str, into: str, by: Actor) -> None:
    """Pieces promised to `of` are promised to `into` from now on, at the same place and in the same week.

    Nothing is freed for others meanwhile; the same `into` counts once. Raises NotPromised.
    """
    with transaction.atomic(savepoint=False):
        promises, told = _held_promises(of)
        rows = []
        for variant_id, pieces in sorted(lines):
            if cause_of(f"{into}:from", variant_id, Kind.DIVIDED) in told:
                continue
            promise = _promise(promises, variant_id, pieces, Kind.DIVIDED)
            rows += [
                promise.movement(Kind.DIVIDED, pieces, reserved=-pieces, owner=of, cause=f"{into}:from", by=by),
                promise.movement(Kind.DIVIDED, pieces, reserved=pieces, owner=into, cause=into, by=by),
            ]
        insert(rows)


def _end(lines: Lines, *, of: str, cause: str, kind: Kind, by: Actor) -> None:
    """Tell of pieces promised to `of` what became of them, and change their item or week."""
    with transaction.atomic(savepoint=False):
        closed = _closed_places(of) if kind == Kind.RETURNED else ()
        promises, told = _held_promises(of)
        rows = []
        for variant_id, pieces in sorted(lines):
            if cause_of(cause, variant_id, kind) in told:
                continue
            promise = _promise(promises, variant_id, pieces, kind)
            if promise.item_id in closed:
                variant = Variant.objects.select_related("good__maker").get(pk=variant_id)
                promise.item_id = open_item(variant, None)[0].pk
            on_hand, reserved = _change(kind, promise, pieces)
            promise.change(on_hand=on_hand, reserved=reserved)
            rows.append(
                promise.movement(kind, pieces, on_hand=on_hand, reserved=reserved, owner=of, cause=cause, by=by)
            )
        insert(rows)


def _closed_places(owner: str) -> Collection[int]:
    """The items of an owner's promises whose place was closed; the places are held, so that no other is closed now."""
    of_owner = StockItem.objects.filter(movements__owner_cause=owner).exclude(place__kind=StockPlace.Kind.MAKER)
    items = dict(of_owner.values_list("pk", "place"))
    if not items:
        return ()
    places = hold_all(StockPlace.objects.filter(pk__in=set(items.values())))
    closed = {place.pk for place in places if place.closed_at is not None}
    return {item_id for item_id, place_id in items.items() if place_id in closed}


def _change(kind: Kind, promise: "_Promise", pieces: int) -> tuple[int, int]:
    """What `kind` does to (on_hand, reserved) of the place its pieces were promised from."""
    lies = promise.item_id is not None
    if kind == Kind.RELEASED:
        return 0, -pieces
    if kind == Kind.SOLD:
        return (-pieces, -pieces) if lies else (0, 0)
    return (pieces if kind == Kind.RETURNED and lies else 0), 0


@dataclass
class _Promise:
    """Pieces of a variant promised to one owner from one item or week: still there (`open`), or sold (`out`)."""

    variant_id: int
    item_id: int | None
    week_id: int | None
    open: int = 0
    out: int = 0

    def add(self, row: Movement) -> None:
        if row.kind in (Kind.RETURNED, Kind.SPOILT):
            self.out -= row.pieces
        elif row.kind == Kind.SOLD:
            self.open, self.out = self.open - row.pieces, self.out + row.pieces
        else:
            self.open += row.reserved

    def change(self, *, on_hand: int, reserved: int) -> None:
        if self.item_id is not None and (on_hand or reserved):
            StockItem.objects.filter(pk=self.item_id).update(
                on_hand=F("on_hand") + on_hand, reserved=F("reserved") + reserved
            )
        elif self.week_id is not None and reserved:
            WeekCapacity.objects.filter(pk=self.week_id).update(reserved=F("reserved") + reserved)

    def movement(
        self, kind: Kind, pieces: int, *, on_hand: int = 0, reserved: int, owner: str, cause: str, by: Actor
    ) -> Movement:
        return Movement(
            item_id=self.item_id,
            week_id=self.week_id,
            kind=kind,
            on_hand=on_hand,
            reserved=reserved,
            pieces=pieces,
            owner_cause=owner,
            cause=cause_of(cause, self.variant_id, kind),
            by_id=by.user_id,
        )


def _promise(promises: dict[int, _Promise], variant_id: int, pieces: int, kind: Kind) -> _Promise:
    """The promise of a variant, when so many of its pieces are there for `kind`. Raises NotPromised."""
    found = promises.get(variant_id)
    back = kind in (Kind.RETURNED, Kind.SPOILT)
    there = 0 if found is None else found.out if back else found.open
    if found is None or not 0 < pieces <= there:
        raise NotPromised(pieces=pieces, there=there)
    return found


def _held_promises(owner: str) -> tuple[dict[int, _Promise], set[str]]:
    """What is promised to `owner`, by variant, and the causes told before.

    The movements are held: whoever else ends a promise of this owner waits here, and then reads how it ended.
    """
    if connection.features.has_select_for_update:  # SQLite lets one writer in at a time
        _locked_movements.all(owner=owner)
    promises: dict[int, _Promise] = {}
    told = set()
    for row in _movements.all(owner=owner):
        variant_id = int(row.cause.split(":")[-2])
        promises.setdefault(variant_id, _Promise(variant_id, row.item_id, row.week_id)).add(row)
        told.add(row.cause)
    return promises, told


@Prepared
def _locked_movements() -> QuerySet[Movement]:
    held = Movement.objects.select_for_update(no_key=True).order_by("pk")
    return held.filter(owner_cause=Slot("owner", CharField()))


@Prepared
def _movements() -> QuerySet[Movement]:
    return Movement.objects.filter(owner_cause=Slot("owner", CharField())).order_by("pk")
