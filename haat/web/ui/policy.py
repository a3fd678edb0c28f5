"""The content security policy, which is the same on every page and so is put together once."""

from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# What django-csp's decorators leave on an answer whose policy differs.
_OWN = ("_csp_exempt", "_csp_config", "_csp_update", "_csp_replace")


class OnePolicy(CSPMiddleware):
    """django-csp's middleware; it builds a policy only for an answer that asks for its own."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the header, as strict on an error's page as on any other."""
        own = getattr(request, "_csp_nonce", None) or any(hasattr(response, name) for name in _OWN)
        if own:
            answer: HttpResponseBase = super().process_response(request, response)
            return answer
        response.headers.setdefault(HEADER, _policy())
        return response


@cache
def _policy() -> str:
    return str(build_policy())
