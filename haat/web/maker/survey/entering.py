"""Who may enter: whoever surveys in this mart, signed in by phone code. What she sees she has written herself."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from haat.people.rules import can
from haat.web.maker.base.acting import may_act_for_many, to_sign_in
from haat.web.maker.base.request import Request
from haat.web.ui.errors import not_allowed

View = Callable[..., HttpResponse]


def surveying(view: View) -> View:
    """Let in who surveys; the phone keeps the page for the person, whomever she helps besides."""

    @wraps(view)
    @never_cache
    def handle(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if not can(request.user, "survey", mart=request.mart):
            return not_allowed(request)
        response = view(request, *args, **kwargs)
        response["X-Phone"] = f"{request.user.pk}-all"
        return response

    return handle


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render `maker/survey/<template>.html`."""
    frame = {"helps": may_act_for_many(request.user, request.mart), "worker": str(request.user)}
    return render(request, f"maker/survey/{template}.html", {**frame, **context}, status=status)
