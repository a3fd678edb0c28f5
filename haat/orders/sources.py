"""Which link brought a buyer: `?from=google` of a feed, `?from=lahthi-group-wa` of what a group shared itself.

A link calls itself so and nobody proves it: it counts, and decides nothing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet, Sum

from haat.makers.models import Maker
from haat.orders.models import Part

# How the field is called in an address, and how it ends where a maker shared it.
FIELD = "from"
WHATSAPP, INSTAGRAM = "wa", "ig"
MEDIA = (WHATSAPP, INSTAGRAM)
MOST = 90
NOT_SOLD = (Part.State.CANCELLED, Part.State.AWAITING_PAYMENT)
_SOURCE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


@dataclass(frozen=True)
class Brought:
    """What a source brought: parts of orders, their goods' price, and what of it is the makers' (paise)."""

    source: str
    parts: int
    goods_paise: int
    maker_paise: int


def clean(text: str) -> str:
    """A source as a link says it; empty for what none of ours would say."""
    return text if len(text) <= MOST and _SOURCE.fullmatch(text) else ""


def shared_by(maker_slug: str, medium: str) -> str:
    """The source of what a maker shares there."""
    return f"{maker_slug}-{medium}"


def sharer(source: str) -> tuple[str, str]:
    """The maker's slug and the medium of a source; two empty texts for one that no maker shares."""
    slug, _dash, medium = source.rpartition("-")
    return (slug, medium) if slug and medium in MEDIA else ("", "")


def shared_since(maker: Maker, moment: datetime) -> Brought:
    """What buyers who came by links the maker shared ordered of her from a moment on; one statement."""
    sources = [shared_by(maker.slug, medium) for medium in MEDIA]
    placed = Part.objects.filter(mart=maker.mart_id, maker=maker, order__mart=maker.mart_id)
    parts = placed.filter(order__placed_at__gte=moment, order__source__in=sources).exclude(state__in=NOT_SOLD)
    found = brought(parts)
    sums = (sum(getattr(each, of) for each in found) for of in ("parts", "goods_paise", "maker_paise"))
    return Brought("", *sums)


def brought(parts: "QuerySet[Part]") -> list[Brought]:
    """What each source brought of these parts, the most money first; one statement."""
    rows = parts.exclude(order__source="").order_by().values("order__source")
    sums = rows.annotate(n=Count("pk"), goods=Sum("goods_paise"), makers=Sum("maker_paise"))
    told = sums.values_list("order__source", "n", "goods", "makers").order_by("-goods", "order__source")
    return [Brought(*row) for row in told]


def summed(found: Iterable[Brought], called: Mapping[str, str], *, other: str) -> list[tuple[str, Brought]]:
    """By what a reader calls the source, the most money first; what nobody knows goes together as `other`, last."""
    sums: dict[str, Brought] = {}
    for each in found:
        name = called.get(each.source, other)
        before = sums.get(name, Brought(name, 0, 0, 0))
        figures = (getattr(before, of) + getattr(each, of) for of in ("parts", "goods_paise", "maker_paise"))
        sums[name] = Brought(name, *figures)
    return sorted(sums.items(), key=lambda each: (each[0] == other, -each[1].goods_paise, each[0]))
