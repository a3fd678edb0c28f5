"""Promises to a PIN, parcels that wait, a rider's stops, and the facts of a label."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import BigIntegerField, Count, Exists, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from haat.core.abroad import HOME
from haat.core.dates import day_of, today
from haat.core.languages import Text, best
from haat.core.prepared import Prepared, Slot
from haat.delivery import carriers
from haat.delivery.carriers import Limits
from haat.delivery.charges import charges, too_much, weights
from haat.delivery.fetching import fetching
from haat.delivery.models import Parcel, Round, Wish, Zone
from haat.delivery.rules import QR_PREFIX, WAITING, blocked_reason, cod_reason
from haat.delivery.zones import asked, find_pin, zone_for
from haat.orders.models import Order, Part
from haat.orders.promises import DeliveryPromise, PartKey, PartPromise, Reason, Wanted
from haat.people.models import User
from haat.people.rules import scope
from haat.places.models import Mart, PinCode, Place
from haat.stock.queries import rooms_ahead, week_with_room
from haat.stock.rules import friday_of


def carrier_for(part: Part) -> str:
    """Who carries a part: whom it names; of one from elsewhere that names nobody we know, its zone's carrier.

    Nobody is taken whose code the buyer could not be told; where nobody is left it is the first who takes parcels away.
    """
    reachable = part.order.reachable
    fitting = {carrier.slug for carrier in carriers.known() if reachable or not carrier.code_at_door}
    if part.carrier in fitting:
        return part.carrier
    pin = find_pin(part.order.pin)
    zone = zone_for(part.mart, pin) if pin is not None else None
    if zone is not None and zone.carrier in fitting:
        return zone.carrier
    return (carriers.given_away() or carriers.every())[0].slug


def promise_for(mart: Mart, pin: str, lines: Sequence[Wanted]) -> DeliveryPromise:
    """What can go to a PIN by when and for how much; what cannot is `blocked`, and no part of the sums.

    Lines need variant, good, maker and seller loaded. One query, one more when the district is divided into zones,
    two more when something is made to order.
    Raises UnknownPin.
    """
    found, zone = asked(mart, pin)
    if zone is None:
        return _nowhere(found, lines)
    limits = carriers.get(zone.carrier).limits
    blocked = _blocked(lines, found, zone)
    large = _large([line for line in lines if line.variant.pk not in blocked], zone, limits)
    blocked |= large
    going = [line for line in lines if line.variant.pk not in blocked]
    goods, weeks = _prices(going), _weeks(going)
    costs = charges(zone, weights(going, limits), goods)
    goods_paise, charge_paise = sum(goods.values()), sum(costs.values())
    return DeliveryPromise(
        pin=found.pin,
        district_id=found.district_id,
        state_id=found.state_id,
        carrier=zone.carrier,
        days=zone.days,
        parts=_parts(going, zone, weeks, costs, goods),
        pieces={line.variant.pk: line.quantity for line in going},
        goods_paise=goods_paise,
        charge_paise=charge_paise,
        cod_reason=cod_reason(zone, goods_paise + charge_paise),
        blocked=blocked,
        large=frozenset(large),
        weeks=weeks,
        places={line.variant.pk: line.place_id for line in going if line.place_id is not None},
        place_names=_names_of(found),
    )


def _blocked(lines: Sequence[Wanted], pin: PinCode, zone: Zone) -> dict[int, Reason]:
    """Variant → why it cannot go to the PIN, of those that cannot."""
    reasons = {
        line.variant.pk: blocked_reason(line.variant.good, line.variant.good.maker.seller, pin, zone) for line in lines
    }
    return {pk: reason for pk, reason in reasons.items() if reason}


def _large(lines: Sequence[Wanted], zone: Zone, limits: Limits) -> dict[int, Reason]:
    """Variant → why no parcel takes it: first what is too large, then what is too heavy with its part."""
    no_weight = 0
    found = {line.variant.pk: too_much(line, zone, limits, no_weight) for line in lines}
    rest = [line for line in lines if not found[line.variant.pk]]
    parcels = weights(rest, limits)
    found |= {line.variant.pk: too_much(line, zone, limits, parcels[line.part_key]) for line in rest}
    return {pk: reason for pk, reason in found.items() if reason}


def _nowhere(pin: PinCode, lines: Sequence[Wanted]) -> DeliveryPromise:
    reason = _("We do not deliver to this PIN yet.")
    return DeliveryPromise(
        pin=pin.pin,
        district_id=pin.district_id,
        state_id=pin.state_id,
        carrier="",
        days=0,
        parts={},
        pieces={},
        goods_paise=0,
        charge_paise=0,
        cod_reason=reason,
        blocked={line.variant.pk: reason for line in lines},
        place_names=_names_of(pin),
    )


def _names_of(pin: PinCode) -> tuple[dict[str, str], ...]:
    """How its district and its state are called."""
    return pin.district.names, pin.state.names


def _weeks(lines: Sequence[Wanted]) -> dict[int, date]:
    made = {line.variant.pk: line for line in lines if line.variant.good.made_to_order}
    rooms = rooms_ahead([line.variant for line in made.values()])
    weeks = {pk: week_with_room(rooms[pk], line.quantity) for pk, line in made.items()}
    return {pk: week for pk, week in weeks.items() if week is not None}


def _ready_on(line: Wanted, weeks: dict[int, date]) -> date:
    """In its week when it is made to order; what lies away from its maker is ready, with her it takes her days."""
    if line.variant.pk in weeks:
        return friday_of(weeks[line.variant.pk])
    return today() + timedelta(days=line.variant.good.making_days if line.place_id is None else 0)


def _prices(lines: Sequence[Wanted]) -> dict[PartKey, int]:
    """What the goods of each parcel cost (paise)."""
    goods: dict[PartKey, int] = {}
    for line in lines:
        goods[line.part_key] = goods.get(line.part_key, 0) + line.variant.price_paise * line.quantity
    return goods


def _parts(
    lines: Sequence[Wanted], zone: Zone, weeks: dict[int, date], costs: dict[PartKey, int], goods: dict[PartKey, int]
) -> dict[PartKey, PartPromise]:
    carrier = carriers.get(zone.carrier)
    ready: dict[PartKey, date] = {}
    for line in lines:
        key, made = line.part_key, _ready_on(line, weeks)
        ready[key] = max(ready.get(key, made), made)
    return {
        key: PartPromise(*key, carrier.arrives(day, zone.days), delivery_paise=costs[key], goods_paise=goods[key])
        for key, day in ready.items()
    }


def _parcels() -> QuerySet[Parcel]:
    return Parcel.objects.select_related(
        "part__order__district", "part__maker__block", "part__place", "round__rider", "hub"
    )


def ready_parcels(mart: Mart, place: Place | None = None) -> QuerySet[Parcel]:
    """Parcels that wait for a round and lie within `place`, the most urgent first."""
    found = _parcels().filter(mart=mart, state__in=WAITING, carrier__in=carriers.on_rounds(), part__state="packed")
    found = found.exclude(round__state=Round.State.PLANNED).exclude(Exists(fetching()))
    if place is not None and not place.contains(mart.place):
        found = found.filter(_lies_within(place))
    return found.order_by("part__promised_by", "pk")


def _lies_within(place: Place) -> Q:
    """At a hub there, or where it was packed; what came back to the desk lies in no block."""
    at_maker = Q(part__place=None) & place.range("part__maker__place__path")
    where_packed = at_maker | place.range("part__place__place__path")
    return place.range("hub__place__path") | Q(hub=None, state=Parcel.State.PACKED) & where_packed


def to_give(mart: Mart) -> QuerySet[Parcel]:
    """Packed parcels the desk gives to a carrier that rides no round, the most urgent first."""
    found = _given(mart).filter(~Exists(fetching()), state__in=WAITING, part__state="packed")
    return found.order_by("part__promised_by", "pk")


def given(mart: Mart) -> QuerySet[Parcel]:
    """Parcels such a carrier has, those it has longest first."""
    return _given(mart).filter(state=Parcel.State.OUT).order_by("pk")


def _given(mart: Mart) -> QuerySet[Parcel]:
    slugs = [carrier.slug for carrier in carriers.off_rounds()]
    return _parcels().filter(mart=mart, carrier__in=slugs)


def stops(round: Round) -> QuerySet[Parcel]:
    """The parcels of a round in the rider's order, with lines for the packing list."""
    return _parcels().filter(round=round).prefetch_related("part__lines").order_by("stop", "pk")


def stops_alone(round: Round) -> QuerySet[Parcel]:
    """The same parcels with nothing of what they carry: enough to count them and to find a page of them."""
    return Parcel.objects.filter(round=round).order_by("stop", "pk")


def rounds_of(rider_id: int, mart: Mart) -> QuerySet[Round]:
    """A rider's rounds that are not closed, the earliest first."""
    return Round.objects.filter(mart=mart, rider=rider_id).exclude(state=Round.State.CLOSED).order_by("day", "pk")


@dataclass(frozen=True)
class LabelLine:
    """A line on a label: its name in the buyer's language, and how many."""

    name: Text
    quantity: int


@dataclass(frozen=True)
class LabelFacts:
    """What stands on a parcel's label. The buyer's code never does: who holds the parcel must not know it."""

    mart_id: int
    motif: str
    mart_names: dict[str, str]
    mart_phone: str
    parcel: str
    order: str
    language: str
    name: str
    address: str
    landmark: str
    pin: str
    phone: str
    district: Text
    state: Text
    country: Text
    channel_bills: bool
    maker: Text
    block: Text
    seller: str
    seller_address: str
    lines: list[LabelLine]
    weight_g: int
    collect_paise: int
    carrier: str
    article: str
    fragile: bool
    promised_by: date
    packed_on: date

    @property
    def qr(self) -> str:
        """What the QR code says: by it a rider's phone knows the parcel."""
        return QR_PREFIX + self.parcel


def label_facts(parcel: Parcel) -> LabelFacts:
    """The facts of a parcel's label, in the buyer's language where there is one."""
    part = parcel.part
    order, maker, mart = part.order, part.maker, parcel.mart
    lines = list(part.lines.select_related("good").order_by("pk"))
    return LabelFacts(
        mart_id=mart.pk,
        motif=mart.motif,
        mart_names=mart.names,
        mart_phone=mart.phone,
        parcel=parcel.number,
        order=order.number,
        language=order.language,
        name=order.name,
        address=order.address,
        landmark=order.landmark,
        pin=order.code_there,
        phone=order.phone,
        district=best(order.district_names, order.language),
        state=best(order.state_names, order.language),
        country=Text("", "en") if order.country == HOME else best(order.country_names, "en"),
        channel_bills=order.bills == Order.Bills.CHANNEL,
        maker=best(maker.names, order.language),
        block=best(maker.block.names, order.language),
        seller=part.seller.legal_name,
        seller_address=part.seller.address,
        lines=[LabelLine(best(line.names, order.language), line.quantity) for line in lines],
        weight_g=parcel.weight_g,
        collect_paise=parcel.collect_paise - parcel.collected_paise,
        carrier=parcel.carrier,
        article=parcel.article,
        fragile=any(line.good.fragile for line in lines),
        promised_by=part.promised_by,
        packed_on=day_of(parcel.packed_at),
    )


def parcels_of(mart: Mart) -> QuerySet[Parcel]:
    """The mart's parcels with what they carry and the round they ride."""
    return Parcel.objects.filter(mart=mart).select_related("part", "round")


def parcels_visible_to(user: User, mart: Mart) -> QuerySet[Parcel]:
    """Parcels of makers within the place at which `user` may see orders; none for everybody else."""
    place = scope(user, mart, "see_orders")
    if place is None:
        return Parcel.objects.none()
    return Parcel.objects.filter(place.reach(mart, "part__maker__block"), mart=mart)


def parcel_of(part: Part) -> Parcel | None:
    """The parcel of a part, with the rider when a round is planned."""
    return Parcel.objects.filter(part=part).select_related("round__rider").first()


def parcels_by_part(order: Order) -> dict[int, Parcel]:
    """Part → its parcel."""
    return {parcel.part_id: parcel for parcel in _parcels_of.all(order=order.pk)}


@Prepared
def _parcels_of() -> QuerySet[Parcel]:
    return Parcel.objects.filter(part__order=Slot("order", BigIntegerField()))


def waiting_parcels(mart: Mart) -> QuerySet[Parcel]:
    """The mart's parcels that wait for a rider or the post."""
    return Parcel.objects.filter(mart=mart, state__in=WAITING, part__state=Part.State.PACKED)


def with_label(parcels: Collection[Parcel]) -> dict[int, Parcel]:
    """The same parcels by id with all a label reads, in a handful of queries."""
    rows = Parcel.objects.filter(pk__in=[parcel.pk for parcel in parcels]).select_related(
        "mart__place",
        "part__order__district",
        "part__order__ship_state",
        "part__maker__block",
        "part__maker__place",
        "part__place__place",
        "part__place__mart__place",
        "part__seller",
    )
    return {parcel.pk: parcel for parcel in rows.prefetch_related("part__lines", "part__order__parts")}


def rounds_in(mart: Mart) -> QuerySet[Round]:
    """The mart's rounds with their riders."""
    return Round.objects.filter(mart=mart).select_related("rider", "mart")


def open_rounds(mart: Mart) -> QuerySet[Round]:
    """Rounds that are not closed, the earliest first, with their parcels."""
    rounds = rounds_in(mart).exclude(state=Round.State.CLOSED)
    return rounds.annotate(stops=Count("parcels")).order_by("day", "pk")


def open_wishes(mart: Mart) -> QuerySet[Wish]:
    """What buyers asked for that no parcel brings, unanswered, the oldest first."""
    return Wish.objects.filter(mart=mart, state=Wish.State.OPEN).order_by("wished_at", "pk")


def wishes_of(mart: Mart) -> QuerySet[Wish]:
    """All such wishes of the mart."""
    return Wish.objects.filter(mart=mart)


def zones_of(mart: Mart) -> list[Zone]:
    """Where the mart delivers, each with its place: the narrowest places first, all of India last."""
    zones = Zone.objects.filter(mart=mart).select_related("place")
    return sorted(zones, key=lambda zone: (-len(zone.place.path) if zone.place else 0, str(zone.place or "")))
