"""The plan of a wave is changed, it begins and ends; one group of it: what it lacks, why it waits, and out it goes."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haat.cohorts import actions
from haat.cohorts.models import Cohort, Seat
from haat.cohorts.queries import seat_at
from haat.cohorts.rules import MOST_WORDS, days_of, plan_of
from haat.cohorts.words import STAGES as STAGE_WORDS
from haat.core.dates import today
from haat.people.queries import coordinator_near, people
from haat.people.rules import can
from haat.web.office.cohorts.forms import NoteForm, form_of
from haat.web.office.cohorts.pages import found_cohort, seat_words
from haat.web.office.desk.history import history_of
from haat.web.office.desk.page import act, act_with, here, of_district, page
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_cohorts")
def plan(request: Request, pk: int) -> HttpResponse:
    """Title, days and money of a wave, and what happened to it."""
    of_district(request, "change_cohorts")
    found = found_cohort(request, "change_cohorts", pk)
    form, status = form_of(found), 200
    if request.method == "POST":
        form, status = form_of(found, request.POST), 422

        def change() -> None:
            told = form.cleaned_data
            actions.change_cohort(
                found,
                title=told["title"],
                plan=form.days(),
                budget_paise=told["budget"],
                seen=told["seen"] or 0,
                by=actor(request),
            )

        if act_with(request, form, once(request, change), done=_("Saved.")):
            return redirect("office:cohorts:cohort", pk)
    history = history_of(("cohorts.cohort", [pk]))
    return page(request, "cohorts/plan", status=status, cohort=found, form=form, history=history, nonce=nonce())


@require_POST
@office("change_cohorts")
def begin(request: Request, pk: int) -> HttpResponse:
    """Today is its first day."""
    of_district(request, "change_cohorts")
    found = found_cohort(request, "change_cohorts", pk)
    act(request, lambda: actions.begin_cohort(found, by=actor(request)), done=_("The wave has begun."))
    return redirect("office:cohorts:cohort", pk)


@require_POST
@office("change_cohorts")
def end(request: Request, pk: int) -> HttpResponse:
    """It leads nobody any more."""
    of_district(request, "change_cohorts")
    found = found_cohort(request, "change_cohorts", pk)
    act(request, lambda: actions.end_cohort(found, by=actor(request)), done=_("The wave has ended."))
    return redirect("office:cohorts:cohort", pk)


def _seat(request: Request, deed: str, pk: int) -> Seat:
    found = one_or_404(seat_at(request.mart, here(request, deed)), pk=pk)
    return found


def _page(request: Request, found: Seat, form: NoteForm, status: int = 200) -> HttpResponse:
    cohort, now = found.cohort, today()
    planned, maker = plan_of(cohort), found.maker or (found.group.maker if found.group else None)
    days = [(STAGE_WORDS[stage], day, planned[stage]) for stage, day in days_of(found).items()]
    may_note = can(request.user, "note_cohorts", mart=request.mart, place=found.block)
    context: dict[str, Any] = {
        "seat": found,
        "who": found.group or found.maker,
        "maker": maker,
        "cohort": cohort,
        "days": days,
        "lacks": seat_words(found),
        "waits": (now - found.since).days if found.since and found.stage else None,
        "late": max(0, (now - found.stuck_from).days) if found.stuck_from else 0,
        "form": form if may_note and found.left_on is None and cohort.state != Cohort.State.ENDED else None,
        "coordinator": coordinator_near(request.mart, found.block),
        "noted_by": people([found.noted_by_id]).get(found.noted_by_id or 0),
        "most": MOST_WORDS,
        "nonce": nonce(),
    }
    return page(request, "cohorts/seat", status=status, **context)


@require_safe
@office("see_cohorts")
def seat(request: Request, pk: int) -> HttpResponse:
    """One group in a wave: the days it reached each stage, what is missing, why it waits."""
    found = _seat(request, "see_cohorts", pk)
    return _page(request, found, NoteForm(found))


@require_POST
@office("note_cohorts")
def note(request: Request, pk: int) -> HttpResponse:
    """Why it waits, what is done next, and by whom."""
    found = _seat(request, "note_cohorts", pk)
    form = NoteForm(found, request.POST)

    def write() -> None:
        told = form.cleaned_data
        actions.note_why(found, reason=told["reason"], step=told["step"], whose=told["whose"], by=actor(request))

    if act_with(request, form, once(request, write), done=_("Written down.")):
        return redirect("office:cohorts:seat", pk)
    return _page(request, found, form, 422)


@require_POST
@office("change_cohorts")
def out(request: Request, pk: int) -> HttpResponse:
    """It leaves the wave."""
    of_district(request, "change_cohorts")
    found = _seat(request, "change_cohorts", pk)
    act(request, lambda: actions.take_out(found, by=actor(request)), done=_("It is no longer in the wave."))
    return redirect("office:cohorts:cohort", found.cohort_id)
