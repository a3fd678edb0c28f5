"""The desk decides on a find: follow, call, later, known already, drop; and a yes that is taken back."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from haat.makers.rules import visible_to
from haat.survey import actions
from haat.survey.models import Find
from haat.survey.queries import finds_seen
from haat.web.office.desk.listing import ids
from haat.web.office.desk.page import act, act_with
from haat.web.office.survey.forms import CallForm, DropForm, LaterForm
from haat.web.office.survey.pages import find_page, one
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import once


def _done(
    request: Request, shown: Find, name: str, form: forms.Form, do: Callable[[], Any], done: "str | Promise"
) -> HttpResponse:
    """Do it with what was typed; refused, the page stands with the form as it was sent."""
    if act_with(request, form, do, done=done):
        return redirect("office:survey:find", shown.pk)
    return find_page(request, one(request, "see_finds", shown.pk), forms={name: form}, status=422)


@require_POST
@office("change_finds")
def lead(request: Request, pk: int) -> HttpResponse:
    """She is worth following."""
    shown = one(request, "change_finds", pk)
    act(request, lambda: actions.make_lead(shown, by=actor(request)), done=_("Noted: she is followed."))
    return redirect("office:survey:find", pk)


@require_POST
@office("change_finds")
def call(request: Request, pk: int) -> HttpResponse:
    """How a call went; pressed twice it is one call."""
    shown, form = one(request, "change_finds", pk), CallForm(request.POST)
    do = once(request, lambda: actions.note_call(shown, **form.cleaned_data, by=actor(request)))
    return _done(request, shown, "call_form", form, do, _("The call is noted."))


@require_POST
@office("change_finds")
def later(request: Request, pk: int) -> HttpResponse:
    """She is asked again on a day."""
    shown, form = one(request, "change_finds", pk), LaterForm(request.POST)

    def do() -> None:
        given = form.cleaned_data
        actions.put_off(shown, again_on=given["again_on"], reason=given["reason"], by=actor(request))

    return _done(request, shown, "later_form", form, do, _("Put off."))


@require_POST
@office("change_finds")
def drop(request: Request, pk: int) -> HttpResponse:
    """Nothing comes of it, with the reason."""
    shown, form = one(request, "change_finds", pk), DropForm(request.POST)

    def do() -> None:
        given = form.cleaned_data
        actions.drop(shown, why=given["why"], reason=given["reason"], by=actor(request))

    return _done(request, shown, "drop_form", form, do, _("Dropped."))


@require_POST
@office("change_finds")
def same(request: Request, pk: int) -> HttpResponse:
    """She is another find, or a maker who is here; either only when the reader sees it."""
    shown = one(request, "change_finds", pk)
    twin, maker = ids([request.POST.get("twin", "")]), ids([request.POST.get("maker", "")])
    if not twin and not maker:
        raise Http404
    other = one_or_404(finds_seen(request.user, request.mart), pk=twin[0]) if twin else None
    known = None if twin else one_or_404(visible_to(request.user, request.mart, "see_makers"), pk=maker[0])
    done = _("Noted: she is known already.")
    act(request, lambda: actions.mark_same(shown, twin=other, maker=known, by=actor(request)), done=done)
    return redirect("office:survey:find", pk)


@require_POST
@office("change_finds")
def withdraw(request: Request, pk: int) -> HttpResponse:
    """She takes her yes back."""
    shown = one(request, "change_finds", pk)
    done = _("All that was kept of her is deleted. Village and craft stay counted.")
    act(request, lambda: actions.withdraw(shown, by=actor(request)), done=done)
    return redirect("office:survey:find", pk)
