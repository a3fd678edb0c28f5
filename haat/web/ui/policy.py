"""What a page may load and use: the content security policy, put together once, and the permissions policy."""

from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from haat.core.languages import LANGUAGES

# What django-csp's decorators leave on an answer whose policy differs.
_OWN = ("_csp_exempt", "_csp_config", "_csp_update", "_csp_replace")
PERMISSIONS = "Permissions-Policy"
# Nothing asks for a payment sheet or a device; pictures come through a file field.
_CLOSED = "payment=(), usb=(), display-capture=(), browsing-topics=()"
RIDE, SURVEY = "/office/ride/", "/maker/survey/"


class OnePolicy(CSPMiddleware):
    """django-csp's middleware; it builds a policy only for an answer that asks for its own."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the headers, as strict on an error's page as on any other."""
        response.headers.setdefault(PERMISSIONS, _permissions(request.path_info))
        own = getattr(request, "_csp_nonce", None) or any(hasattr(response, name) for name in _OWN)
        if own:
            answer: HttpResponseBase = super().process_response(request, response)
            return answer
        response.headers.setdefault(HEADER, _policy())
        return response


def _permissions(path: str) -> str:
    """The microphone where one may say what one looks for or sells: the shop's pages and the maker's phone.

    The camera where a rider scans labels, the place where a worker notes in which village she is.
    """
    first = path.removeprefix("/").split("/", 1)[0]
    listens = first == "maker" or first in LANGUAGES
    scans = path.startswith(RIDE)
    where = "self" if path.startswith(SURVEY) else ""
    own = f"camera=({'self' if scans else ''}), geolocation=({where})"
    return f"{own}, {_CLOSED}, microphone=({'self' if listens else ''})"


@cache
def _policy() -> str:
    return str(build_policy())
