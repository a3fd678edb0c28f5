"""A request after the middleware: what every view may count on."""

from django.http import HttpRequest

from haat.people.models import User
from haat.places.models import Mart


class Request(HttpRequest):
    """Says to the reader and the type checker what is there; never made by us."""

    mart: Mart
    user: User
    reference: str
    user_signed_in: bool
