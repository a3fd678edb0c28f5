"""The waves of a coordinator's block: what her groups wait for, who is stuck and since when, whom to call first."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from haat.cohorts.calling import Call, Here, waves_here
from haat.cohorts.words import STAGES, WHOSE
from haat.people.rules import scope
from haat.places.models import Place
from haat.web.maker.base.request import Request
from haat.web.maker.groups.pages import blocks_of_hers, chosen_block, for_groups


def blocks_with_waves(request: Request) -> list[Place]:
    """The blocks for whose makers she acts, and whose waves she may see."""
    place = scope(request.user, request.mart, "see_cohorts")
    return [block for block in blocks_of_hers(request) if place is not None and place.contains(block)]


@require_safe
@for_groups
def waves(request: Request) -> HttpResponse:
    """Her waves; who reaches several blocks sees one at a time."""
    blocks = blocks_with_waves(request)
    chosen = chosen_block(request, blocks)
    found = waves_here(request.mart, chosen) if chosen is not None else []
    calls = [call for here in found for call in here.calls if call.moves]
    context = {
        "waves": [(here, [(STAGES[one.stage], one) for one in here.waiting], _rows(here)) for here in found],
        "blocks": blocks,
        "chosen": chosen,
        "first": min(calls, key=lambda call: (call.seat.stuck_from, call.seat.pk), default=None),
        "name": request.user.name,
    }
    return render(request, "maker/groups/waves.html", context)


def _rows(here: Here) -> list[tuple[int, Call, object, object]]:
    """Number, group, the stage it waits for, and who has the next step as it was written down."""
    return [
        (number, call, STAGES[call.seat.stage], WHOSE[call.seat.whose]) for number, call in enumerate(here.calls, 1)
    ]
