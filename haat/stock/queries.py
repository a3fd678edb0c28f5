"""How much there is, and when what is made to order will be ready."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from haat.catalogue.models import Good, Variant
from haat.core.dates import monday_of, today
from haat.core.prepared import Prepared, Slot
from haat.makers.models import Maker
from haat.stock.models import Move, MoveLine, OrdinaryWeek, SellsFrom, StockItem, StockPlace, WeekCapacity
from haat.stock.rules import COUNTER, MART, weeks_ahead

# What is ready on a Saturday or a Sunday leaves in the week after.
DAYS_TO_MONDAY = 2
# A counter's account is the key of its place.
COUNTER_ACCOUNT = re.compile(r"[1-9][0-9]{0,17}")


def sold_by(channel: str, account: str = "") -> Q:
    """Of stock items: that they lie where the channel sells from.

    What lies with its maker every channel sells; of any other place a row says so.
    """
    says = SellsFrom.objects.filter(place=OuterRef("place"), channel=channel, account=account, stopped_at=None)
    return Q(place__kind=StockPlace.Kind.MAKER) | Q(Exists(says))


def _own(channel: str, account: str) -> Case | Value:
    """Of stock items: whether they lie at the channel's own place, a warehouse or the place of its counter."""
    if channel == COUNTER and COUNTER_ACCOUNT.fullmatch(account):
        return Case(When(place_id=int(account), then=True), default=False)
    if channel in (MART, COUNTER):
        return Value(False)
    mine = Q(place__kind=StockPlace.Kind.WAREHOUSE, place__channel=channel, place__account=account)
    return Case(When(mine, then=True), default=False)


def _roomiest(channel: str, account: str) -> QuerySet[StockItem]:
    """What a channel sells, the item with most free pieces first."""
    return StockItem.objects.filter(sold_by(channel, account)).order_by(F("reserved") - F("on_hand"), "pk")


def roomiest_item(variant: str) -> Subquery:
    """For a row with a variant at `variant`: the id of the item with most free pieces that the mart's shop sells."""
    return Subquery(_roomiest(MART, "").filter(variant=OuterRef(variant)).values("pk")[:1])


def free_pieces(variant: str, channel: str = MART, account: str = "") -> Subquery:
    """For the same row: how many pieces are free of the item that a channel sells first; NULL where none lies."""
    ready = _roomiest(channel, account).filter(variant=OuterRef(variant))
    return Subquery(ready.annotate(free=F("on_hand") - F("reserved")).values("free")[:1])


def free_above(pieces: int, variant: str, channel: str = MART, account: str = "") -> Exists:
    """For the same row: whether more than so many are free of an item that the channel sells."""
    more = StockItem.objects.filter(sold_by(channel, account), variant=OuterRef(variant))
    return Exists(more.filter(on_hand__gt=F("reserved") + pieces))


# The place of an item that does not lie with its maker.
AWAY = Case(When(~Q(place__kind=StockPlace.Kind.MAKER), then="place_id"))


def away_place(variant: str) -> Subquery:
    """For the same row: the place of that item; NULL when it leaves from its maker, who makes or packs it."""
    ready = _roomiest(MART, "").filter(variant=OuterRef(variant), variant__good__made_to_order=False)
    return Subquery(ready.annotate(away=AWAY).values("away")[:1])


@dataclass(frozen=True)
class Lying:
    """Where a channel would take ready pieces of a variant from: the item, and its place when not at the maker's."""

    item_id: int
    place_id: int | None


def lying(wanted: Mapping[int, int], channel: str = MART, account: str = "") -> dict[int, Lying]:
    """By ready variant, where a channel takes so many pieces from: one statement.

    What a marketplace's warehouse or a counter sold lay there: the channel's own place goes first while it has enough.
    Otherwise, and for the mart's shop, the place where most are free.
    """
    ready = _roomiest(channel, account).filter(variant__in=wanted, variant__good__made_to_order=False)
    rows = ready.annotate(away=AWAY, free=F("on_hand") - F("reserved"), own=_own(channel, account))
    roomiest: dict[int, Lying] = {}
    own: dict[int, Lying] = {}
    for variant_id, item_id, place_id, free, mine in rows.values_list("variant_id", "pk", "away", "free", "own"):
        here = Lying(item_id, place_id)
        roomiest.setdefault(variant_id, here)
        if mine and free >= wanted[variant_id]:
            own.setdefault(variant_id, here)
    return roomiest | own


def away_places(variant_ids: Collection[int]) -> dict[int, int]:
    """By variant, the place the mart's shop takes a piece from; those that leave from their makers left out."""
    found = lying(dict.fromkeys(variant_ids, 1))
    return {variant_id: each.place_id for variant_id, each in found.items() if each.place_id is not None}


def available(variant_ids: Collection[int], channel: str = MART, account: str = "") -> dict[int, int]:
    """By variant, how many pieces one order may take now: free where the channel sells, or the roomiest coming week."""
    found, rooms = _free(variant_ids, channel, account)
    return found | {variant_id: max(weeks.values()) for variant_id, weeks in rooms.items()}


def offerable(variant_ids: Collection[int], channel: str, account: str = "") -> dict[int, int]:
    """The same where every buyer is promised the same days: of what is made to order, what fits into the first week."""
    found, rooms = _free(variant_ids, channel, account)
    return found | {variant_id: _of_first(weeks) for variant_id, weeks in rooms.items()}


def _free(
    variant_ids: Collection[int], channel: str, account: str
) -> tuple[dict[int, int], dict[int, dict[date, int]]]:
    """By variant, the free pieces at the place where most are; and of what is made to order, the room of each week."""
    found = free_ready(variant_ids, channel, account)
    made = Variant.objects.filter(pk__among=variant_ids, good__made_to_order=True)
    return found, _rooms(dict(made.values_list("pk", "good__making_days")))


def free_ready(variant_ids: Collection[int], channel: str = MART, account: str = "") -> dict[int, int]:
    """By variant, the free pieces at the place where most are that the channel sells; 0 of what is made to order."""
    found = dict.fromkeys(variant_ids, 0)
    items = StockItem.objects.filter(sold_by(channel, account), variant__among=variant_ids)
    ready = items.filter(variant__good__made_to_order=False).values_list("variant_id", "on_hand", "reserved")
    for variant_id, on_hand, reserved in ready:
        found[variant_id] = max(found[variant_id], on_hand - reserved)
    return found


@Prepared
def _roomiest_of() -> QuerySet[StockItem]:
    return _roomiest(MART, "").filter(variant=Slot("variant", BigIntegerField()))[:1]


def free_of(variant: Variant) -> int:
    """How many pieces of a variant (its good loaded) one order of the mart's shop may take now, as `available` says."""
    if variant.good.made_to_order:
        return max(rooms_ahead([variant])[variant.pk].values())
    item = _roomiest_of.first(variant=variant.pk)
    return max(0, item.available) if item is not None else 0


def rooms_ahead(variants: Collection[Variant]) -> dict[int, dict[date, int]]:
    """By made-to-order variant (its good loaded), how many more fit into each week ahead, earliest first."""
    return _rooms({variant.pk: variant.good.making_days for variant in variants})


def first_room(variant: str, week: str) -> Coalesce:
    """For a row with a made-to-order variant at `variant` and the Monday of the first week ahead (`FirstWeek`) at
    `week`: how many more fit into that week, as `offerable` says of it."""
    kept = WeekCapacity.objects.filter(variant=OuterRef(variant), week=OuterRef(week))
    ordinary = OrdinaryWeek.objects.filter(variant=OuterRef(variant)).values("capacity")[:1]
    fits = kept.annotate(fits=F("capacity") - F("reserved")).values("fits")[:1]
    return Coalesce(Subquery(fits), Subquery(ordinary), Value(0), output_field=IntegerField())


class FirstWeek(Func):
    """`stock.rules.first_week` reckoned by the database, of a column of making days: the Monday, from today on."""

    output_field = DateField()

    def __init__(self, making_days: str) -> None:
        super().__init__(F(making_days))
        self.day = today()

    def as_sql(self, compiler: Any, connection: Any, *_unused: Any, **_more: Any) -> tuple[str, tuple[Any, ...]]:
        days, values = compiler.compile(self.source_expressions[0])
        further = f"7 * (({days} + {self.day.weekday() + DAYS_TO_MONDAY}) / 7)"
        monday = monday_of(self.day).isoformat()
        if connection.vendor == "postgresql":
            return f"(CAST(%s AS date) + {further})", (monday, *values)
        return f"date(%s, '+' || ({further}) || ' days')", (monday, *values)


def _of_first(weeks: Mapping[date, int]) -> int:
    return next(iter(weeks.values()))


def _rooms(making: Mapping[int, int]) -> dict[int, dict[date, int]]:
    """The same by the key of a variant, of which the days are given that one takes to make."""
    if not making:
        return {}
    day = today()
    ordinary = dict(OrdinaryWeek.objects.filter(variant__among=making.keys()).values_list("variant_id", "capacity"))
    kept: dict[int, dict[date, int]] = defaultdict(dict)
    for row in WeekCapacity.objects.filter(variant__among=making.keys(), week__gte=monday_of(day)):
        kept[row.variant_id][row.week] = row.room
    ahead = {days: weeks_ahead(days, today=day) for days in set(making.values())}
    found = {}
    for pk, days in making.items():
        found[pk] = rooms = dict.fromkeys(ahead[days], ordinary.get(pk, 0))
        if pk in kept:
            rooms.update((week, room) for week, room in kept[pk].items() if week in rooms)
    return found


def week_with_room(rooms: dict[date, int], pieces: int) -> date | None:
    """The earliest week of `rooms` that takes all the pieces; None when none does."""
    return next((week for week, room in rooms.items() if room >= pieces), None)


def items_of(good: Good) -> dict[int, int]:
    """The stock items of a good, each with its variant."""
    return dict(StockItem.objects.filter(variant__good=good).order_by("pk").values_list("pk", "variant_id"))


@dataclass(frozen=True)
class Counted:
    """What there is of a good: pieces in hand, when they were last counted, and how many a week can be made."""

    on_hand: int
    counted_at: datetime | None
    week_capacity: int


def counted(good: Good) -> Counted:
    """What there is of a good, over all its variants and wherever it lies; two queries."""
    items = list(StockItem.objects.filter(variant__good=good))
    moments = [item.counted_at for item in items if item.counted_at]
    week = OrdinaryWeek.objects.filter(variant__good=good).aggregate(n=Sum("capacity"))["n"]
    return Counted(sum(item.on_hand for item in items), min(moments, default=None), int(week or 0))


@dataclass(frozen=True)
class Pieces:
    """Of a variant: what lies with its maker and is promised of that, and what is free elsewhere; or of a week."""

    lies: int = 0
    promised: int = 0
    elsewhere: int = 0


def pieces_of(goods: Sequence[Good]) -> dict[int, Pieces]:
    """By variant of these goods, its pieces; of what is made to order, how many are made in an ordinary week."""
    hers = Q(place__kind=StockPlace.Kind.MAKER)
    items = StockItem.objects.filter(variant__good__in=goods).order_by().values("variant_id")
    sums = items.annotate(
        lies=Coalesce(Sum("on_hand", filter=hers), 0),
        promised=Coalesce(Sum("reserved", filter=hers), 0),
        elsewhere=Coalesce(Sum(F("on_hand") - F("reserved"), filter=~hers), 0),
    )
    pieces = {row["variant_id"]: Pieces(row["lies"], row["promised"], row["elsewhere"]) for row in sums}
    weekly = OrdinaryWeek.objects.filter(variant__good__in=goods).values_list("variant_id", "capacity")
    return pieces | {variant: Pieces(capacity) for variant, capacity in weekly if variant not in pieces}


def going_of(goods: Sequence[Good]) -> dict[int, list[tuple[StockPlace, int]]]:
    """By variant of these goods, where its pieces are on the way to and how many: they lie nowhere until counted."""
    lines = MoveLine.objects.filter(variant__good__in=goods, move__received_at=None).select_related("move__target")
    going: dict[int, dict[StockPlace, int]] = defaultdict(lambda: defaultdict(int))
    for line in lines.order_by("move"):
        going[line.variant_id][line.move.target] += line.sent
    return {variant_id: list(places.items()) for variant_id, places in going.items()}


def told_pieces(variant: Variant) -> int | None:
    """How many lie with the maker of a variant (its good loaded), or are made in an ordinary week; None: not said."""
    if variant.good.made_to_order:
        return OrdinaryWeek.objects.filter(variant=variant).values_list("capacity", flat=True).first()
    own = StockItem.objects.filter(variant=variant, place__kind=StockPlace.Kind.MAKER)
    lies: int | None = own.aggregate(lies=Sum("on_hand"))["lies"]
    return lies


def sold_out(maker: Maker) -> int:
    """How many of the maker's goods in the shop have no free piece; those made to order never run out."""
    live = Good.objects.filter(maker=maker, state=Good.State.LIVE, made_to_order=False)
    return live.filter(without_pieces()).count()


def without_pieces() -> Q:
    """Of goods: that the mart's shop has no free piece of them; those made to order have none ever."""
    free = StockItem.objects.filter(
        sold_by(MART), variant__good=OuterRef("pk"), variant__active=True, on_hand__gt=F("reserved")
    )
    return ~Q(Exists(free))


def has_moves(maker: Maker) -> bool:
    """Whether pieces ever left the maker's own place for another, or came there from one."""
    return Move.objects.filter(Q(source__maker=maker) | Q(target__maker=maker)).exists()


def any_moved(goods: Collection[int], *, since: datetime) -> bool:
    """Whether pieces of these goods were sent from place to place since a moment."""
    return MoveLine.objects.filter(variant__good__in=goods, move__sent_at__gt=since).exists()


def promises_of(good: Good) -> bool:
    """Whether pieces of a good are promised to buyers, from what lies ready or from a week to come; two queries."""
    lies = StockItem.objects.filter(variant__good=good, reserved__gt=0)
    weeks = WeekCapacity.objects.filter(variant__good=good, reserved__gt=0, week__gte=monday_of(today()))
    return lies.exists() or weeks.exists()
