"""Choosing a language outside the shop, where it does not stand in the address."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from haat.core.languages import LANGUAGES
from haat.people.actions import set_language
from haat.web.ui.gate import actor, safe_next
from haat.web.ui.request import Request


def remember(response: HttpResponse, code: str) -> HttpResponse:
    """Keep the reader's language in a cookie for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_POST
def choose(request: Request) -> HttpResponse:
    """Remember the language chosen, for the person too when she is signed in."""
    code = request.POST.get("language", "")
    response = redirect(safe_next(request, "/"))
    if code not in LANGUAGES:
        return response
    if request.user.is_authenticated:
        set_language(request.user, language=code, by=actor(request))
    return remember(response, code)
