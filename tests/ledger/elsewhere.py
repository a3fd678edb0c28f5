"""Parts that somebody else sold and was paid for."""

from datetime import date
from typing import Any

from haat.core.actor import MACHINE
from haat.core.dates import today
from haat.delivery import actions as delivery
from haat.delivery.models import Parcel
from haat.ledger import actions
from haat.ledger.actions import Told
from haat.ledger.models import Settlement
from haat.makers.models import Maker
from haat.orders import actions as orders
from haat.orders.facts import Source
from haat.orders.models import Order, Part
from haat.pricing.models import FeeRule
from tests.ledger.books import ACCOUNTANT, work
from tests.make import BY, HOME_PIN, make_facts, make_fee, make_pin, make_round, make_stocked, make_zone, number


def order_elsewhere(
    maker: Maker | None = None, *, pieces: int = 1, channel: str = "amazon", account: str = "A1", bills: str = "here"
) -> Order:
    """An order that was placed and is paid at a channel, ₹40 of it for the delivery; its bill is ours."""
    good = make_stocked(maker)
    if not FeeRule.objects.filter(mart=good.mart, channel=channel).exists():
        make_fee(good.mart, channel=channel, packing_paise=500)
    make_pin(HOME_PIN)
    make_zone(good.mart)
    facts = make_facts({good: pieces}, bills=bills, delivery_minor=4_000)
    arrival = orders.receive_order(good.mart, facts, source=Source(channel, account, f"171-{number():07d}"), by=MACHINE)
    assert arrival.order is not None
    return arrival.order


def free_elsewhere(*, beside: bool = True, delivery_paise: int = 0) -> Part:
    """A part of one piece that came free, `beside` one of ₹520 or alone; nothing is charged to pack it."""
    good = make_stocked()
    gift = make_stocked(good.good.maker)
    gift.price_paise = 0
    if not FeeRule.objects.filter(mart=good.mart, channel="amazon").exists():
        make_fee(good.mart, channel="amazon", packing_paise=0)
    make_pin(HOME_PIN)
    make_zone(good.mart)
    facts = make_facts({good: 1, gift: 1} if beside else {gift: 1}, delivery_minor=delivery_paise)
    source = Source("amazon", "A1", f"171-{number():07d}")
    arrival = orders.receive_order(good.mart, facts, source=source, by=MACHINE)
    assert arrival.order is not None
    return arrival.order.parts.get()


def deliver(part: Part) -> Part:
    """Accepted, packed and handed over, and the books have heard of it."""
    orders.accept(part, by=BY)
    parcel = delivery.pack(part, weight_g=600, by=BY)
    rider = make_round(parcel).rider_id
    delivery.hand_over(parcel, code=Parcel.objects.get(pk=parcel.pk).code, collected_paise=0, by=BY.__class__(rider))
    work()
    part.refresh_from_db()
    return part


def sold(maker: Maker | None = None, **fields: Any) -> Part:
    """A part that was sold elsewhere and is delivered."""
    return deliver(order_elsewhere(maker, **fields).parts.get())


def told(*, day: date | None = None, reference: str = "S-1", reason: str = "", **figures: int) -> Told:
    """What a party says: `told(came=480_00, fee=60_00)`."""
    named: dict[str, Any] = {f"{name}_paise": paise for name, paise in figures.items()}
    return Told(reference=reference, day=day or today(), reason=reason, **named)


def settle(part: Part, *, key: str = "", reason: str = "", reference: str = "S-1", **figures: int) -> Settlement:
    """It is written in the books."""
    said = told(reference=reference, reason=reason, **figures)
    return actions.settle_sale(part, told=said, key=key or f"line-{number()}", by=ACCOUNTANT)
