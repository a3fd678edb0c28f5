"""The half-year of a district, of its makers, and the road of one maker's figures down to each order."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from haat.core.languages import best
from haat.livelihood import actions
from haat.livelihood.queries import (
    Row,
    by_block,
    day_rule,
    organisations_with,
    parts_of,
    road_of,
    shares_between,
    sums_of,
    who_earned,
    whole,
    with_households,
)
from haat.livelihood.rules import HalfYear, half_years, makers_seen
from haat.makers.models import Maker, MakerQuerySet
from haat.makers.queries import named
from haat.people.rules import scope
from haat.places.models import Place
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import ids, paged, typed
from haat.web.office.desk.page import act, page
from haat.web.office.livelihood.words import RULES
from haat.web.ui.dates import month
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

KINDS = ("livelihood.day_rule_set",)


@dataclass(frozen=True)
class Seen:
    """What a page is about: the half-year, the makers the reader may see of the block she chose, and the rule."""

    half: HalfYear
    makers: MakerQuerySet
    blocks: Blocks | None
    rule: str

    @property
    def context(self) -> dict[str, Any]:
        """What every page of the room shows of it."""
        return {
            "half": self.half,
            "halves": [(each.code, named_half(each)) for each in half_years()],
            "half_name": named_half(self.half),
            "blocks": self.blocks,
            "rule": self.rule,
        }


def named_half(half: HalfYear) -> str:
    """`April to September 2026`, in the reader's words."""
    return _("%(first)s to %(last)s") % {"first": month(half.first), "last": month(half.last)}


def seen(request: Request) -> Seen:
    """What the reader asks for; this half-year where she says none. A federation's accountant has no blocks."""
    wanted = request.GET.get("half", "")
    half = next((each for each in half_years() if each.code == wanted), half_years()[0])
    makers, place = makers_seen(request.user, request.mart), scope(request.user, request.mart, "see_livelihood")
    blocks = Blocks(request, place) if place is not None else None
    if blocks is not None and blocks.chosen:
        makers = makers.filter(block=blocks.chosen)
    return Seen(half, makers, blocks, day_rule(request.mart).rule)


@dataclass(frozen=True)
class Shown:
    """A line of a table: what it is about, its sums, and its days by the mart's rule."""

    of: Place | Maker
    row: Row
    days: float


@require_safe
@office("see_livelihood")
def district(request: Request) -> HttpResponse:
    """All makers the reader may see: days, households, earnings, and the blocks these come from."""
    at = seen(request)
    rows = by_block(at.makers, at.half)
    all_ = whole(rows.values())
    places = {block.pk: block for block in at.blocks.all} if at.blocks else {}
    shown = [Shown(places[pk], row, row.days(at.rule)) for pk, row in rows.items() if pk in places]
    told = [line for line in history_of(("places.mart", [request.mart.pk])) if line.kind in KINDS]
    return page(
        request,
        "livelihood/district",
        **at.context,
        all=all_,
        days=all_.days(at.rule),
        rows=sorted(shown, key=lambda each: -each.row.sums.earned_paise),
        rules=list(RULES.items()),
        history=told,
    )


@require_POST
@office("change_settings")
def rule(request: Request) -> HttpResponse:
    """By which rule hours are shown as days."""
    given = request.POST.get("rule", "")
    act(request, lambda: actions.set_day_rule(request.mart, rule=given, by=actor(request)), done=_("Saved."))
    return redirect("office:livelihood:district")


@require_safe
@office("see_livelihood")
def makers(request: Request) -> HttpResponse:
    """Who earned, maker by maker."""
    at = seen(request)
    rows = who_earned(at.makers, at.half)
    if wanted := ids([request.GET.get("organisation", "")]):
        rows = rows.filter(organisation__in=wanted) | rows.filter(organisation__parent__in=wanted)
    if words := typed(request, "q"):
        rows = named(rows, words, request.mart.languages)
    listing = paged(request, with_households(rows).select_related("block", "organisation"), "slug")
    sums = sums_of(listing.rows, at.half)
    shown = [Shown(maker, row, row.days(at.rule)) for maker in listing.rows if (row := Row(sums[maker.pk]))]
    organisations = organisations_with(at.makers, at.half)
    return page(
        request,
        "livelihood/makers",
        **at.context,
        listing=listing,
        rows=shown,
        organisations=[(str(each.pk), best(each.names).text) for each in organisations],
    )


@require_safe
@office("see_livelihood")
def maker(request: Request, pk: int) -> HttpResponse:
    """One maker: month by month, good by good with its hours, where the money stands, its members' shares, its
    orders."""
    at = seen(request)
    found = one_or_404(at.makers.select_related("block", "organisation"), pk=pk)
    road = road_of(found, at.half)
    household = with_households(at.makers).filter(pk=pk).first()
    months = [(first, sums, Row(sums).days(at.rule)) for first, sums in road.months]
    shares = shares_between([found], at.half) if found.is_group else []
    return page(
        request,
        "livelihood/maker",
        **at.context,
        maker=found,
        road=road,
        days=road.row.days(at.rule),
        months=months,
        household=household,
        shares=shares,
        listing=paged(request, parts_of(found, at.half), "-delivered_at"),
    )
