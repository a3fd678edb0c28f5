"""The review: targets against actual first, then trend, then the map by block, then names and phone numbers."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from haat.core.dates import today
from haat.core.kept import Kept
from haat.core.languages import current
from haat.people.rules import can
from haat.places.models import Mart, Place
from haat.review.queries import (
    BlockLine,
    by_block,
    coming_by_kind,
    lateness,
    live_by_week,
    makers_of_block,
    newest_fact,
    of_block,
    open_makers,
    reached_by_month,
    sales_by_week,
    total_lateness,
)
from haat.review.queries import targets as targets_of
from haat.review.sources import brought_in
from haat.web.office.desk.ageing import age_bands
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.listing import as_xlsx, export_url
from haat.web.office.desk.page import here, page
from haat.web.office.desk.troubles import shown, stuck
from haat.web.office.review import parts
from haat.web.office.review.sheets import sheets
from haat.web.ui.dates import month as month_words
from haat.web.ui.gate import office
from haat.web.ui.request import Request

SHOWN, MONTHS, WEEKS = 12, 12, 8
MOST_MAKERS = 60  # on the page; the workbook holds them all
MAPS = ("vendors", "groups")
FIGURES: Kept[Mapping[str, Any]] = Kept()


def day_of_month(text: str) -> date:
    """The last day to count of `2026-09`: its last day, or today in the running month (and for anything else)."""
    now = today()
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return now
    if not now.year - 50 < first.year <= now.year:
        return now
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return min(last, now) if first <= now else now


def months_back(day: date) -> list[tuple[str, str]]:
    """(`2026-09`, words) of the last twelve months, the running one first."""
    found, first = [], day.replace(day=1)
    for _number in range(MONTHS):
        found.append((f"{first:%Y-%m}", month_words(first)))
        first = (first - timedelta(days=1)).replace(day=1)
    return found


@require_safe
@office("see_review")
def review(request: Request) -> HttpResponse:
    """The month's review of the reader's place or of the block chosen; `?export=xlsx` gives the workbook."""
    blocks = Blocks(request, here(request, "see_review"))
    day = day_of_month(request.GET.get("month", ""))
    figures = _figures(request.mart, blocks.place, day)
    if request.GET.get("export"):
        figures = {**figures, "stuck": stuck(request.mart, blocks.place)}
        if blocks.place.kind == Place.Kind.BLOCK:
            figures = {**figures, "makers": makers_of_block(request.mart, blocks.place, day)}
        return as_xlsx(f"review-{day:%Y-%m}", sheets(blocks.place, day, figures))
    of = _measure(request.GET.get("map", ""), figures["blocks_lines"])
    stuck_total, stuck_rows = shown(request, blocks.place, lambda found: (len(found), found[:SHOWN]))
    context: dict[str, Any] = {
        **figures,
        "blocks": blocks,
        "place": blocks.place,
        "day": day,
        "now": day == today(),
        "month": f"{day:%Y-%m}",
        "months": months_back(today()),
        "stats": parts.stats(
            blocks.place,
            day,
            figures["targets"],
            late_by_block=figures["late"],
            coming=figures["coming"],
        ),
        "reached_chart": parts.reached_chart(figures["reached"]),
        "aims": parts.aims(request.mart, blocks.place, figures["reached"]),
        "sales_chart": parts.sales_chart(figures["sales"]),
        "live_chart": [(parts.week(monday), vendors + groups) for monday, vendors, groups in figures["live"]],
        "drawn": parts.drawn_map(request.mart, figures["blocks_lines"], of),
        "of": of,
        "fewest": parts.behind(figures["blocks_lines"], of),
        "sold_paise": sum(line.sales_paise for line in figures["blocks_lines"]),
        "sold": sum(line.orders for line in figures["blocks_lines"]),
        "stuck_rows": stuck_rows,
        "stuck_total": stuck_total,
        "export_url": export_url(request),
        "may_target": can(request.user, "change_targets", mart=request.mart),
    }
    return page(request, "review/review", **context)


def _measure(wanted: str, lines: list[BlockLine]) -> str:
    """What the map counts: what was asked for, else vendors where there are any, else groups."""
    if wanted in MAPS:
        return wanted
    return "vendors" if any(line.vendors for line in lines) else "groups"


def _figures(mart: Mart, place: Place, day: date) -> Mapping[str, Any]:
    """Everything the page and the workbook are made of but what is stuck; kept until something happens.

    Facts are made after what they tell of has happened: with them figures are reckoned anew.
    """
    key = (place.pk, place.path, day, current(), newest_fact())
    return FIGURES.get(mart.pk, key, lambda: _reckoned(mart, place, day))


def _reckoned(mart: Mart, place: Place, day: date) -> Mapping[str, Any]:
    block, late, makers = place.kind == Place.Kind.BLOCK, lateness(mart, place, day), open_makers(mart, place)
    return {
        "targets": targets_of(mart, place, day, late=total_lateness(late.values()), makers=makers),
        "late": late,
        "coming": coming_by_kind(mart, place),
        "reached": reached_by_month(mart, place, day),
        "ageing": age_bands(mart, place),
        "blocks_lines": by_block(mart, place, day, makers=makers),
        "sales": sales_by_week(mart, place, day, weeks=WEEKS),
        "live": live_by_week(mart, place, day, weeks=WEEKS, makers=makers),
        "brought": brought_in(mart, place, day),
        "makers": makers_of_block(mart, place, day, most=MOST_MAKERS) if block else [],
        "makers_total": of_block(mart, place).count() if block else 0,
    }
