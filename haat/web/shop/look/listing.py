"""Crafts, one craft, and search: three statements a page."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from haat.catalogue.queries import craft as craft_of
from haat.core.languages import best, current
from haat.places.models import Mart
from haat.shelf import queries as shelf
from haat.shelf.cards import Facet, Facets, Page
from haat.web.shop.base.addresses import address
from haat.web.shop.base.cards import patches, tiles
from haat.web.shop.base.frame import shop_page, show
from haat.web.shop.look.filters import (
    BANDS,
    NARROWED_BY,
    SORTS,
    Filters,
    band_name,
    band_words,
    chips,
    read_filters,
    ready_words,
)
from haat.web.ui.kept import parts_of
from haat.web.ui.request import Request

SUGGESTED = 8


@shop_page(kept=())
def crafts(request: Request) -> HttpResponse:
    """Every craft there is something of."""
    front = shelf.home(request.mart, current(), new=1)
    return show(request, "shop/look/crafts.html", {"crafts": patches(front.crafts)}, kept=True)


@shop_page(kept=(*NARROWED_BY, "after", "panel"))
def craft(request: Request, slug: str) -> HttpResponse:
    """The goods of one craft."""
    return _list(request, read_filters(request.GET, craft=slug), own_craft=slug)


@shop_page(kept=("craft", *NARROWED_BY, "after", "panel"))
def search(request: Request) -> HttpResponse:
    """What was looked for, in any script and spelling; without words, everything."""
    return _list(request, read_filters(request.GET))


def _list(request: Request, filters: Filters, *, own_craft: str = "") -> HttpResponse:
    page = shelf.listing(
        request.mart,
        current(),
        craft=filters.craft or None,
        block=filters.block or None,
        price=filters.band,
        ready=filters.is_ready,
        query=filters.query or None,
        literal=filters.literal,
        sort=filters.sort,
        after=request.GET.get("after", "")[:40] or None,
    )
    facets = shelf.facets(
        request.mart,
        current(),
        craft=filters.craft or None,
        block=filters.block or None,
        ready=filters.is_ready,
        edition=page.edition,
    )
    base = address("craft", filters.craft) if own_craft else address("search")
    filters = replace(filters, craft="") if own_craft else filters
    said = filters.address()
    joined = "&" if len(said) > 1 else ""
    context = {
        "title": _craft_name(own_craft, facets) if own_craft else "",
        "own_craft": own_craft,
        "filters": filters,
        "base": base,
        "query": filters.query,
        "page": page,
        "goods": tiles(page.cards),
        "chips": chips(filters, facets.crafts, facets.blocks),
        "fieldsets": _fieldsets(request.mart, filters, facets, page.edition, own_craft=own_craft),
        "sorts": _sorts(filters),
        "sort_words": _sort_words(filters, filters.sort),
        "panel": request.GET.get("panel", ""),
        "next_url": f"{base}{said}{joined}after={page.next}" if page.next else "",
        "first_url": f"{base}{said}" if request.GET.get("after") else "",
        "filter_url": f"{base}{said}{joined}panel=filter",
        "sort_url": f"{base}{said}{joined}panel=sort",
        "back_url": f"{base}{said}",
        "clear_url": base + Filters(query=filters.query, literal=filters.literal, sort=filters.sort).address(),
        **_other_readings(base, filters),
        "suggested": _suggested(facets, page),
    }
    if context["panel"] in ("filter", "sort"):
        return show(request, "shop/look/panel.html", context, kept=True, frame=(("panel", context["panel"]),))
    return show(request, "shop/look/listing.html", context, kept=True)


def _craft_name(slug: str, facets: Facets) -> str:
    """The craft's name; asked for only when the mart has nothing of it. Raises Http404."""
    known = next((facet.name for facet in facets.crafts if facet.slug == slug), None)
    if known is not None:
        return known
    found = craft_of(slug)
    if found is None:
        raise Http404
    return best(found.names).text


def _suggested(facets: Facets, page: Page) -> list[dict[str, str]]:
    """When nothing was found: the crafts to look into instead."""
    if page.cards:
        return []
    return [{"name": facet.name, "url": address("craft", facet.slug)} for facet in facets.crafts[:SUGGESTED]]


def _other_readings(base: str, filters: Filters) -> dict[str, str]:
    """The same words read just as they are spelt, and read freely."""
    if not filters.query:
        return {}
    return {f"{how}_url": base + filters.address(literal=how == "literal") for how in ("literal", "freely")}


def _fieldsets(mart: Mart, filters: Filters, facets: Facets, edition: int, *, own_craft: str) -> str:
    """The choices of the filter form. They are the same as long as nothing comes, goes or is sold out."""
    there: Any = edition or (tuple(facets.crafts), tuple(facets.blocks), facets.ready, facets.to_order)
    chosen = (own_craft, filters.craft, filters.block, filters.price, filters.ready, bool(filters.query))

    def make() -> str:
        return render_to_string(
            "shop/look/parts/fieldsets.html", {"groups": _groups(filters, facets, own_craft=bool(own_craft))}
        )

    return parts_of(mart, "filters").once((current(), chosen, there), make)


def _groups(filters: Filters, facets: Facets, *, own_craft: bool) -> list[dict[str, Any]]:
    """The filter form: name, choices with how many goods, and what is chosen."""
    # How many there are is counted for the whole shop, so beside the goods of a search it would be wrong.
    counted = not filters.query
    crafts_group = {"name": "craft", "value": filters.craft, "choices": _facets(facets.crafts, counted)}
    blocks_group = {"name": "block", "value": filters.block, "choices": _facets(facets.blocks, counted)}
    price_group = {
        "name": "price",
        "value": filters.price,
        "choices": [(band_name(band), band_words(band), None) for band in BANDS],
    }
    ready_group = {
        "name": "ready",
        "value": filters.ready,
        "choices": [
            ("yes", ready_words("yes"), facets.ready if counted else None),
            ("order", ready_words("order"), facets.to_order if counted else None),
        ],
    }
    return [*([] if own_craft else [crafts_group]), blocks_group, price_group, ready_group]


def _facets(facets: Sequence[Facet], counted: bool) -> list[tuple[str, str, int | None]]:
    return [(facet.slug, facet.name, facet.goods if counted else None) for facet in facets]


def _sorts(filters: Filters) -> list[dict[str, Any]]:
    """Every order there is, with the address of the same goods in it: the order stands at its end."""
    plain = filters.address(sort="new")
    joined = plain if plain == "?" else f"{plain}&"
    return [
        {
            "title": _sort_words(filters, value),
            "current": value == filters.sort,
            "url": plain if value == "new" else f"{joined}sort={value}",
        }
        for value in SORTS
    ]


def _sort_words(filters: Filters, sort: str) -> str:
    """What an order is called; goods that were looked for stand with the best match first."""
    return _("Best match first") if filters.query and sort == "new" else str(SORTS[sort])
