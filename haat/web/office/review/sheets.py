"""The review as a workbook, in the officer's language."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from haat.core.dates import day_of
from haat.core.languages import best
from haat.places.models import Place
from haat.review.models import Target
from haat.web.office.desk.listing import rupees_cell
from haat.web.office.desk.troubles import whole
from haat.web.office.desk.words import word
from haat.web.office.review.words import MEASURES
from haat.web.ui.dates import date_year, month
from haat.web.ui.templatetags.ui import phone

Sheet = tuple[str, Sequence[object], list[list[object]]]


def sheets(place: Place, day: date, figures: Mapping[str, Any]) -> list[Sheet]:
    """One sheet for each part of the page."""
    found = [
        _targets(place, day, figures),
        _blocks(figures),
        _months(figures),
        _weeks(figures),
        _owed(figures),
        _stuck(figures),
    ]
    if figures["makers"]:
        found.insert(2, _makers(figures))
    if figures["brought"]:
        found.append(_brought(figures))
    return found


def _number(measure: str, value: int) -> float:
    return value / 100 if measure in (Target.Measure.REACHED, Target.Measure.IN_TIME) else value


def _targets(place: Place, day: date, figures: Mapping[str, Any]) -> Sheet:
    heads = [_("Target"), _("Actual"), _("Target value"), _("By the day"), _("Place"), _("Figures up to")]
    rows: list[list[object]] = [
        [
            MEASURES[line.measure],
            _number(line.measure, line.actual) if line.known else "",
            _number(line.measure, line.value),
            date_year(line.by_day) if line.by_day else "",
            best(place.names).text,
            date_year(day),
        ]
        for line in figures["targets"]
    ]
    return _("Targets"), heads, rows


def _blocks(figures: Mapping[str, Any]) -> Sheet:
    heads = [
        _("Block"),
        _("Vendors"),
        _("Target"),
        _("Groups"),
        _("Target"),
        _("Orders"),
        _("Sales, ₹"),
        _("Coordinator"),
        _("Phone"),
    ]
    rows: list[list[object]] = [
        [
            best(line.block.names).text,
            line.vendors,
            line.vendors_goal or "",
            line.groups,
            line.groups_goal or "",
            line.orders,
            rupees_cell(line.sales_paise),
            ", ".join(user.name for user in line.coordinators),
            ", ".join(phone(user.phone) for user in line.coordinators),
        ]
        for line in figures["blocks_lines"]
    ]
    return _("By block"), heads, rows


def _makers(figures: Mapping[str, Any]) -> Sheet:
    heads = [
        _("Maker"),
        _("State"),
        _("Phone"),
        _("Orders"),
        _("Sales, ₹"),
        _("Paid, ₹"),
        _("Owed, ₹"),
        _("Late parcels"),
    ]
    rows: list[list[object]] = [
        [
            best(row["maker"].names).text,
            word(row["maker"].state, "maker"),
            phone(row["maker"].phone),
            row["n"],
            rupees_cell(row["sales"]),
            rupees_cell(row["paid"]),
            rupees_cell(row["owed"]),
            row["late_n"],
        ]
        for row in figures["makers"]
    ]
    return _("Makers"), heads, rows


def _months(figures: Mapping[str, Any]) -> Sheet:
    rows: list[list[object]] = [[month(first), rupees_cell(paise)] for first, paise in figures["reached"]]
    return _("Reached makers"), [_("Month"), _("Reached makers, ₹")], rows


def _weeks(figures: Mapping[str, Any]) -> Sheet:
    heads = [_("Week from"), _("Orders"), _("Sales, ₹"), _("Vendors open"), _("Groups open")]
    live = {monday: (vendors, groups) for monday, vendors, groups in figures["live"]}
    rows: list[list[object]] = [
        [monday.isoformat(), orders, rupees_cell(paise), *live.get(monday, ("", ""))]
        for monday, orders, paise in figures["sales"]
    ]
    return _("By week"), heads, rows


def _owed(figures: Mapping[str, Any]) -> Sheet:
    rows: list[list[object]] = [[words, rupees_cell(paise), makers] for words, paise, makers in figures["ageing"]]
    return _("Owed to makers"), [_("Waiting"), _("Owed, ₹"), _("To")], rows


def _brought(figures: Mapping[str, Any]) -> Sheet:
    rows: list[list[object]] = [
        [name, each.parts, rupees_cell(each.goods_paise), rupees_cell(each.maker_paise)]
        for name, each in figures["brought"]
    ]
    return _("What links brought"), [_("Link"), _("Orders"), _("Sales, ₹"), _("To the makers, ₹")], rows


def _stuck(figures: Mapping[str, Any]) -> Sheet:
    heads = [_("What"), _("Who"), _("Phone"), _("Block"), _("Since"), _("Holds up, ₹")]
    rows: list[list[object]] = [
        [
            told.sentence,
            best(row.maker.names).text if row.maker else row.who,
            phone(row.phone),
            best(row.block.names).text if row.block else "",
            day_of(row.since).isoformat(),
            rupees_cell(row.holds_paise),
        ]
        for told in whole(figures["stuck"])
        for row in (told.row,)
    ]
    return _("What is stuck"), heads, rows
