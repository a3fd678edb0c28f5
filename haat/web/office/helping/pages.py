"""What makers and buyers ask: the list by what is due next, one question with its thread, and its files."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from haat.core.errors import HaatError
from haat.core.numerals import whole_number
from haat.core.voices import TYPES
from haat.helping import actions
from haat.helping.models import Entry, Faq, Question
from haat.helping.queries import enclosure_of, faqs_of, first_words, readable, unanswered, with_thread
from haat.helping.words import ASKER_WORDS, SUBJECT_WORDS
from haat.learning.queries import drafts_of, lessons_of, name_of, taught_of
from haat.people.queries import people
from haat.people.rules import can
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.listing import paged, typed
from haat.web.office.desk.page import here, page
from haat.web.office.helping.forms import AnswerForm, BuyerAnswerForm, HandForm, LessonForm, TeachForm
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce

ROWS = 30
WHO = {"makers": False, "buyers": True}


def for_buyers(request: Request) -> bool:
    """Whether the reader answers buyers: then she reads what they asked, and who they are."""
    return can(request.user, "answer_buyers", mart=request.mart, place=request.mart.place)


def one(request: Request, pk: int, deed: str = "see_help") -> Question:
    """The question, when it lies within the reader's scope; 404 otherwise."""
    rows = readable(request.mart, here(request, deed), buyers=for_buyers(request))
    rows = rows.select_related("maker__mart", "craft").prefetch_related("good__texts")
    return one_or_404(with_thread(rows), pk=pk)


@require_safe
@office("see_help")
def questions(request: Request) -> HttpResponse:
    """Those nobody has answered, what is due next first; `?all=1` all, the last first."""
    blocks, buyers = Blocks(request, here(request, "see_help")), for_buyers(request)
    every = bool(request.GET.get("all"))
    rows = readable(request.mart, blocks.place, buyers=buyers and blocks.chosen is None)
    rows, filters = _narrowed(request, rows if every else unanswered(rows))
    found = paged(request, rows, "-pk" if every else "next_due_at", size=ROWS)
    context: dict[str, Any] = {
        "blocks": blocks,
        "listing": found,
        "rows": _rows(found.rows),
        "every": every,
        "now": timezone.now(),
        "buyers": buyers,
        "subjects": SUBJECT_WORDS.items(),
        **filters,
    }
    return page(request, "helping/list", **context)


def _narrowed(request: Request, rows: Any) -> tuple[Any, dict[str, str]]:
    """The rows of a subject, of makers or buyers, or of a number, as far as the address says so."""
    subject, who, number = typed(request, "subject"), typed(request, "who"), typed(request, "n")
    if subject in SUBJECT_WORDS:
        rows = rows.filter(subject=subject)
    if who in WHO:
        rows = rows.filter(maker__isnull=WHO[who])
    if number:
        rows = rows.filter(number=whole_number(number) or 0)
    return rows, {"subject": subject, "who": who, "n": number}


def _rows(found: list[Question]) -> list[dict[str, Any]]:
    words = first_words(found)
    return [{"question": row, "words": words[row.pk][0], "holds": words[row.pk][1]} for row in found]


@require_safe
@office("see_help")
def question(request: Request, pk: int) -> HttpResponse:
    """One question, with all that was said and what there is to do about it."""
    return show(request, one(request, pk))


def show(request: Request, asked: Question, *, wrong: Any = None, **forms: Any) -> HttpResponse:
    """The page of a question; a form that was refused stands in it with what was typed."""
    entries = list(asked.entries.all())
    known = people([entry.by_id for entry in entries] + [asked.seen_by_id])
    may = "answer_buyers" if asked.of_buyer else "answer_makers"
    place = request.mart.place if asked.maker is None else asked.maker.block
    answering = can(request.user, may, mart=request.mart, place=place)
    context: dict[str, Any] = {
        "question": asked,
        "maker": asked.maker,
        "entries": [_entry(entry, known) for entry in entries],
        "subject": SUBJECT_WORDS[asked.subject],
        "asker": ASKER_WORDS[asked.asker],
        "seen_by": known.get(asked.seen_by_id or 0),
        "now": timezone.now(),
        "may_answer": answering,
        "may_publish": can(request.user, "change_help", mart=request.mart),
        "may_teach": asked.maker is not None and can(request.user, "teach", mart=request.mart, place=place),
        "nonce": nonce(),
        "form": forms.get("form") or (BuyerAnswerForm() if asked.of_buyer else AnswerForm()),
        "hand_form": forms.get("hand_form") or HandForm(asked),
    }
    if context["may_teach"]:
        context["lesson_form"] = forms.get("lesson_form") or LessonForm(lessons_of(request.mart))
    if context["may_publish"] and asked.answered_at is not None:
        context |= _for_all(request, asked)
    return page(request, "helping/question", status=422 if wrong else 200, **context)


def _for_all(request: Request, asked: Question) -> dict[str, Any]:
    """The answer for all that it became, and the lesson of that."""
    faq = faqs_of(request.mart).filter(question=asked).first()
    return {"faq": None} if faq is None else {"faq": faq} | lesson_of_answer(request, faq)


def lesson_of_answer(request: Request, faq: Faq) -> dict[str, Any]:
    """(slug, name) of the lesson that an answer became, or what is chosen to make it one."""
    row = taught_of(faq)
    if row is not None:
        return {"taught": (row.lesson, name_of(request.mart, row.lesson))}
    return {"teaching": TeachForm(drafts_of(request.mart))} if faq.state == Faq.State.PUBLISHED else {}


def _entry(entry: Entry, known: Any) -> dict[str, Any]:
    return {
        "entry": entry,
        "who": known.get(entry.by_id or 0),
        "files": list(entry.enclosures.all()),
        "ours": entry.kind in (Entry.Kind.ANSWER, Entry.Kind.HANDED, Entry.Kind.CLIMBED),
    }


@require_safe
@never_cache
@office("see_help")
def enclosure(request: Request, pk: int, file: int) -> HttpResponse:
    """A voice note or a photo of a question. Who listened or looked, and when, is on record."""
    asked = one(request, pk)
    found = one_or_404(enclosure_of(asked, file), pk=file)
    try:
        content = actions.play(found, by=actor(request))
    except HaatError as problem:
        messages.error(request, problem.message)
        return redirect("office:helping:question", pk)
    headers = {"Content-Disposition": f'inline; filename="{asked.number}-{found.pk}.{found.kind}"'}
    return HttpResponse(content, content_type=TYPES.get(found.kind, "image/jpeg"), headers=headers)
