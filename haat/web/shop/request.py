"""A request as the shop's views get it, after the middleware."""

from django.http import HttpRequest

from haat.people.models import User
from haat.places.models import Mart


class Request(HttpRequest):
    """With its mart and whether the browser holds a session; `user` is asked only when it does."""

    mart: Mart
    user: User
    user_signed_in: bool
    reference: str
