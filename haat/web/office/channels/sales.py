"""Orders as channels tell of them: those that wait for a person first; and the block on an order's own page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.channels import actions
from haat.channels.queries import accounts_of, sale_of, sales_waiting
from haat.channels.showing import sales_of, sales_to_hand_over
from haat.orders.models import Part
from haat.web.office.channels.forms import RateForm
from haat.web.office.channels.frame import CHANGE, SEE, page, title_of
from haat.web.office.channels.sale_page import late, sale_here, sale_page, shown
from haat.web.office.desk.listing import ids, paged, typed
from haat.web.office.desk.page import act_with, of_district
from haat.web.office.desk.rooms import Block
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import once

SIZE = 30


@require_safe
@office(SEE)
def sales(request: Request) -> HttpResponse:
    """`?show=`: those that wait for a person (waits), or are to be handed over (hand).

    `?account=` and `?q=` (the channel's number) narrow it.
    """
    of_district(request, SEE)
    accounts = list(accounts_of(request.mart))
    wanted = next(iter(ids([request.GET.get("account", "")])), 0)
    lists = {"waits": sales_waiting(request.mart), "hand": sales_to_hand_over(request.mart)}
    show = request.GET.get("show", "waits" if request.GET.get("waits") else "")
    rows = lists.get(show, sales_of(request.mart)).prefetch_related("shipments")
    if wanted:
        rows = rows.filter(account=wanted)
    if words := typed(request, "q").replace(" ", ""):
        rows = rows.filter(external_id__iexact=words)
    context: dict[str, Any] = {
        "listing": paged(request, rows, "id" if show in lists else "-id", size=SIZE),
        "accounts": [(str(each.pk), f"{title_of(each)}: {each.name}") for each in accounts],
        "titles": {each.pk: title_of(each) for each in accounts},
        "account": str(wanted) if wanted else "",
        "show": show if show in lists else "",
        "shows": [
            ("", _("All"), None),
            ("waits", _("Waits for a word"), lists["waits"].count()),
            ("hand", _("To hand over"), lists["hand"].count()),
        ],
        "now": timezone.now(),
    }
    return page(request, "sales", tab="sales", **context)


@require_safe
@office(SEE)
def sale(request: Request, pk: int) -> HttpResponse:
    """One order as it is told there: its state, its clock, its parcels, what waits, and the channel's own words."""
    return sale_page(request, sale_here(request, pk, SEE))


@require_POST
@office(CHANGE)
def tell_rate(request: Request, pk: int) -> HttpResponse:
    """What one unit of its money was worth: the order is received at that."""
    found, form = sale_here(request, pk, CHANGE), RateForm(request.POST)

    def do() -> None:
        given = form.cleaned_data
        actions.tell_rate(found, rate=f"{given['rate']:f}", rate_on=given["rate_on"], by=actor(request))

    if act_with(request, form, once(request, do), done=_("Told. The order is received now.")):
        return redirect("office:channels:sale", pk)
    return sale_page(request, sale_here(request, pk, CHANGE), rate=form, status=422)


def on_part(part: Part) -> Block | None:
    """On the page of a part that a channel told of: its number and its clock there."""
    found = sale_of(part.order)
    if found is None:
        return None
    rows = shown(found, forms=False)
    facts = {"sale": found, "title": title_of(found.account), "rows": rows, "late": late(found, rows)}
    return Block("office/channels/parts/on_part.html", facts)
