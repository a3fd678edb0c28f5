"""Plain functions that make what a test needs; each fills in everything it is not told.

The lower rooms' are in `make_rooms` and reach the database directly; these walk through the real doors.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from haat.catalogue.models import Variant
from haat.core.actor import MACHINE, Actor
from haat.core.dates import today
from haat.core.identifiers import gstin_check_digit
from haat.delivery import actions as delivery
from haat.delivery import queries as promises
from haat.delivery.models import Parcel, Pickup, Round, Wish, Zone
from haat.makers.models import Maker
from haat.orders import actions as orders
from haat.orders import queries as baskets
from haat.orders.facts import Facts, Source, facts_from
from haat.orders.models import Arrival, Basket, Order, Part
from haat.orders.promises import DeliveryPromise, Wanted
from haat.orders.rules import Buyer
from haat.payments.queries import terms
from haat.people.models import User
from haat.places.models import Mart, Place
from haat.pricing import actions as pricing
from haat.pricing.models import ChannelFee, FeeRule, TaxRule
from haat.sheets import actions as sheets
from haat.sheets.models import Sheet
from haat.sheets.queries import read_as
from haat.stock import actions as stock
from haat.stock.models import Move, StockPlace
from haat.stock.rules import Came
from tests.make_rooms import (
    NUMBERS,
    make_accountant,
    make_attribute,
    make_block,
    make_cost,
    make_craft,
    make_district,
    make_fee,
    make_good,
    make_kind,
    make_maker,
    make_mart,
    make_member,
    make_officer,
    make_organisation,
    make_own_mart,
    make_phone,
    make_picture,
    make_pin,
    make_place,
    make_seller,
    make_state,
    make_tax_rule,
    make_user,
    make_variant,
    make_village,
    trail,
)

__all__ = [
    "BY",
    "HOME_PIN",
    "PUNE_PIN",
    "make_accountant",
    "make_arrival",
    "make_attribute",
    "make_basket",
    "make_block",
    "make_buyer",
    "make_channel_fee",
    "make_cost",
    "make_craft",
    "make_district",
    "make_facts",
    "make_fee",
    "make_good",
    "make_hub",
    "make_kind",
    "make_maker",
    "make_mart",
    "make_member",
    "make_moved",
    "make_officer",
    "make_order",
    "make_organisation",
    "make_own_mart",
    "make_part",
    "make_phone",
    "make_pickup",
    "make_picture",
    "make_pin",
    "make_place",
    "make_promise",
    "make_pune_pin",
    "make_registered_maker",
    "make_rider",
    "make_round",
    "make_seller",
    "make_state",
    "make_stocked",
    "make_tax_rule",
    "make_user",
    "make_variant",
    "make_village",
    "make_wish",
    "make_zone",
    "number",
    "walk",
]

BY = Actor(user_id=7)
HOME_PIN, PUNE_PIN = "814112", "411001"


def number() -> int:
    """A number no other thing of this test run has."""
    return next(NUMBERS)


def make_pune_pin() -> None:
    """A PIN in another state."""
    pune = make_place("district", "Pune", parent=make_state("Maharashtra", lgd=27, gst="27"), lgd=521)
    make_pin(PUNE_PIN, district=pune)


def make_registered_maker(mart: Mart | None = None, **fields: Any) -> Maker:
    """A maker whose seller has a GSTIN."""
    own = number()
    body = f"20AAAT{'CABDEFGHJK'[own // 10_000 % 10]}{own % 10_000:04d}D1Z"
    return make_maker(mart=mart, seller=make_seller(mart, gstin=body + gstin_check_digit(body)), **fields)


def make_stocked(
    maker: Maker | None = None,
    *,
    pieces: int = 10,
    price_paise: int = 52_000,
    good: Mapping[str, Any] | None = None,
) -> Variant:
    """A variant of a live good with its tax rule and `pieces` on hand (made to order: `pieces` a week)."""
    variant = make_variant(make_good(maker=maker, **(good or {})), price_paise=price_paise)
    if not TaxRule.objects.filter(slug=variant.good.tax_slug).exists():
        make_tax_rule(variant.good.tax_slug)
    if variant.good.made_to_order:
        stock.set_capacity(variant, capacity=pieces, by=BY)
    elif pieces:
        stock.count(variant, on_hand=pieces, cause=f"make:{number()}", by=BY)
    return variant


def make_hub(mart: Mart | None = None, *, sells: Sequence[str] = (), kind: str = "hub", **fields: Any) -> StockPlace:
    """A new hub in the mart's district (or another `kind` of place), and the channels that sell from it."""
    mart = mart or make_mart()
    told = {
        "name": f"Hub {number()}",
        "where": mart.place,
        "address": "Near the block office",
        "pin": "814113",
        "keeper": "Savita Devi",
        "phone": "9431100022",
    }
    place = stock.open_place(mart, kind=kind, by=BY, **{**told, **fields})
    for channel in sells:
        stock.sell_from(place, channel=channel, by=BY)
    return place


def make_moved(variant: Variant, place: StockPlace, pieces: int) -> Move:
    """So many pieces brought from the variant's maker to a place, and counted there."""
    home = StockPlace.objects.get(maker=variant.good.maker)
    move = stock.dispatch(home, target=place, pieces={variant.pk: pieces}, key=f"make:{number()}", by=BY)
    return stock.receive(move, counts={variant.pk: Came(pieces)}, by=BY)


def make_zone(mart: Mart | None = None, place: Place | None = None, **fields: Any) -> Zone:
    """A zone for a place (None: all of India), the same each time: two days, ₹40, free from ₹1,000."""
    defaults = {"carrier": "own", "days": 2, "charge_paise": 4000, "free_from_paise": 100_000}
    zone, made = Zone.objects.get_or_create(mart=mart or make_mart(), place=place, defaults={**defaults, **fields})
    if made:
        trail("delivery.zone_set", zone, days=zone.days, charge_paise=zone.charge_paise, carrier=zone.carrier)
    return zone


def make_buyer(**fields: Any) -> Buyer:
    """A buyer at HOME_PIN."""
    defaults = {
        "phone": "9876543210",
        "name": "Ranjana Kumari",
        "address": "House 4, Circular Road",
        "pin": HOME_PIN,
        "language": "hi",
    }
    return Buyer(**{**defaults, **fields})


def make_basket(wanted: Mapping[Variant, int]) -> Basket:
    """A basket with these variants, in a mart that delivers to all of India for a fee of 8%."""
    mart = next(iter(wanted)).mart
    make_zone(mart)
    if not FeeRule.objects.filter(mart=mart).exists():
        make_fee(mart, packing_paise=500)
    basket = orders.make_basket(mart)
    for variant, quantity in wanted.items():
        orders.put_in_basket(basket, variant=variant, quantity=quantity)
    return basket


def make_promise(basket: Basket, pin: str = HOME_PIN) -> DeliveryPromise:
    """What delivery promises for a basket."""
    if pin == HOME_PIN:
        make_pin(pin)
    return promises.promise_for(basket.mart, pin, baskets.basket_lines(basket))


def make_order(wanted: Mapping[Variant, int] | None = None, *, method: str = "cod", **buyer: Any) -> Order:
    """An order through the real doors: a basket, a promise, `place_order`."""
    basket = make_basket(wanted or {make_stocked(): 1})
    asks = make_buyer(**buyer)
    promise = make_promise(basket, asks.pin)
    key = f"test-{number()}"
    return orders.place_order(basket, buyer=asks, promise=promise, terms=terms(method), key=key, by=MACHINE)


def make_facts(wanted: Mapping[Any, int] | None = None, **told: Any) -> Facts:
    """What a channel tells of an order: variants at their prices or SKUs at ₹100, to a buyer at HOME_PIN."""
    lines = [
        {
            "id": str(place),
            "sku": getattr(good, "sku", good),
            "title": f"Good {place}",
            "quantity": quantity,
            "piece_minor": getattr(good, "price_paise", 10_000),
        }
        for place, (good, quantity) in enumerate((wanted or {}).items(), start=1)
    ]
    said = {
        "placed_at": today().isoformat(),
        "name": "Ranjana Kumari",
        "phone": "9876543210",
        "address": "House 4, Circular Road",
        "pin": HOME_PIN,
        "language": "hi",
        "bills": "channel",
        "lines": lines,
    }
    return facts_from({name: value for name, value in {**said, **told}.items() if value is not None})


def make_channel_fee(mart: Mart | None = None, **more: Any) -> ChannelFee:
    """What a bazaar takes: a tenth and ₹5 a piece, from today on; the rest nobody knows."""
    usual = {"channel": "bazaar", "referral_bp": 1000, "closing_paise": 500, "tax_bp": None}
    return pricing.set_channel_fee(
        mart or make_mart(), **(usual | {"from_date": today(), "source": "rate card"} | more), by=BY
    )


def make_arrival(wanted: Mapping[Any, int] | None = None, *, key: str = "", **told: Any) -> Arrival:
    """An order from a bazaar elsewhere, through the real door; `key` is its number there."""
    goods = wanted or {make_stocked(): 1}
    mart = next((good.mart for good in goods if isinstance(good, Variant)), None) or make_mart()
    if not FeeRule.objects.filter(mart=mart, channel="bazaar").exists():
        make_fee(mart, channel="bazaar", packing_paise=500)
    make_zone(mart)
    source = Source("bazaar", "", key or f"B-{number()}")
    return orders.receive_order(mart, make_facts(goods, **told), source=source, by=MACHINE)


def make_part(wanted: Mapping[Variant, int] | None = None, *, state: str = "placed", **fields: Any) -> Part:
    """The only part of a new order, walked to `state` (placed, accepted, packed, on_the_way, delivered)."""
    return walk(make_order(wanted, **fields).parts.get(), state)


def walk(part: Part, state: str) -> Part:
    """Take a placed part through the real doors to `state`."""
    if state != "placed":
        orders.accept(part, by=BY)
    if state in ("packed", "on_the_way", "delivered"):
        parcel = delivery.pack(part, weight_g=600, by=BY)
        if state != "packed":
            round = make_round(parcel)
            if state == "delivered":
                cash = parcel.collect_paise
                delivery.hand_over(parcel, code=parcel.code, collected_paise=cash, by=Actor(round.rider_id))
    part.refresh_from_db()
    return part


def make_rider(mart: Mart) -> User:
    """A person who rides for the mart."""
    return make_officer("rider", mart=mart)


def make_round(*parcels: Parcel, started: bool = True) -> Round:
    """A round of today with these parcels; `started`: the rider is on his way."""
    mart = parcels[0].mart
    rider = make_rider(mart)
    planned = delivery.plan_round(mart, rider=rider, parcels=parcels, day=today(), by=BY)
    return delivery.start_round(planned, by=Actor(rider.pk)) if started else planned


def make_pickup(*parcels: Parcel) -> Pickup:
    """A rider's pick-up of today with these parcels, to a new hub."""
    mart = parcels[0].mart
    rider, hub = make_rider(mart), make_hub(mart)
    return delivery.plan_pickup(mart, rider=rider, parcels=parcels, hub=hub, day=today(), by=BY)


def make_sheet(user: User | None = None) -> Sheet:
    """A table with one new maker, looked through."""
    make_block("Sarath")
    make_pin("814149")
    user = user or make_officer("desk")
    text = f"kind,name_en,block,pin,phone,leader_en\ngroup,Group {number()},Sarath,814149,{make_phone()},Sita Devi\n"
    content = text.encode()
    told = {"kind": "makers", "name": "makers.csv", "content": content, "table": read_as("makers", content)}
    sheet = sheets.receive_sheet(make_mart(), **told, user=user, by=Actor(user.pk))
    sheets.look(sheet)
    return sheet


def make_wish(variant: Variant, *, pieces: int = 14, key: str = "") -> Wish:
    """What a buyer in Pune asks for that no parcel brings."""
    return delivery.wish(
        variant.mart,
        lines=[Wanted(variant, pieces)],
        phone="9876543210",
        name="Asha Rao",
        pin=PUNE_PIN,
        language="hi",
        key=key or f"wish-{number()}",
        by=BY,
    )
