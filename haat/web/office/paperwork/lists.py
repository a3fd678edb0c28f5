"""The lists: papers by state, what is lacking, days that come near, and federations' papers."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haat.core.dates import today
from haat.makers.queries import named
from haat.paperwork import actions
from haat.paperwork.models import Road
from haat.paperwork.queries import (
    counts_by_state,
    duties_seen,
    for_list,
    lacking,
    open_duties,
    roads_seen,
    sellers_reached,
)
from haat.paperwork.roads import CHOICE, RoadKind
from haat.paperwork.roads import roads as roads_by_slug
from haat.web.office.desk.listing import paged, typed
from haat.web.office.desk.page import act_with, page
from haat.web.office.paperwork.forms import SellerForm
from haat.web.office.paperwork.room import name_of
from haat.web.office.paperwork.scope import Reach, reach
from haat.web.office.paperwork.words import ROAD_STATES
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

LACKING, USUAL = "lacking", "pan_group"


@require_safe
@office("see_paperwork")
def roads(request: Request) -> HttpResponse:
    """Papers on their way by state, the longest waiting first; what is lacking is chosen by paper."""
    found = reach(request, "see_paperwork")
    kind, state = typed(request, "kind"), typed(request, "state")
    if state == LACKING:
        return _lacking(request, found, roads_by_slug().get(kind) or roads_by_slug()[USUAL])
    rows = _narrowed(request, found, roads_seen(request.user, request.mart))
    if kind in roads_by_slug():
        rows = rows.filter(kind=kind)
    counts = counts_by_state(rows)
    state = state if state in ROAD_STATES else ""
    shown = rows.filter(state=state) if state else rows
    return _page(request, found, counts, state, kind, listing=paged(request, for_list(shown), "moved_at"))


def _narrowed(request: Request, found: Reach, rows: QuerySet[Any]) -> QuerySet[Any]:
    words = typed(request, "q")
    if words:
        return rows.filter(maker__in=named(found.makers, words, request.mart.languages).values("pk"))
    return rows.filter(maker__in=found.makers.values("pk")) if found.narrows else rows


def _lacking(request: Request, found: Reach, kind: RoadKind) -> HttpResponse:
    """Of whom this paper is asked, and nobody is making it."""
    words = typed(request, "q")
    makers = named(found.makers, words, request.mart.languages) if words else found.makers
    rows = lacking(makers, kind).select_related("block", "place")
    counts = counts_by_state(_narrowed(request, found, roads_seen(request.user, request.mart)).filter(kind=kind.slug))
    return _page(request, found, counts, LACKING, kind.slug, makers=paged(request, rows, "slug"), lacks=kind)


def _page(request: Request, found: Reach, counts: dict[str, int], state: str, kind: str, **shown: Any) -> HttpResponse:
    kinds = [road for road in roads_by_slug().values() if road.asked != CHOICE or state != LACKING]
    context: dict[str, Any] = {
        "reach": found,
        "blocks": found.blocks,
        "state": state,
        "kind": kind,
        "kinds": [(road.slug, road.name) for road in kinds],
        "tabs": [
            ("", _("All"), sum(counts.values())),
            (LACKING, _("Lacking"), ""),
            *((code, str(words), counts.get(code, 0)) for code, words in ROAD_STATES.items()),
        ],
        "listing": shown.get("listing") or shown.get("makers"),
    }
    return page(request, "paperwork/list", **context | shown)


@require_safe
@office("see_paperwork")
def duties(request: Request) -> HttpResponse:
    """What has to be renewed, paid for or confirmed, the nearest day first."""
    found = reach(request, "see_paperwork")
    rows = open_duties(_narrowed(request, found, duties_seen(request.user, request.mart)))
    listing = paged(request, rows, "day")
    shown = [(duty, name_of(duty.kind)) for duty in listing.rows]
    return page(
        request, "paperwork/duties", reach=found, blocks=found.blocks, listing=listing, rows=shown, today=today()
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_paperwork")
def federations(request: Request) -> HttpResponse:
    """Papers of federations' sellers on their way, and beginning one."""
    sellers = sellers_reached(request.user, request.mart, "change_paperwork").order_by("legal_name")
    form, status = SellerForm(sellers), 200
    if request.method == "POST":
        form, status = SellerForm(sellers, request.POST), 422
        begun: list[Road] = []

        def begin() -> None:
            given = dict(form.cleaned_data)
            begun.append(actions.begin_for_seller(given.pop("seller"), **given, by=actor(request)))

        if act_with(request, form, begin, done=_("Begun. See what it needs.")):
            return redirect("office:paperwork:road", begun[0].pk)
    rows = for_list(roads_seen(request.user, request.mart).filter(seller__isnull=False))
    listing = paged(request, rows, "-moved_at")
    return page(request, "paperwork/federations", status=status, form=form, listing=listing)
