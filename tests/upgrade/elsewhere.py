"""What came to the small district from elsewhere: taken whole, settled, dropped, told otherwise, in another money."""

from collections.abc import Mapping
from typing import Any

from haat.core.actor import MACHINE, Actor
from haat.core.dates import today
from haat.orders import actions as orders
from haat.orders.facts import Source, facts_from
from haat.orders.models import Arrival
from haat.places.models import Mart
from tests.upgrade.people import NEAR, District

LINES = Mapping[str, tuple[int, int]]  # SKU → pieces, price of one in the smallest unit


def came(mart: Mart, number: str, lines: LINES, **told: Any) -> Arrival:
    """An order of the invented bazaar, as it tells it."""
    said = {
        "placed_at": today().isoformat(),
        "name": "Elsewhere Example",
        "pin": NEAR,
        "bills": "channel",
        "lines": [
            {"id": str(place), "sku": sku, "title": sku, "quantity": pieces, "piece_minor": minor}
            for place, (sku, (pieces, minor)) in enumerate(lines.items(), start=1)
        ],
    }
    facts = facts_from({**said, **told})
    return orders.receive_order(mart, facts, source=Source("bazaar", "", number), by=MACHINE)


def from_elsewhere(district: District, *, desk: Actor) -> None:
    """Five orders of the last day, and what the desk did about them."""
    d, mart = district, district.mart
    basket, shawl = d.basket.sku, d.shawl.sku
    came(mart, "B-1", {basket: (1, 40_000)})
    came(mart, "B-1", {basket: (2, 40_000)})
    orders.see_change(came(mart, "B-1", {basket: (3, 40_000)}), answer="Told the bazaar: one was sent", by=desk)
    settled = came(mart, "B-2", {basket: (1, 41_000), "OLD-BASKET": (2, 39_000), "GLASS": (1, 9_000)})
    taken, dropped = settled.lines.filter(state="open").order_by("pk")
    orders.settle_line(taken, variant=d.basket, by=desk)
    orders.drop_line(dropped, reason="Not ours: told the bazaar", by=desk)
    came(mart, "B-3", {shawl: (1, 90_000), "UNKNOWN": (1, 5_000)})
    usd = {"currency": "USD", "rate": "83.415", "rate_on": today().isoformat()}
    abroad = {"country": "US", "region": "Oregon", "postcode": "97201", "pin": ""}
    came(mart, "B-4", {basket: (3, 1_999)}, **usd, **abroad)
