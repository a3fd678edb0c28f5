"""Help: asking the desk, whom to call, what we told her, and how things are done."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haat.core.errors import HaatError
from haat.core.languages import current
from haat.core.limits import hit
from haat.helping.actions import ask as ask_desk
from haat.helping.queries import asked_by, clock_now, with_words
from haat.helping.rules import MOST_PICTURES, MOST_WORDS, OTHER, SUBJECTS
from haat.helping.words import SUBJECT_WORDS
from haat.messages.actions import mark_read
from haat.messages.permissions import asking
from haat.messages.queries import SHOWN, told
from haat.people.queries import coordinator_near
from haat.web.maker.base.acting import for_maker, kept_ahead, page
from haat.web.maker.base.request import Request
from haat.web.ui.deeds import queued, refuse
from haat.web.ui.enclosed import pictures_of, voice_of
from haat.web.ui.sending import nonce

MOST_QUESTIONS = 10
# The drawing that says a subject to who does not read.
DRAWN = {
    "payment": "coins-in",
    "parcel": "parcel-truck-house",
    "stock": "shelf-and-bin",
    "photo": "picture-words",
    "papers": "papers-list",
    "phone": "phone-whole",
    "price": "tag-150",
    "quality": "sample-same",
    "marketplace": "market-minus",
    "other": "help-key",
}


@require_safe
@for_maker
def help_page(request: Request) -> HttpResponse:
    """Her questions with their answers, whom to call, messages (read once she opens it), and ways of doing things."""
    maker, user = request.acting.maker, request.user
    messages = list(told(user)[:SHOWN])
    if not kept_ahead(request) and any(message.read_at is None for message in messages):
        mark_read(user, shown=messages)
    return page(
        request,
        "help/help",
        told=messages,
        questions=list(with_words(asked_by(maker))[:MOST_QUESTIONS]),
        coordinator=coordinator_near(maker.mart, maker.block),
        now=timezone.now(),
        ways=asking(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_maker
@queued
def ask(request: Request) -> HttpResponse:
    """What she needs, written or said; the clock begins."""
    if request.method != "POST":
        return _ask_page(request)
    words, key = request.POST.get("words", ""), request.POST.get("nonce", "")[:64] or nonce()
    acting = request.acting
    try:
        hit(f"ask:{request.user.pk}", most=30, seconds=3600)
        ask_desk(
            acting.maker,
            words=words,
            voice=voice_of(request),
            pictures=pictures_of(request, most=MOST_PICTURES),
            subject=request.POST.get("subject") or OTHER,
            language=current(),
            key=key,
            by=acting.by,
        )
    except HaatError as problem:
        refuse(request, problem)
        return _ask_page(request, words, {problem.field or "words": problem.message})
    messages.success(request, _("Your question is with the desk."))
    return redirect("maker:help")


def _ask_page(request: Request, typed: str = "", wrong: Mapping[str, str] | None = None) -> HttpResponse:
    chosen = request.POST.get("subject") or request.GET.get("subject") or OTHER
    context: dict[str, Any] = {
        "typed": typed,
        "most": MOST_WORDS,
        "hours": clock_now(request.mart).maker_hours,
        "wrong": wrong or {},
        "subjects": [(each, SUBJECT_WORDS[each], f"lessons/{DRAWN[each]}.svg", each == chosen) for each in SUBJECTS],
    }
    return page(request, "help/ask", status=422 if wrong else 200, nonce=nonce(), **context)
