"""Rendered anonymous pages, kept for a minute in each process."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]


def page_cache(get_response: GetResponse) -> GetResponse:
    """Pass the request on."""

    def handle(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    return handle
