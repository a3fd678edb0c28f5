"""The tree with its counts, the list of groups, and one group with its members, numbers and history."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from haat.catalogue.standing import SELLS
from haat.core.languages import best
from haat.makers.models import Organisation
from haat.makers.queries import organisations_of
from haat.people.rules import can
from haat.places.models import Place
from haat.roster.models import Group
from haat.roster.queries import (
    below,
    codes_of,
    elsewhere,
    found_by,
    held_by,
    links_of,
    one_whole,
    people_of,
    told_by_lists,
    with_lines,
    with_producers,
)
from haat.roster.rules import STAGES, ever_visible_to, visible_to
from haat.roster.tree import Branch, Count
from haat.roster.tree import tree as tree_of
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.history import MOST, history_of, lines_of
from haat.web.office.desk.listing import MOST_EXPORTED, export, export_url, ids, numbered, paged, typed
from haat.web.office.desk.page import here, page
from haat.web.office.desk.stacked import Part, stacked
from haat.web.office.desk.words import word
from haat.web.office.roster.forms import LinkForm, MoveForm
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import office
from haat.web.ui.request import Request
from haat.web.ui.templatetags.ui import phone

FEW, PEOPLE = 12, 30
OFFICERS = ("leader", "secretary", "treasurer")


@require_safe
@office("see_groups")
def tree(request: Request) -> HttpResponse:
    """The federations with the counts of all below; `?at=` opens one, and within it a village organisation."""
    blocks = Blocks(request, here(request, "see_groups"))
    if request.GET.get("q"):  # the tree has no search of its own
        return redirect(f"{reverse('office:roster:all')}?{request.GET.urlencode()}")
    asked = (ids([request.GET.get("at", "")]) or [0])[0]
    level, branch = tree_of(request.mart, blocks.place, asked)
    context: dict[str, Any] = {"blocks": blocks, "level": level, "bar": bar(level.all)}
    opened = _opened(request, blocks.place, branch) if branch is not None else {}
    return page(request, "roster/list", listing=numbered(request, level.nodes), **context, **opened)


def bar(count: Count) -> list[Part]:
    """What of all groups sells, and what keeps the others, as parts of one bar: largest reason first."""
    order = [SELLS, *sorted((stage for stage in STAGES if stage != SELLS), key=lambda stage: -count.stages[stage])]
    return stacked(((stage, count.stages[stage]) for stage in order), total=count.groups)


def _opened(request: Request, place: Place, branch: Branch) -> dict[str, Any]:
    """The branch that `?at=` opens: a federation's village organisations, or the first groups of one of them."""
    own = branch.own.groups
    rows = with_producers(with_lines(_seen(request, place).filter(organisation=branch.at))).order_by("sort", "pk")
    context = {"at": branch.at, "above": branch.above, "inside": branch.inside}
    return context | {"leaves": rows[:FEW] if own else (), "more": max(0, own - FEW)}


def _seen(request: Request, place: Place) -> "QuerySet[Group]":
    rows = visible_to(request.user, request.mart)
    return rows if place.contains(request.mart.place) else rows.filter(place.reach(request.mart, "block"))


@require_safe
@office("see_groups")
def groups(request: Request) -> HttpResponse:
    """Every group that fits what is chosen, by name; `?export=` takes the list out as a table."""
    blocks = Blocks(request, here(request, "see_groups"))
    rows, asked = _chosen(request, blocks)
    if request.GET.get("export"):
        return _export(request, rows)
    found = paged(request, with_lines(rows), "sort", at_once=True)
    return page(
        request,
        "roster/all",
        blocks=blocks,
        narrowed=any(request.GET.get(name) for name in ("q", "stage", "kind", "at", "block")),
        listing=found,
        stages=[(stage, word(stage, "stage")) for stage in STAGES],
        kinds=[(kind, word(kind, "group_kind")) for kind in Group.Kind.values],
        at=_called(request, asked, found.rows),
        export_url=export_url(request),
    )


def _called(request: Request, asked: int, rows: list[Group]) -> Organisation | None:
    """The organisation that is asked for: of the first row, or looked up where there is none."""
    own = rows[0].organisation if asked and rows else None
    near = next((each for each in (own, own.parent if own else None) if each is not None and each.pk == asked), None)
    if near is not None or not asked:
        return near
    return organisations_of(request.mart).filter(pk=asked).first()


def _chosen(request: Request, blocks: Blocks) -> "tuple[QuerySet[Group], int]":
    rows, given = _seen(request, blocks.place), request.GET
    if given.get("kind") in Group.Kind.values:
        rows = rows.filter(kind=given["kind"])
    if given.get("stage") in STAGES:
        rows = rows.filter(stage=given["stage"])
    asked = (ids([given.get("at", "")]) or [0])[0]
    if asked:
        rows = below(rows, asked)
    if words := typed(request, "q"):
        rows = found_by(rows, words)
    return rows, asked


def _export(request: Request, rows: "QuerySet[Group]") -> HttpResponse:
    heads = [gettext("Name"), gettext("Block"), gettext("Village"), gettext("Federation or village organisation")]
    heads += [gettext("Members"), gettext("Phone"), gettext("How far")]
    table = [
        [
            best(row.names).text,
            best(row.block.names).text,
            row.village or best(row.place.names).text,
            best(row.organisation.names).text if row.organisation else "",
            row.member_count,
            phone(row.phone),
            str(word(row.stage, "stage")),
        ]
        for row in with_lines(rows).order_by("sort", "pk")[:MOST_EXPORTED]
    ]
    return export(request, "groups", heads, table)


def found_group(request: Request, deed: str, pk: int) -> Group:
    """A group within the reader's scope for `deed`; 404 otherwise."""
    return one_or_404(one_whole(ever_visible_to(request.user, request.mart, deed)), pk=pk)


@require_safe
@office("see_groups")
def group(request: Request, pk: int) -> HttpResponse:
    """One group: where it stands in the tree, what is missing, members, numbers, second memberships, history."""
    return group_page(request, found_group(request, "see_groups", pk))


def place_of(group: Group) -> str:
    """Village and block, the village as the list writes it where the list of places has none such."""
    village = group.village or ("" if group.place_id == group.block_id else best(group.place.names).text)
    return ", ".join(filter(None, (village, best(group.block.names).text)))


def group_page(
    request: Request, shown: Group, *, move: MoveForm | None = None, link: LinkForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a group, with forms as they were sent when something in them was refused."""
    may_change = can(request.user, "change_groups", mart=request.mart, place=shown.block)
    events = history_of(("roster.group", [shown.pk]))
    lines = sorted([*events, *lines_of(told_by_lists(shown, MOST), {})], key=lambda line: line.at, reverse=True)
    context: dict[str, Any] = {
        "group": shown,
        "where": place_of(shown),
        "codes": codes_of(shown),
        "officers": [(role, shown.officers[role]) for role in OFFICERS if role in shown.officers],
        "people": numbered(request, people_of(shown), size=PEOPLE, name="people"),
        "links": links_of(shown),
        "holds": held_by(shown) if shown.kind == Group.Kind.PRODUCER_GROUP else (),
        "elsewhere": elsewhere(shown)[:PEOPLE],
        "may_change": may_change and shown.state != Group.State.MERGED,
        "move_form": move or MoveForm(shown),
        "link_form": link or LinkForm(shown),
        "open_form": "move" if move else "link" if link else "",
        "history": lines[:MOST],
    }
    return page(request, "roster/group", status=status, **context)
