"""A request as it reaches the desk: `ui.middleware` has found the mart, `ui.gate` has let a person in."""

from django.http import HttpRequest

from haat.people.models import User
from haat.places.models import Mart


class Request(HttpRequest):
    """Says to the reader and the type checker what is always there; never made by us."""

    mart: Mart
    user: User
