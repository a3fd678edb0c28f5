"""Reading pick-ups: what is to be fetched from makers, a rider's way to them, and what was told differently."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from haat.catalogue.queries import main_pictures
from haat.core.queries import happened_to
from haat.delivery.models import Clash, Fetch, Parcel, Pickup, Round
from haat.delivery.rules import FETCHING, QR_PREFIX
from haat.makers.models import Maker
from haat.orders.models import Part
from haat.places.models import Mart, Place
from haat.stock.models import StockPlace

S = Fetch.State


def fetching(*states: str) -> QuerySet[Fetch]:
    """For a row of parcels: whether a rider fetches it (or has it in one of these states)."""
    return Fetch.objects.filter(parcel=OuterRef("pk"), state__in=states or FETCHING)


def packed_of(maker: Maker) -> QuerySet[Parcel]:
    """What lies packed with a maker, the most urgent first, with the rider who comes for it when one is planned.

    Not what has left her: what a rider has taken, what came back to the desk, what is missed or lost.
    """
    rows = Parcel.objects.filter(part__maker=maker, part__place=None, part__state=Part.State.PACKED)
    rows = rows.filter(state=Parcel.State.PACKED, hub=None)
    rows = rows.exclude(Exists(fetching(S.TAKEN, S.MISSING)))
    rows = rows.select_related("part__order__district", "round__rider")
    return rows.prefetch_related("part__lines").order_by("part__promised_by", "pk")


def to_fetch(mart: Mart, place: Place | None = None) -> QuerySet[Parcel]:
    """Parcels that lie packed with makers within `place` and that nobody fetches yet, village by village."""
    rows = Parcel.objects.filter(mart=mart, state=Parcel.State.PACKED, hub=None, part__state=Part.State.PACKED)
    rows = rows.filter(~Exists(fetching()), part__place=None).exclude(round__state=Round.State.PLANNED)
    if place is not None and not place.contains(mart.place):
        rows = rows.filter(place.range("part__maker__place__path"))
    rows = rows.select_related("part__maker__block", "part__maker__place")
    return rows.order_by("part__maker__place__path", "part__maker", "part__promised_by", "pk")


def hubs_of(mart: Mart) -> QuerySet[StockPlace]:
    """Where parcels can be brought to: the mart's open places that are no maker's own."""
    rows = StockPlace.objects.filter(mart=mart, closed_at=None).exclude(kind=StockPlace.Kind.MAKER)
    return rows.order_by("name", "pk")


def parcels_at(place: StockPlace) -> QuerySet[Parcel]:
    """Parcels that were counted at a place and lie there yet, or may come back to it."""
    rows = Parcel.objects.filter(hub=place).exclude(state__in=(Parcel.State.DELIVERED, Parcel.State.LOST))
    return rows.order_by("pk")


def pickups_of(mart: Mart) -> QuerySet[Pickup]:
    """The mart's pick-ups with their riders and where they end."""
    return Pickup.objects.filter(mart=mart).select_related("rider", "hub", "mart")


def open_pickups(mart: Mart) -> QuerySet[Pickup]:
    """Those that were not counted yet, the earliest first, with how much there is to fetch and how much is taken."""
    taken = Count("fetches", filter=Q(fetches__state=S.TAKEN))
    rows = pickups_of(mart).filter(state=Pickup.State.OPEN)
    return rows.annotate(parcels=Count("fetches"), taken=taken).order_by("day", "pk")


def pickups_for(rider_id: int, mart: Mart) -> QuerySet[Pickup]:
    """A rider's pick-ups that were not counted yet, the earliest first."""
    return pickups_of(mart).filter(rider=rider_id, state=Pickup.State.OPEN).order_by("day", "pk")


def dropped_pickup(rider_id: int, mart: Mart, pk: int) -> Pickup | None:
    """A rider's pick-up that was given up, as the trail tells of it: its row is gone, and he may not know yet."""
    told = happened_to([("delivery.pickup", [pk])], ["delivery.pickup_dropped"])
    his = told.filter(mart_id=mart.pk, data__rider_id=rider_id).exists()
    return Pickup(pk=pk, mart=mart, rider_id=rider_id) if his else None


def fetches_of(pickup: Pickup) -> list[Fetch]:
    """The parcels of a pick-up in the rider's order, each with its maker and what is in it (`shot`: a picture of it).

    Three statements."""
    rows = Fetch.objects.filter(pickup=pickup).select_related(
        "parcel__part__maker__block", "parcel__part__maker__place"
    )
    found = list(rows.prefetch_related("parcel__part__lines").order_by("stop", "pk"))
    first = [line for fetch in found if (line := next(iter(fetch.parcel.part.lines.all()), None)) is not None]
    digests = main_pictures({line.good_id for line in first})
    for line in first:
        line.shot = digests.get(line.good_id, "")  # type: ignore[attr-defined]
    return found


@dataclass
class MakerStop:
    """A maker on the way, with what is fetched from her."""

    maker: Maker
    fetches: list[Fetch] = field(default_factory=list)

    @property
    def due(self) -> list[Fetch]:
        return [fetch for fetch in self.fetches if fetch.state == S.DUE]

    @property
    def taken(self) -> int:
        return sum(fetch.state == S.TAKEN for fetch in self.fetches)


@dataclass
class Village:
    """A village on the way, with its makers. `here`: the first one where something is still to be fetched."""

    place: Place
    makers: list[MakerStop] = field(default_factory=list)
    here: bool = False

    @property
    def fetches(self) -> list[Fetch]:
        return [fetch for stop in self.makers for fetch in stop.fetches]

    @property
    def due(self) -> int:
        return sum(len(stop.due) for stop in self.makers)

    @property
    def taken(self) -> list[Fetch]:
        return [fetch for fetch in self.fetches if fetch.state == S.TAKEN]


def villages(fetches: Sequence[Fetch]) -> list[Village]:
    """The way of a pick-up: villages in the rider's order, each with its makers and their parcels."""
    found: dict[int, Village] = {}
    stops: dict[int, MakerStop] = {}
    for fetch in fetches:
        maker = fetch.parcel.part.maker
        village = found.setdefault(maker.place_id, Village(maker.place))
        if maker.pk not in stops:
            stops[maker.pk] = MakerStop(maker)
            village.makers.append(stops[maker.pk])
        stops[maker.pk].fetches.append(fetch)
    ways = list(found.values())
    first = next((village for village in ways if village.due), None)
    if first is not None:
        first.here = True
    return ways


def clashes_of(mart: Mart) -> QuerySet[Clash]:
    """What was told differently in the mart, with whom to ask."""
    return Clash.objects.filter(mart=mart).select_related("parcel__part__maker__block", "who", "hub")


def open_clashes(mart: Mart) -> QuerySet[Clash]:
    """Those nobody has answered, the oldest first."""
    return clashes_of(mart).filter(state=Clash.State.OPEN).order_by("asked_at", "pk")


def clashes_for(rider_id: int, mart: Mart) -> QuerySet[Clash]:
    """The open ones that are about what a rider did or brought, the oldest first."""
    return open_clashes(mart).filter(who=rider_id)


def to_bring_back(mart: Mart) -> QuerySet[Parcel]:
    """Parcels whose rider is back, that were not delivered and that the desk has not received."""
    rows = Parcel.objects.filter(mart=mart, state=Parcel.State.NOT_DELIVERED)
    rows = rows.filter(round__state__in=(Round.State.BACK, Round.State.CLOSED))
    return rows.select_related("round__rider", "part__maker__block")


def to_bring_home(mart: Mart) -> QuerySet[Parcel]:
    """Parcels cancelled after they had left: at a hub or the desk, until they lie again where they were packed."""
    rows = Parcel.objects.filter(mart=mart, state=Parcel.State.BACK, part__state=Part.State.CANCELLED)
    left = ~Q(hub=None) | ~Q(round=None) | ~Q(article="") | Q(tries__gt=0)
    rows = rows.filter(left, ~Exists(fetching())).order_by("part__closed_at", "pk")
    return rows.select_related("part__maker__block", "part__place", "part__order", "hub")


def whereabouts(part: Part) -> str:
    """Where the pieces of a held part are that is cancelled now: away with its parcel, lost, or "" where they were."""
    state, away = Parcel.State, Part.Pieces.AWAY
    parcel = Parcel.objects.filter(part=part.pk).first()
    if parcel is None or parcel.state in (state.DELIVERED, state.HOME):
        return ""
    if parcel.state == state.LOST:
        return Part.Pieces.LOST
    came_back = parcel.state == state.BACK and (parcel.tries or parcel.round_id is not None or parcel.article)
    if parcel.state in (state.OUT, state.NOT_DELIVERED) or parcel.hub_id is not None or came_back:
        return away
    return away if parcel.fetches.filter(state__in=(S.TAKEN, S.MISSING)).exists() else ""


def failed_for(rider_id: int, mart: Mart) -> QuerySet[Parcel]:
    """Those a rider is to bring back to the desk."""
    return Parcel.objects.filter(mart=mart, round__rider=rider_id, state=Parcel.State.NOT_DELIVERED).order_by("pk")


def rode_with(rider_id: int, mart: Mart, parcel_id: int) -> bool:
    """Whether a rider has left with a parcel at any time, as the trail tells: it may ride with another by now."""
    rounds = list(Round.objects.filter(mart=mart, rider=rider_id).values_list("pk", flat=True))
    told = happened_to([("delivery.round", rounds)], ["delivery.round_started"]).values_list("data", flat=True)
    return any(parcel_id in data["parcel_ids"] for data in told)


def parcel_named(mart: Mart, text: str) -> Parcel | None:
    """The mart's parcel by the number on its label, as its square says it or as typed."""
    number = "".join(text.split()).upper().removeprefix(QR_PREFIX.upper())[:24]
    return Parcel.objects.filter(mart=mart, number=number).select_related("part__order").first() if number else None


def left_for(rider_id: int, mart: Mart) -> tuple[int, int]:
    """How many parcels a rider has still to fetch, and how many still to bring; two statements."""
    due = Fetch.objects.filter(pickup__mart=mart, pickup__rider=rider_id, pickup__state=Pickup.State.OPEN, state=S.DUE)
    open_ = (Round.State.PLANNED, Round.State.OUT)
    going = Parcel.objects.filter(mart=mart, round__rider=rider_id, round__state__in=open_)
    return due.count(), going.filter(state__in=(Parcel.State.PACKED, Parcel.State.BACK, Parcel.State.OUT)).count()
