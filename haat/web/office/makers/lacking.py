"""Papers that goods wait for: how many makers and goods wait for each, and whose they are."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from haat.catalogue.papers_wanted import Wanted, papers_wanted
from haat.catalogue.queries import craft_words, goods_at
from haat.core.dates import today
from haat.core.kept import Kept
from haat.core.languages import best
from haat.makers.paper_book import Book, book
from haat.makers.rules import visible_to
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.listing import Listing, numbered, typed
from haat.web.office.desk.page import here, page
from haat.web.ui.gate import office
from haat.web.ui.request import Request

# Where goods are to be sold: by somebody else, and to buyers of other states.
WHERE = {
    "mart": (_("In the mart’s own shop"), {"marketplace": False, "away": False}),
    "marketplaces": (_("On marketplaces, inside the state"), {"marketplace": True, "away": False}),
    "states": (_("On marketplaces, in all states"), {"marketplace": True, "away": True}),
}
USUAL = "marketplaces"
WANTED: Kept[Mapping[str, Wanted]] = Kept()


@require_safe
@office("see_makers")
def papers(request: Request) -> HttpResponse:
    """Each paper with how many makers and goods wait for it; of one (`?paper=`) the makers, who waits most first."""
    blocks = Blocks(request, here(request, "see_makers"))
    where = request.GET.get("where", "")
    where = where if where in WHERE else USUAL
    known = book()
    wanted = _wanted(request, blocks, where, known)
    chosen = request.GET.get("paper", "")
    context: dict[str, Any] = {
        "blocks": blocks,
        "rows": _rows(wanted, known),
        "wheres": [(code, words) for code, (words, _facts) in WHERE.items()],
        "where": where,
        "crafts": craft_words(),
        "chosen": chosen if chosen in wanted else "",
        "chosen_name": _name(chosen, known),
        "listing": _makers(request, wanted[chosen]) if chosen in wanted else None,
    }
    return page(request, "makers/papers", **context)


def _wanted(request: Request, blocks: Blocks, where: str, known: Book) -> Mapping[str, Wanted]:
    """What goods of the place and the craft chosen wait for, reckoned once until something happens in the mart."""
    # Rules of papers are those of all marts: that one was changed is told to none.
    changed = [(kind.pk, kind.changed_at) for kind in known.kinds.values()]
    changed += [(rule.pk, rule.changed_at) for rule in known.rules]
    ruled = max((at for pk, at in changed if pk), default=None)
    craft, mart, place = typed(request, "craft"), request.mart, blocks.place

    def reckon() -> Mapping[str, Wanted]:
        _words, facts = WHERE[where]
        goods = goods_at(mart, place)
        return papers_wanted(goods.filter(craft__slug=craft) if craft else goods, **facts, on=today())

    return WANTED.get(mart.pk, (place.path, craft, where, ruled), reckon)


def _rows(wanted: Mapping[str, Wanted], known: Book) -> list[dict[str, Any]]:
    """The papers, for which most goods wait first; those of which nobody knows come last."""
    ordered = sorted(wanted.items(), key=lambda item: (-item[1].goods, -item[1].asks, item[0]))
    return [
        {
            "paper": paper,
            "name": _name(paper, known),
            "makers": len(each.makers),
            "goods": each.goods,
            "codes": each.codes.most_common(),
            "asks": each.asks,
        }
        for paper, each in ordered
        if each.goods or each.asks
    ]


def _name(paper: str, known: Book) -> str:
    """What a paper is called: by its own kind, or by those that are counted as it."""
    kinds = known.kinds_of(paper)
    own = [kind for kind in kinds if kind == paper] or kinds
    return ", ".join(best(known.kinds[kind].names).text for kind in own) or paper


def _makers(request: Request, wanted: Wanted) -> Listing:
    """The makers that wait, each as (maker, how many goods)."""
    found = numbered(request, wanted.makers.most_common())
    counts = dict(found.rows)
    rows = visible_to(request.user, request.mart, "see_makers").filter(pk__in=counts).select_related("block", "place")
    makers = {maker.pk: maker for maker in rows}
    shown = [(makers[pk], count) for pk, count in found.rows if pk in makers]
    return Listing(shown, found.total, found.first, "", found.before, found.after)
