"""Who walks which village: given by the desk or the block's coordinator, with what is walked, closed and left."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.core.languages import best
from haat.people.rules import can
from haat.places.models import Place
from haat.places.queries import localities_of
from haat.survey import actions
from haat.survey.errors import NotAWorkerHere
from haat.survey.walking import (
    closed_at,
    orphaned,
    village_at,
    village_whole,
    villages_given,
    walks_within,
    workers_at,
)
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import ids
from haat.web.office.desk.page import act, act_with, here, page
from haat.web.office.survey.forms import GiveForm
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request


@require_safe
@office("see_finds")
def villages(request: Request) -> HttpResponse:
    """Every village that is given to somebody; `?village=` opens one of the block."""
    blocks = Blocks(request, here(request, "see_finds"))
    if wanted := ids([request.GET.get("village", "")]):
        return redirect("office:survey:village", wanted[0])
    block = blocks.chosen or (blocks.all[0] if blocks.one and blocks.all else None)
    rows = villages_given(request.mart, blocks.place)
    others = [(str(one.pk), best(one.names).text) for one in localities_of(block)] if block else []
    return page(
        request,
        "survey/villages",
        blocks=blocks,
        rows=rows,
        alone=set(orphaned(request.mart, blocks.place).values_list("pk", flat=True)),
        others=others,
        whole=(sum(row.done for row in rows), sum(row.left for row in rows), sum(row.closed for row in rows)),
    )


def _village(request: Request, deed: str, pk: int) -> Place:
    return one_or_404(village_at(request.mart, here(request, deed)), pk=pk)


@require_safe
@office("see_finds")
def village(request: Request, pk: int) -> HttpResponse:
    """One village: who walks what of it, what is left, and where nobody was at home."""
    return _page(request, _village(request, "see_finds", pk))


def _page(request: Request, shown: Place, form: GiveForm | None = None) -> HttpResponse:
    told, workers = village_whole(request.mart, shown), workers_at(request.mart, shown)
    may = can(request.user, "change_finds", mart=request.mart, place=shown)
    context: dict[str, Any] = {
        "village": shown,
        "told": told,
        "closed": closed_at(request.mart, shown),
        "may_give": may,
        "form": form or GiveForm(workers),
        "workers": workers,
        "alone": set(orphaned(request.mart, shown).values_list("pk", flat=True)),
        "history": history_of(("survey.walk", [walk.pk for walk in told.walks])),
    }
    return page(request, "survey/village", status=422 if form else 200, **context)


@require_POST
@office("change_finds")
def give(request: Request, pk: int) -> HttpResponse:
    """Let a worker walk it, or a hamlet of it."""
    shown = _village(request, "change_finds", pk)
    workers = workers_at(request.mart, shown)
    form = GiveForm(workers, request.POST)

    def do() -> None:
        worker = next(one for one in workers if str(one.pk) == form.cleaned_data["worker"])
        hamlet = form.cleaned_data["hamlet"]
        actions.give_village(request.mart, place=shown, hamlet=hamlet, worker=worker, by=actor(request))

    if act_with(request, form, do, done=_("Given. It stands first on her phone.")):
        return redirect("office:survey:village", pk)
    return _page(request, shown, form)


@require_POST
@office("change_finds")
def take_back(request: Request, pk: int) -> HttpResponse:
    """She walks it no more."""
    found = one_or_404(walks_within(request.mart, here(request, "change_finds")), pk=pk)
    act(request, lambda: actions.take_village_back(found, by=actor(request)), done=_("Taken back."))
    return redirect("office:survey:village", found.place_id)


@require_POST
@office("change_finds")
def hand_on(request: Request, pk: int) -> HttpResponse:
    """Another walks on where she stopped."""
    found = one_or_404(walks_within(request.mart, here(request, "change_finds")).select_related("place"), pk=pk)

    def do() -> None:
        chosen = ids([request.POST.get("worker", "")])
        worker = next((one for one in workers_at(request.mart, found.place) if one.pk in chosen), None)
        if worker is None:
            raise NotAWorkerHere
        actions.hand_walk_on(found, worker=worker, by=actor(request))

    act(request, do, done=_("Handed on. It stands first on her phone."))
    return redirect("office:survey:village", found.place_id)
