"""A complaint behind its secret link: its number, its clock in words, what was said; more of it, or that it helped."""

import secrets
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from haat.core.errors import HaatError
from haat.core.identifiers import mask_phone
from haat.core.languages import current
from haat.core.limits import hit
from haat.core.voices import TYPES
from haat.helping import actions
from haat.helping.models import Entry, Question
from haat.helping.queries import complaint_by_token, enclosure_of
from haat.helping.rules import MOST_PICTURES, NATIONAL_HELPLINE
from haat.helping.words import SUBJECT_WORDS
from haat.web.shop.base.frame import shop_page, show
from haat.web.shop.help.forms import AgainForm, MoreForm
from haat.web.shop.help.pages import KEY
from haat.web.ui.enclosed import pictures_of
from haat.web.ui.errors import too_many
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, client_address
from haat.web.ui.request import Request
from haat.web.ui.signin_forms import refuse

K = Entry.Kind
# What a buyer does not read: within the office.
INSIDE = (K.HANDED, K.CLIMBED)


@shop_page(methods=("GET", "HEAD", "POST"), while_shut=True)
def complaint(request: Request, token: str) -> HttpResponse:
    """Where the complaint stands. Whoever holds the link may speak as its buyer."""
    try:
        found = _find(request, token)
        if request.method == "POST":
            hit(f"complaint-deed:{client_address(request)}", most=60, seconds=600)
    except HaatError:
        return too_many(request)
    if request.method != "POST":
        return _page(request, found)
    deed = DEEDS.get(request.POST.get("deed", ""))
    if deed is None:
        raise Http404
    return deed(request, found)


def _find(request: Request, token: str) -> Question:
    """The complaint of this mart behind the link; guessing is slow. Raises Http404, TooManyTries."""
    found = complaint_by_token(request.mart, token) if len(token) <= 32 else None
    if found is None:
        hit(f"complaint-miss:{client_address(request)}", most=40, seconds=600)
        raise Http404
    return found


def _page(
    request: Request, found: Question, *, form: MoreForm | None = None, notice: str = "", status: int = 200
) -> HttpResponse:
    reopens = found.reopens_until
    context: dict[str, Any] = {
        "question": found,
        "subject": SUBJECT_WORDS[found.subject],
        "entries": [entry for entry in found.entries.all() if entry.kind not in INSIDE],
        "phone": mask_phone(found.phone),
        "now": timezone.now(),
        "may_add": found.answered_at is None,
        "may_reopen": reopens is not None and reopens > timezone.now(),
        "reopens_until": reopens,
        "may_end": found.answered_at is not None and not found.ended,
        "form": form or (MoreForm() if found.answered_at is None else AgainForm()),
        "key": secrets.token_urlsafe(16),
        "notice": notice,
        "helpline": NATIONAL_HELPLINE,
    }
    response = show(request, "shop/help/complaint.html", context, back="home_url", status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _done(found: Question) -> HttpResponse:
    response = redirect(reverse("shop:complaint", args=[found.token]))
    response.status_code = 303
    return response


def _refused(request: Request, found: Question, form: MoreForm, problem: HaatError) -> HttpResponse:
    """The reason at its field, or at the head when the page draws no such field any more."""
    again = _find(request, found.token)
    if problem.field in form.fields and not problem.conflict:
        refuse(form, problem)
        return _page(request, again, form=form, status=422)
    return _page(request, again, notice=problem.message, status=422)


def _key(request: Request) -> str:
    key = request.POST.get("key", "")
    return key if KEY.fullmatch(key) else secrets.token_urlsafe(16)


def _add(request: Request, found: Question) -> HttpResponse:
    form = MoreForm(request.POST)
    form.is_valid()
    try:
        actions.add(
            found,
            words=form.cleaned_data["words"],
            pictures=pictures_of(request, most=MOST_PICTURES),
            key=_key(request),
            language=current(),
            by=actor(request),
        )
    except HaatError as problem:
        return _refused(request, found, form, problem)
    return _done(found)


def _reopen(request: Request, found: Question) -> HttpResponse:
    form = AgainForm(request.POST)
    form.is_valid()
    given = {"words": form.cleaned_data["words"], "key": _key(request), "language": current()}
    try:
        actions.reopen(found, **given, by=actor(request))
    except HaatError as problem:
        return _refused(request, found, form, problem)
    return _done(found)


def _end(request: Request, found: Question) -> HttpResponse:
    try:
        actions.end(found, by=actor(request))
    except HaatError as problem:
        return _page(request, _find(request, found.token), notice=problem.message, status=422)
    return _done(found)


DEEDS: dict[str, Callable[[Request, Question], HttpResponse]] = {"add": _add, "reopen": _reopen, "end": _end}


@shop_page(while_shut=True)
def enclosure(request: Request, token: str, file: int) -> HttpResponse:
    """A photo of the complaint or of its answer. Who looked, and when, is on record."""
    try:
        found = _find(request, token)
        hit(f"complaint-file:{client_address(request)}", most=60, seconds=600)
    except HaatError:
        return too_many(request)
    enclosed = one_or_404(enclosure_of(found, file), pk=file)
    try:
        content = actions.play(enclosed, by=actor(request))
    except HaatError as problem:
        return _page(request, found, notice=problem.message, status=422)
    headers = {
        "Content-Disposition": f'inline; filename="{found.number}-{enclosed.pk}.{enclosed.kind}"',
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(content, content_type=TYPES.get(enclosed.kind, "image/jpeg"), headers=headers)
