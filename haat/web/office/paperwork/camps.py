"""Papers days: planned, filled with groups, held at one desk, and ended."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haat.core.dates import today
from haat.paperwork import actions, data
from haat.paperwork.board import Board, Row, about_when
from haat.paperwork.board import board as board_of
from haat.paperwork.models import Camp, Turn
from haat.paperwork.queries import (
    camps_seen,
    coming_camps,
    duties_seen,
    makers_reached,
    narrowed,
    open_duties,
    roads_seen,
    to_invite,
    with_all,
    with_counts,
)
from haat.paperwork.standing import NOT_ASKED, Standing
from haat.people.rules import can
from haat.places.queries import blocks_within
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import ids, paged
from haat.web.office.desk.page import act, act_with, here, page
from haat.web.office.desk.pdf import pdf
from haat.web.office.paperwork.forms import CampForm
from haat.web.office.paperwork.pages import names_differ, road_facts
from haat.web.office.paperwork.room import name_of
from haat.web.office.paperwork.scope import reach
from haat.web.papers.filling import bring_list_pdf
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import name_of_sending, nonce

CHANGE = "change_paperwork"
NEAREST = 3


def _one(request: Request, deed: str, pk: int) -> Camp:
    return one_or_404(camps_seen(request.user, request.mart, deed), pk=pk)


@require_safe
@office("see_paperwork")
def camps(request: Request) -> HttpResponse:
    """The papers days the reader sees, the last first, with how many have a turn and how many came."""
    rows = with_counts(camps_seen(request.user, request.mart))
    return page(request, "paperwork/camps", listing=paged(request, rows, "-day"), today=today())


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_paperwork")
def new(request: Request) -> HttpResponse:
    """Which day, where, for how many, and which papers."""
    blocks = sorted(blocks_within(here(request, CHANGE)), key=str)
    usual = {"begins": "10:00", "ends": "16:00", "most": 20, "kinds": ["passbook", "pan_group", "enrolment", "fssai"]}
    form, status = CampForm(blocks, initial=usual), 200
    if request.method == "POST":
        form, status = CampForm(blocks, request.POST), 422
        made: list[Camp] = []

        def plan() -> None:
            given = dict(form.cleaned_data)
            wanted = given.pop("block")
            block = next(each for each in blocks if str(each.pk) == wanted)
            key = name_of_sending(request)
            made.append(actions.plan_camp(request.mart, block=block, **given, key=key, by=actor(request)))

        if act_with(request, form, plan, done=_("Planned. Now choose who comes.")):
            return redirect("office:paperwork:camp_makers", made[0].pk)
    return page(request, "paperwork/new_camp", status=status, form=form, nonce=nonce())


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_paperwork")
def makers(request: Request, pk: int) -> HttpResponse:
    """Who comes: makers of the block without a turn, narrowed by federation and craft."""
    camp, found = _one(request, CHANGE, pk), reach(request, CHANGE)
    if request.method == "POST":
        picked = list(
            makers_reached(request.user, request.mart, CHANGE).filter(pk__in=ids(request.POST.getlist("pick")))
        )
        new_ones: list[int] = []

        def give() -> None:
            here_ = [maker for maker in picked if maker.block_id == camp.block_id]
            new_ones.append(actions.give_turns(camp, makers=here_, by=actor(request)))

        if act(request, give, done=_("Turns given.")):
            return redirect("office:paperwork:camp", pk)
    every = narrowed(
        makers_reached(request.user, request.mart, CHANGE), block=None, federation=found.federation, craft=found.craft
    )
    listing = paged(request, to_invite(every, camp).select_related("place", "organisation"), "slug")
    left = camp.most - camp.turns.count()
    return page(request, "paperwork/camp_makers", camp=camp, listing=listing, reach=found, left=left)


@require_safe
@office("see_paperwork")
def board(request: Request, pk: int) -> HttpResponse:
    """The day: every paper of every group, and beside it the one that is worked on (`?turn=`, `?paper=`)."""
    camp = _one(request, "see_paperwork", pk)
    whole = board_of(camp, makers_reached(request.user, request.mart))
    row = _row(request, whole)
    may = can(request.user, CHANGE, mart=request.mart, place=camp.block)
    context: dict[str, Any] = {
        "camp": camp,
        "board": whole,
        "row": row,
        "may_change": may,
        "due": [(duty, name_of(duty.kind)) for duty in _near(request, camp)],
        "over": camp.ended_at is not None,
        "came": any(row.turn.came_at for row in whole.rows),
        "today": today(),
        "at": about_when(camp, len(whole.rows)) if whole.rows else "",
        "coming": [other for other in coming_camps(camps_seen(request.user, request.mart)) if other.pk != camp.pk],
        "history": history_of(("paperwork.camp", [camp.pk])) if "X-Board" not in request.headers else [],
    }
    if row is not None:
        context |= _beside(request, camp, whole, row)
    if "X-Board" in request.headers and row is not None:
        return render(request, "office/paperwork/board_part.html", context)
    return page(request, "paperwork/camp", **context)


def _near(request: Request, camp: Camp) -> list[Any]:
    rows = open_duties(duties_seen(request.user, request.mart)).filter(maker__block=camp.block)
    return list(rows.order_by("day", "pk")[:NEAREST])


def _row(request: Request, whole: Board) -> Row | None:
    """The turn that was chosen; else who is at the desk."""
    wanted = ids([request.GET.get("turn", "")])
    if wanted:
        found = next((row for row in whole.rows if row.turn.pk == wanted[0]), None)
        if found is None:
            raise Http404
        return found
    return whole.now[0] if whole.now else None


def _beside(request: Request, camp: Camp, whole: Board, row: Row) -> dict[str, Any]:
    """The sheet beside the board: one maker, one paper."""
    cells = [cell for cell in row.cells if cell.state != NOT_ASKED]
    wanted = request.GET.get("paper", "")
    lacking = row.lacks or cells
    cell: Standing | None = next((one for one in cells if one.kind.slug == wanted), lacking[0] if lacking else None)
    back = f"{reverse('office:paperwork:camp', args=[camp.pk])}?"
    query: dict[str, Any] = {"turn": row.turn.pk, "paper": cell.kind.slug if cell else ""}
    context: dict[str, Any] = {
        "cell": cell,
        "cells": cells,
        "next_turn": _after(whole, row),
        "differences": names_differ(row.turn.maker),
        "next": f"{back}{urlencode(query)}",
    }
    if cell is not None and cell.road is not None:
        road = with_all(roads_seen(request.user, request.mart)).filter(pk=cell.road.pk).first()
        if road is not None:
            context |= road_facts(request, road) | {"next": context["next"]}
    return context


def _after(whole: Board, row: Row) -> Turn | None:
    """Who comes next: the first of those who have come, else of those to come."""
    turns = [other.turn for other in whole.waiting if other.turn.pk != row.turn.pk]
    return min(turns, key=lambda turn: (turn.came_at is None, turn.number), default=None)


TURNS = {"came": actions.check_in, "call": actions.call_up, "seen": actions.see_off, "off": actions.take_off}


@require_POST
@office("change_paperwork")
def turn(request: Request, pk: int) -> HttpResponse:
    """A turn goes on: it came, is called, was seen to, or does not come."""
    camp = _one(request, CHANGE, pk)
    wanted = ids([request.POST.get("turn", "")])
    found = one_or_404(camp.turns.select_related("camp"), pk=wanted[0] if wanted else 0)
    deed = request.POST.get("deed", "")
    if deed not in TURNS:
        raise Http404
    act(request, lambda: TURNS[deed](found, by=actor(request)), done=_("Written down."))
    query = f"?turn={found.pk}" if deed in ("came", "call") else ""
    return redirect(f"{reverse('office:paperwork:camp', args=[pk])}{query}")


@require_POST
@office("change_paperwork")
def tell(request: Request, pk: int) -> HttpResponse:
    """Those who have a turn are told day and place."""
    camp, told = _one(request, CHANGE, pk), list[int]()
    done = lazy(lambda: _said(told[0]), str)()
    act(request, lambda: told.append(actions.tell_camp(camp, by=actor(request))), done=done)
    return redirect("office:paperwork:camp", pk)


def _said(number: int) -> str:
    if not number:
        return _("Everybody who has a phone was told before.")
    return ngettext("%(n)s group gets a message.", "%(n)s groups get a message.", number) % {"n": number}


@require_POST
@office("change_paperwork")
def end(request: Request, pk: int) -> HttpResponse:
    """The day is over; who did not come goes on another."""
    camp = _one(request, CHANGE, pk)
    wanted = ids([request.POST.get("next_camp", "")])
    other = camps_seen(request.user, request.mart, CHANGE).filter(pk=wanted[0]).first() if wanted else None
    act(request, lambda: actions.end_camp(camp, next_camp=other, by=actor(request)), done=_("The day is over."))
    return redirect("office:paperwork:camp", pk)


@require_POST
@office("change_paperwork")
def call_off(request: Request, pk: int) -> HttpResponse:
    """The day does not take place."""
    camp, told = _one(request, CHANGE, pk), list[int]()
    done = lazy(lambda: _off(told[0]), str)()
    act(request, lambda: told.append(actions.call_off_camp(camp, by=actor(request))), done=done)
    return redirect("office:paperwork:camp", pk)


def _off(number: int) -> str:
    if not number:
        return _("Called off.")
    return ngettext("Called off. %(n)s group gets a message.", "Called off. %(n)s groups get a message.", number) % {
        "n": number
    }


@require_safe
@office("see_paperwork")
def bring(request: Request, pk: int) -> HttpResponse:
    """What each group brings, a page for each."""
    camp, seen = _one(request, "see_paperwork", pk), makers_reached(request.user, request.mart)
    rows = [_to_bring(camp, row) for row in board_of(camp, seen).rows]
    return pdf(f"papers-day-{camp.day:%Y-%m-%d}", bring_list_pdf(camp, rows))


def _to_bring(camp: Camp, row: Row) -> dict[str, Any]:
    names = data.needs()
    return {
        "maker": row.turn.maker,
        "number": row.turn.number,
        "at": about_when(camp, row.turn.number),
        "papers": [(cell.kind.names, [names[need] for need in cell.kind.needs]) for cell in row.lacks],
        "differences": names_differ(row.turn.maker),
    }
