"""What is done with a question: said to be heard, answered, handed on, made a lesson or an answer for all."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from haat.helping import actions
from haat.helping.models import Faq, Question
from haat.helping.queries import told_at
from haat.helping.rules import MOST_PICTURES
from haat.learning import actions as lessons
from haat.learning.queries import lessons_of
from haat.people.rules import can
from haat.web.office.desk.page import act, act_with
from haat.web.office.helping.forms import AnswerForm, BuyerAnswerForm, HandForm, LessonForm
from haat.web.office.helping.pages import one, show
from haat.web.ui.enclosed import pictures_of, voice_of
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import name_of_sending

HEARD_UNTOLD = _("Noted. Nobody was told, for the maker has no phone here: say it yourself.")
ANSWERED_UNTOLD = _("Answered. Nobody was told, for the maker has no phone here: say it yourself.")


def _to_answer(request: Request, pk: int) -> Question:
    """The question, when the reader may answer it: a buyer's needs a deed of its own."""
    asked = one(request, pk, "answer_makers")
    if asked.of_buyer and not can(request.user, "answer_buyers", mart=request.mart, place=request.mart.place):
        raise Http404
    return asked


@require_POST
@office("answer_makers")
def hear(request: Request, pk: int) -> HttpResponse:
    """Say that it was heard."""
    asked = _to_answer(request, pk)
    done = _("Noted. The buyer gets a message.") if asked.maker is None else _("Noted. The maker gets a message.")
    if asked.maker is not None and not told_at(asked.maker):
        done = HEARD_UNTOLD
    act(request, lambda: actions.acknowledge(asked, by=actor(request)), done=done)
    return redirect("office:helping:question", pk)


@require_POST
@office("answer_makers")
def answer(request: Request, pk: int) -> HttpResponse:
    """Answer it; who asked reads or hears it."""
    asked = _to_answer(request, pk)
    form = (BuyerAnswerForm if asked.of_buyer else AnswerForm)(request.POST)

    def do() -> None:
        actions.answer(
            asked,
            text=form.cleaned_data["answer"],
            voice=None if asked.of_buyer else voice_of(request),
            pictures=pictures_of(request, most=MOST_PICTURES),
            by=actor(request),
        )

    if act_with(request, form, do, done=_answered(asked)):
        return redirect("office:helping:list")
    return show(request, one(request, pk), form=form, wrong=True)


def _answered(asked: Question) -> Any:
    if asked.maker is None:
        return _("Answered. The buyer gets a message, and reads it on the page of her complaint.")
    return (
        _("Answered. The maker gets a message, and reads it in her app.") if told_at(asked.maker) else ANSWERED_UNTOLD
    )


@require_POST
@office("answer_makers")
def hand_on(request: Request, pk: int) -> HttpResponse:
    """Another level takes it up."""
    asked = _to_answer(request, pk)
    form = HandForm(asked, request.POST)

    def do() -> None:
        given = {"level": form.cleaned_data["level"], "reason": form.cleaned_data["reason"]}
        actions.hand_on(asked, **given, key=name_of_sending(request), by=actor(request))

    if act_with(request, form, do, done=_("Handed on.")):
        return redirect("office:helping:question", pk)
    return show(request, one(request, pk), hand_form=form, wrong=True)


@require_POST
@office("teach")
def offer_lesson(request: Request, pk: int) -> HttpResponse:
    """A lesson shows her how: it is offered in her app."""
    asked = one(request, pk, "teach")
    if asked.maker is None:
        raise Http404
    maker, form = asked.maker, LessonForm(lessons_of(request.mart), request.POST)

    def do() -> None:
        lessons.offer(maker, lesson=form.cleaned_data["lesson"], by=actor(request))

    if act_with(request, form, do, done=_("The lesson is offered in her app now.")):
        return redirect("office:helping:question", pk)
    return show(request, one(request, pk), lesson_form=form, wrong=True)


@require_POST
@office("change_help")
def for_all(request: Request, pk: int) -> HttpResponse:
    """Draft an answer for all of it, without who asked."""
    asked = one(request, pk, "change_help")
    drafted: list[Faq] = []
    done = _("Drafted. Names and numbers are struck: read it before you publish it.")
    if act(request, lambda: drafted.append(actions.draft_faq(asked, by=actor(request))), done=done) and drafted:
        return redirect("office:helping:faq", drafted[0].pk)
    return redirect("office:helping:question", pk)
