"""Every good of the mart: by how it stands, what it lacks, its craft, block and maker, and by words in any script."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from haat.catalogue.models import Good, Variant
from haat.catalogue.queries import craft_words, for_listing, name
from haat.core.dates import day_of
from haat.core.kept import Kept
from haat.core.languages import best, current
from haat.makers.queries import makers_by_id
from haat.makers.rules import visible_to
from haat.places.models import Place
from haat.places.queries import MOST_COUNTED
from haat.shelf.queries import listing as shop_listing
from haat.stock.queries import Pieces, pieces_of
from haat.studio.finding import counts, find_goods
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.listing import MOST_EXPORTED, export, export_url, ids, listing, rupees_cell, sorted_by, typed
from haat.web.office.desk.page import here, page
from haat.web.office.desk.words import word
from haat.web.ui.gate import office
from haat.web.ui.request import Request

SORTS = {"changed": "changed_at", "made": "made_at"}
NEWEST = "-changed"
# So many goods that sound like the words are taken up beside those that hold them.
MOST_ALIKE = 60
COUNTS: Kept[Mapping[str, int]] = Kept()
TABS: dict[str, "str | Promise"] = {
    "": _("All"),
    "waiting": _("Waiting for a check"),
    "live": _("In the shop"),
    "paused": _("Paused"),
    "sent_back": _("Sent back"),
    "draft": _("Being written"),
    "no_photo": _("Without a picture"),
    "no_weight": _("Without a weight"),
    "sold_out": _("Sold out"),
}


@dataclass(frozen=True)
class Row:
    """A good as the list shows it: `pieces` are free ones, or those of a week when it is made to order."""

    good: Good
    pieces: int

    @property
    def digest(self) -> str:
        """Its main picture; empty without one."""
        photos = getattr(self.good, "main")  # noqa: B009 — prefetched by for_listing
        return photos[0].picture.digest if photos else ""

    @property
    def sizes(self) -> list[Variant]:
        """The sizes it is made in, in their order."""
        return sizes_of(self.good)

    @property
    def low(self) -> int:
        """What the cheapest size costs (paise)."""
        return min((size.price_paise for size in self.sizes), default=0)

    @property
    def high(self) -> int:
        """What the dearest size costs (paise)."""
        return max((size.price_paise for size in self.sizes), default=0)

    @property
    def since(self) -> Any:
        """Since when it stands as it stands, as far as that is kept."""
        moments: dict[str, Any] = {Good.State.LIVE: self.good.live_at, Good.State.WAITING: self.good.sent_at}
        return moments.get(self.good.state) or self.good.changed_at


def sizes_of(good: Good) -> list[Variant]:
    """The sizes of a good of the list."""
    return list(getattr(good, "sizes"))  # noqa: B009 — prefetched by for_listing


@require_safe
@office("see_goods")
def find(request: Request) -> HttpResponse:
    """The list, filtered and sorted; `?export=` takes it out as a table."""
    blocks = Blocks(request, here(request, "see_goods"))
    standing = typed(request, "standing")
    maker_id = next(iter(ids([request.GET.get("maker", "")])), None)
    goods = for_listing(_found(request, blocks.place, standing, maker_id))
    if request.GET.get("export"):
        ordered, _sort = sorted_by(request, goods, SORTS, NEWEST)
        return _export(request, ordered)
    found = listing(request, goods, SORTS, NEWEST)
    place = blocks.place
    there = COUNTS.get(request.mart.pk, (place.pk, place.path), lambda: counts(request.mart, place))
    return page(
        request,
        "goods/find",
        blocks=blocks,
        listing=found,
        rows=rows_of(found.rows),
        tabs=[(tab, words, _figure(there[tab])) for tab, words in TABS.items()],
        standing=standing if standing in TABS else "",
        crafts=craft_words(),
        maker=_maker(request, maker_id),
        export_url=export_url(request),
    )


def _found(request: Request, place: Place, standing: str, maker_id: int | None) -> QuerySet[Good]:
    words = typed(request, "q")
    return find_goods(
        request.mart,
        place,
        standing=standing,
        craft=typed(request, "craft"),
        maker_id=maker_id,
        words=words,
        alike=_alike(request, words) if words else (),
    )


def _alike(request: Request, words: str) -> list[int]:
    """Goods in the shop that the shop's own search finds: by sound, in any script and spelling."""
    found = shop_listing(request.mart, current(), query=words, size=MOST_ALIKE)
    return [] if found.relaxed else [card.id for card in found.cards]


def _maker(request: Request, pk: int | None) -> str:
    """The maker the list is narrowed to, when the reader may see her."""
    if pk is None or not visible_to(request.user, request.mart, "see_goods").filter(pk=pk).exists():
        return ""
    return best(makers_by_id([pk])[pk].names).text


def _figure(count: int) -> str:
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


def rows_of(goods: list[Good]) -> list[Row]:
    """The goods with their pieces; two queries for all."""
    pieces = pieces_of(goods) if goods else {}
    return [Row(good, sum(_free(pieces.get(size.pk)) for size in sizes_of(good))) for good in goods]


def _free(pieces: Pieces | None) -> int:
    return max(0, pieces.lies - pieces.promised) + pieces.elsewhere if pieces else 0


def _export(request: Request, goods: QuerySet[Good]) -> HttpResponse:
    heads = [
        *(gettext("Name"), gettext("Maker"), gettext("Block"), gettext("Craft"), gettext("State"), gettext("Size")),
        *(gettext("SKU"), gettext("Price (₹)"), gettext("MRP (₹)"), gettext("Weight (g)"), gettext("In hand")),
        *(gettext("Changed"), gettext("Address")),
    ]
    found = list(goods[:MOST_EXPORTED])
    pieces = pieces_of(found) if found else {}
    table = [_cells(good, size, _free(pieces.get(size.pk))) for good in found for size in sizes_of(good)]
    return export(request, "goods", heads, table)


def _cells(good: Good, size: Variant, free: int) -> list[object]:
    return [
        *(name(good).text, best(good.maker.names).text, best(good.maker.block.names).text),
        *(best(good.craft.names).text, word(good.state, "good"), best(size.labels).text, size.sku),
        *(rupees_cell(size.price_paise), rupees_cell(size.mrp_paise), size.weight_g, free),
        *(day_of(good.changed_at).isoformat(), good.slug),
    ]
