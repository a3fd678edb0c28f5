"""Breaches and drills: written down, told, closed; and the letters to the Board and to persons."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haat.core.languages import LANGUAGES
from haat.privacy import actions
from haat.privacy.concerned import concerned
from haat.privacy.models import Breach
from haat.privacy.purposes import WRITTEN
from haat.privacy.queries import breaches_of
from haat.privacy.rules import DETAILS_WITHIN
from haat.privacy.words import DATA, WHOM
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import paged
from haat.web.office.desk.page import act, act_with, of_district, page
from haat.web.office.privacy.forms import BreachForm, MeasuresForm, NumbersForm
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import name_of_sending, nonce

STEPS: dict[str, Callable[..., Breach]] = {
    "board": actions.tell_board,
    "details": actions.give_details,
    "persons": actions.tell_persons,
    "close": actions.close_breach,
}


@require_safe
@office("privacy")
def breaches(request: Request) -> HttpResponse:
    """All of the mart, the newest first."""
    of_district(request, "privacy")
    return page(request, "privacy/breaches", listing=paged(request, breaches_of(request.mart), "-known_at"))


@require_http_methods(["GET", "HEAD", "POST"])
@office("privacy")
def new(request: Request) -> HttpResponse:
    """Write one down."""
    of_district(request, "privacy")
    now = timezone.localtime()
    form, status = BreachForm(request.mart, initial={"known_on": now.date, "known_time": now.strftime("%H:%M")}), 200
    if request.method == "POST":
        form, status = BreachForm(request.mart, request.POST), 422
        made: list[Breach] = []

        def note() -> None:
            told = dict(form.cleaned_data)
            known = timezone.make_aware(datetime.combine(told.pop("known_on"), told.pop("known_time")))
            told["data"] = told.pop("kinds")
            key, by = name_of_sending(request), actor(request)
            made.append(actions.note_breach(request.mart, known_at=known, **told, key=key, by=by))

        if act_with(request, form, note, done=_("Written down. Now tell the Board and the persons.")):
            return redirect("office:privacy:breach", made[0].pk)
    return page(request, "privacy/new_breach", status=status, form=form, nonce=nonce())


def _one(request: Request, pk: int) -> Breach:
    of_district(request, "privacy")
    return one_or_404(breaches_of(request.mart).select_related("mart"), pk=pk)


def _measures(found: Breach) -> MeasuresForm:
    return MeasuresForm(initial={"measures": found.measures, "people_count": found.people_count})


@require_http_methods(["GET", "HEAD", "POST"])
@office("privacy")
def breach(request: Request, pk: int) -> HttpResponse:
    """One breach, its clocks, and what was done."""
    found = _one(request, pk)
    form, status = _measures(found), 200
    if request.method == "POST":
        form, status = MeasuresForm(request.POST), 422

        def keep() -> None:
            actions.change_breach(found, **form.cleaned_data, by=actor(request))

        if act_with(request, form, keep, done=_("Kept.")):
            return redirect("office:privacy:breach", pk)
    return _page(request, found, status=status, form=form)


def _page(request: Request, found: Breach, *, status: int = 200, **forms: Any) -> HttpResponse:
    named = list(found.concerned.order_by("pk").values_list("phone", flat=True))
    context: dict[str, Any] = {
        "breach": found,
        "form": forms.get("form") or _measures(found),
        "numbers_form": forms.get("numbers_form") or NumbersForm(initial={"numbers": "\n".join(named)}),
        "to_tell": None if found.people_told_at else len(concerned(found)),
        "data": [DATA[each] for each in found.data if each in DATA],
        "whom": WHOM[found.whom],
        "details_by": found.known_at + DETAILS_WITHIN,
        "late": found.board_details_at is None and timezone.now() > found.known_at + DETAILS_WITHIN - timedelta(days=1),
        "tongues": [LANGUAGES[code] for code in WRITTEN],
        "history": history_of(("privacy.breach", [found.pk])),
    }
    return page(request, "privacy/breach", status=status, **context)


@require_POST
@office("privacy")
def concern(request: Request, pk: int) -> HttpResponse:
    """Whose data it was: these alone are told."""
    found, form = _one(request, pk), NumbersForm(request.POST)

    def keep() -> None:
        actions.name_concerned(found, numbers=form.cleaned_data["numbers"].splitlines(), by=actor(request))

    if act_with(request, form, keep, done=_("Kept.")):
        return redirect("office:privacy:breach", pk)
    return _page(request, found, status=422, numbers_form=form)


@require_POST
@office("privacy")
def step(request: Request, pk: int, name: str) -> HttpResponse:
    """The Board or the persons were told, or all is done."""
    found, deed = _one(request, pk), STEPS.get(name)
    if deed is None:
        raise Http404
    act(request, lambda: deed(found, by=actor(request)), done=_("Kept."))
    return redirect("office:privacy:breach", pk)


@require_safe
@office("privacy")
def letter(request: Request, pk: int, to: str, tongue: str) -> HttpResponse:
    """The letter to the Board or to a person, in one language, to be printed."""
    found = _one(request, pk)
    if to not in ("board", "person") or tongue not in WRITTEN:
        raise Http404
    with override(tongue):
        data = [str(DATA[each]) for each in found.data if each in DATA]
        told: dict[str, Any] = {
            "breach": found,
            "data": data,
            "to": to,
            "spoken_in": LANGUAGES[tongue],
            "mart": request.mart,
        }
        return page(request, "privacy/letter", **told)
