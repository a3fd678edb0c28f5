"""What of an order from elsewhere becomes parts: the order itself, and a part that joins it later.

The price is the told one, the tax and the fee those of the channel on the day it was sold. Nobody is asked to pay, so
a part begins as placed. Pieces are promised as for an order of our own, from where the channel sells, but for a good
that is in the order at two prices, and for what joins later: those are promised under the name of their part.
"""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from haat.catalogue.models import GoodText, Variant
from haat.core.abroad import RUPEE
from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.events import record
from haat.core.money import share_out
from haat.core.rows import update
from haat.orders.actions.making import (
    NUMBER_DIGITS,
    Draft,
    Sold,
    Way,
    draft_part,
    keep,
    keep_parts,
    number_from,
    part_facts,
    record_placed,
)
from haat.orders.facts import Facts
from haat.orders.models import Arrival, ArrivedLine, Order, OrderLine
from haat.places.models import Mart, PinCode
from haat.pricing.queries import Known, LineRules, rules_for
from haat.stock import actions as stock
from haat.stock.errors import OutOfStock
from haat.stock.queries import Lying, lying
from haat.stock.rules import friday_of

ELSEWHERE = "elsewhere"  # how such an order is paid, beside the slugs of our own methods
WAY_DAYS = 7  # from ready to there, when the source named no day


@dataclass(frozen=True)
class Wanted:
    """A told line with the variant it is (its good and maker loaded) and the rules at its price."""

    arrived: ArrivedLine
    variant: Variant
    rules: LineRules


@dataclass
class SaleRules:
    """Fee and tax rules of a channel on the day of a sale, by good and told price; read once in a transaction."""

    mart: Mart
    channel: str
    day: date
    known: Known = field(default_factory=Known)

    def read(self, variants: Iterable[Variant]) -> None:
        """Read what these will ask for: one statement for the fees, one for the taxes."""
        self.known.fee(self.mart, self.channel, self.day)
        self.known.tax({variant.good.tax_slug for variant in variants})

    def of(self, variant: Variant, piece_paise: int) -> LineRules:
        """The rules of a sale at a price; raises NoTaxRule."""
        prices = {variant.pk: piece_paise}
        return rules_for(self.mart, [variant], self.day, channel=self.channel, prices=prices, known=self.known)[
            variant.pk
        ]


@dataclass(frozen=True)
class Pile:
    """Told lines of one good at one price: together one line of the order."""

    of: list[Wanted]

    @property
    def variant(self) -> Variant:
        return self.of[0].variant

    @property
    def piece_paise(self) -> int:
        return self.of[0].arrived.piece_paise

    @property
    def pieces(self) -> int:
        return sum(one.arrived.quantity for one in self.of)


@dataclass(frozen=True)
class Key:
    """What makes a part: seller, maker, where it leaves from (None: the maker), the number of a further price."""

    seller_id: int
    maker_id: int
    place_id: int | None = None
    further: int = 0


@dataclass(frozen=True)
class Filled:
    """A part on its way into rows, with the pile each of its lines is made of, and the item its pieces come from.

    The item is None when they are made to order.
    """

    draft: Draft
    piles: list[Pile]
    items: dict[int, int | None]

    def placed(self) -> list[tuple[Wanted, OrderLine]]:
        """Each told line with the line of the order it is in."""
        return [(one, line) for pile, line in zip(self.piles, self.draft.lines, strict=True) for one in pile.of]


def make_order(
    arrival: Arrival, facts: Facts, wanted: Sequence[Wanted], *, by: Actor
) -> list[tuple[Wanted, OrderLine]]:
    """The order of an arrival with the lines that are wanted: each with the line it is in. Raises OutOfStock."""
    for digits in NUMBER_DIGITS:
        order = _received_row(arrival, facts, digits)
        parts = _fill(order, facts, wanted)
        drafts = [part.draft for part in parts]
        order.goods_paise = sum(draft.row.goods_paise for draft in drafts)
        order.total_paise = order.goods_paise + order.delivery_paise
        try:
            with transaction.atomic():
                keep(order, drafts)
        except IntegrityError:
            continue
        _promise(parts, facts, by)
        record_placed(order, drafts, by=by)
        return [placed for part in parts for placed in part.placed()]
    raise RuntimeError("no free order number")


def join(order: Order, facts: Facts, one: Wanted, *, by: Actor) -> OrderLine:
    """A line becomes a part of an order that is there and held: the order grows by it, and is open again.

    Raises OutOfStock.
    """
    order.state = Order.State.PLACED
    (part,) = _fill(order, facts, [one], after=order.parts.count())
    row = part.draft.row
    keep_parts(order, [part.draft])
    _promise([part], facts, by)
    order.goods_paise += row.goods_paise
    order.total_paise += row.goods_paise
    update(order, "goods_paise", "total_paise", "state")
    record(
        "orders.grown",
        order,
        by=by,
        number=order.number,
        channel=order.channel,
        goods_paise=order.goods_paise,
        delivery_paise=order.delivery_paise,
        total_paise=order.total_paise,
        part=part_facts(row),
        good_ids=[one.variant.good_id],
    )
    return part.draft.lines[0]


def sold_at(arrival: Arrival, facts: Facts) -> datetime:
    """When it was sold: as it was told, but never after it came here, for clocks differ."""
    return min(facts.placed_at, arrival.came_at)


def _received_row(arrival: Arrival, facts: Facts, digits: int) -> Order:
    mart = arrival.mart
    seed = f"{mart.slug}:{arrival.channel}:{arrival.account}:{arrival.external_id}"
    pin = PinCode.objects.filter(pin=facts.pin).first() if facts.pin else None
    in_rupees = facts.currency == RUPEE
    return Order(
        mart=mart,
        number=f"{mart.order_prefix}-{number_from(seed, digits=digits)}",
        token=secrets.token_urlsafe(16),
        channel=arrival.channel,
        account=arrival.account,
        external_id=arrival.external_id,
        state=Order.State.PLACED,
        method=ELSEWHERE,
        pays=Order.Pays.ELSEWHERE,
        bills=facts.bills,
        language=facts.language,
        phone=facts.phone,
        name=facts.name,
        address=facts.address,
        landmark=facts.landmark,
        pin=facts.pin,
        district_id=pin.district_id if pin else None,
        ship_state_id=pin.state_id if pin else None,
        country=facts.country,
        region=facts.region,
        postcode=facts.postcode,
        currency=facts.currency,
        told_total_minor=facts.told_minor,
        rate=None if in_rupees else facts.rate,
        rate_on=None if in_rupees else facts.rate_on,
        delivery_paise=facts.paise()[1],
        placed_at=sold_at(arrival, facts),
    )


def _fill(order: Order, facts: Facts, wanted: Sequence[Wanted], *, after: int = 0) -> list[Filled]:
    """The parts these lines become, not kept yet: one a maker, and one more for every further price of a good.

    `after` parts are there already: then all of them join, and the delivery charge is shared out.
    """
    names = _names_of_goods(wanted)
    lies = _lying(order, wanted)
    groups = _by_part(wanted, lies)
    own = [key for key in groups if not key.further]
    worth = [sum(pile.piece_paise * pile.pieces for pile in groups[key]) for key in own]
    charges = dict(zip(own, share_out(order.delivery_paise, worth), strict=True)) if own and not after else {}
    filled = []
    for index, (key, piles) in enumerate(groups.items(), start=after + 1):
        sold = [
            Sold(pile.variant, pile.pieces, pile.piece_paise, names.get(pile.variant.good_id, {})) for pile in piles
        ]
        rules = {pile.variant.pk: pile.of[0].rules for pile in piles}
        way = Way(charges.get(key, 0), facts.carrier, _day(facts, piles, key.place_id), key.place_id)
        draft = draft_part(order, index, sold, rules, way, joined=bool(after or key.further))
        items = {pile.variant.pk: lies[pile.variant.pk].item_id if pile.variant.pk in lies else None for pile in piles}
        filled.append(Filled(draft, piles, items))
    return filled


def _lying(order: Order, wanted: Sequence[Wanted]) -> dict[int, Lying]:
    """Where the order's channel takes each ready good from. Raises OutOfStock for one that lies nowhere it sells."""
    pieces = Counter[int]()
    for one in wanted:
        pieces[one.variant.pk] += one.arrived.quantity
    lies = lying(pieces, order.channel, order.account)
    for one in wanted:
        if not one.variant.good.made_to_order and one.variant.pk not in lies:
            raise OutOfStock(one.variant.pk, 0)
    return lies


def _by_part(wanted: Sequence[Wanted], lies: Mapping[int, Lying]) -> dict[Key, list[Pile]]:
    """The piles of each part."""
    at_prices: dict[int, dict[int, Pile]] = {}  # variant → price → its pile
    for one in sorted(wanted, key=lambda one: (*_seller_and_maker(one), one.variant.pk)):
        at_prices.setdefault(one.variant.pk, {}).setdefault(one.arrived.piece_paise, Pile([])).of.append(one)
    groups: dict[Key, list[Pile]] = {}
    further = 0
    for variant_id, piles in at_prices.items():
        first, *others = piles.values()
        key = Key(*_seller_and_maker(first.of[0]), lies[variant_id].place_id if variant_id in lies else None)
        groups.setdefault(key, []).append(first)
        for other in others:
            further += 1
            groups[replace(key, further=further)] = [other]
    return groups


def _seller_and_maker(one: Wanted) -> tuple[int, int]:
    maker = one.variant.good.maker
    return maker.seller_id, maker.pk


def _names_of_goods(wanted: Sequence[Wanted]) -> dict[int, dict[str, str]]:
    """Good → its names by language."""
    found: dict[int, dict[str, str]] = {}
    for text in GoodText.objects.filter(good__in={one.variant.good_id for one in wanted}):
        found.setdefault(text.good_id, {})[text.language] = text.name
    return found


def _day(facts: Facts, piles: Sequence[Pile], place_id: int | None) -> date:
    """The day a part is promised by: the told one, or what making (by its maker) and the way take from today."""
    making = 0 if place_id else max(pile.variant.good.making_days for pile in piles)
    return facts.promised_by or today() + timedelta(days=making + WAY_DAYS)


def _promise(parts: Sequence[Filled], facts: Facts, by: Actor) -> None:
    """Promise the pieces of every part under its cause. Raises OutOfStock."""
    causes: dict[str, list[OrderLine]] = {}
    items: dict[str, dict[int, int | None]] = {}
    for part in parts:
        causes.setdefault(part.draft.row.cause, []).extend(part.draft.lines)
        items.setdefault(part.draft.row.cause, {}).update(part.items)
    weeks: dict[str, Mapping[int, date]] = {}
    for cause, lines in causes.items():
        wanted = [(line.variant_id, line.quantity) for line in lines]
        weeks[cause] = stock.reserve(wanted, cause=cause, items=items[cause], by=by)
    for draft in (part.draft for part in parts):
        made = [
            weeks[draft.row.cause][line.variant_id] for line in draft.lines if line.variant_id in weeks[draft.row.cause]
        ]
        day = max((friday_of(week) + timedelta(days=WAY_DAYS) for week in made), default=date.min)
        if facts.promised_by is None and day > draft.row.promised_by:
            draft.row.promised_by = day
            update(draft.row, "promised_by")
