"""A village on the worker's phone: what of it is hers and another's, where nobody was at home, that it is walked."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from haat.core.errors import HaatError
from haat.places.models import Place
from haat.survey import actions
from haat.survey.errors import NoHouse
from haat.survey.models import ClosedHouse
from haat.survey.queries import blocks_walked, village_walked, villages_walked
from haat.survey.walking import closed_at, house_of, walk_of, walks_at
from haat.web.maker.base.request import Request
from haat.web.maker.survey.entering import page, surveying
from haat.web.maker.survey.telling import counted
from haat.web.ui.deeds import done_at, queued, refuse
from haat.web.ui.gate import actor


def _village(request: Request, pk: int) -> Place:
    found = village_walked(request.user, request.mart, pk)
    if found is None:
        raise Http404
    return found


@require_safe
@surveying
def villages(request: Request) -> HttpResponse:
    """The villages of a block in which she walks, to open one."""
    blocks = blocks_walked(request.user, request.mart)
    asked = request.GET.get("block", "")
    chosen = next((block for block in blocks if str(block.pk) == asked), blocks[0] if blocks else None)
    if chosen is None:
        raise Http404
    return page(request, "villages", chosen=chosen, villages=villages_walked(request.user, request.mart, chosen))


@require_safe
@surveying
def village(request: Request, pk: int) -> HttpResponse:
    """Who walks what, and the houses to come to again."""
    return _page(request, _village(request, pk))


def _page(request: Request, shown: Place, *, wrong: HaatError | None = None) -> HttpResponse:
    walks = walks_at(request.mart, shown)
    context: dict[str, Any] = {
        "village": shown,
        "hers": [walk for walk in walks if walk.worker_id == request.user.pk],
        "others": [walk for walk in walks if walk.worker_id != request.user.pk],
        "closed": closed_at(request.mart, shown),
        "typed": request.POST if wrong else {},
        "wrong": {wrong.field or "house": wrong.message} if wrong else {},
    }
    return page(request, "village", status=422 if wrong else 200, **context)


def _did(request: Request, shown: Place, do: Callable[[], object], done: str) -> HttpResponse:
    try:
        do()
    except HaatError as problem:
        refuse(request, problem)
        return _page(request, shown, wrong=problem)
    messages.success(request, done)
    return redirect("maker:survey_village", shown.pk)


@require_POST
@surveying
@counted
@queued
def closed(request: Request, pk: int) -> HttpResponse:
    """Nobody was at home; told by two workers it is one house."""
    shown, said = _village(request, pk), request.POST
    words = {"hamlet": said.get("hamlet", ""), "house": said.get("house", "")}

    def do() -> None:
        actions.tell_closed(request.mart, place=shown, **words, at=done_at(request), by=actor(request))

    return _did(request, shown, do, _("Noted: somebody comes again."))


@require_POST
@surveying
@counted
@queued
def walked(request: Request, pk: int) -> HttpResponse:
    """She has walked what she was given to its end."""
    found = walk_of(request.mart, pk)
    shown = _village(request, found.place_id if found else 0)
    if found is None:
        raise Http404
    return _did(request, shown, lambda: actions.end_walk(found, at=done_at(request), by=actor(request)), _("Noted."))


@require_POST
@surveying
@counted
@queued
def house(request: Request, pk: int) -> HttpResponse:
    """Somebody was met there by now, or nobody lives there."""
    found = house_of(request.mart, pk)
    shown = _village(request, found.place_id if found else 0)
    how = request.POST.get("how", "")
    if found is None:
        raise Http404
    if how not in ClosedHouse.How.values:
        return _page(request, shown, wrong=NoHouse())
    return _did(request, shown, lambda: actions.end_house(found, how=how, by=actor(request)), _("Noted."))
