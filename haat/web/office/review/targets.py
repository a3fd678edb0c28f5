"""Targets, set and taken back by the collector; who did so and when is read from the audit trail."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from haat.core.models import Event
from haat.core.queries import events_of
from haat.places.models import Mart, Place
from haat.places.queries import places_by_id
from haat.review.actions import set_target, take_back_target
from haat.review.queries import targets_of
from haat.web.office.desk.history import names_of
from haat.web.office.desk.page import act, act_with, here, page, say_gone
from haat.web.office.review.forms import TargetForm
from haat.web.office.review.parts import amount
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

MOST, MOST_EVENTS = 60, 400
KINDS = ("review.target_set", "review.target_taken_back")


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_targets")
def target(request: Request) -> HttpResponse:
    """The targets that hold, who set them, and changing one; setting one again replaces it."""
    scope = here(request, "change_targets")
    status, form = 200, TargetForm(scope, initial={"place": scope})
    if request.method == "POST":
        form, status = TargetForm(scope, request.POST), 422
        given = form.cleaned_data if form.is_valid() else {}
        if act_with(request, form, lambda: set_target(request.mart, **given, by=actor(request)), done=_("Target set.")):
            return redirect("office:review:target")
    found = history(request.mart)
    # Newest first: the first event of a target is how it was set last.
    set_by = {change.target: change for change in reversed(found)}
    rows = [
        (line, amount(line.measure, line.value), set_by.get(line.pk))
        for line in targets_of(request.mart).order_by("-by_day", "place__path", "measure")[:MOST]
    ]
    return page(request, "review/target", status=status, form=form, rows=rows, history=found[:MOST])


@require_POST
@office("change_targets")
def take_back(request: Request, pk: int) -> HttpResponse:
    """The target holds no more."""
    here(request, "change_targets")
    found = targets_of(request.mart).filter(pk=pk).first()
    if found is None:
        say_gone(request, "review.target_taken_back", subject_id=pk)
        return redirect("office:review:target")
    act(request, lambda: take_back_target(found, by=actor(request)), done=_("Taken back."))
    return redirect("office:review:target")


@dataclass(frozen=True)
class Change:
    """One thing that was done to a target: when, by whom, and in words what it says now and said before."""

    target: int
    at: datetime
    kind: str
    who: str
    measure: str
    place: dict[str, str]
    value: str
    before: str
    by_day: date | None


def history(mart: Mart) -> list[Change]:
    """What was done to the mart's targets, newest first; at most four queries."""
    events = list(events_of(mart.pk, KINDS)[:MOST_EVENTS])
    names = names_of(events)
    places = places_by_id(event.data["place"] for event in events)
    return [_change(event, names[event.pk], places.get(event.data["place"])) for event in events]


def _change(event: Event, who: str, place: Place | None) -> Change:
    data = event.data
    measure, before, day = data["measure"], data.get("before"), data.get("by_day")
    return Change(
        target=event.subject_id,
        at=event.at,
        kind=event.kind,
        who=who,
        measure=measure,
        place=place.names if place else {},
        value=amount(measure, data["value"]),
        before=amount(measure, before) if before and before != data["value"] else "",
        by_day=date.fromisoformat(day) if day else None,
    )
