"""Holding the phone to the code of a lesson that is taught: she was there."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haat.core.errors import HaatError
from haat.learning.actions import come
from haat.learning.queries import meeting_by_code, name_of
from haat.web.maker.base.acting import for_maker, page
from haat.web.maker.base.request import Request
from haat.web.ui.deeds import done_at, queued, refuse


@require_http_methods(["GET", "HEAD", "POST"])
@for_maker
@queued
def here(request: Request, code: str) -> HttpResponse:
    """What is taught, by whom and where, and the key that says she is there; told twice it counts once."""
    maker = request.acting.maker
    meeting = meeting_by_code(maker.mart, code)
    if meeting is None:
        raise Http404
    wrong = ""
    if request.method == "POST":
        try:
            come(meeting, maker=maker, by=request.acting.by, at=done_at(request))
        except HaatError as problem:
            refuse(request, problem)
            wrong = problem.message
        else:
            messages.success(request, _("You are written down: you were there."))
            return redirect("maker:lesson", meeting.lesson)
    title = name_of(maker.mart, meeting.lesson)
    return page(request, "lessons/here", status=422 if wrong else 200, meeting=meeting, title=title, wrong=wrong)
