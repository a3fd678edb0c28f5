"""Error pages: what happened, what to do, and a reference number."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from haat.web.ui.request import Request


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
    return error_page(
        request,
        status=500,
        title=_("Something broke on our side"),
        way_out=_("Nothing you wrote is lost. Try again; if it breaks again, tell us this number."),
    )
