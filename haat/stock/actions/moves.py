"""Pieces sent from one place to another, counted when they come, and what became of those that did not.

A move is held before its places, the places before the items, and these in the order of variants: whoever closes a
place waits, or is refused, and nobody waits crosswise.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from haat.catalogue.models import Variant
from haat.core.actor import Actor
from haat.core.dates import day_of
from haat.core.errors import Changed
from haat.core.events import record
from haat.core.locks import hold, hold_key
from haat.core.rows import change, insert, update
from haat.core.sequences import next_number
from haat.core.texts import clean_line
from haat.pricing.queries import hsn_codes
from haat.stock.actions.items import cause_of, held_places, items_at
from haat.stock.errors import (
    CountedTooMany,
    NotFree,
    NotHers,
    NothingSent,
    NotReceived,
    PlaceClosed,
    SamePlace,
    TooManyLines,
    WhyMissing,
)
from haat.stock.models import Move, MoveLine, Movement, StockItem, StockPlace
from haat.stock.rules import MOST_LINES, Came, check_pieces

Kind = Movement.Kind
# It meets no row when fewer pieces are free than shall go: what is promised to buyers stays.
SEND = (
    f'UPDATE "{StockItem._meta.db_table}" SET on_hand = on_hand - %s '
    "WHERE variant_id = %s AND place_id = %s AND on_hand >= reserved + %s"
)


@transaction.atomic
def dispatch(source: StockPlace, *, target: StockPlace, pieces: Mapping[int, int], key: str, by: Actor) -> Move:
    """Send free pieces (variant id → how many) to another place; the same `key` sends them once.

    From now on they lie nowhere, until they are received. Raises SamePlace, PlaceClosed, NothingSent, TooManyLines,
    BadPieces, NotHers (to a maker goes only what is hers), NotFree.
    """
    if source.pk == target.pk:
        raise SamePlace
    source, target = held_places(source, target)
    sent_before = Move.objects.filter(mart=source.mart_id, key=key).first()
    if sent_before is not None:
        return sent_before
    wanted = {variant_id: count for variant_id, count in sorted(pieces.items()) if count}
    variants = _checked(source, target, wanted)
    for variant_id, count in wanted.items():
        if not change(SEND, count, variant_id, source.pk, count):
            raise NotFree(variant_id, pieces=count, free=_free(source, variant_id))
    move = Move.objects.create(
        mart_id=source.mart_id,
        number=f"{source.mart.order_prefix}-T{next_number(f'move:{source.mart_id}'):04d}",
        source=source,
        target=target,
        key=key,
        sent_by_id=by.user_id,
    )
    _write_lines(move, wanted, variants)
    items = dict(StockItem.objects.filter(place=source, variant__in=wanted).values_list("variant_id", "pk"))
    insert(
        [
            _movement(move, Kind.DISPATCHED, items[variant_id], variant_id, count, by)
            for variant_id, count in wanted.items()
        ]
    )
    goods = {variant_id: variant.good_id for variant_id, variant in variants.items()}
    _record("stock.dispatched", move, goods, by, lines=_told(wanted))
    return move


def _write_lines(move: Move, wanted: Mapping[int, int], variants: Mapping[int, Variant]) -> None:
    """The lines as they stand on the challan: with the price and the HSN code of the day."""
    codes = hsn_codes(list(variants.values()), day_of(move.sent_at))
    insert(
        [
            MoveLine(
                move=move,
                variant_id=variant_id,
                sent=count,
                piece_paise=variants[variant_id].price_paise,
                hsn=codes[variant_id],
            )
            for variant_id, count in wanted.items()
        ]
    )


def _checked(source: StockPlace, target: StockPlace, wanted: dict[int, int]) -> dict[int, Variant]:
    """The variants that shall go, when all may."""
    for place, field in ((source, "source"), (target, "target")):
        if place.closed_at is not None or place.mart_id != source.mart_id:
            raise PlaceClosed(place.name, field=field)
    if not wanted:
        raise NothingSent
    if len(wanted) > MOST_LINES:
        raise TooManyLines(MOST_LINES)
    for count in wanted.values():
        check_pieces(count, field="pieces", least=1)
    found = Variant.objects.select_related("good").filter(mart=source.mart_id).in_bulk(list(wanted))
    for variant_id, count in wanted.items():
        if variant_id not in found:
            raise NotFree(variant_id, pieces=count, free=0)
    if target.maker_id is not None and {variant.good.maker_id for variant in found.values()} != {target.maker_id}:
        raise NotHers
    return found


def _free(place: StockPlace, variant_id: int) -> int:
    item = StockItem.objects.filter(place=place, variant=variant_id).first()
    return item.available if item else 0


def _told(pieces: Mapping[int, int]) -> list[dict[str, int]]:
    return [{"variant_id": variant_id, "pieces": count} for variant_id, count in pieces.items()]


def _movement(
    move: Move, kind: Kind, item_id: int, variant_id: int, pieces: int, by: Actor, *, of: str = ""
) -> Movement:
    return Movement(
        item_id=item_id,
        kind=kind,
        on_hand=-pieces if kind == Kind.DISPATCHED else pieces,
        pieces=pieces,
        cause=cause_of(move.cause + of, variant_id, kind),
        by_id=by.user_id,
    )


def _record(kind: str, move: Move, goods: Mapping[int, int], by: Actor, **more: Any) -> None:
    facts: dict[str, Any] = {"number": move.number, "source_id": move.source_id, "target_id": move.target_id}
    record(kind, move, by=by, **facts, good_ids=sorted(set(goods.values())), **more)


@transaction.atomic
def receive(move: Move, *, counts: Mapping[int, Came], by: Actor) -> Move:
    """Count what has come (variant id → pieces whole and spoilt); the rest is missing. Told twice, it counts once.

    Of a variant that is not in `counts` everything is missing. Raises BadPieces, CountedTooMany, and Changed when it
    was counted before, and otherwise.
    """
    move = _held(move)
    lines = list(move.lines.select_related("variant").order_by("variant_id"))
    if move.received_at is not None:
        if any(counts.get(line.variant_id, Came()) != Came(line.received, line.spoilt) for line in lines):
            raise Changed()
        return move
    for line in lines:
        came = counts.get(line.variant_id, Came())
        for count in (came.pieces, came.spoilt):
            check_pieces(count, field="pieces")
        if came.pieces + came.spoilt > line.sent:
            raise CountedTooMany(line.variant_id, sent=line.sent)
        line.received, line.spoilt = came.pieces, came.spoilt
        line.missing = line.sent - came.pieces - came.spoilt
        update(line, "received", "spoilt", "missing")
    _lay(move, {line.variant_id: line.received for line in lines if line.received}, by)
    move.received_at, move.received_by_id = timezone.now(), by.user_id
    update(move, "received_at", "received_by_id")
    told = [
        {"variant_id": line.variant_id, "received": line.received, "spoilt": line.spoilt, "missing": line.missing}
        for line in lines
    ]
    _record("stock.received", move, {line.variant_id: line.variant.good_id for line in lines}, by, lines=told)
    return move


def _held(move: Move) -> Move:
    """The move as it stands, held, and after it both its places."""
    move = hold(move, "source", "target")
    move.source, move.target = held_places(move.source, move.target)
    return move


def _lay(move: Move, pieces: Mapping[int, int], by: Actor, *, of: str = "") -> None:
    """Lay pieces down at the place they were sent to."""
    items = items_at(move.target, pieces)
    for variant_id in sorted(pieces):
        StockItem.objects.filter(pk=items[variant_id].pk).update(on_hand=F("on_hand") + pieces[variant_id])
    insert(
        [
            _movement(move, Kind.RECEIVED, items[variant_id].pk, variant_id, count, by, of=of)
            for variant_id, count in sorted(pieces.items())
        ]
    )


@transaction.atomic
def settle_missing(line: MoveLine, *, found: int, reason: str = "", by: Actor) -> MoveLine:
    """What became of missing pieces: so many were found and lie where they were sent, the rest is written off.

    Told twice, it counts once. Raises NotReceived, BadPieces, CountedTooMany, WhyMissing (for what is written off), and
    Changed when somebody has said otherwise.
    """
    reason = clean_line(reason)[:200]
    move = _held(line.move)
    line = hold_key(MoveLine, line.pk, "variant")
    if line.settled_at is not None:
        if (line.found, line.reason) != (found, reason):
            raise Changed()
        return line
    if not line.missing:
        raise NotReceived
    check_pieces(found, field="found")
    if found > line.missing:
        raise CountedTooMany(line.variant_id, sent=line.missing)
    if found < line.missing and not reason:
        raise WhyMissing
    line.found, line.reason, line.settled_at = found, reason, timezone.now()
    update(line, "found", "reason", "settled_at")
    if found:
        _lay(move, {line.variant_id: found}, by, of=":found")
    goods = {line.variant_id: line.variant.good_id}
    facts = {
        "variant_id": line.variant_id,
        "missing": line.missing,
        "found": found,
        "reason": line.reason,
    }
    _record("stock.missing_settled", move, goods, by, **facts)
    return line
