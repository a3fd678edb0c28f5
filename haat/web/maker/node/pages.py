"""Her groups and how far each is, what waits to be packed, and one group with whom to call."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from haat.catalogue.standing import SELLS
from haat.core import paging
from haat.makers.queries import organisations_by_id
from haat.makers.rules import makers_at_node
from haat.orders.queries import to_pack
from haat.people.rules import organisations_held, places_held
from haat.roster.models import Group
from haat.roster.queries import one_whole, people_of, stages_of, with_lines
from haat.roster.rules import groups_at_node
from haat.web.maker.base.request import Request
from haat.web.maker.node.entering import keeping, page
from haat.web.maker.node.words import STAGES
from haat.web.ui.found import one_or_404

SIZE, MOST_PARTS, MOST_PEOPLE = 30, 20, 30
ORDER = "node:sort"


@require_safe
@keeping
def home(request: Request) -> HttpResponse:
    """All of them, or those that sell, or that do not yet; above them the orders that wait for a parcel."""
    groups = groups_at_node(request.user, request.mart)
    stages = stages_of(groups)
    how = request.GET.get("how", "")
    rows = {"sell": groups.filter(stage=SELLS), "not_yet": groups.exclude(stage=SELLS)}.get(how, groups)
    edge = paging.read(request.GET.get("page", ""), ORDER)
    found = paging.cut(with_lines(rows), "sort", SIZE, edge, at_once=True)
    whole = sum(stages.values())
    return page(
        request,
        "home",
        names=_names(request),
        rows=[(group, STAGES.get(group.stage, group.stage)) for group in found.rows],
        before=paging.write(found.before, ORDER) if found.before else "",
        after=paging.write(found.after, ORDER) if found.after else "",
        how=how,
        whole=whole,
        sell=stages.get(SELLS, 0),
        not_yet=whole - stages.get(SELLS, 0),
        parts=to_pack(makers_at_node(request.user, request.mart))[:MOST_PARTS],
    )


def _names(request: Request) -> list[dict[str, str]]:
    """What she keeps: organisations, then villages, each by its names."""
    held = organisations_held(request.user, request.mart, "keep_node")
    own = organisations_by_id(held).values() if held else ()
    return [*(one.names for one in own), *(one.names for one in places_held(request.user, request.mart, "keep_node"))]


def found_group(request: Request, pk: int) -> Group:
    """One of her groups; 404 for every other."""
    return one_or_404(one_whole(groups_at_node(request.user, request.mart)), pk=pk)


@require_safe
@keeping
def group(request: Request, pk: int) -> HttpResponse:
    """One group: what keeps it from selling, whom to call, its members."""
    shown = found_group(request, pk)
    return page(
        request,
        "group",
        group=shown,
        stage=STAGES.get(shown.stage, shown.stage),
        leader=shown.officers.get("leader", {}),
        people=people_of(shown)[:MOST_PEOPLE],
        may_enrol=shown.state == Group.State.KNOWN,
    )
