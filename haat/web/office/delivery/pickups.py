"""Pick-ups: what lies with makers is given to a rider, and counted when he brings it; what came back is received."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.core.dates import today
from haat.delivery import actions
from haat.delivery.fetch_errors import UnknownParcel
from haat.delivery.fetching import (
    fetches_of,
    open_clashes,
    open_pickups,
    parcel_named,
    pickups_of,
    to_bring_back,
    to_fetch,
)
from haat.delivery.models import Fetch, Parcel, Pickup, Round
from haat.delivery.queries import parcels_of, rounds_in
from haat.places.models import Place
from haat.web.office.delivery.forms import BackForm, CountForm, PickupForm
from haat.web.office.delivery.pages import round_page
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import ids, numbered
from haat.web.office.desk.page import act, act_with, here, of_district, page, say_undrawn
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

MOST = 200
READY = 40
Parcels = list[Parcel]


@require_safe
@office("see_rounds")
def pickups(request: Request) -> HttpResponse:
    """What waits at makers, village by village, and the pick-ups on their way."""
    return _list(request)


def _list(request: Request, *, plan: PickupForm | None = None, status: int = 200) -> HttpResponse:
    of_district(request, "see_rounds")
    blocks = Blocks(request, here(request, "see_rounds"))
    shown = numbered(request, to_fetch(request.mart, blocks.chosen), size=READY)
    say_undrawn(request, plan, drawn=bool(shown.rows))
    context: dict[str, Any] = {
        "blocks": blocks,
        "groups": by_village(shown.rows),
        "listing": shown,
        "picked": request.POST.getlist("parcel"),
        "plan": plan or PickupForm(request.mart, initial={"day": today()}),
        "pickups": list(open_pickups(request.mart)),
        "clashes": open_clashes(request.mart).count(),
        "day": today(),
    }
    return page(request, "delivery/pickups", status=status, **context)


def by_village(parcels: Parcels) -> list[tuple[Place, Parcels]]:
    """Every village with what lies there, in the order in which they stand."""
    groups: dict[int, tuple[Place, Parcels]] = {}
    for parcel in parcels:
        place = parcel.part.maker.place
        groups.setdefault(place.pk, (place, []))[1].append(parcel)
    return list(groups.values())


@require_POST
@office("plan_rounds")
def plan(request: Request) -> HttpResponse:
    """Send a rider to the makers of the parcels ticked, in the order they stand."""
    of_district(request, "plan_rounds")
    form = PickupForm(request.mart, request.POST)
    picked = ids(request.POST.getlist("parcel"))[:MOST]
    found = parcels_of(request.mart).in_bulk(picked)
    made: list[Pickup] = []

    def do() -> None:
        parcels = [found[pk] for pk in picked if pk in found]
        made.append(actions.plan_pickup(request.mart, parcels=parcels, by=actor(request), **form.cleaned_data))

    if act_with(request, form, do, done=_("Planned. The rider sees the pick-up on the phone.")):
        return redirect("office:delivery:pickup", made[0].pk)
    return _list(request, plan=form, status=422)


def _one(request: Request, deed: str, pk: int) -> Pickup:
    of_district(request, deed)
    return one_or_404(pickups_of(request.mart), pk=pk)


@require_safe
@office("see_rounds")
def pickup(request: Request, pk: int) -> HttpResponse:
    """One pick-up: what its rider says, and the count at the hub."""
    return _page(request, _one(request, "see_rounds", pk))


def _page(request: Request, shown: Pickup, *, form: CountForm | None = None, status: int = 200) -> HttpResponse:
    fetches = fetches_of(shown)
    own = shown.rider_id == request.user.pk
    open_ = shown.state == Pickup.State.OPEN
    say_undrawn(request, form, drawn=open_ and not own)
    taken = [fetch for fetch in fetches if fetch.state == Fetch.State.TAKEN]
    ticked = request.POST.getlist("came") if form is not None else [str(fetch.parcel_id) for fetch in taken]
    context: dict[str, Any] = {
        "pickup": shown,
        "fetches": fetches,
        "taken": len(taken),
        "ticked": ticked,
        "own": own,
        "open": open_,
        "form": form or CountForm(),
        "history": history_of(("delivery.pickup", [shown.pk])),
    }
    return page(request, "delivery/pickup", status=status, **context)


@require_POST
@office("plan_rounds")
def receive(request: Request, pk: int) -> HttpResponse:
    """The parcels are counted at the hub: those ticked came, and others whose number was typed."""
    found, form = _one(request, "plan_rounds", pk), CountForm(request.POST)

    def do() -> None:
        came = list(parcels_of(request.mart).filter(pk__in=_ticked(request)))
        for number in form.cleaned_data["others"]:
            other = parcel_named(request.mart, number)
            if other is None:
                raise UnknownParcel("others")
            came.append(other)
        actions.receive_pickup(found, came=came, counted=form.cleaned_data["counted"], by=actor(request))

    if act_with(request, form, do, done=_("Counted. What differs stands under questions.")):
        return redirect("office:delivery:pickup", pk)
    return _page(request, found, form=form, status=422)


@require_POST
@office("plan_rounds")
def drop(request: Request, pk: int) -> HttpResponse:
    """Given up before anything was taken."""
    found = _one(request, "plan_rounds", pk)
    done = _("Dropped. Its parcels wait for a rider again.")
    if act(request, lambda: actions.drop_pickup(found, by=actor(request)), done=done):
        return redirect("office:delivery:pickups")
    return redirect("office:delivery:pickup", pk)


def _misses(request: Request, round: Round) -> bool:
    """Whether something is not ticked that an ended round still has to bring."""
    return to_bring_back(request.mart).filter(round=round).exclude(pk__in=_ticked(request)).exists()


def _ticked(request: Request) -> list[int]:
    return ids(request.POST.getlist("came"))[:MOST]


@require_POST
@office("plan_rounds")
def receive_back(request: Request, pk: int) -> HttpResponse:
    """What could not be delivered is counted at the desk: those ticked came back."""
    of_district(request, "plan_rounds")
    found, form = one_or_404(rounds_in(request.mart), pk=pk), BackForm(request.mart, request.POST)

    def do() -> None:
        came = list(parcels_of(request.mart).filter(pk__in=_ticked(request)))
        actions.receive_back(found, came=came, hub=form.cleaned_data["hub"], by=actor(request))

    done = (
        _("Received. What is missing stands under questions.")
        if _misses(request, found)
        else _("The parcels are received back.")
    )
    if act_with(request, form, do, done=done):
        return redirect("office:delivery:round", pk)
    return round_page(request, found, back=form, status=422)
