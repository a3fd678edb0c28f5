"""The rider's phone: the round of the day, stop by stop."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.core.errors import HaatError
from haat.core.languages import best
from haat.delivery import actions
from haat.delivery.errors import WrongParcelState
from haat.delivery.fetching import failed_for, left_for, rode_with
from haat.delivery.models import Clash, Parcel, Round
from haat.delivery.queries import parcels_of, rounds_in, rounds_of, stops, stops_alone
from haat.delivery.rules import WAITING
from haat.delivery.telling import some_get_messages
from haat.web.office.delivery.forms import HandOverForm
from haat.web.office.delivery.phone import asked_of, kept_page, told
from haat.web.office.desk.page import act
from haat.web.ui.deeds import done_at, queued, refuse_fields
from haat.web.ui.deeds import kept as of_queue
from haat.web.ui.deeds import refuse as refuse_deed
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, rider
from haat.web.ui.request import Request
from haat.web.ui.signin_forms import refuse

# So many stops a page: a longer round comes in parts, which the phone keeps as it keeps the page.
AT_ONCE = 12
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
    mine = list(rounds_of(request.user.pk, request.mart))
    rounds = [round for round in mine if round.state != Round.State.BACK]
    waiting = [round for round in mine if round.state == Round.State.BACK]
    shown = rounds[0] if rounds else None
    parcels = list(stops_alone(shown)) if shown else []
    going = shown is not None and shown.state == Round.State.OUT
    open_ = [parcel for parcel in parcels if _is_open(parcel, going=going)]
    now = held.parcel.pk if held is not None else open_[0].pk if open_ else 0
    parts = [parcels[start : start + AT_ONCE] for start in range(0, len(parcels), AT_ONCE)]
    part = _part_asked(request, shown, len(parts)) if held is None else None
    if part is None:
        part = next((at for at, some in enumerate(parts) if any(parcel.pk == now for parcel in some)), 0)
    # Of the stops of the other parts nothing is shown but how many are left.
    here = list(stops(shown).filter(pk__in=[parcel.pk for parcel in parts[part]])) if shown and parts else []
    left = {parcel.pk for parcel in open_}
    first = now if any(parcel.pk == now for parcel in here) else next((p.pk for p in here if p.pk in left), 0)
    context: dict[str, Any] = {
        "round": shown,
        "going": going,
        "rows": [_stop(parcel, held, going=going, first=parcel.pk == first) for parcel in here],
        "total": len(parcels),
        "parts": _parts(shown, parts, open_, part) if shown and len(parts) > 1 else [],
        "tab": "bring",
        "left": left_for(request.user.pk, request.mart),
        "left_here": open_,
        "failed": list(failed_for(request.user.pk, request.mart)),
        "clashes": asked_of(request),
        "done": len(parcels) - len(open_),
        "to_collect": sum(parcel.collect_paise for parcel in parcels),
        "waiting_paise": sum(round.cash_paise for round in waiting),
        "reasons": REASONS.items(),
    }
    return kept_page(request, render(request, "office/delivery/ride.html", context, status=status))


def _is_open(parcel: Parcel, *, going: bool) -> bool:
    return parcel.state in (Parcel.State.OUT, *(() if going else WAITING))


def _part_asked(request: Request, round: Round | None, count: int) -> int | None:
    """The part of the round in the address (`17-2`: the second of round 17), from 0; None for no part of this one."""
    pk, _dash, number = request.GET.get("part", "").partition("-")
    if round is None or pk != str(round.pk) or not (number.isascii() and number.isdigit() and len(number) < 4):
        return None
    return int(number) - 1 if 0 < int(number) <= count else None


def _parts(round: Round, parts: list[list[Parcel]], open_: list[Parcel], shown: int) -> list[dict[str, Any]]:
    """The keys to the parts of a long round: which stops each holds, and how many of them are left."""
    left = {parcel.pk for parcel in open_}
    return [
        {
            "name": f"{some[0].stop}–{some[-1].stop}",
            "url": f"{reverse('office:delivery:ride')}?part={round.pk}-{number}",
            "left": sum(parcel.pk in left for parcel in some),
            "current": number == shown + 1,
        }
        for number, some in enumerate(parts, start=1)
    ]


def _stop(parcel: Parcel, held: HandOverForm | None, *, going: bool, first: bool) -> dict[str, Any]:
    order = parcel.part.order
    address = ", ".join(
        part for part in (order.address, order.landmark, best(order.goes_to, "en").text, order.code_there) if part
    )
    mine = held is not None and held.parcel.pk == parcel.pk
    return {
        "parcel": parcel,
        "open": _is_open(parcel, going=going),
        "map": f"geo:0,0?q={quote(address)}",
        "form": held if mine else HandOverForm(parcel),
        "first": first,
    }


def _round(request: Request, pk: int) -> Round:
    """His own round; 404 for another's."""
    return one_or_404(rounds_in(request.mart), rider=request.user.pk, pk=pk)


def _parcel(request: Request, pk: int) -> tuple[Parcel]:
    """A parcel of his own round, or for the phone's queue one that he had; 404 for another's."""
    rows = parcels_of(request.mart).select_related("part__order")
    rider_id = request.user.pk
    his = rows.filter(round__rider=rider_id)
    had = of_queue(request) and not his.filter(pk=pk).exists() and rode_with(rider_id, request.mart, pk)
    return (one_or_404(rows if had else his, pk=pk),)


def _only_his(request: Request, parcel: Parcel) -> None:
    """What rides with another by now is not his to hand over: the desk asks. Raises WrongParcelState."""
    if parcel.round is None or parcel.round.rider_id != request.user.pk:
        raise WrongParcelState(parcel.number, parcel.state)


@require_POST
@rider
def leave(request: Request, pk: int) -> HttpResponse:
    """He has left with the parcels."""
    found = _round(request, pk)
    done = _("Good road! The buyers get a message.") if some_get_messages(found) else _("Good road!")
    act(request, lambda: actions.start_round(found, by=actor(request)), done=done)
    return redirect("office:delivery:ride")


@require_POST
@rider
@told(Clash.Deed.HAND_OVER, _parcel)
@queued
def hand_over(request: Request, parcel: Parcel) -> HttpResponse:
    """The buyer told the code and paid."""
    form = HandOverForm(parcel, request.POST)
    if form.is_valid():
        try:
            _only_his(request, parcel)
            actions.hand_over(
                parcel,
                code=form.cleaned_data["code"],
                collected_paise=parcel.collect_paise,
                key=request.headers.get("X-Deed", ""),
                done_at=done_at(request),
                by=actor(request),
            )
        except HaatError as problem:
            refuse(form, problem)
            refuse_deed(request, problem)
        else:
            messages.success(request, gettext("Handed over to %(name)s.") % {"name": parcel.part.order.name})
            return redirect("office:delivery:ride")
    else:
        refuse_fields(request, form.errors)
    return _page(request, form, status=422)


@require_POST
@rider
@told(Clash.Deed.NOT_DELIVERED, _parcel)
@queued
def not_delivered(request: Request, parcel: Parcel) -> HttpResponse:
    """It comes back, with the reason."""
    reason = str(REASONS.get(request.POST.get("reason", ""), ""))
    done = gettext("Written down. Bring the parcel back to the desk.")
    try:
        _only_his(request, parcel)
        actions.not_delivered(parcel, reason=reason, done_at=done_at(request), by=actor(request))
    except HaatError as problem:
        refuse_deed(request, problem)
        messages.error(request, problem.message)
    else:
        messages.success(request, done)
    return redirect("office:delivery:ride")


@require_safe
@rider
def kept(request: Request) -> HttpResponse:
    """What he did without net and what became of it, as his phone knows it."""
    context = {"left": left_for(request.user.pk, request.mart), "clashes": asked_of(request)}
    return kept_page(request, render(request, "office/delivery/ride_kept.html", context))


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
