"""One question of hers: all that was said, more of it, that it did not help, or that it did."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from haat.core.errors import HaatError
from haat.core.languages import current
from haat.core.limits import hit
from haat.core.voices import TYPES
from haat.helping import actions
from haat.helping.models import Entry, Question
from haat.helping.queries import asked_by, enclosure_of, with_thread
from haat.helping.rules import MOST_PICTURES, MOST_WORDS
from haat.helping.words import SUBJECT_WORDS
from haat.web.maker.base.acting import for_maker, page
from haat.web.maker.base.request import Request
from haat.web.ui.deeds import queued, refuse
from haat.web.ui.enclosed import pictures_of, voice_of
from haat.web.ui.found import one_or_404
from haat.web.ui.sending import nonce

K = Entry.Kind
# What stays within the office.
INSIDE = (K.HANDED, K.CLIMBED)


def _one(request: Request, pk: int) -> Question:
    """A question of this maker, or of one that was found to be it; 404 otherwise."""
    return one_or_404(with_thread(asked_by(request.acting.maker)), pk=pk)


@require_safe
@for_maker
def thread(request: Request, pk: int) -> HttpResponse:
    """All that was said, and what she may say now."""
    return _page(request, _one(request, pk))


def _page(request: Request, asked: Question, typed: str = "", wrong: Mapping[str, str] | None = None) -> HttpResponse:
    now, until = timezone.now(), asked.reopens_until
    context: dict[str, Any] = {
        "question": asked,
        "subject": SUBJECT_WORDS[asked.subject],
        "entries": [entry for entry in asked.entries.all() if entry.kind not in INSIDE],
        "now": now,
        "may_add": asked.answered_at is None,
        "may_reopen": until is not None and until > now,
        "reopens_until": until,
        "may_end": asked.answered_at is not None and not asked.ended,
        "typed": typed,
        "wrong": wrong or {},
        "most": MOST_WORDS,
        "nonce": nonce(),
    }
    return page(request, "help/thread", status=422 if wrong else 200, **context)


@require_POST
@for_maker
@queued
def say(request: Request, pk: int) -> HttpResponse:
    """More of it while it is open; once it is answered, that it did not help."""
    asked, words = _one(request, pk), request.POST.get("words", "")
    given = {"words": words, "language": current(), "key": request.POST.get("nonce", "")[:64] or nonce()}
    again = request.POST.get("deed") == "reopen"
    try:
        hit(f"ask:{request.user.pk}", most=30, seconds=3600)
        if again:
            actions.reopen(asked, **given, voice=voice_of(request), by=request.acting.by)
        else:
            pictures = pictures_of(request, most=MOST_PICTURES)
            actions.add(asked, **given, voice=voice_of(request), pictures=pictures, by=request.acting.by)
    except HaatError as problem:
        refuse(request, problem)
        return _page(request, _one(request, pk), words, {problem.field or "words": problem.message})
    messages.success(request, _("The desk looks at it again.") if again else _("The desk has it."))
    return redirect("maker:question", pk)


@require_POST
@for_maker
@queued
def helped(request: Request, pk: int) -> HttpResponse:
    """It helped: the question is closed."""
    asked = _one(request, pk)
    try:
        actions.end(asked, by=request.acting.by)
    except HaatError as problem:
        refuse(request, problem)
        return _page(request, _one(request, pk), "", {problem.field or "words": problem.message})
    messages.success(request, _("Good. The question is closed."))
    return redirect("maker:help")


@require_safe
@never_cache
@for_maker
def enclosure(request: Request, pk: int, file: int) -> HttpResponse:
    """A voice note or a photo of the thread. Who listened or looked, and when, is on record."""
    asked = _one(request, pk)
    found = one_or_404(enclosure_of(asked, file), pk=file)
    try:
        content = actions.play(found, by=request.acting.by)
    except HaatError as problem:
        return _page(request, asked, "", {"words": problem.message})
    headers = {"Content-Disposition": f'inline; filename="{asked.number}-{found.pk}.{found.kind}"'}
    return HttpResponse(content, content_type=TYPES.get(found.kind, "image/jpeg"), headers=headers)
