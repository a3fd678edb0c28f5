"""The next festival on the front page: by which day to order so that it comes in time."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.text import slugify

from haat.core.dates import today
from haat.delivery import carriers
from haat.delivery.queries import slowest_zone
from haat.places.data import Festival
from haat.places.models import Mart
from haat.web.shop.base.words import words_of

SHOWN_DAYS = 45
DRAWINGS = {"diwali": "diyas.svg", "chhath": "soop.svg", "raksha-bandhan": "rakhi-lac.svg", "christmas": "candles.svg"}


@dataclass(frozen=True)
class Band:
    """What the festival band says. `url` leads to the goods gathered for it, or to all goods."""

    names: dict[str, str]
    title: dict[str, str]
    line: dict[str, str]
    day: date
    order_by: date
    url: str
    has_goods: bool
    drawing: str


def band(mart: Mart, festival: Festival | None) -> Band | None:
    """The band for a festival that is near and can still be reached everywhere; None otherwise. One query."""
    day = today()
    if festival is None or festival.starts > day + timedelta(days=SHOWN_DAYS):
        return None
    last = _last_day(mart, festival.starts)
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
        names={"en": festival.name_en, "hi": festival.name_hi, "mr": festival.name_mr},
        title=entry.get("title") or {},
        line=entry.get("line") or words_of(mart, "home").get(festival.key) or {},
        day=festival.starts,
        order_by=last,
        url=reverse("shop:festival", args=[entry["slug"]]) if entry else reverse("shop:search"),
        has_goods=bool(entry),
        drawing=DRAWINGS.get(festival.key, "hamper.svg"),
    )


def _last_day(mart: Mart, festival: date) -> date | None:
    """The last day on which a ready good ordered from the farthest zone arrives before the festival."""
    zone = slowest_zone(mart)
    if zone is None:
        return None
    carrier = carriers.get(zone.carrier)
    for back in range(zone.days, zone.days + 14):
        ordered = festival - timedelta(days=back)
        if carrier.arrives(ordered, zone.days) < festival:
            return ordered
    return None
