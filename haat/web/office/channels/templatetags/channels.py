"""`{% load channels %}`: bars of how goods stand, and values of fields as people read them."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from haat.channels.finances import FEE, FEE_TAX, OTHER, RESERVE, TCS, TDS, UNKNOWN
from haat.channels.models import Settlement, Shipment
from haat.channels.parcels import Slot
from haat.core.abroad import CURRENCIES, RUPEE, told_money
from haat.core.money import format_rupees
from haat.web.office.channels.bars import Band
from haat.web.office.channels.shipping_forms import slot_words
from haat.web.ui.dates import date_near, date_year, time_near

register = template.Library()
MOST_LETTERS, MOST_RAW = 160, 4_000
# What is only estimated is hatched, so that colour alone does not say it; the page draws the pattern once.
HATCHED = {"about": ' fill="url(#hatch)"'}


@register.simple_tag
def bands(parts: Sequence[Band], size: str = "office") -> SafeString:
    """The bar; what it says stands beside it in words."""
    drawn = [part for part in parts if part.wide]
    rects = "".join(
        f'<rect class="band-{part.kind}"{HATCHED.get(part.kind, "")} x="{part.start:.2f}%" width="{part.wide:.2f}%"'
        ' height="100%"/>'
        for part in drawn
    )
    seams = "".join(
        f'<line class="seam" x1="{part.start:.2f}%" x2="{part.start:.2f}%" y1="0" y2="100%"/>' for part in drawn[1:]
    )
    return mark_safe(f'<svg class="split split--{conditional_escape(size)}" aria-hidden="true">{rects}{seams}</svg>')


@register.simple_tag
def percent_bar(percent: int) -> SafeString:
    """A thin bar of how much is used."""
    whole = '<rect class="target-way" width="100%" height="100%"/>'
    used = f'<rect class="target-done" width="{max(0, min(100, percent))}%" height="100%"/>'
    return mark_safe(f'<svg class="split used" aria-hidden="true">{whole}{used}</svg>')


@register.filter
def ago(moment: datetime | None) -> str:
    """`now`, `3 min ago`, `2 h ago` within a day; then the moment itself."""
    if moment is None:
        return _("never")
    minutes = int((timezone.now() - moment).total_seconds() // 60)
    if minutes < 1:
        return _("now")
    if minutes < 60:
        return _("%(n)s min ago") % {"n": minutes}
    if minutes < 24 * 60:
        return _("%(n)s h ago") % {"n": minutes // 60}
    return time_near(moment)


@register.filter
def pickup_words(row: Shipment) -> str:
    """When a booked parcel is fetched, in India's time: `Tuesday, 1 December, 11:00–14:00`."""
    return slot_words(Slot("", row.begins, row.ends))


@register.filter
def money_told(minor: int | None, currency: str) -> str:
    """An amount of a settlement in its own money: rupees as everywhere, others as they are told."""
    if minor is None:
        return "?"
    if currency == RUPEE:
        return format_rupees(minor)
    if currency not in CURRENCIES:
        return f"{currency} {minor}".strip()
    return ("-" if minor < 0 else "") + told_money(abs(minor), currency)


@register.filter
def days_of(row: Settlement) -> str:
    """The days a settlement is about: `1 November – 15 November 2026`; its number where they are not told."""
    if row.begins is None or row.ends is None:
        return row.key
    return f"{date_near(row.begins)} – {date_year(row.ends)}"


@register.filter
def kept_of(sums: Mapping[str, int]) -> int:
    """What the channel kept for itself, with the tax on it."""
    return sums[FEE] + sums[FEE_TAX]


@register.filter
def taxes_of(sums: Mapping[str, int]) -> int:
    """What it collected or deducted for the state."""
    return sums[TCS] + sums[TDS]


@register.filter
def rest_of(sums: Mapping[str, int]) -> int:
    """What is neither paid by a buyer nor kept."""
    return sums[RESERVE] + sums[OTHER] + sums[UNKNOWN]


@register.filter
def taken_off(minor: int) -> int:
    """What was reckoned to be taken, as it stands among what was paid: with a minus."""
    return -minor


@register.filter
def pretty(raw: Any) -> str:
    """What a channel said, as it said it."""
    return json.dumps(raw, ensure_ascii=False, indent=2, sort_keys=True)[:MOST_RAW]


@register.filter
def shown(value: Any) -> str:
    """A value of a channel's field, in one line: a mapping by what is in it, a list with commas between."""
    text = " ".join(_text(value).split())
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}…"


def _text(value: Any) -> str:
    if value is None:
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        told = value["value"] if "value" in value else [each for key, each in value.items() if not _is_frame(key)]
        unit = f" {value['unit']}" if isinstance(value.get("unit"), str) and "value" in value else ""
        return f"{_text(told)}{unit}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(filter(None, map(_text, value)))
    text = str(value)
    return text.rsplit("/", 1)[-1] if text.startswith(("http://", "https://")) else text


def _is_frame(key: str) -> bool:
    """What a channel writes around a value: of which market, in which language."""
    return key in ("marketplace_id", "language_tag")
