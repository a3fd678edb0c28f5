"""Answers for all: drafted from an answer, read and mended by a person, published, taken back."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haat.helping import actions
from haat.helping.models import Faq
from haat.helping.queries import faqs_of
from haat.helping.words import SUBJECT_WORDS
from haat.learning import actions as lessons
from haat.learning.models import AnswerTaught
from haat.learning.queries import drafts_of
from haat.people.queries import people
from haat.web.office.desk.listing import paged
from haat.web.office.desk.page import act, act_with, page
from haat.web.office.helping.forms import FaqForm, PublishForm, TeachForm
from haat.web.office.helping.pages import lesson_of_answer
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

ROWS = 30


@require_safe
@office("change_help")
def faqs(request: Request) -> HttpResponse:
    """All that was drafted and published, the last first."""
    found = paged(request, faqs_of(request.mart), "-pk", size=ROWS)
    return page(request, "helping/faqs", listing=found, rows=found.rows, subjects=SUBJECT_WORDS)


def _one(request: Request, pk: int) -> Faq:
    return one_or_404(faqs_of(request.mart).select_related("mart"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_help")
def faq(request: Request, pk: int) -> HttpResponse:
    """Its words, and what makers read."""
    found, form = _one(request, pk), None
    if request.method == "POST":
        form = FaqForm(request.mart, request.POST)
        given = form.cleaned_data if form.is_valid() else {}
        if act_with(request, form, lambda: actions.word_faq(found, **given, by=actor(request)), done=_("Kept.")):
            return redirect("office:helping:faq", pk)
    return _page(request, found, form)


def _page(
    request: Request,
    found: Faq,
    form: FaqForm | None = None,
    publishing: PublishForm | None = None,
    teaching: TeachForm | None = None,
) -> HttpResponse:
    who = people([found.made_by_id, found.published_by_id])
    return page(
        request,
        "helping/faq",
        status=422 if form or publishing or teaching else 200,
        faq=found,
        form=form or FaqForm.of(found),
        publishing=publishing or PublishForm(),
        made_by=who.get(found.made_by_id or 0),
        published_by=who.get(found.published_by_id or 0),
        **lesson_of_answer(request, found) | ({"teaching": teaching} if teaching else {}),
    )


@require_POST
@office("change_help")
def publish(request: Request, pk: int) -> HttpResponse:
    """Makers read it from now on."""
    found, form = _one(request, pk), PublishForm(request.POST)

    def do() -> None:
        actions.publish_faq(found, looked_at=form.cleaned_data["looked_at"], by=actor(request))

    if act_with(request, form, do, done=_("Published. Every maker reads it under Help.")):
        return redirect("office:helping:faqs")
    return _page(request, found, publishing=form)


@require_POST
@office("change_help")
def take_back(request: Request, pk: int) -> HttpResponse:
    """Makers read it no more."""
    found = _one(request, pk)
    act(request, lambda: actions.take_back_faq(found, by=actor(request)), done=_("Taken back. Makers read it no more."))
    return redirect("office:helping:faq", pk)


@require_POST
@office("change_lessons")
def teach(request: Request, pk: int) -> HttpResponse:
    """Its words become a lesson's draft, or scenes of one that makers do not see yet; whoever asked is not in it."""
    found = _one(request, pk)
    form = TeachForm(drafts_of(request.mart), request.POST)
    taught: list[AnswerTaught] = []

    def do() -> None:
        taught.append(lessons.teach_answer(found, lesson=form.cleaned_data["lesson"], by=actor(request)))

    if act_with(request, form, do, done=_("Its words stand in the lesson. Now write the rest, and choose pictures.")):
        return redirect(f"{reverse('office:learning:lesson', args=[taught[0].lesson])}?language={found.language}")
    return _page(request, found, teaching=form)
