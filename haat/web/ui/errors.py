"""Error pages: what happened, what to do, and a reference number."""

import structlog
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from haat.web.ui import unsent
from haat.web.ui.request import Request

log = structlog.get_logger("haat.web")


def error_page(request: Request, *, status: int, title: str, way_out: str) -> HttpResponse:
    """The error page of any surface."""
    context = {"title": title, "way_out": way_out, "status": status}
    return render(request, "ui/error.html", context, status=status)


def bad_request(request: Request, exception: Exception) -> HttpResponse:
    return error_page(
        request, status=400, title=_("We could not read that"), way_out=_("Go back and send the page again.")
    )


def forbidden(request: Request, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    return error_page(
        request,
        status=403,
        title=_("This page is not for you"),
        way_out=_("If you need it, ask the district desk."),
    )


def no_longer(request: Request) -> HttpResponse:
    """Something was sent that her roles do not allow, perhaps since a moment ago: nothing of what she typed is lost."""
    title, way_out = _("Your role does not allow this (any more)"), _("Nothing was changed. Ask the district desk.")
    context = {"title": title, "way_out": way_out, "status": 403, "typed": unsent.typed(request)}
    return render(request, "ui/error.html", context, status=403)


def not_allowed(request: Request) -> HttpResponse:
    """Her roles do not allow it: a page is not for her, and what she sent stands before her."""
    return no_longer(request) if request.method == "POST" else forbidden(request)


def stale_form(request: Request, reason: str = "") -> HttpResponse:
    """A form without its token: the page lay open while somebody signed in or out, or cookies were cleared."""
    title, way_out = _("This page lay open too long"), _("Go back, load the page again, and send it once more.")
    if request.accepts("text/html"):
        return error_page(request, status=403, title=title, way_out=way_out)
    return JsonResponse({"error": f"{title}. {way_out}", "code": "stale"}, status=403)


def not_found(request: Request, exception: Exception) -> HttpResponse:
    return error_page(
        request,
        status=404,
        title=_("There is no such page"),
        way_out=_("It may have been sold or moved. Begin again from the first page."),
    )


def too_many(request: Request, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, status=429, title=_("Too many tries"), way_out=_("Wait ten minutes, then try again."))


def server_error(request: Request) -> HttpResponse:
    """Django calls this while the exception is being handled: it goes into the log under the page's number."""
    log.exception("request failed", method=request.method, reference=getattr(request, "reference", ""))
    return error_page(
        request,
        status=500,
        title=_("Something broke on our side"),
        way_out=_("Go back and try again; if it breaks again, tell us this number."),
    )
