"""Who may enter a view: signed in, holding the role for a deed, with the second factor given this session."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from haat.core.actor import Actor
from haat.people.rules import can
from haat.web.ui import unsent
from haat.web.ui.errors import forbidden
from haat.web.ui.request import Request

View = Callable[..., HttpResponse]
FACTOR_KEY = "second_factor_given"


def actor(request: Request, *, for_maker_id: int | None = None) -> Actor:
    """The signed-in person as an Actor; an anonymous buyer is nobody in particular."""
    return Actor(request.user.pk if request.user.is_authenticated else None, for_maker_id)


def client_address(request: Request) -> str:
    """The caller's address; X-Forwarded-For counts only from as many proxies as are trusted."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if settings.TRUSTED_PROXIES and len(hops) >= settings.TRUSTED_PROXIES:
        return hops[-settings.TRUSTED_PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))


def safe_next(request: Request, default: str) -> str:
    """The `next` address when it stays on this host, else `default`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    secure = request.is_secure()
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=secure):
        return wanted
    return default


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
            if not request.user.is_authenticated:
                return _to("ui:office_sign_in", request)
            if not can(request.user, deed, mart=request.mart):
                return forbidden(request)
            if not request.session.get(FACTOR_KEY):
                return _to("ui:second_factor", request)
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
        if not can(request.user, "ride", mart=request.mart):
            return forbidden(request)
        return view(request, *args, **kwargs)

    handle.deed = "rider"  # type: ignore[attr-defined]
    return handle
