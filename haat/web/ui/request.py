"""A request after the middleware: what every view may count on."""

from django.http import HttpRequest, QueryDict

from haat.core.errors import HaatError
from haat.people.models import User
from haat.places.models import Mart


class Request(HttpRequest):
    """Says to the reader and the type checker what is there; never made by us."""

    mart: Mart
    user: User
    reference: str
    ended: User | None  # whose session ended with this very request
    user_signed_in: bool
    refused: HaatError | None = None  # what a view told the phone's queue (see deeds)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: everything that was sent, be it nothing at all; None while it is only shown."""
    return request.POST if request.method == "POST" else None


def first_part(path: str) -> str:
    """`hi` of `/hi/search/`; nothing for what is no path, such as the `*` of OPTIONS."""
    return path.split("/", 2)[1] if path.startswith("/") else ""
