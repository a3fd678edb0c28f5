"""What makers ask: the list with its clock, and one question to be heard, said to be heard, and answered."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from haat.core.errors import HaatError
from haat.core.voices import TYPES
from haat.helping import actions
from haat.helping.models import Question
from haat.helping.queries import asked_within, open_within, told_at
from haat.helping.rules import MOST_WORDS
from haat.people.queries import people
from haat.people.rules import can
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.listing import paged
from haat.web.office.desk.page import act, act_with, here, page
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

ROWS = 30
HEARD_UNTOLD = _("Noted. Nobody was told, for the maker has no phone here: say it yourself.")
ANSWERED_UNTOLD = _("Answered. Nobody was told, for the maker has no phone here: say it yourself.")


class AnswerForm(forms.Form):
    """What the maker is to read."""

    answer = forms.CharField(
        label=_("Answer"),
        help_text=_("It is read aloud to her: write as you would speak, in her language."),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Answer: write what the maker is to read.")},
    )


@require_safe
@office("answer_makers")
def questions(request: Request) -> HttpResponse:
    """Those nobody has answered, the longest waiting first; `?all=1` all, the last first."""
    blocks = Blocks(request, here(request, "answer_makers"))
    every = bool(request.GET.get("all"))
    rows = (asked_within if every else open_within)(request.mart, blocks.place)
    found = paged(request, rows, "-pk" if every else "due_at", size=ROWS)
    context: dict[str, Any] = {
        "blocks": blocks,
        "listing": found,
        "rows": found.rows,
        "every": every,
        "now": timezone.now(),
    }
    return page(request, "makers/questions", **context)


def _one(request: Request, pk: int) -> Question:
    """The question, when its maker lies within the reader's scope; 404 otherwise."""
    return one_or_404(asked_within(request.mart, here(request, "answer_makers")), pk=pk)


@require_safe
@office("answer_makers")
def question(request: Request, pk: int) -> HttpResponse:
    """One question, with what there is to do about it."""
    return _page(request, _one(request, pk))


def _page(request: Request, asked: Question, form: AnswerForm | None = None) -> HttpResponse:
    known = people([pk for pk in (asked.asked_by_id, asked.seen_by_id, asked.answered_by_id) if pk])
    return page(
        request,
        "makers/question",
        status=422 if form is not None else 200,
        question=asked,
        maker=asked.maker,
        form=form or AnswerForm(),
        asked_by=known.get(asked.asked_by_id or 0),
        seen_by=known.get(asked.seen_by_id or 0),
        answered_by=known.get(asked.answered_by_id or 0),
        late=asked.seen_at is None and asked.due_at < timezone.now(),
        answer_by=asked.answer_by,
        may_act=can(request.user, "act_for_maker", mart=request.mart, place=asked.maker.block),
    )


@require_POST
@office("answer_makers")
def hear(request: Request, pk: int) -> HttpResponse:
    """Say that it was heard: the 48 hours of the law."""
    asked = _one(request, pk)
    done = _("Noted. The maker gets a message.") if told_at(asked.maker) else HEARD_UNTOLD
    act(request, lambda: actions.acknowledge(asked, by=actor(request)), done=done)
    return redirect("office:makers:question", pk)


@require_POST
@office("answer_makers")
def answer(request: Request, pk: int) -> HttpResponse:
    """Answer it; the maker reads and hears it on her phone."""
    asked, form = _one(request, pk), AnswerForm(request.POST)
    done = _("Answered. The maker gets a message, and reads it in her app.")
    if not told_at(asked.maker):
        done = ANSWERED_UNTOLD
    if act_with(
        request, form, lambda: actions.answer(asked, text=form.cleaned_data["answer"], by=actor(request)), done=done
    ):
        return redirect("office:makers:questions")
    return _page(request, _one(request, pk), form)


@require_safe
@never_cache
@office("answer_makers")
def voice(request: Request, pk: int) -> HttpResponse:
    """The voice note of a question. Who listened, and when, is on record."""
    asked = _one(request, pk)
    if not asked.spoken:
        raise Http404
    try:
        content = actions.play(asked.voice, by=actor(request))
    except HaatError as problem:
        messages.error(request, problem.message)
        return redirect("office:makers:question", pk)
    headers = {"Content-Disposition": f'inline; filename="question-{asked.pk}.{asked.voice.kind}"'}
    return HttpResponse(content, content_type=TYPES[asked.voice.kind], headers=headers)
