"""Who may enter: a secretary or CRP of this mart, signed in by phone code. She sees her own groups and no others."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from haat.people.rules import can
from haat.web.maker.base.acting import may_act_for_many, signed_in_now, to_sign_in
from haat.web.maker.base.request import Request
from haat.web.ui.errors import not_allowed

View = Callable[..., HttpResponse]


def keeping(view: View) -> View:
    """Let in who keeps groups at an organisation or a village; the phone keeps the page for the person."""

    @wraps(view)
    @never_cache
    def handle(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not signed_in_now(request):
            return to_sign_in(request)
        if not can(request.user, "keep_node", mart=request.mart):
            return not_allowed(request)
        response = view(request, *args, **kwargs)
        response["X-Phone"] = f"{request.user.pk}-all"
        return response

    return handle


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render `maker/node/<template>.html`."""
    frame = {"helps": may_act_for_many(request.user, request.mart), "who": str(request.user)}
    return render(request, f"maker/node/{template}.html", {**frame, **context}, status=status)
