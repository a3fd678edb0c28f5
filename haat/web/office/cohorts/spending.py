"""What a wave cost, bill by bill: of the whole wave, so only for who sees the whole mart."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.cohorts import actions
from haat.cohorts.queries import by_kind, costs_of
from haat.people.queries import people
from haat.people.rules import can
from haat.web.office.cohorts.forms import CostForm
from haat.web.office.cohorts.pages import found_cohort
from haat.web.office.cohorts.words import COSTS
from haat.web.office.desk.listing import MOST_EXPORTED, export, export_url, paged, rupees_cell
from haat.web.office.desk.page import act, act_with, of_district, page
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import name_of_sending, nonce


@require_safe
@office("see_cohort_costs")
def costs(request: Request, pk: int) -> HttpResponse:
    """Every bill; who may writes another one down."""
    of_district(request, "see_cohort_costs")
    found = found_cohort(request, "see_cohort_costs", pk)
    if request.GET.get("export"):
        heads = [_("Day"), _("What for"), _("Bill"), _("Rupees"), _("Struck")]
        rows = costs_of(found)[:MOST_EXPORTED]
        table = [
            [row.day.isoformat(), str(COSTS[row.kind]), row.words, rupees_cell(row.amount_paise), bool(row.struck_at)]
            for row in rows
        ]
        return export(request, f"wave-{pk}-bills", [str(head) for head in heads], table)
    return _page(request, found, CostForm())


@require_POST
@office("write_cohort_costs")
def write(request: Request, pk: int) -> HttpResponse:
    """One more bill."""
    of_district(request, "write_cohort_costs")
    found, form = found_cohort(request, "write_cohort_costs", pk), CostForm(request.POST)

    def write_down() -> None:
        told = form.cleaned_data
        actions.write_cost(
            found,
            kind=told["kind"],
            amount_paise=told["amount"],
            day=told["day"],
            words=told["words"],
            key=name_of_sending(request),
            by=actor(request),
        )

    if act_with(request, form, write_down, done=_("Written down.")):
        return redirect("office:cohorts:costs", pk)
    return _page(request, found, form, 422)


def _page(request: Request, found: Any, form: CostForm, status: int = 200) -> HttpResponse:
    may = can(request.user, "write_cohort_costs", mart=request.mart, place=request.mart.place)
    listing = paged(request, costs_of(found), "-day")
    writers = people(row.by_id for row in listing.rows)
    return page(
        request,
        "cohorts/costs",
        status=status,
        cohort=found,
        listing=listing,
        rows=[(row, writers.get(row.by_id or 0)) for row in listing.rows],
        spent=sum(by_kind(found.bills).values()),
        form=form if may else None,
        export_url=export_url(request),
        nonce=nonce(),
    )


@require_POST
@office("write_cohort_costs")
def strike(request: Request, pk: int, cost: int) -> HttpResponse:
    """It was written by mistake."""
    of_district(request, "write_cohort_costs")
    found = found_cohort(request, "write_cohort_costs", pk)
    row = one_or_404(costs_of(found), pk=cost)
    act(request, lambda: actions.strike_cost(row, by=actor(request)), done=_("Struck. It counts no more."))
    return redirect("office:cohorts:costs", pk)
