"""The next festival on the front page: by which day to order so that it comes in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.text import slugify

from haat.core.dates import today
from haat.delivery import carriers
from haat.delivery.models import Zone
from haat.delivery.queries import zones_of
from haat.places import queries as places
from haat.places.data import Festival
from haat.places.models import Mart
from haat.web.shop.base.words import words_of

SHOWN_DAYS = 45
DRAWINGS = {"diwali": "diyas.svg", "chhath": "soop.svg", "raksha-bandhan": "rakhi-lac.svg", "christmas": "candles.svg"}


@dataclass(frozen=True)
class Band:
    """What the festival band says. `url` leads to the goods gathered for it, or to all goods.

    `within` names the places the mart delivers to; empty when that is all of India.
    """

    names: dict[str, str]
    title: dict[str, str]
    line: dict[str, str]
    day: date
    order_by: date
    within: str
    url: str
    has_goods: bool
    drawing: str


def band(mart: Mart, festival: Festival | None) -> Band | None:
    """The band for a festival that is near and can still be reached everywhere; None otherwise. One query."""
    day = today()
    if festival is None or festival.starts > day + timedelta(days=SHOWN_DAYS):
        return None
    zones = zones_of(mart)
    last = _last_day(max(zones, key=lambda zone: zone.days), festival.starts) if zones else None
    if last is None or last < day:
        return None
    entry: dict[str, Any] = next(
        (
            e
            for e in mart.words.get("festivals") or []
            if festival.key in (e.get("slug"), slugify(e.get("festival", "")))
        ),
        {},
    )
    return Band(
        names=festival.names,
        title=entry.get("title") or {},
        line=entry.get("line") or words_of(mart, "home").get(festival.key) or {},
        day=festival.starts,
        order_by=last,
        within=_within(zones),
        url=reverse("shop:festival", args=[entry["slug"]]) if entry else reverse("shop:search"),
        has_goods=bool(entry),
        drawing=DRAWINGS.get(festival.key, "hamper.svg"),
    )


def _within(zones: Sequence[Zone]) -> str:
    """The places of the zones, as far as none lies in another; empty when one is all of India."""
    found = [zone.place for zone in zones if zone.place is not None]
    if len(found) < len(zones):
        return ""
    outer = [one for one in found if not any(other.pk != one.pk and other.contains(one) for other in found)]
    return ", ".join(places.name(place) for place in outer)


def _last_day(zone: Zone, festival: date) -> date | None:
    """The last day on which a ready good ordered from the farthest zone arrives before the festival."""
    carrier = carriers.get(zone.carrier)
    for back in range(zone.days, zone.days + 14):
        ordered = festival - timedelta(days=back)
        if carrier.arrives(ordered, zone.days) < festival:
            return ordered
    return None
