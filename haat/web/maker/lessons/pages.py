"""The lessons on her phone: what is offered now, every other one, one lesson, and what she tells of it."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from haat.core.errors import HaatError
from haat.core.limits import hit
from haat.core.voices import TYPES
from haat.learning import actions
from haat.learning.lessons import Lesson
from haat.learning.queries import lesson_of, lessons_of, may_note, recording_of, studies_of, suggested_to
from haat.learning.rules import person_of
from haat.web.maker.base.acting import for_maker, page
from haat.web.maker.base.request import Request
from haat.web.maker.lessons.view import asked, faces, figures, own_of, steps
from haat.web.ui.deeds import done_at, queued, refuse
from haat.web.ui.scenes import draw

MOST_TOLD, MOST_SCENES = 1000, 12


@require_safe
@for_maker
def lessons(request: Request) -> HttpResponse:
    """What she needs now first, then all; those offered, begun and the next one are kept for when there is no net."""
    acting = request.acting
    person, own = person_of(acting.by), own_of(acting.maker)
    known, studies = lessons_of(acting.maker.mart), studies_of(acting.maker, person)
    now = [known[one.lesson] for one in suggested_to(acting.maker, person) if one.lesson in known]
    now = [known[slug] for slug, study in studies.items() if study.asks and slug in known] + now
    others = [lesson for lesson in known.values() if lesson not in now]
    nearest = [one for one in others if one.slug not in studies or studies[one.slug].tried_at is None][:2]
    rows = [
        {
            "lesson": lesson,
            "drawn": draw(lesson.scenes[0].picture, own),
            "study": studies.get(lesson.slug),
            "keep": lesson in now or lesson in nearest,
        }
        for lesson in [*now, *others]
    ]
    return page(request, "lessons/list", now=rows[: len(now)], others=rows[len(now) :])


@require_safe
@for_maker
def lesson(request: Request, slug: str) -> HttpResponse:
    """One lesson, whole: it opens again without net."""
    found, acting = _one(request, slug), request.acting
    own = own_of(acting.maker)
    if own.craft is not None:
        found = found.for_craft(own.craft.slug)
    study = studies_of(acting.maker, person_of(acting.by)).get(slug)
    questions = asked(found.quiz, own)
    waits = questions[1 if study.again_at else 0] if study is not None and study.asks and questions else None
    practice = found.practice
    return page(
        request,
        "lessons/lesson",
        lesson=found,
        steps=steps(found, own),
        questions=questions,
        waits=waits,
        study=study,
        faces=faces() if practice is not None and practice.kind == "game" else (),
        figures=figures(acting.maker) if practice is not None and practice.kind == "figure" else (),
        total=len(found.scenes) + len(questions) + 1,
        told=f"{reverse('maker:lesson_told', args=[slug])}",
    )


def _one(request: Request, slug: str) -> Lesson:
    found = lesson_of(request.acting.maker.mart, slug)
    if found is None:
        raise Http404
    return found


@require_safe
@for_maker
def sound(request: Request, pk: int, digest: str) -> HttpResponse:
    """A recording; its address changes with what is heard, so that a phone may keep it."""
    row = recording_of(request.acting.maker.mart, pk)
    if row is None or row.digest != digest:
        raise Http404
    answer = HttpResponse(bytes(row.content), content_type=TYPES[row.kind])
    patch_cache_control(answer, private=True, max_age=7 * 24 * 3600)
    return answer


# ---- what she tells


@require_POST
@for_maker
@queued
def told(request: Request, slug: str) -> HttpResponse:
    """Begun, tried, a question answered, how scenes went: from the phone’s queue, or by a key without scripts."""
    found, what = _one(request, slug), request.POST.get("what", "")
    tell = TELLS.get(what)
    if tell is None:
        raise Http404
    if not may_note(request.mart.pk, person_of(request.acting.by)):
        return redirect("maker:lesson", slug)  # she said no: what she learns stays hers
    try:
        hit(f"lesson:{request.user.pk}", most=600, seconds=3600)
        tell(request, found, done_at(request))
    except HaatError as problem:
        refuse(request, problem)
        messages.error(request, problem.message)
        return redirect("maker:lesson", slug)
    if what == "tried":
        messages.success(request, _("Noted: you have done it."))
    return redirect("maker:lesson", slug)


def _begun(request: Request, found: Lesson, at: datetime | None) -> None:
    actions.begin(request.acting.maker, lesson=found, at=at, by=request.acting.by)


def _tried(request: Request, found: Lesson, at: datetime | None) -> None:
    actions.tell_tried(request.acting.maker, lesson=found, at=at, by=request.acting.by)


def _answered(request: Request, found: Lesson, at: datetime | None) -> None:
    given = request.POST
    question = next((one for one in found.quiz if one.id == given.get("question")), None)
    if question is None or given.get("answer") not in ("a", "b"):
        raise Http404
    right = given["answer"] == question.answer
    later = bool(given.get("later"))
    actions.answer(
        request.acting.maker, lesson=found, question=question.id, right=right, later=later, at=at, by=request.acting.by
    )


def _seen(request: Request, found: Lesson, at: datetime | None) -> None:
    """Counts of scenes, as the phone kept them: {"s1": [again, back, left]}."""
    actions.tell_scenes(request.acting.maker.mart, lesson=found, counts=_counts(request.POST.get("scenes", "")))


def _counts(text: str) -> dict[str, tuple[int, int, int]]:
    try:
        said = json.loads(text) if len(text) <= MOST_TOLD else {}
    except (ValueError, RecursionError):
        return {}
    rows = said.items() if isinstance(said, dict) else ()
    return {str(name): tuple(numbers) for name, numbers in list(rows)[:MOST_SCENES] if _three(numbers)}


def _three(numbers: object) -> bool:
    return isinstance(numbers, list) and len(numbers) == 3 and all(type(each) is int for each in numbers)


TELLS: Mapping[str, Callable[[Request, Lesson, datetime | None], None]] = {
    "begun": _begun,
    "tried": _tried,
    "answered": _answered,
    "seen": _seen,
}
