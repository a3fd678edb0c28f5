"""The rows that make a figure of the review, so that every number can be found again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from haat.core.dates import day_of
from haat.core.languages import best
from haat.core.money import format_rupees
from haat.ledger.models import Payout
from haat.makers.models import Maker
from haat.orders.models import Part
from haat.places.models import Mart, Place
from haat.review.queries import coming, due_in, lateness, live_in, paid_in, sold_in, total_lateness
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.listing import MOST_EXPORTED, export, export_url, listing, rupees_cell, sorted_by
from haat.web.office.desk.page import here, page
from haat.web.office.desk.templatetags.office import date_near
from haat.web.office.desk.words import word
from haat.web.office.review.pages import day_of_month
from haat.web.office.review.parts import amount, period
from haat.web.office.review.words import MEASURES
from haat.web.ui.gate import office
from haat.web.ui.request import Request
from haat.web.ui.templatetags.ui import phone

MOST_COMING = 100
MAKERS = ("vendors", "groups")
Words = str | Promise


@dataclass(frozen=True)
class Column:
    """A column: its head, what it takes from a row, and how that is shown (`text`, `day` or `rupees`)."""

    head: Words
    get: Callable[[Any], Any]
    kind: str = "text"

    def shown(self, row: object) -> str:
        value = self.get(row)
        if value is None:
            return ""
        if self.kind == "rupees":
            return format_rupees(value)
        return date_near(value) if self.kind == "day" else str(value)

    def cell(self, row: object) -> object:
        """The same for a spreadsheet."""
        value = self.get(row)
        if value is None:
            return ""
        if self.kind == "rupees":
            return rupees_cell(value)
        return value.isoformat() if self.kind == "day" else str(value)


@dataclass(frozen=True)
class Figure:
    """A figure of the review: its rows, where each leads, its columns, and in words what counts."""

    rows: Callable[[Mart, Place, date], QuerySet[Any]]
    link: Callable[[Any], str]
    columns: tuple[Column, ...]
    sort: str
    counts: Words


def _live(measure: str) -> Callable[[Mart, Place, date], QuerySet[Any]]:
    return lambda mart, place, day: live_in(mart, place, day, measure).select_related("block")


def _maker(row: Any) -> str:
    return best((row if isinstance(row, Maker) else row.maker).names).text


def _block(row: Any) -> str:
    return best((row if isinstance(row, Maker) else row.maker).block.names).text


def _when(field: str) -> Callable[[Any], date | None]:
    def get(row: object) -> date | None:
        moment = getattr(row, field)
        return day_of(moment) if moment else None

    return get


def _lateness(part: Part) -> Words:
    if part.delivered_at is None:
        return _("not there yet")
    return _("late") if day_of(part.delivered_at) > part.promised_by else _("in time")


def _order_of(part: Part) -> str:
    return reverse("office:orders:order", args=[part.number])


def _maker_of(row: Maker | Payout) -> str:
    return reverse("office:makers:maker", args=[row.pk if isinstance(row, Maker) else row.maker_id])


MAKER, BLOCK = Column(_("Maker"), _maker), Column(_("Block"), _block)
NUMBER = Column(_("Number"), lambda part: part.number)
OPEN_COLUMNS = (
    MAKER,
    BLOCK,
    Column(_("Phone"), lambda maker: phone(maker.phone)),
    Column(_("Open since"), _when("live_at"), "day"),
)
FIGURES: Mapping[str, Figure] = {
    "vendors": Figure(
        _live("vendors"), _maker_of, OPEN_COLUMNS, "live_at", _("Artisans open on that day, with a good in the shop.")
    ),
    "groups": Figure(
        _live("groups"), _maker_of, OPEN_COLUMNS, "live_at", _("Groups open on that day, with a good in the shop.")
    ),
    "reached_paise": Figure(
        lambda mart, place, day: paid_in(mart, place, day).select_related("maker__block", "run"),
        _maker_of,
        (
            MAKER,
            BLOCK,
            Column(_("Paid on"), _when("paid_at"), "day"),
            Column(_("UTR"), lambda payout: payout.utr),
            Column(_("Paid"), lambda payout: payout.amount_paise, "rupees"),
        ),
        "paid_at",
        _("Payouts the bank paid in this month."),
    ),
    "in_time_bp": Figure(
        lambda mart, place, day: due_in(mart, place, day).select_related("maker__block"),
        _order_of,
        (
            NUMBER,
            MAKER,
            BLOCK,
            Column(_("Promised by"), lambda part: part.promised_by, "day"),
            Column(_("Delivered"), _when("delivered_at"), "day"),
            Column(_("In time?"), _lateness),
        ),
        "promised_by",
        _("Parcels delivered in this month, and those past their day that had not arrived."),
    ),
    "sales": Figure(
        lambda mart, place, day: sold_in(mart, place, day).select_related("maker__block"),
        _order_of,
        (
            NUMBER,
            MAKER,
            BLOCK,
            Column(_("Placed"), _when("placed_at"), "day"),
            Column(_("State"), lambda part: word(part.state, "part")),
            Column(_("Goods"), lambda part: part.goods_paise, "rupees"),
        ),
        "placed_at",
        "",
    ),
}
# What a figure in rupees is the sum of.
SUMS = {"reached_paise": "amount_paise", "sales": "goods_paise"}


@require_safe
@office("see_review")
def rows(request: Request, of: str) -> HttpResponse:
    """The rows of one figure for the month and block chosen; `?export=` takes them out as a table."""
    figure = FIGURES.get(of)
    if figure is None:
        raise Http404
    blocks = Blocks(request, here(request, "see_review"))
    day = day_of_month(request.GET.get("month", ""))
    found = figure.rows(request.mart, blocks.place, day)
    sorts = {"when": figure.sort}
    if request.GET.get("export"):
        table = sorted_by(request, found, sorts, "when")[0][:MOST_EXPORTED]
        cells = ([column.cell(row) for column in figure.columns] for row in table)
        return export(request, f"{of}-{day:%Y-%m}", [column.head for column in figure.columns], cells)
    shown = listing(request, found, sorts, "when")
    come = coming(request.mart, blocks.place, of).select_related("bank")
    waiting = list(come[: MOST_COMING + 1]) if of in MAKERS else []
    context: dict[str, Any] = {
        "of": of,
        "title": _("Sales") if of == "sales" else MEASURES[of],
        "period": period(of, day),
        "place": blocks.place,
        "blocks": blocks,
        "counts": figure.counts,
        "sum": _sum(request.mart, blocks.place, day, of, found, shown.total),
        "listing": shown,
        "columns": figure.columns,
        "rows": [(figure.link(row), [(column, column.shown(row)) for column in figure.columns]) for row in shown.rows],
        "waiting": [(maker, hasattr(maker, "bank")) for maker in waiting[:MOST_COMING]],
        "waiting_counted": f"{MOST_COMING}+" if len(waiting) > MOST_COMING else len(waiting),
        "export_url": export_url(request),
    }
    return page(request, "review/rows", **context)


def _sum(mart: Mart, place: Place, day: date, of: str, found: QuerySet[Any], total: int | None) -> str:
    """The figure these rows make, in words."""
    if of in SUMS:
        return format_rupees(int(found.aggregate(total=Sum(SUMS[of]))["total"] or 0))
    if of in MAKERS:
        return str(found.count() if total is None else total)
    all_ = total_lateness(lateness(mart, place, day).values())
    given = {"n": all_.due - all_.missed, "all": all_.due, "share": amount("in_time_bp", all_.in_time_bp)}
    return str(_("%(n)s of %(all)s in time, %(share)s") % given)
