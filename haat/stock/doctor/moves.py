"""What must hold of places and of what goes from one to another."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q

from haat.core.doctor import check
from haat.core.models import Event
from haat.stock.models import Move, MoveLine, Movement, SellsFrom, StockItem, StockPlace
from haat.stock.rules import COUNTER, MART, counter_of


@check("every piece sent is received, spoilt, missing or on the way")
def sent_pieces_are_somewhere() -> Iterable[str]:
    """A counted move accounts for all it carried, one on the way for nothing yet."""
    came = Q(sent=F("received") + F("spoilt") + F("missing"))
    on_the_way = Q(received=0, spoilt=0, missing=0)
    wrong = Q(move__received_at=None) & ~on_the_way | Q(move__received_at__isnull=False) & ~came
    for line in MoveLine.objects.filter(wrong).select_related("move"):
        yield (
            f"move {line.move.number}, variant {line.variant_id}: {line.sent} sent, but {line.received} received, "
            f"{line.spoilt} spoilt, {line.missing} missing"
        )
    for move in Move.objects.filter(lines=None):
        yield f"move {move.number}: nothing goes with it"


@check("pieces left and came as their moves say")
def moves_are_their_movements() -> Iterable[str]:
    """Every line took its pieces from where it was sent and laid those that came, or were found, where it went."""
    kinds = (Movement.Kind.DISPATCHED, Movement.Kind.RECEIVED)
    moved: dict[tuple[str, int, str], tuple[int | None, int]] = {}
    rows = Movement.objects.filter(kind__in=kinds).values_list("cause", "kind", "item__place_id", "on_hand")
    for cause, kind, place_id, on_hand in rows:
        owner, variant_id = cause.removesuffix(f":{kind}").rsplit(":", 1)
        key = (owner.removesuffix(":found"), int(variant_id), kind)
        moved[key] = (place_id, moved.get(key, (0, 0))[1] + on_hand)
    wanted: dict[tuple[str, int, str], tuple[int | None, int]] = {}
    for line in MoveLine.objects.select_related("move"):
        move = line.move
        wanted[move.cause, line.variant_id, kinds[0]] = (move.source_id, -line.sent)
        if line.received + line.found:
            wanted[move.cause, line.variant_id, kinds[1]] = (move.target_id, line.received + line.found)
    for key in sorted(moved.keys() | wanted.keys()):
        if moved.get(key) != wanted.get(key):
            yield f"{key[0]}, variant {key[1]} {key[2]}: (place, pieces) {moved.get(key)}, not {wanted.get(key)}"


@check("moves went and came as told")
def moves_are_told() -> Iterable[str]:
    told: dict[tuple[int | None, str], list[dict[str, Any]]] = {}
    subject = Move._meta.label_lower
    for event in Event.objects.filter(kind__in=("stock.dispatched", "stock.received"), subject_type=subject):
        told[event.subject_id, event.kind] = event.data["lines"]
    for move in Move.objects.prefetch_related("lines"):
        lines = sorted(move.lines.all(), key=lambda line: line.variant_id)
        sent = [{"variant_id": line.variant_id, "pieces": line.sent} for line in lines]
        came = [
            {"variant_id": line.variant_id, "received": line.received, "spoilt": line.spoilt, "missing": line.missing}
            for line in lines
        ]
        if told.get((move.pk, "stock.dispatched")) != sent:
            yield f"move {move.number}: it did not leave as told"
        if told.get((move.pk, "stock.received")) != (came if move.received_at else None):
            yield f"move {move.number}: it did not come as told"


@check("missing pieces became what was told of them")
def settled_is_told() -> Iterable[str]:
    kind, subject = "stock.missing_settled", Move._meta.label_lower
    words = ("variant_id", "missing", "found", "reason")
    told = {
        (event.subject_id, *(event.data[word] for word in words))
        for event in Event.objects.filter(kind=kind, subject_type=subject)
    }
    done = {
        (line.move_id, line.variant_id, line.missing, line.found, line.reason)
        for line in MoveLine.objects.exclude(settled_at=None)
    }
    for row in sorted(told ^ done):
        yield f"move {row[0]}, variant {row[1]}: {row[2]} missing, {row[3]} found, told otherwise"


@check("nothing lies at a closed place")
def closed_places_are_empty() -> Iterable[str]:
    """Nor is anything on the way from or to one."""
    for item in StockItem.objects.filter(on_hand__gt=0).exclude(place__closed_at=None).select_related("place"):
        yield f"stock item {item.pk}: {item.on_hand} pieces lie at {item.place.name}, which is closed"
    shut = ~Q(source__closed_at=None) | ~Q(target__closed_at=None)
    for move in Move.objects.filter(shut, received_at=None):
        yield f"move {move.number}: it is on the way from or to a closed place"


@check("places of stock are of one mart")
def places_are_of_their_mart() -> Iterable[str]:
    """What lies at a place, goes to it or is sold from it is its mart's; a warehouse has its marketplace only."""
    for item in StockItem.objects.exclude(mart=F("place__mart")):
        yield f"stock item {item.pk}: it lies at a place of another mart"
    for move in Move.objects.exclude(mart=F("source__mart"), target__mart=F("source__mart")):
        yield f"move {move.number}: it goes from mart to mart"
    strange = ~Q(mart=F("place__mart")) | Q(place__kind=StockPlace.Kind.MAKER)
    others = Q(place__kind=StockPlace.Kind.WAREHOUSE) & ~Q(channel=F("place__channel"), account=F("place__account"))
    for row in SellsFrom.objects.filter(strange | others):
        yield f"place {row.place_id}: {row.channel} {row.account} cannot sell what lies there"
    to_another = MoveLine.objects.exclude(move__target__maker=None)
    for line in to_another.exclude(variant__good__maker=F("move__target__maker")).select_related("move"):
        yield f"move {line.move.number}: variant {line.variant_id} went to a maker whose it is not"


@check("the mart's shop and its counters sell under their own names")
def shop_and_counters_are_themselves() -> Iterable[str]:
    """There is one shop of the mart, a counter stands where it sells, and no marketplace bears either's name."""
    kind = StockPlace.Kind
    for place in StockPlace.objects.filter(kind=kind.WAREHOUSE, channel__in=(MART, COUNTER)):
        yield f"place {place.pk}: a warehouse of {place.channel}, which is no marketplace"
    for row in SellsFrom.objects.filter(channel=MART).exclude(account=""):
        yield f"place {row.place_id}: sold from by {row.channel} {row.account}, but the mart has one shop"
    for row in SellsFrom.objects.filter(channel=COUNTER).select_related("place"):
        if counter_of(row.place) != (row.channel, row.account):
            yield f"place {row.place_id}: {row.channel} {row.account} does not stand there"
