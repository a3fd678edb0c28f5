"""Deeds that a phone keeps while it has no net: sent later, as often as it takes, and counted once.

The phone sends the very form to its own address, with the once-key in `X-Deed` (see static/ui/js/queue.js). `queued`
answers it in JSON; a form without that header is answered as ever. `for_maker` of the phone reads `X-Deed-For`.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import wraps
from hashlib import sha256
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from haat.core import sendings
from haat.core.errors import HaatError
from haat.web.ui.gate import actor
from haat.web.ui.request import Request

View = Callable[..., HttpResponse]
KEY = re.compile(r"[0-9A-Za-z-]{16,64}")
MOST_DIGITS = 8  # of seconds: three years
FIRST_REFUSED, CONFLICT, REFUSED = 400, 409, 422


def kept(request: Request) -> bool:
    """Whether this is a deed of the phone's queue, made some time ago."""
    return "X-Deed" in request.headers


def done_at(request: Request) -> datetime | None:
    """When a deed of the queue was done, by how long ago its phone says that was; None for what is done now.

    The phone measures both ends with its own clock, so that a clock that is wrong does no harm.
    """
    age = request.headers.get("X-Deed-Age", "")
    seconds = int(age) if age.isascii() and age.isdigit() and len(age) <= MOST_DIGITS else 0
    return timezone.now() - timedelta(seconds=seconds) if seconds else None


def refuse(request: Request, problem: HaatError) -> None:
    """Note what was refused, for the phone's queue; the view goes on to answer as it does to a browser."""
    request.refused = problem


def refuse_fields(request: Request, errors: Mapping[str, Any]) -> None:
    """The same for a form: the first sentence, at its field."""
    field, said = next(iter(errors.items()), ("", []))
    refuse(request, HaatError("form", str(next(iter(said), "")), field="" if field == "__all__" else field))


def queued(view: View) -> View:
    """Let the phone keep this deed: the innermost of a view's wrappers, for what `view` answers is judged here.

    200 {done, again, to, said}; 409 {said, conflict, now} when somebody was there before; 422 {said, field, sure}.
    """

    @wraps(view)
    def handle(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not kept(request):
            return view(request, *args, **kwargs)
        key = request.headers["X-Deed"]
        if not KEY.fullmatch(key):
            return JsonResponse({"said": []}, status=FIRST_REFUSED)
        request.refused = None
        told = repr((request.user.pk, request.path, key)).encode()
        name = f"{sendings.DEED}{sha256(told).hexdigest()[:40]}"
        try:
            answer = sendings.tried(
                name, lambda: view(request, *args, **kwargs), done=lambda one: _done(request, one), by=actor(request)
            )
        except sendings.Again:
            return JsonResponse({"done": True, "again": True, "to": "", "said": []})
        return _answer(request, answer)

    return handle


def _done(request: Request, answer: HttpResponse) -> bool:
    return request.refused is None and answer.status_code < FIRST_REFUSED


def _answer(request: Request, answer: HttpResponse) -> HttpResponse:
    said = [str(message) for message in get_messages(request)]
    if _done(request, answer):
        return JsonResponse({"done": True, "again": False, "to": answer.get("Location", ""), "said": said})
    problem = request.refused
    if problem is None:
        return JsonResponse({"said": said}, status=answer.status_code)
    told = {name: str(problem.facts.get(name, "")) for name in ("sure", "now")}
    facts = {"said": [problem.message], "field": problem.field, **told}
    return JsonResponse({**facts, "conflict": problem.conflict}, status=CONFLICT if problem.conflict else REFUSED)


@never_cache
@require_safe
def token(request: Request) -> HttpResponse:
    """A fresh CSRF token, and who is signed in: a phone sends only what this person did."""
    if not request.user.is_authenticated:
        proven = request.ended is not None and request.ended.proven
        where = reverse("ui:office_sign_in" if proven else "ui:sign_in")
        return JsonResponse({"sign_in": where}, status=401)
    return JsonResponse({"token": get_token(request), "user": request.user.pk})
