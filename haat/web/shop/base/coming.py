"""The link that brought a reader, remembered for a week: `?from=` of a shop's address, as a cookie that says only that.

A kept page knows nothing of it (docs/decisions/kept-pages.md): the query is read before it is taken away, and the
cookie is laid on the answer that goes out, never on the page that is kept.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict

from haat.core.languages import LANGUAGES
from haat.orders.sources import FIELD, clean
from haat.web.ui.request import first_part

GetResponse = Callable[[HttpRequest], HttpResponse]
COOKIE = "from"
WEEK = 7 * 24 * 3600
READ = (200, 304)


def came_from(get_response: GetResponse) -> GetResponse:
    """Lay the source of an address on the answer, where it is another than the reader has already."""

    def handle(request: HttpRequest) -> HttpResponse:
        source = _asked(request)
        response = get_response(request)
        if source and response.status_code in READ:
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(COOKIE, source, max_age=WEEK, httponly=True, samesite="Lax", secure=secure)
            response.headers["Cache-Control"] = "private, max-age=0"  # it is no longer everybody's
        return response

    return handle


def source_of(request: HttpRequest) -> str:
    """The source the reader came from last; empty without one."""
    return clean(request.COOKIES.get(COOKIE, ""))


def _asked(request: HttpRequest) -> str:
    """What a page of the shop is asked with; empty when that is what the reader has already."""
    query = request.META.get("QUERY_STRING", "")
    if f"{FIELD}=" not in query or request.method != "GET" or first_part(request.path_info) not in LANGUAGES:
        return ""
    found = clean(_field(query))
    return "" if found == request.COOKIES.get(COOKIE) else found


def _field(query: str) -> str:
    """The field's value; nothing for a query with more fields than are read, which is refused further in."""
    if query.count("&") >= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:
        return ""
    return QueryDict(query).get(FIELD, "") or ""
