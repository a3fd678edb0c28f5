"""The tree of federations with what keeps their makers from selling, and one organisation's page."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from haat.catalogue.standing import SELLS, WHYS, Tree, kept_by, tree, with_why
from haat.core.languages import best
from haat.makers.models import Maker, MakerQuerySet, Organisation
from haat.makers.queries import organisations_in
from haat.makers.rules import visible_to
from haat.people.models import Role
from haat.people.queries import roles_at
from haat.people.rules import may_give
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import ids, numbered, paged, typed, with_those
from haat.web.office.desk.page import here, of_district, page
from haat.web.office.desk.stacked import Part, stacked
from haat.web.office.organisations.forms import MakersForm, MergeForm, ParentForm
from haat.web.office.organisations.words import WHYS as WHY_WORDS
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import office
from haat.web.ui.request import Request

FEW, MAKERS = 12, 30


def one(request: Request, deed: str, pk: int) -> Organisation:
    """An organisation of the mart; 404 otherwise."""
    of_district(request, deed)
    rows = organisations_in(request.mart).select_related("place", "parent__place", "mart__place", "merged_into")
    return one_or_404(rows, pk=pk)


def seen(request: Request) -> MakerQuerySet:
    """The makers the reader may see, with what their lines show."""
    return visible_to(request.user, request.mart, "see_organisations").select_related("place", "block", "seller")


@require_safe
@office("see_organisations")
def organisations(request: Request) -> HttpResponse:
    """The tree: opened at `?at=`; or, of one reason (`?why=`), the makers whom it keeps; or those found by `?q=`."""
    of_district(request, "see_organisations")
    blocks = Blocks(request, here(request, "see_organisations"))
    makers = visible_to(request.user, request.mart, "see_organisations")
    if blocks.chosen:
        makers = makers.filter(block=blocks.chosen)
    whole = tree(request.mart, makers, organisations_in(request.mart).filter(closed_at=None))
    context: dict[str, Any] = {
        "tree": whole,
        "blocks": blocks,
        "bar": bar(whole),
        "federations": whole.number("federation"),
        "villages": whole.number("village"),
    }
    why = request.GET.get("why", "")
    if why in WHYS or why == SELLS:
        kept = kept_by(makers, why).select_related("place", "block", "organisation", "seller")
        return page(request, "organisations/why", why=why, listing=paged(request, kept, "slug"), **context)
    words = typed(request, "q").casefold()
    if words:
        hit = [node for node in whole.nodes.values() if _called(node.organisation, words)]
        return page(request, "organisations/list", found=numbered(request, hit), **context)
    top = [node for node in whole.top if not blocks.chosen or node.count.makers]
    context |= _opened(request, whole, makers)
    return page(request, "organisations/list", listing=numbered(request, top), **context)


def _called(organisation: Organisation, words: str) -> bool:
    return any(words in name.casefold() for name in [organisation.slug, *organisation.names.values()])


def _opened(request: Request, whole: Tree, makers: MakerQuerySet) -> dict[str, Any]:
    """The branch that `?at=` opens: the federation and village organisation on the way, and its first makers."""
    at = whole.nodes.get((ids([request.GET.get("at", "")]) or [0])[0])
    if at is None:
        return {}
    way = {at.organisation.pk, at.organisation.parent_id}
    rows = with_why(makers.filter(organisation=at.organisation)).select_related("place").order_by("slug")
    return {"way": way, "at": at, "leaves": rows[:FEW], "more": max(0, at.own.makers - FEW)}


def bar(whole: Tree) -> list[Part]:
    """What of all makers sells, and what keeps the others, as parts of one bar: largest reason first."""
    order = [SELLS, *sorted(WHYS, key=lambda why: -whole.all.whys[why])]
    return stacked(((why, whole.all.whys[why]) for why in order), total=whole.all.makers)


@require_safe
@office("see_organisations")
def organisation(request: Request, pk: int) -> HttpResponse:
    """One organisation: what lies below it, its makers and through whom they sell, its sellers and its history."""
    return organisation_page(request, one(request, "see_organisations", pk))


def organisation_page(
    request: Request,
    shown: Organisation,
    *,
    parent: ParentForm | None = None,
    merge: MergeForm | None = None,
    makers: MakersForm | None = None,
    picked: Collection[int] = (),
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page of an organisation, with forms as they were sent when something in them was refused."""
    branch = tree(request.mart, seen(request).filter(_branch(shown)), _rows(request, shown))
    node = branch.nodes.get(shown.pk)
    own = with_why(seen(request).filter(organisation=shown))
    listing = paged(request, own, "slug", size=MAKERS)
    sellers = list(shown.sellers.select_related("state").order_by("pk"))
    context: dict[str, Any] = {
        "organisation": shown,
        "node": node,
        "count": branch.all,
        "listing": listing,
        "makers": with_those(listing.rows, own, picked),
        "picked": picked,
        "sellers": sellers,
        "parent_form": parent or ParentForm(shown),
        "merge_form": merge or MergeForm(shown),
        "makers_form": makers or MakersForm(request.mart),
        "open_form": "parent" if parent else "merge" if merge else "",
        "why_words": WHY_WORDS,
        "may_invite": may_give(request.user, Role.Kind.FEDERATION, mart=request.mart, place=shown.place),
        "roles": roles_at(request.mart, shown.pk),
        "history": history_of(
            ("makers.organisation", [shown.pk]),
            ("makers.seller", [seller.pk for seller in sellers]),
            called={("makers.seller", seller.pk): seller.legal_name for seller in sellers},
        ),
    }
    return page(request, "organisations/organisation", status=status, **context | more)


def _rows(request: Request, shown: Organisation) -> QuerySet[Organisation]:
    return organisations_in(request.mart).filter(_branch(shown, "pk", "parent"))


def _branch(shown: Organisation, own: str = "organisation", above: str = "organisation__parent") -> Q:
    return Q(**{own: shown.pk}) | Q(**{above: shown.pk})


def title(maker: Maker) -> str:
    """A maker's name for a sentence."""
    return best(maker.names).text
