"""Forms on kept pages carry no token; the browser itself says where a request comes from.

See docs/decisions/basket-without-token.md.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from haat.web.ui.errors import forbidden
from haat.web.ui.request import Request

View = Callable[..., HttpResponse]


def from_here(request: Request) -> bool:
    """True when the browser says that a page of this host sent the request: Sec-Fetch-Site, Origin or Referer."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site != "same-origin":
        return False
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    if origin is None:
        return site == "same-origin"
    try:
        sent = urlsplit(origin)
    except ValueError:  # no address at all, as "http://["
        return False
    return (sent.scheme, sent.netloc) == (request.scheme, request.get_host())


def same_origin(view: View) -> View:
    """Refuse what another site's page sends; in place of a token, so that the page may be kept."""

    @wraps(view)
    def handle(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not from_here(request):
            return forbidden(request)
        return view(request, *args, **kwargs)

    return csrf_exempt(handle)
