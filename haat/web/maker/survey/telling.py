"""Where a phone tells of a find, and sends its files: each an address of its own, as often as it takes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from haat.core.errors import HaatError, PictureBusy, TooManyTries
from haat.core.limits import hit
from haat.survey.actions import give_file, tell_find
from haat.survey.queries import find_told_by
from haat.web.maker.base.request import Request
from haat.web.maker.survey.entering import surveying
from haat.web.maker.survey.pages import add_page
from haat.web.maker.survey.reading import KEY, NAME, files_sent, new_file, told_by
from haat.web.ui.deeds import queued, refuse
from haat.web.ui.gate import actor

View = Callable[..., HttpResponse]
# A day's finds with their files, sent in an evening.
MOST_AN_HOUR = 4000


def counted(view: View) -> View:
    """Not more in an hour than a day's walk holds; who sends more waits, and loses nothing."""

    @wraps(view)
    def handle(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            hit(f"survey:{request.user.pk}", most=MOST_AN_HOUR, seconds=3600)
        except TooManyTries as problem:
            return HttpResponse(problem.message, status=429)
        return view(request, *args, **kwargs)

    return handle


@require_POST
@surveying
@counted
@queued
def find(request: Request, key: str) -> HttpResponse:
    """One find with what she agreed to. Sent again it counts once."""
    if not KEY.fullmatch(key):
        raise Http404
    try:
        told = told_by(request, key)
        tell_find(request.mart, told=told, files=files_sent(request), by=actor(request))
    except PictureBusy as problem:
        return HttpResponse(problem.message, status=429)
    except HaatError as problem:
        refuse(request, problem)
        return _again(request, key, problem)
    messages.success(request, _("Noted. One more?"))
    return redirect("maker:survey")


def _again(request: Request, key: str, problem: HaatError) -> HttpResponse:
    """The questions with what was typed; a refusal of no field stands with her answer."""
    typed = request.POST
    values: dict[str, Any] = {name: typed.get(name, "") for name in typed if name != "csrfmiddlewaretoken"}
    values["crafts"] = typed.getlist("craft")
    field = {"price_paise": "price", "voice": "voice_note"}.get(problem.field, problem.field) or "yes"
    return add_page(request, values=values, errors={field: problem.message}, key=key, status=422)


@require_POST
@surveying
@counted
@queued
def file(request: Request, key: str, name: str) -> HttpResponse:
    """One photo, voice note or recorded yes of a find this person told."""
    kind, sent = name.partition("-")[0], request.FILES.get("file")
    if sent is None or not NAME.fullmatch(name):
        return HttpResponse(status=400)
    told = find_told_by(request.user, request.mart, key)
    if told is None:
        raise Http404
    try:
        give_file(told, file=new_file(name, kind, sent), by=actor(request))
    except PictureBusy as problem:
        return HttpResponse(problem.message, status=429)
    except HaatError as problem:
        refuse(request, problem)
        return HttpResponse(problem.message, status=422)
    return HttpResponse(status=204)
