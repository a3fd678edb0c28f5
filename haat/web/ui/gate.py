"""Who may enter a view: signed in, and allowed the deed. What a deed wants proven stands in `people.rules` alone."""

import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from haat.core.actor import Actor
from haat.people.rules import can, lacks_factor
from haat.web.ui import unsent
from haat.web.ui.errors import not_allowed
from haat.web.ui.request import Request
from haat.web.ui.session import half_of

View = Callable[..., HttpResponse]
NETWORK_BITS = 64  # of an IPv6 address: what one household or server gets, to the last bit its own choice


def actor(request: Request, *, for_maker_id: int | None = None) -> Actor:
    """The signed-in person as an Actor; an anonymous buyer is nobody in particular."""
    return Actor(request.user.pk if request.user.is_authenticated else None, for_maker_id)


def client_address(request: Request) -> str:
    """Where the caller is, to count by: an IPv4 address, or the network (/64) of an IPv6 one.

    X-Forwarded-For counts only from as many proxies as are trusted.
    """
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if settings.TRUSTED_PROXIES and len(hops) >= settings.TRUSTED_PROXIES:
        return _network(hops[-settings.TRUSTED_PROXIES])
    return _network(str(request.META.get("REMOTE_ADDR", "")))


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, NETWORK_BITS), strict=False))


def safe_next(request: Request, default: str) -> str:
    """The `next` address when it stays on this host, else `default`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    secure = request.is_secure()
    # A bare word ("abc") would be within this host too, and be taken for the name of a page.
    if "/" in wanted and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=secure
    ):
        return wanted
    return default


def to_proof(request: Request) -> HttpResponse:
    """To the password, or to the second step when the password was given just now; then back here."""
    return _to("ui:second_factor" if half_of(request) else "ui:office_sign_in", request)


def _to(name: str, request: Request) -> HttpResponse:
    """Sign in first, then come back here, or to what was typed when this was a sending."""
    back = unsent.keep(request) if request.method == "POST" else request.get_full_path()
    return redirect(f"{reverse(name)}?{urlencode({'next': back})}")


def signed_in(view: View) -> View:
    """Send an anonymous visitor to sign in by phone first."""

    @wraps(view)
    def handle(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to("ui:sign_in", request)
        return view(request, *args, **kwargs)

    return handle


def office(deed: str) -> Callable[[View], View]:
    """Let in who may do `deed` in this mart, with password and second factor given; others are told so."""

    def wrap(view: View) -> View:
        @wraps(view)
        def handle(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated or lacks_factor(request.user, deed, mart=request.mart):
                return to_proof(request)
            if not can(request.user, deed, mart=request.mart):
                return not_allowed(request)
            unsent.forget(request)
            return view(request, *args, **kwargs)

        handle.deed = deed  # type: ignore[attr-defined]
        return handle

    return wrap


def rider(view: View) -> View:
    """Let in a rider of this mart, signed in by phone code."""

    @wraps(view)
    def handle(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to("ui:sign_in", request)
        # A view that hears those whose role has ended refuses them itself.
        if not getattr(view, "hears_leavers", False) and not can(request.user, "ride", mart=request.mart):
            return not_allowed(request)
        return view(request, *args, **kwargs)

    handle.deed = "rider"  # type: ignore[attr-defined]
    return handle
