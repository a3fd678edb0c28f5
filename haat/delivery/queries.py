"""Promises to a PIN, parcels that wait, a rider's stops, and the facts of a label."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import BigIntegerField, CharField, QuerySet
from django.utils.translation import gettext_lazy as _

from haat.core.dates import day_of, today
from haat.core.identifiers import InvalidIdentifier, clean_pin
from haat.core.languages import Text, best
from haat.core.money import share_rupees
from haat.core.prepared import Prepared, Slot
from haat.delivery import carriers
from haat.delivery.errors import UnknownPin
from haat.delivery.models import Parcel, Round, Zone
from haat.delivery.rules import WAITING, blocked_reason, cod_reason
from haat.orders.quotes import PartQuote, Quote, Wish
from haat.places.models import Mart, PinCode, Place
from haat.stock.queries import rooms_ahead, week_with_room
from haat.stock.rules import friday_of


@Prepared
def _pins() -> QuerySet[PinCode]:
    pins = PinCode.objects.filter(pin=Slot("pin", CharField())).select_related("district")
    return pins.only("state_id", "district_id", "district__path")


@Prepared
def _zones() -> QuerySet[Zone]:
    zones = Zone.objects.filter(mart=Slot("mart", BigIntegerField())).select_related("place")
    return zones.defer(*(f"place__{field.name}" for field in Place._meta.fields if field.name not in ("id", "path")))


def find_pin(text: str) -> PinCode | None:
    """The PIN code as typed with its district's path, all a promise needs; None when no post office has it."""
    try:
        code = clean_pin(text)
    except InvalidIdentifier:
        return None
    return _pins.first(pin=code)


def _below(place: Place, district: Place) -> bool:
    return place.pk != district.pk and district.contains(place)


def zone_for(mart: Mart, pin: PinCode) -> Zone | None:
    """The mart's zone for a PIN: of the most specific place (block, district, state, India)."""
    zones = _zones.all(mart=mart.pk)
    paths = [pin.district.path]
    if any(zone.place is not None and _below(zone.place, pin.district) for zone in zones):
        # Only a zone within the district asks in which of its blocks the PIN lies.
        paths += Place.objects.within(pin.district).filter(pin=pin.pin).values_list("path", flat=True)
    fitting = [zone for zone in zones if zone.place is None or any(path.startswith(zone.place.path) for path in paths)]
    return max(fitting, key=lambda zone: (len(zone.place.path) if zone.place else 0, zone.days), default=None)


def quote(mart: Mart, pin: str, lines: Sequence[Wish]) -> Quote:
    """What can go to a PIN by when and for how much. Lines need variant, good, maker and seller loaded.

    Two queries, one more when the district is divided into zones, two more when something is made to order.
    Raises UnknownPin.
    """
    found = find_pin(pin)
    if found is None:
        raise UnknownPin
    zone = zone_for(mart, found)
    pieces = {line.variant.pk: line.quantity for line in lines}
    goods = sum(line.variant.price_paise * line.quantity for line in lines)
    if zone is None:
        return _nowhere(found, pieces, goods)
    weeks = _weeks(lines)
    charge = 0 if zone.free_from_paise is not None and goods >= zone.free_from_paise else zone.charge_paise
    blocked = {}
    for line in lines:
        good = line.variant.good
        if reason := blocked_reason(good, good.maker.seller, found, zone):
            blocked[line.variant.pk] = reason
    return Quote(
        pin=found.pin,
        district_id=found.district_id,
        state_id=found.state_id,
        carrier=zone.carrier,
        days=zone.days,
        parts=_parts(lines, zone, weeks, charge),
        pieces=pieces,
        goods_paise=goods,
        charge_paise=charge if lines else 0,
        cod_reason=cod_reason(zone, goods + charge),
        blocked=blocked,
        weeks=weeks,
    )


def _nowhere(pin: PinCode, pieces: dict[int, int], goods: int) -> Quote:
    reason = _("We do not deliver to this PIN yet.")
    return Quote(
        pin=pin.pin,
        district_id=pin.district_id,
        state_id=pin.state_id,
        carrier="",
        days=0,
        parts={},
        pieces=pieces,
        goods_paise=goods,
        charge_paise=0,
        cod_reason=reason,
        blocked=dict.fromkeys(pieces, reason),
    )


def _weeks(lines: Sequence[Wish]) -> dict[int, date]:
    made = {line.variant.pk: line for line in lines if line.variant.good.made_to_order}
    rooms = rooms_ahead([line.variant for line in made.values()])
    weeks = {pk: week_with_room(rooms[pk], line.quantity) for pk, line in made.items()}
    return {pk: week for pk, week in weeks.items() if week is not None}


def _parts(lines: Sequence[Wish], zone: Zone, weeks: dict[int, date], charge: int) -> dict[tuple[int, int], PartQuote]:
    carrier = carriers.get(zone.carrier)
    ready: dict[tuple[int, int], date] = {}
    goods: dict[tuple[int, int], int] = {}
    for line in lines:
        variant, good = line.variant, line.variant.good
        key = (good.maker.seller_id, good.maker_id)
        made = friday_of(weeks[variant.pk]) if variant.pk in weeks else today() + timedelta(days=good.making_days)
        ready[key] = max(ready.get(key, made), made)
        goods[key] = goods.get(key, 0) + variant.price_paise * line.quantity
    shares = share_rupees(charge, list(goods.values())) if goods else []
    return {
        key: PartQuote(*key, promised_by=carrier.arrives(ready[key], zone.days), delivery_paise=share)
        for key, share in zip(goods, shares, strict=True)
    }


def _parcels() -> QuerySet[Parcel]:
    return Parcel.objects.select_related("part__order__district", "part__maker__block", "round__rider")


def ready_parcels(mart: Mart, place: Place | None = None) -> QuerySet[Parcel]:
    """Own parcels that wait for a round, of makers within `place`, the most urgent first."""
    found = _parcels().filter(mart=mart, state__in=WAITING, carrier="own", part__state="packed")
    found = found.exclude(round__state=Round.State.PLANNED)
    if place is not None:
        found = found.filter(place.range("part__maker__place__path"))
    return found.order_by("part__promised_by", "pk")


def stops(round: Round) -> QuerySet[Parcel]:
    """The parcels of a round in the rider's order, with lines for the packing list."""
    return _parcels().filter(round=round).prefetch_related("part__lines").order_by("stop", "pk")


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
        """What the QR code says: the parcel's number."""
        return self.parcel


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
        pin=order.pin,
        phone=order.phone,
        district=best(order.district.names, order.language),
        state=best(order.ship_state.names, order.language),
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
