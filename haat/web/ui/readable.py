"""What no page could read is refused at the door, so that no page need think of it.

PostgreSQL keeps no NUL, and nobody types one; a query with more fields than we read would break the very page that
says so.
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpResponse, QueryDict

from haat.web.ui.request import Request

GetResponse = Callable[[Request], HttpResponse]
NUL = "\x00"


def readable(get_response: GetResponse) -> GetResponse:
    """Answer 400 to a request with a NUL in its path, query, cookies or form, or with too many fields in its query."""

    def handle(request: Request) -> HttpResponse:
        if not query_can_be_read(request.META.get("QUERY_STRING", "")):
            request.GET = QueryDict()
            raise BadRequest("query")
        if NUL in request.path_info or _has_nul(request.COOKIES.values()):
            raise BadRequest("address or cookies")
        # The fields alone: pictures are bytes, and looked at by those who take them.
        if request.method == "POST" and _has_nul(value for _name, values in request.POST.lists() for value in values):
            raise BadRequest("form")
        return get_response(request)

    return handle


def query_can_be_read(query: str) -> bool:
    """Whether a query has no NUL, and no more fields than are read."""
    return not (query.count("&") >= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS or NUL in query or "%00" in query)


def _has_nul(values: Iterable[str]) -> bool:
    return any(NUL in value for value in values)
