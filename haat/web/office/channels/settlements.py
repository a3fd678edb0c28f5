"""What an account's channel has paid and kept, as it settled it: read in, held beside what was reckoned, taken out."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.channels import actions, finances, settled
from haat.channels.models import Account, Settlement
from haat.channels.troubles import word_of
from haat.core.abroad import CURRENCIES
from haat.core.dates import day_of
from haat.web.office.channels.frame import CHANGE, SEE, account_here, open_here, page, title_of
from haat.web.office.desk.listing import MOST_EXPORTED, as_csv, as_xlsx, export_url, paged, said_when_full
from haat.web.office.desk.page import act, of_district
from haat.web.office.desk.words import word
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce

SIZE, MOST_ELSEWHERE = 30, 20
Sheet = tuple[str, list[object], Iterator[Sequence[object]]]


@require_safe
@office(SEE)
def settlements(request: Request, pk: int) -> HttpResponse:
    """Every settlement of an account, the latest first; also of one that is closed."""
    found = account_here(request, pk, SEE)
    context: dict[str, Any] = {
        "account": found,
        "title": title_of(found),
        "listing": paged(request, settled.settlements_of(found), "-id", size=SIZE),
        "tells": finances.find(found.channel) is not None,
        "closed": found.state == Account.State.CLOSED,
        "trouble": word_of(found.settlements_trouble) if found.settlements_trouble else None,
        "nonce": nonce(),
    }
    return page(request, "settlements", tab="overview", **context)


@require_POST
@office(CHANGE)
def look(request: Request, pk: int) -> HttpResponse:
    """Let the next turn look for settlements, whatever the clock says."""
    found = open_here(request, pk, CHANGE)
    done = _("Asked for. What the channel has closed is read in with the next turn.")
    act(request, lambda: actions.ask_for_settlements(found, by=actor(request)), done=done)
    return redirect("office:channels:settlements", pk)


@require_safe
@office(SEE)
def settlement(request: Request, pk: int) -> HttpResponse:
    """One settlement: what does not agree first, then by kind of amount and by order; `?export=` takes it out."""
    of_district(request, SEE)
    found = settled.settlement_of(request.mart, pk)
    if found is None:
        raise Http404
    if request.GET.get("export"):
        return _export(request, found)
    kinds = settled.kinds_of(found)
    shown = paged(request, settled.sales_in(found), "id", size=SIZE)
    elsewhere, strange = settled.orders_not_ours(found), settled.strange_lines(found)
    left = settled.left_unsettled(found)
    context: dict[str, Any] = {
        "settlement": found,
        "account": found.account,
        "title": title_of(found.account),
        "kinds": kinds,
        "sums": settled.by_head(kinds),
        "unread": sum(kind.unread for kind in kinds),
        "orders": settled.orders_in(found, shown.rows),
        "listing": shown,
        "elsewhere": elsewhere[:MOST_ELSEWHERE],
        "elsewhere_number": len(elsewhere),
        "strange": list(strange[: settled.MOST_STRANGE]),
        "left": list(left[:MOST_ELSEWHERE]),
        "left_number": left.count(),
        "export_url": export_url(request),
        "csv_url": export_url(request, "csv"),
    }
    return page(request, "settlement", tab="overview", **context)


def _export(request: Request, found: Settlement) -> HttpResponse:
    """Every line; in a workbook the orders stand on a sheet of their own."""
    name = f"settlement-{''.join(sign for sign in found.key if sign.isascii() and sign.isalnum()) or found.pk}"
    lines = _lines(found)
    if request.GET["export"] == "csv":
        return as_csv(name, lines[1], lines[2])
    return as_xlsx(name, [lines, _orders(found)])


def _lines(found: Settlement) -> Sheet:
    heads: list[object] = [
        gettext("Line"),
        gettext("Type"),
        gettext("Order there"),
        gettext("Order here"),
        gettext("Item"),
        gettext("SKU"),
        gettext("Amount type"),
        gettext("Description"),
        gettext("What it is"),
        gettext("Amount"),
        gettext("Money"),
        gettext("Pieces"),
        gettext("Day"),
    ]
    rows = settled.lines_of(found).select_related("sale__arrival__order")[:MOST_EXPORTED]
    table: Iterator[list[object]] = (
        [
            row.number,
            row.kind,
            row.external_id,
            _ours(row.sale),
            row.item,
            row.sku,
            row.called,
            row.described,
            word(row.head, "amount_head"),
            _cell(row.minor, found.currency),
            found.currency,
            row.quantity,
            row.posted.isoformat() if row.posted else "",
        ]
        for row in rows
    )
    return gettext("Lines"), heads, said_when_full(table)


def _orders(found: Settlement) -> Sheet:
    heads: list[object] = [
        gettext("Order there"),
        gettext("Order here"),
        gettext("Placed"),
        gettext("Paid by buyers"),
        gettext("Kept by the channel"),
        gettext("Reckoned"),
        gettext("Taxes held"),
        gettext("Reckoned taxes"),
        gettext("Other amounts"),
        gettext("Paid to us"),
    ]
    rows = settled.orders_in(found, list(settled.sales_in(found).order_by("pk")[:MOST_EXPORTED]))
    money = found.currency
    table: Iterator[list[object]] = (
        [
            each.sale.external_id,
            _ours(each.sale),
            day_of(each.sale.came_at).isoformat(),
            _cell(each.paid, money),
            _cell(each.kept, money),
            _cell(-each.reckoned.taken, money) if each.reckoned else "",
            _cell(each.taxes, money),
            _cell(-each.reckoned.taxes, money) if each.reckoned else "",
            _cell(each.other, money),
            _cell(each.came, money),
        ]
        for each in rows
    )
    return gettext("Orders"), heads, said_when_full(table)


def _ours(sale: Any) -> str:
    """The number of the order here."""
    order = sale.arrival.order if sale is not None and sale.arrival is not None else None
    return order.number if order is not None else ""


def _cell(minor: int | None, currency: str) -> object:
    """An amount as a number of its money, for a spreadsheet's cell; empty where none can be read."""
    return "" if minor is None else minor / 10 ** CURRENCIES.get(currency, 2)
