"""What she or her group earned in a half-year, and the days of work in it, told in two sentences."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haat.core.money import format_rupees
from haat.livelihood.queries import Road, day_rule, road_of, shares_between
from haat.livelihood.rules import HalfYear, half_years
from haat.web.maker.base.acting import for_maker, page
from haat.web.maker.base.request import Request
from haat.web.maker.money.sharing import seats
from haat.web.ui.dates import month

SHOWN = 3


@require_safe
@for_maker
def earned(request: Request) -> HttpResponse:
    """This half-year, or one of the two before it (`?half=2026-04`)."""
    maker, wanted = request.acting.maker, request.GET.get("half", "")
    halves = half_years(SHOWN)
    half = next((each for each in halves if each.code == wanted), halves[0])
    road, rule = road_of(maker, half), day_rule(maker.mart).rule
    mine = {seat.pk for seat in seats(request)} if maker.is_group else set()
    shares = [each for each in shares_between([maker], half) if each.member_id in mine] if mine else []
    context: dict[str, Any] = {
        "half_name": named(half),
        "halves": [(each.code, named(each)) for each in halves if each != half],
        "road": road,
        "days": road.row.days(rule),
        "told": told(road, group=maker.is_group),
        "mine_paise": sum(each.given_paise for each in shares),
        "member": bool(mine),
    }
    return page(request, "money/earned", **context)


def named(half: HalfYear) -> str:
    """`April to September 2026`, in her words."""
    return _("%(first)s to %(last)s") % {"first": month(half.first), "last": month(half.last)}


def told(road: Road, *, group: bool) -> list[str]:
    """Two sentences, or one while nothing was delivered: what came and what remains of it; what the hours are from."""
    sums = road.row.sums
    if not sums.orders:
        return [_("Nothing was delivered in these months yet.")]
    money = {"earned": format_rupees(sums.earned_paise), "materials": format_rupees(sums.materials_paise)}
    first = (
        _("The group earned %(earned)s through the mart; %(materials)s of it paid for materials.") % money
        if group
        else _("You earned %(earned)s through the mart; %(materials)s of it paid for materials.") % money
    )
    if not sums.minutes:
        return [first, _("The hours are not known: tell them in the cost sheet of each good.")]
    if sums.unknown_pieces:
        pieces = {"n": sums.unknown_pieces}
        return [first, _("The days come from the hours you told; of %(n)s pieces you have told none.") % pieces]
    return [first, _("The days come from the hours you told of each piece, times the pieces that were sold.")]
