"""Orders the mart did not take itself: some of an invented marketplace, which pays a week after they are delivered; on
the last day one from abroad, taken whole, and one by phone of which a line waits.
"""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from haat.catalogue.models import Good, GoodText, Variant
from haat.core.actor import MACHINE, Actor
from haat.core.languages import best
from haat.makers.models import Maker
from haat.orders import actions as orders
from haat.orders.facts import Source, facts_from
from haat.orders.models import Arrival
from haat.places.models import Mart

# ₹ for one US dollar, invented.
RATE = "84.2500"
# What people call a good that no maker of the mart lists so.
UNLISTED = {"deoghar": "बाँस की बड़ी टोकरी", "chandrapur": "बांबूची मोठी टोपली"}

# Days before the last on which somebody buys on the marketplace: some are settled by then, some are not.
BEFORE_THE_END = (26, 21, 16, 9)


def sell_there(mart: Mart, buyers: list[dict[str, Any]], *, day: date, besides: Maker | None) -> None:
    """Bought, billed and paid on a marketplace in this country, of any maker but one."""
    ready = _ready(mart).exclude(good__maker=besides)
    if ready:
        good, buyer = ready[day.day % len(ready)], buyers[day.day % len(buyers)]
        lines = [_line(1, good, pieces=2, minor=good.price_paise)]
        told = {**_buyer(mart, buyer), "placed_at": day.isoformat(), "bills": "channel", "lines": lines}
        source = Source("desibazaar", "", f"DB-{day:%y%m%d}-{mart.pk}")
        orders.receive_order(mart, facts_from(told), source=source, by=MACHINE)


def _ready(mart: Mart) -> QuerySet[Variant]:
    """Variants of which there is plenty, the newest first."""
    ready = Variant.objects.filter(mart=mart, good__state=Good.State.LIVE, good__made_to_order=False, active=True)
    return ready.filter(stock__on_hand__gte=10, stock__reserved=0).order_by("-pk")


def _buyer(mart: Mart, buyer: dict[str, Any]) -> dict[str, Any]:
    language = buyer.get("language", mart.default_language)
    return {
        "name": best(buyer["names"], language).text,
        "address": best(buyer["address"], language).text,
        "pin": buyer["pin"],
        "language": language if language in mart.languages else mart.default_language,
    }


def arrive(mart: Mart, buyers: list[dict[str, Any]], *, day: date, desk: Actor) -> list[Arrival]:
    """The last day's orders from elsewhere."""
    ready = _ready(mart)
    if not ready:
        return []
    return [_from_abroad(mart, ready[0], day), _by_phone(mart, ready[0], buyers, day, desk)]


def _from_abroad(mart: Mart, good: Variant, day: date) -> Arrival:
    """Sold on an invented marketplace, billed and paid there in dollars."""
    told = {
        "placed_at": day.isoformat(),
        "name": "Meera Example",
        "address": "12 Sample Street",
        "region": "Oregon",
        "postcode": "97201",
        "country": "US",
        "bills": "channel",
        "currency": "USD",
        "rate": RATE,
        "rate_on": day.isoformat(),
        "delivery_minor": 900,
        "language": "en",
        "lines": [_line(1, good, pieces=2, minor=max(1_200, good.price_paise // 60))],
        "more": {"gift_message": "With love from far away"},
    }
    source = Source("worldbazaar", "", f"WB-{day:%y%m}-{mart.pk:02d}417")
    return orders.receive_order(mart, facts_from(told), source=source, by=MACHINE)


def _by_phone(mart: Mart, good: Variant, buyers: list[dict[str, Any]], day: date, desk: Actor) -> Arrival:
    """An officer wrote down what a neighbour asked for; one of the goods is not found by its name."""
    told = {
        **_buyer(mart, buyers[0]),
        "placed_at": day.isoformat(),
        "lines": [
            _line(1, good, pieces=1, minor=good.price_paise),
            {"id": "2", "title": UNLISTED[mart.slug], "quantity": 2, "piece_minor": 35_000},
        ],
    }
    return orders.receive_order(mart, facts_from(told), source=Source("phone", "", f"{day:%y%m%d}-{mart.pk}"), by=desk)


def _line(place: int, good: Variant, *, pieces: int, minor: int) -> dict[str, Any]:
    name = GoodText.objects.filter(good=good.good_id, language="en").values_list("name", flat=True).first()
    return {"id": str(place), "sku": good.sku, "title": name or good.sku, "quantity": pieces, "piece_minor": minor}
