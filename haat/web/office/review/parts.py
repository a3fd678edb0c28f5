"""Pieces of the review: sentences of the targets, points of the charts, the map, a block's makers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haat.core.languages import best, current
from haat.core.money import format_rupees
from haat.places.data import BlockMap, block_map
from haat.places.models import Mart, Place
from haat.places.queries import places_by_id
from haat.review.models import Target
from haat.review.queries import BlockLine, Lateness, TargetLine, aims_since, total_lateness
from haat.web.office.desk.templatetags.office import date_near
from haat.web.office.review.words import MEASURES
from haat.web.ui.dates import MONTHS, date_short, month

LAKH, THOUSAND = 1_00_000_00, 1_000_00
M = Target.Measure


@dataclass(frozen=True)
class Stat:
    """One target as the `stat` tag draws it, and which rows make it (`of`)."""

    of: str
    label: str
    value: str
    actual: float
    target: float
    target_text: str
    say: str


def amount(measure: str, value: int) -> str:
    """A target's figure in words: a count, rupees, or percent."""
    if measure == M.REACHED:
        return format_rupees(value // 100 * 100)
    if measure == M.IN_TIME:
        return f"{value / 100:.1f}".removesuffix(".0") + "%"
    return str(value)


def stats(
    place: Place,
    day: date,
    lines: Sequence[TargetLine],
    *,
    late_by_block: Mapping[int, Lateness],
    coming: dict[str, int],
) -> list[Stat]:
    """The four targets with one sentence each of what is missing."""
    late = _late(place, late_by_block)
    return [
        Stat(
            line.measure,
            f"{MEASURES[line.measure]}, {period(line.measure, day)}",
            amount(line.measure, line.actual) if line.known else "–",
            line.actual,
            line.value,
            _by_day(line),
            _sentence(line, coming, late),
        )
        for line in lines
    ]


def period(measure: str, day: date) -> str:
    """What a figure is of: makers are counted on a day, money and parcels over its month."""
    return date_near(day) if measure in (M.VENDORS, M.GROUPS) else month(day)


def _by_day(line: TargetLine) -> str:
    if not line.value or line.by_day is None:
        return "–"
    given = {"target": amount(line.measure, line.value), "day": date_near(line.by_day)}
    return _("%(target)s by %(day)s") % given


def _sentence(line: TargetLine, coming: dict[str, int], late: str) -> str:
    if line.measure == M.IN_TIME and late:
        return late
    if not line.value:
        return _("No target is set yet.")
    if line.met:
        if line.met_on:
            return _("Target met on %(day)s.") % {"day": date_short(line.met_on)}
        return _("Target met.")
    if line.measure == M.REACHED:
        given = {"amount": amount(line.measure, line.short_by), "target": amount(line.measure, line.value)}
        return _("%(amount)s short of %(target)s.") % given
    if line.measure == M.IN_TIME:
        return _("Nothing was delivered this month yet.")
    return _short(line, coming)


def _short(line: TargetLine, coming: dict[str, int]) -> str:
    short = ngettext("%(n)s short.", "%(n)s short.", line.short_by) % {"n": line.short_by}
    enrolled, no_bank = coming[line.measure], coming[f"{line.measure}_no_bank"]
    parts = [short]
    if enrolled - no_bank:
        n = enrolled - no_bank
        said = ngettext("%(n)s can be opened or lacks a paper.", "%(n)s can be opened or lack a paper.", n)
        parts.append(said % {"n": n})
    if no_bank:
        parts.append(ngettext("%(n)s lacks a bank account.", "%(n)s lack a bank account.", no_bank) % {"n": no_bank})
    return " ".join(parts)


def _late(place: Place, blocks: Mapping[int, Lateness]) -> str:
    """`37 of 412 parcels were late, 3 have not arrived yet; 22 of them from Madhupur.`; empty when none was late."""
    all_ = total_lateness(blocks.values())
    if not all_.missed:
        return ""
    given = {"late": all_.missed, "delivered": all_.due}
    said = ngettext(
        "%(late)s of %(delivered)s parcels was late", "%(late)s of %(delivered)s parcels were late", all_.missed
    )
    said %= given
    if all_.overdue:
        there_not = ngettext("%(n)s has not arrived yet", "%(n)s have not arrived yet", all_.overdue)
        said = f"{said}, {there_not % {'n': all_.overdue}}"
    worst = max(blocks, key=lambda block_id: blocks[block_id].missed)
    if place.kind == Place.Kind.BLOCK or blocks[worst].missed < 2:
        return f"{said}."
    name = best(places_by_id([worst])[worst].names).text
    return f"{said}; " + _("%(n)s of them from %(block)s.") % {"n": blocks[worst].missed, "block": name}


def week(monday: date) -> str:
    """A week by the date of its Monday, short enough for thirteen under a chart."""
    return f"{monday.day}/{monday.month}"


def _unit(most: int) -> tuple[int, str]:
    return (LAKH, _("lakh ₹")) if most >= LAKH else (THOUSAND, _("thousand ₹"))


def reached_chart(rows: Sequence[tuple[date, int]]) -> dict[str, Any]:
    """Points, title and column of the money that reached makers, by month."""
    size, unit = _unit(max(paise for _first, paise in rows))
    names = [name[:3] if current() == "en" else name for name in MONTHS[current()].split()]
    points = [(names[first.month - 1], round(paise / size, 2)) for first, paise in rows]
    return {
        "points": points,
        "unit": unit,
        "size": size,
        "title": _("Money that reached makers, %(unit)s a month") % {"unit": unit},
    }


def aims(mart: Mart, place: Place, rows: Sequence[tuple[date, int]]) -> list[float]:
    """The targets of those months, when every month has one."""
    size, _unit_words = _unit(max(paise for _first, paise in rows))
    found = aims_since(mart, place, rows[0][0])
    wanted = [found[first] / size if first in found else None for first, _paise in rows]
    return [round(value, 2) for value in wanted if value is not None] if all(wanted) else []


def sales_chart(rows: Sequence[tuple[date, int, int]]) -> dict[str, Any]:
    """Points and title of the sales by week."""
    size, unit = _unit(max(paise for _monday, _orders, paise in rows))
    points = [(week(monday), round(paise / size, 2)) for monday, _orders, paise in rows]
    return {"points": points, "unit": unit, "title": _("Sales, %(unit)s a week") % {"unit": unit}}


def drawn_map(mart: Mart, lines: Sequence[BlockLine], of: str) -> dict[str, Any] | None:
    """The map's shapes, names and values by LGD code; None for a district that has no map."""
    try:
        shapes: BlockMap = block_map(mart.place.slug)
    except FileNotFoundError:
        return None
    codes = {line.block.lgd_code: line for line in lines}
    if len(lines) < 2 or not {shape.block for shape in shapes.shapes} & set(codes):
        return None
    names = {code: best(line.block.names).text for code, line in codes.items()}
    return {"map": shapes, "names": names, "values": {code: getattr(line, of) for code, line in codes.items()}}


def behind(lines: Sequence[BlockLine], of: str) -> list[BlockLine]:
    """The blocks, those that lack most of their target first; without a target the fewest first."""
    return sorted(lines, key=lambda line: (-getattr(line, f"{of}_short"), getattr(line, of)))
