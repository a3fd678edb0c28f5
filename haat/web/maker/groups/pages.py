"""A coordinator's groups on one page: what each waits for, whom to call first, and the deed done for her."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from haat.cohorts.calling import stuck_here
from haat.core.errors import HaatError, NotAllowed
from haat.makers.actions import write_phone as write_number
from haat.makers.models import Maker
from haat.makers.queries import name as maker_name
from haat.makers.rules import visible_to
from haat.orders.actions import accept as accept_part
from haat.orders.queries import known_to
from haat.people.errors import FactorMissing
from haat.people.rules import can, scope
from haat.places.models import Place
from haat.places.queries import blocks_of
from haat.review.worklist import worklist
from haat.web.maker.base.acting import act_for, may_act_for_many, no_maker, signed_in_now, to_sign_in
from haat.web.maker.base.request import Acting, Request
from haat.web.ui.deeds import queued, refuse
from haat.web.ui.errors import not_allowed
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office, to_proof

View = Callable[..., HttpResponse]


def for_groups(view: View) -> View:
    """Let in who helps many makers, with password and second factor given."""

    @wraps(view)
    @never_cache
    def handle(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not signed_in_now(request):
            return to_sign_in(request)
        if not may_act_for_many(request.user, request.mart):
            return no_maker(request)
        response = view(request, *args, **kwargs)
        # The service worker keeps this page for the person, whichever of her groups she helps meanwhile.
        response["X-Phone"] = f"{request.user.pk}-all"
        return response

    return handle


@require_safe
@for_groups
def groups(request: Request) -> HttpResponse:
    """All her groups; who reaches several blocks sees one at a time."""
    return _page(request)


def blocks_of_hers(request: Request) -> list[Place]:
    """The blocks for whose makers she acts."""
    place = scope(request.user, request.mart, "act_for_maker")
    return [block for block in blocks_of(request.mart) if place is not None and place.contains(block)]


def chosen_block(request: Request, blocks: list[Place]) -> Place | None:
    """The block that `?block=` names, or the first."""
    asked = request.GET.get("block", "")
    return next((block for block in blocks if str(block.pk) == asked), blocks[0] if blocks else None)


def _in_waves(request: Request, block: Place | None) -> tuple[int, int]:
    """(groups of the block in running waves, those that are stuck), where she may see them."""
    seen = scope(request.user, request.mart, "see_cohorts")
    return stuck_here(request.mart, block) if block and seen is not None and seen.contains(block) else (0, 0)


def _page(request: Request, *, wrong: dict[int, str] | None = None, status: int = 200) -> HttpResponse:
    blocks = blocks_of_hers(request)
    chosen = chosen_block(request, blocks)
    makers = visible_to(request.user, request.mart, deed="act_for_maker")
    found = worklist(makers.filter(block=chosen) if chosen is not None else makers.none())
    calls = [*found.today, *found.week]
    context = {
        "work": found,
        "calls": [(number, group) for number, group in enumerate(calls, start=1)],
        "first": next((group for group in calls if group.maker.phone), None),
        "blocks": blocks,
        "chosen": chosen,
        "in_waves": _in_waves(request, chosen),
        "name": request.user.name,
        "may_change": can(request.user, "change_makers", mart=request.mart),
        "wrong": wrong or {},
        "typed": request.POST.get("phone", ""),
    }
    return render(request, "maker/groups/list.html", context, status=status)


def _place_of(maker: Maker) -> str:
    """A group's place in the list, to come back to after a deed."""
    return f"{reverse('maker:groups')}?block={maker.block_id}#group-{maker.pk}"


@require_POST
def accept(request: Request, pk: int, number: str) -> HttpResponse:
    """Say yes to an order for a maker who was called."""
    if not signed_in_now(request):
        return to_sign_in(request)
    try:
        acting = act_for(request.user, request.mart, pk)
    except FactorMissing:
        return to_proof(request)
    except NotAllowed:
        return not_allowed(request)
    return _accept(request, acting, number)


@queued
def _accept(request: Request, acting: Acting, number: str) -> HttpResponse:
    part = one_or_404(known_to(acting.maker), number=number, place=None)
    try:
        accept_part(part, by=acting.by)
    except HaatError as problem:
        refuse(request, problem)
        return _page(request, wrong={acting.maker.pk: problem.message}, status=422)
    messages.success(request, _("Said yes for %(name)s. Read it out to her.") % {"name": maker_name(acting.maker)})
    return redirect(_place_of(acting.maker))


@require_POST
@office("change_makers")
def write_phone(request: Request, pk: int) -> HttpResponse:
    """A number at which a maker can be called from now on."""
    maker = one_or_404(visible_to(request.user, request.mart, deed="change_makers"), pk=pk)
    return _write_phone(request, maker)


@queued
def _write_phone(request: Request, maker: Maker) -> HttpResponse:
    try:
        write_number(maker, phone=request.POST.get("phone", ""), by=actor(request))
    except HaatError as problem:
        refuse(request, problem)
        return _page(request, wrong={maker.pk: problem.message}, status=422)
    messages.success(request, _("The number is written down."))
    return redirect(_place_of(maker))
