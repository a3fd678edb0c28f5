"""Orders as channels tell of them: those that wait for a person first; and the block on an order's own page."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.channels import actions
from haat.channels.models import Sale
from haat.channels.queries import accounts_of, sale_of, sales_waiting
from haat.channels.showing import parts_of, sales_of
from haat.orders.models import Part
from haat.web.office.channels.forms import RateForm
from haat.web.office.channels.frame import CHANGE, SEE, page, title_of
from haat.web.office.desk.listing import ids, paged, typed
from haat.web.office.desk.page import act_with, of_district
from haat.web.office.desk.rooms import Block
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once

SIZE = 30


@require_safe
@office(SEE)
def sales(request: Request) -> HttpResponse:
    """`?waits=1`: those that wait for a person; `?account=` and `?q=` (the channel's number) narrow it."""
    of_district(request, SEE)
    accounts = list(accounts_of(request.mart))
    wanted = next(iter(ids([request.GET.get("account", "")])), 0)
    waiting = sales_waiting(request.mart)
    rows = waiting if request.GET.get("waits") else sales_of(request.mart)
    if wanted:
        rows = rows.filter(account=wanted)
    if words := typed(request, "q").replace(" ", ""):
        rows = rows.filter(external_id__iexact=words)
    context: dict[str, Any] = {
        "listing": paged(request, rows, "id" if request.GET.get("waits") else "-id", size=SIZE),
        "accounts": [(str(each.pk), f"{title_of(each)}: {each.name}") for each in accounts],
        "titles": {each.pk: title_of(each) for each in accounts},
        "account": str(wanted) if wanted else "",
        "waits": bool(request.GET.get("waits")),
        "waiting": waiting.count(),
    }
    return page(request, "sales", tab="sales", **context)


@require_safe
@office(SEE)
def sale(request: Request, pk: int) -> HttpResponse:
    """One order as it is told there: its state, its clock, what waits for a person, and the channel's own words."""
    return _page(request, _here(request, pk, SEE), RateForm())


@require_POST
@office(CHANGE)
def tell_rate(request: Request, pk: int) -> HttpResponse:
    """What one unit of its money was worth: the order is received at that."""
    found, form = _here(request, pk, CHANGE), RateForm(request.POST)

    def do() -> None:
        given = form.cleaned_data
        actions.tell_rate(found, rate=f"{given['rate']:f}", rate_on=given["rate_on"], by=actor(request))

    if act_with(request, form, once(request, do), done=_("Told. The order is received now.")):
        return redirect("office:channels:sale", pk)
    return _page(request, _here(request, pk, CHANGE), form, status=422)


def _here(request: Request, pk: int, deed: str) -> Sale:
    of_district(request, deed)
    found = sales_of(request.mart).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _page(request: Request, found: Sale, form: RateForm, *, status: int = 200) -> HttpResponse:
    asks = found.problem == Sale.Problem.RATE and found.arrival_id is None
    context: dict[str, Any] = {
        "sale": found,
        "title": title_of(found.account),
        "form": form if asks else None,
        "parts": parts_of(found),
        "nonce": nonce(),
    }
    return page(request, "sale", tab="sales", status=status, **context)


def on_part(part: Part) -> Block | None:
    """On the page of a part that a channel told of: its number and its clock there."""
    found = sale_of(part.order)
    if found is None:
        return None
    return Block("office/channels/parts/on_part.html", {"sale": found, "title": title_of(found.account)})
