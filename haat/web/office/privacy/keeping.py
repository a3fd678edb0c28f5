"""How long things are kept, what would be deleted tonight, and who looked at what is somebody's."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.core.personal import looks
from haat.people.queries import people
from haat.privacy import actions
from haat.privacy.queries import answer_days, looks_at, person_called, petitions_of, standings, tonight
from haat.privacy.rules import LEAST_ANSWER, MOST_ANSWER
from haat.web.office.desk.listing import paged
from haat.web.office.desk.page import act_with, of_district, page
from haat.web.office.privacy.forms import DaysForm
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request


@require_safe
@office("privacy")
def clocks(request: Request) -> HttpResponse:
    """Every clock with its days, its bounds, and what it would delete tonight."""
    return _clocks(request)


def _clocks(request: Request, wrong: DaysForm | None = None, *, status: int = 200) -> HttpResponse:
    of_district(request, "privacy")
    rows = tonight(request.mart)
    refused = wrong.data.get("name", "") if wrong else ""
    return page(
        request,
        "privacy/clocks",
        status=status,
        rows=rows,
        total=sum(number for _clock, _days, number in rows),
        answer=answer_days(request.mart),
        bounds=(LEAST_ANSWER, MOST_ANSWER),
        refused=refused,
        wrong=wrong,
    )


@require_POST
@office("privacy")
def set_days(request: Request) -> HttpResponse:
    """Other days for one clock."""
    of_district(request, "privacy")
    form = DaysForm(request.POST)
    said = form.data

    def keep() -> None:
        actions.set_days(request.mart, **form.cleaned_data, by=actor(request))

    if act_with(request, form, keep, done=_("Kept.")):
        return redirect("office:privacy:clocks")
    return _clocks(request, form, status=422) if said.get("name") else redirect("office:privacy:clocks")


@require_safe
@office("privacy")
def person(request: Request, pk: int) -> HttpResponse:
    """One person: her yes and no, what she asked, and everybody who looked at what is hers."""
    of_district(request, "privacy")
    found = person_called(request.mart, pk)
    if found is None:
        raise Http404
    user, known = found
    listing = paged(request, looks_at(known), "-pk")
    who = people(event.by_id for event in listing.rows)
    seen = [(event.at, who.get(event.by_id or 0, ""), event, looks()[event.kind].why) for event in listing.rows]
    return page(
        request,
        "privacy/person",
        person=known,
        user=user,
        standings=standings(user, request.mart),
        petitions=petitions_of(user, request.mart)[:20],
        listing=listing,
        seen=seen,
    )
