"""Reading places: what lies where and whose it is, what is on the way, and what is missing."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from haat.makers.queries import makers_of_mart, named
from haat.places.models import Mart
from haat.stock.models import Move, MoveLine, SellsFrom, StockItem, StockPlace

MAKER = StockPlace.Kind.MAKER


@dataclass(frozen=True)
class Held:
    """A place with how many pieces lie there, how many of them are promised, and how many are on the way to it."""

    place: StockPlace
    lies: int
    promised: int
    coming: int


def away_in(mart: Mart) -> QuerySet[StockPlace]:
    """The mart's hubs, centres, stalls and warehouses, the open ones first, by name."""
    rows = StockPlace.objects.filter(mart=mart).exclude(kind=MAKER).select_related("place")
    return rows.order_by(F("closed_at").asc(nulls_first=True), "name", "pk")


def held_in(mart: Mart) -> list[Held]:
    """Those places with their pieces: three statements."""
    items = StockItem.objects.filter(mart=mart).exclude(place__kind=MAKER).order_by().values("place")
    sums = items.annotate(lies=Sum("on_hand"), promised=Sum("reserved")).values_list("place", "lies", "promised")
    lies = {place_id: (pieces, promised) for place_id, pieces, promised in sums}
    going = MoveLine.objects.filter(move__mart=mart, move__received_at=None).order_by().values_list("move__target")
    coming = dict(going.annotate(pieces=Sum("sent")))
    return [Held(place, *lies.get(place.pk, (0, 0)), coming=coming.get(place.pk, 0)) for place in away_in(mart)]


def places_in(mart: Mart) -> QuerySet[StockPlace]:
    """Every place of the mart, makers' own too, with where it is."""
    return StockPlace.objects.filter(mart=mart).select_related("maker__block", "place", "mart")


def senders(mart: Mart, words: str = "") -> QuerySet[StockPlace]:
    """Places with `free` pieces to send, hubs and the like first, then makers; those whose name holds `words`."""
    free = StockItem.objects.filter(place=OuterRef("pk"), on_hand__gt=F("reserved"))
    rows = places_in(mart).filter(Exists(free), closed_at=None)
    if words:
        makers = named(makers_of_mart(mart), words, mart.languages).values("pk")
        rows = rows.filter(Q(name__icontains=words) | Q(maker__in=makers))
    items = StockItem.objects.filter(place=OuterRef("pk")).order_by().values("place")
    sums = items.annotate(pieces=Sum(F("on_hand") - F("reserved"))).values("pieces")
    counted = rows.annotate(free=Coalesce(Subquery(sums), 0))
    return counted.order_by(F("maker").asc(nulls_first=True), "name", "pk")


def lying_at(place: StockPlace, *, also: Collection[int] = ()) -> QuerySet[StockItem]:
    """What lies at a place, maker by maker, with the names of the goods; at an open one also what was counted empty.

    `also` are variants that lay there when somebody looked, given though none is left.
    """
    items = _lying(place, also).select_related("variant__good__maker__block")
    return items.prefetch_related("variant__good__texts", "variant__good__photos__picture")


def named_at(place: StockPlace, *, also: Collection[int] = ()) -> QuerySet[StockItem]:
    """The same with no more than names: of the goods, their sizes and their makers."""
    items = _lying(place, also).select_related("variant__good__maker").prefetch_related("variant__good__texts")
    good = "variant__good"
    told = ("variant__labels", "variant__sku", f"{good}__slug", f"{good}__maker__names", f"{good}__maker__slug")
    return items.only("mart", "place", "on_hand", "reserved", *told)


def _lying(place: StockPlace, also: Collection[int]) -> QuerySet[StockItem]:
    here = Q(on_hand__gt=0) if place.closed_at else Q(on_hand__gt=0) | Q(counted_at__isnull=False)
    items = StockItem.objects.filter(here | Q(variant__in=also), place=place)
    return items.order_by("variant__good__maker__slug", "variant__good__maker", "variant__good", "variant")


def pieces_at(place: StockPlace) -> tuple[int, int]:
    """How many pieces lie at a place, and how many of them are free."""
    items = StockItem.objects.filter(place=place)
    sums = items.aggregate(lies=Sum("on_hand", default=0), promised=Sum("reserved", default=0))
    return sums["lies"], sums["lies"] - sums["promised"]


def makers_lying_at(place: StockPlace) -> QuerySet[StockItem, int]:
    """The makers of what lies at a place, by their keys."""
    items = StockItem.objects.filter(place=place, on_hand__gt=0).order_by()
    return items.values_list("variant__good__maker", flat=True)


def places_promised_from(owners: Collection[str]) -> QuerySet[StockPlace]:
    """The places besides makers' own whose pieces were promised to these owners."""
    items = StockItem.objects.filter(movements__owner_cause__in=owners)
    return StockPlace.objects.filter(pk__in=items.values("place")).exclude(kind=MAKER)


def sellers_at(place: StockPlace) -> list[SellsFrom]:
    """The channels that sell from a place, or once did."""
    return list(SellsFrom.objects.filter(place=place).order_by(F("stopped_at").asc(nulls_first=True), "pk"))


def warehouses_of(mart: Mart) -> list[tuple[str, str]]:
    """(channel, account) of every marketplace that has a warehouse in the mart."""
    rows = StockPlace.objects.filter(mart=mart, kind=StockPlace.Kind.WAREHOUSE, closed_at=None)
    return sorted(set(rows.values_list("channel", "account")))


def counters_of(mart: Mart) -> QuerySet[StockPlace]:
    """The mart's open sale centres and stalls: each has a counter that sells."""
    kinds = (StockPlace.Kind.CENTRE, StockPlace.Kind.STALL)
    return StockPlace.objects.filter(mart=mart, kind__in=kinds, closed_at=None).order_by("name", "pk")


def moves_in(mart: Mart) -> QuerySet[Move]:
    """The mart's moves with both their places and their lines: for the page and the paper of one."""
    lines = MoveLine.objects.select_related("variant__good__maker").prefetch_related("variant__good__texts")
    return _moves(mart).prefetch_related(Prefetch("lines", lines.order_by("variant__good__maker", "variant")))


def _moves(mart: Mart) -> QuerySet[Move]:
    return Move.objects.filter(mart=mart).select_related("source__maker", "target__maker", "mart")


def _listed(mart: Mart) -> QuerySet[Move]:
    """The mart's moves for a list: how many `pieces` went with each, and `lost_pieces` nobody has accounted for."""
    lost = Sum("lines__missing", filter=Q(lines__settled_at=None), default=0)
    return _moves(mart).annotate(pieces=Sum("lines__sent", default=0), lost_pieces=lost)


def on_the_way(mart: Mart) -> QuerySet[Move]:
    """Those that nobody has counted yet, the longest on the way first."""
    return _listed(mart).filter(received_at=None).order_by("sent_at", "pk")


def _lost() -> QuerySet[MoveLine]:
    return MoveLine.objects.filter(missing__gt=0, settled_at=None)


def with_missing(mart: Mart) -> QuerySet[Move]:
    """Those of which pieces are missing that nobody has accounted for."""
    return _listed(mart).filter(pk__in=_lost().values("move")).order_by("received_at", "pk")


def waiting_moves(mart: Mart) -> tuple[QuerySet[Move], QuerySet[Move]]:
    """The mart's moves that wait for a count, and those that were counted and wait for a word about what is missing."""
    moves = Move.objects.filter(mart=mart)
    return moves.filter(received_at=None), moves.filter(received_at__isnull=False, pk__in=_lost().values("move"))


def last_moves(place: StockPlace, most: int) -> list[Move]:
    """The last that left or reached a place, the newest first."""
    moves = _listed(place.mart).filter(Q(source=place) | Q(target=place))
    return list(moves.order_by("-pk")[:most])
