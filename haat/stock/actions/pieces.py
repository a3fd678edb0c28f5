"""Pieces counted and made."""

from django.db import transaction
from django.utils import timezone

from haat.catalogue.models import Variant
from haat.core.actor import Actor
from haat.core.events import Happened, changes, record, record_all
from haat.core.rows import insert, update
from haat.stock.actions.items import cause_of, open_item, told
from haat.stock.errors import CountedTooFew
from haat.stock.models import Movement, StockItem, StockPlace
from haat.stock.rules import check_pieces

Kind = Movement.Kind


@transaction.atomic
def count(variant: Variant, *, on_hand: int, place: StockPlace | None = None, cause: str, by: Actor) -> StockItem:
    """Set how many pieces lie at a place (None: with the maker), promised ones included; the same cause counts once.

    Raises BadPieces, PlaceClosed, and CountedTooFew when more are promised to buyers.
    """
    check_pieces(on_hand, field="on_hand")
    item, made = open_item(variant, place)
    cause = cause_of(cause, variant.pk, Kind.COUNTED)
    if not made and told(cause):
        return item
    if on_hand < item.reserved:
        raise CountedTooFew(on_hand=on_hand, reserved=item.reserved)
    change = on_hand - item.on_hand
    item.on_hand, item.counted_at = on_hand, timezone.now()
    update(item, "on_hand", "counted_at")
    insert([Movement(item=item, kind=Kind.COUNTED, on_hand=change, cause=cause, by_id=by.user_id)])
    item.variant = variant
    record_all([counted(item, change=change)], by=by)
    return item


def counted(item: StockItem, *, change: int) -> Happened:
    """What is told of a count: so many lie there now, `change` more than were known of."""
    told = {
        "good_id": item.variant.good_id,
        "variant_id": item.variant_id,
        "on_hand": item.on_hand,
        "change": change,
        **changes({"on_hand": item.on_hand - change}, {"on_hand": item.on_hand}),
    }
    return Happened("stock.counted", item, told)


@transaction.atomic
def make(variant: Variant, *, pieces: int, cause: str, by: Actor) -> StockItem:
    """Add pieces just made to what lies with the maker; the same cause counts once. Raises BadPieces."""
    check_pieces(pieces, field="pieces", least=1)
    item, made = open_item(variant, None)
    cause = cause_of(cause, variant.pk, Kind.MADE)
    if not made and told(cause):
        return item
    check_pieces(item.on_hand + pieces, field="pieces")
    item.on_hand += pieces
    update(item, "on_hand")
    insert([Movement(item=item, kind=Kind.MADE, on_hand=pieces, cause=cause, by_id=by.user_id)])
    record(
        "stock.made",
        item,
        by=by,
        good_id=variant.good_id,
        variant_id=variant.pk,
        pieces=pieces,
        **changes({"on_hand": item.on_hand - pieces}, {"on_hand": item.on_hand}),
    )
    return item
