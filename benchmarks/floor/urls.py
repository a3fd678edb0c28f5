"""One address, one view, one query by a key."""

import gzip
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from benchmarks.floor.models import Good

LEVEL = 3  # as quickly as the shop packs, not as thoroughly as Django's own middleware


def packed(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Pack every answer."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.content = gzip.compress(response.content, LEVEL, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(response.content))
        return response

    return handle


def page(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """The page of a kind, with a good in it."""
    return render(request, f"{kind}.html", {"good": get_object_or_404(Good, pk=number)})


urlpatterns = [path("<slug:kind>/<int:number>/", page)]
