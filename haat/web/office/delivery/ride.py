"""The rider's phone: the round of the day, stop by stop."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.core.errors import HaatError
from haat.core.languages import best
from haat.delivery import actions
from haat.delivery.models import Parcel, Round
from haat.delivery.queries import parcels_of, rounds_in, rounds_of, stops
from haat.web.office.delivery.forms import HandOverForm
from haat.web.office.desk.page import act
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, rider
from haat.web.ui.request import Request
from haat.web.ui.signin_forms import refuse

# Why a parcel is not handed over; the words go to the buyer's order and the desk.
REASONS = {
    "nobody_home": _("Nobody was at home"),
    "not_found": _("The address was not found"),
    "later": _("The buyer asked for another day"),
    "no_money": _("The buyer had no money"),
    "not_wanted": _("The buyer does not want it"),
}


@require_safe
@rider
def ride(request: Request) -> HttpResponse:
    """The earliest round that is not closed."""
    return _page(request)


def _page(request: Request, held: HandOverForm | None = None, status: int = 200) -> HttpResponse:
    rounds = [round for round in rounds_of(request.user.pk, request.mart) if round.state != Round.State.BACK]
    waiting = [round for round in rounds_of(request.user.pk, request.mart) if round.state == Round.State.BACK]
    shown = rounds[0] if rounds else None
    parcels = list(stops(shown)) if shown else []
    going = shown is not None and shown.state == Round.State.OUT
    rows = [_stop(parcel, held) for parcel in parcels]
    left = [row for row in rows if row["open"]]
    for number, row in enumerate(left):
        row["first"] = number == 0 if held is None else row["parcel"].pk == held.parcel.pk
    context: dict[str, Any] = {
        "round": shown,
        "going": going,
        "rows": rows,
        "left": left,
        "done": len(rows) - len(left),
        "to_collect": sum(parcel.collect_paise for parcel in parcels),
        "waiting_paise": sum(round.cash_paise for round in waiting),
        "reasons": REASONS.items(),
    }
    return render(request, "office/delivery/ride.html", context, status=status)


def _stop(parcel: Parcel, held: HandOverForm | None) -> dict[str, Any]:
    order = parcel.part.order
    address = ", ".join(
        part for part in (order.address, order.landmark, best(order.goes_to, "en").text, order.code_there) if part
    )
    mine = held is not None and held.parcel.pk == parcel.pk
    return {
        "parcel": parcel,
        "open": parcel.state in (Parcel.State.OUT, Parcel.State.PACKED),
        "map": f"geo:0,0?q={quote(address)}",
        "form": held if mine else HandOverForm(parcel),
        "first": False,
    }


def _round(request: Request, pk: int) -> Round:
    """His own round; 404 for another's."""
    return one_or_404(rounds_in(request.mart), rider=request.user.pk, pk=pk)


def _parcel(request: Request, pk: int) -> Parcel:
    """A parcel of his own round; 404 for another's."""
    return one_or_404(parcels_of(request.mart).select_related("part__order"), round__rider=request.user.pk, pk=pk)


@require_POST
@rider
def leave(request: Request, pk: int) -> HttpResponse:
    """He has left with the parcels."""
    found = _round(request, pk)
    act(request, lambda: actions.start_round(found, by=actor(request)), done=_("Good road! The buyers are told."))
    return redirect("office:delivery:ride")


@require_POST
@rider
def hand_over(request: Request, pk: int) -> HttpResponse:
    """The buyer told the code and paid."""
    parcel = _parcel(request, pk)
    form = HandOverForm(parcel, request.POST)
    if form.is_valid():
        try:
            actions.hand_over(
                parcel, code=form.cleaned_data["code"], collected_paise=parcel.collect_paise, by=actor(request)
            )
        except HaatError as problem:
            refuse(form, problem)
        else:
            messages.success(request, gettext("Handed over to %(name)s.") % {"name": parcel.part.order.name})
            return redirect("office:delivery:ride")
    return _page(request, form, status=422)


@require_POST
@rider
def not_delivered(request: Request, pk: int) -> HttpResponse:
    """It comes back, with the reason."""
    parcel = _parcel(request, pk)
    reason = str(REASONS.get(request.POST.get("reason", ""), ""))
    done = _("Written down. Bring the parcel back to the desk.")
    act(request, lambda: actions.not_delivered(parcel, reason=reason, by=actor(request)), done=done)
    return redirect("office:delivery:ride")


@require_POST
@rider
def end(request: Request, pk: int) -> HttpResponse:
    """He is back; the desk counts the cash."""
    found = _round(request, pk)
    act(
        request,
        lambda: actions.end_round(found, by=actor(request)),
        done=_("The round is over. Give the cash to the desk."),
    )
    return redirect("office:delivery:ride")
