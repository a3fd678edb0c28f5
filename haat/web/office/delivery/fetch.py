"""The rider's phone: the pick-up, village by village, and what is taken along at each maker."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.core.errors import HaatError
from haat.core.languages import best
from haat.delivery import actions
from haat.delivery.fetch_errors import UnknownParcel
from haat.delivery.fetching import (
    MakerStop,
    Village,
    dropped_pickup,
    fetches_of,
    left_for,
    parcel_named,
    pickups_for,
    pickups_of,
    villages,
)
from haat.delivery.models import Clash, Parcel, Pickup
from haat.web.office.delivery.phone import asked_of, kept_page, told
from haat.web.ui.deeds import done_at, queued, refuse
from haat.web.ui.gate import actor, rider
from haat.web.ui.request import Request

# Why a parcel is not taken along; the desk reads it.
REASONS = {
    "nobody": _("Nobody was there"),
    "not_packed": _("It was not packed yet"),
    "not_found": _("The house was not found"),
    "too_large": _("It does not fit on the motorcycle"),
}


@dataclass(frozen=True)
class Trip:
    """A pick-up on the rider's page: its villages, each with its makers and the way to them, and what is done of it."""

    pickup: Pickup
    ways: list[tuple[Village, list[tuple[MakerStop, str]]]]
    parcels: int
    due: int
    taken: int


def _trip(pickup: Pickup) -> Trip:
    fetches = fetches_of(pickup)
    ways = villages(fetches)
    return Trip(
        pickup,
        [(village, [(stop, way_to(stop)) for stop in village.makers]) for village in ways],
        parcels=len(fetches),
        due=sum(village.due for village in ways),
        taken=sum(len(village.taken) for village in ways),
    )


@require_safe
@rider
def fetch(request: Request) -> HttpResponse:
    """His pick-ups that were not counted yet: the one he is on first, then what he has brought and what comes later."""
    return _page(request)


def _page(request: Request, *, wrong: str = "", number: str = "", status: int = 200) -> HttpResponse:
    trips = [_trip(pickup) for pickup in pickups_for(request.user.pk, request.mart)]
    trips.sort(key=lambda trip: not trip.due)  # what he brought waits for the desk, and holds nothing up
    context: dict[str, Any] = {
        "tab": "fetch",
        "left": left_for(request.user.pk, request.mart),
        "trips": trips,
        "reasons": REASONS.items(),
        "clashes": asked_of(request),
        "wrong": wrong,
        "number": number,
    }
    return kept_page(request, render(request, "office/delivery/fetch.html", context, status=status))


def way_to(stop: MakerStop) -> str:
    """An address that a map of the phone opens: where the village lies, or its name when nobody has measured it."""
    place = stop.maker.place
    if place.latitude is not None and place.longitude is not None:
        at = f"{place.latitude:.5f},{place.longitude:.5f}"
        return f"geo:{at}?q={at}"
    names = dict.fromkeys(best(where.names, "en").text for where in (place, stop.maker.block))
    return f"geo:0,0?q={quote(', '.join([*names, stop.maker.pin]))}"


def _pickup(request: Request, pk: int) -> Pickup:
    """His own pick-up, also one that was dropped while he had no net: the action says so. 404 for another's."""
    found = pickups_of(request.mart).filter(rider=request.user.pk, pk=pk).first()
    found = found or dropped_pickup(request.user.pk, request.mart, pk)
    if found is None:
        raise Http404
    return found


def _named(request: Request, pk: int, number: str = "") -> tuple[Pickup, Parcel | None]:
    """The parcel whose label was scanned or box ticked (its number stands in the address), or that was typed."""
    return _pickup(request, pk), parcel_named(request.mart, number or request.POST.get("number", ""))


@require_POST
@rider
@told(Clash.Deed.TAKE, _named)
@queued
def take(request: Request, pickup: Pickup, parcel: Parcel | None) -> HttpResponse:
    """He has a parcel: its label was scanned, its number typed, or its box ticked."""
    try:
        if parcel is None:
            raise UnknownParcel
        actions.take(pickup, parcel=parcel, done_at=done_at(request), by=actor(request))
    except HaatError as problem:
        refuse(request, problem)
        return _page(request, wrong=problem.message, number=request.POST.get("number", ""), status=422)
    return redirect("office:delivery:fetch")


@require_POST
@rider
@told(Clash.Deed.NOT_THERE, _named)
@queued
def not_there(request: Request, pickup: Pickup, parcel: Parcel | None) -> HttpResponse:
    """He was there, and could not take it along."""
    reason = str(REASONS.get(request.POST.get("reason", ""), ""))
    try:
        if parcel is None:
            raise UnknownParcel
        actions.not_there(pickup, parcel=parcel, reason=reason, done_at=done_at(request), by=actor(request))
    except HaatError as problem:
        refuse(request, problem)
        return _page(request, wrong=problem.message, status=422)
    return redirect("office:delivery:fetch")
