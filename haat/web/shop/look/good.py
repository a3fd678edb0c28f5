"""A good's page."""

from functools import cache
from typing import Any
from unicodedata import is_normalized

from django.http import Http404, HttpResponse
from django.utils.text import Truncator

from haat.catalogue.models import Good
from haat.core.files import picture_url
from haat.core.languages import best
from haat.delivery.rules import FRESH_DAYS
from haat.places import queries as places
from haat.places.data import block_map
from haat.web.shop.base.addresses import address
from haat.web.shop.base.cards import where_words, whole_rupees
from haat.web.shop.base.frame import Links, shop_page, show
from haat.web.shop.look.declarations import declarations
from haat.web.shop.look.promise import pin_context
from haat.web.shop.look.schema import amount, good_schema
from haat.web.shop.look.shown import Shown, shown
from haat.web.ui.request import Request

SHARE_WIDTH = 1200
ABOUT_LETTERS = 160


@shop_page(kept=("v", "pin"))
def good(request: Request, slug: str) -> HttpResponse:
    """Picture, names, price and what of it reaches the maker, promise, who made it, declarations, ratings."""
    page = shown(request.mart, slug)
    if page is None:
        raise Http404
    links = Links(request)
    wanted = request.GET.get("v", "")
    page.chosen = next((c for c in page.choices if str(c.variant.pk) == wanted), page.chosen)
    to = "group" if page.good.maker.is_group else "maker"
    share = picture_url(page.shots[0].digest, SHARE_WIDTH) if page.shots else ""
    context: dict[str, Any] = {
        "page": page,
        "good": page.good,
        "maker": page.good.maker,
        "chosen": page.chosen,
        "sizes": _sizes(page),
        "declared": declarations(request.mart, page),
        "more": [
            {
                **row,
                "to": to,
                "maker_paise": whole_rupees(row["maker_paise"]),
                "url": address("good", row["slug"]),
            }
            for row in page.more
        ],
        "map": _map(request.mart.place.slug),
        "here_names": {page.good.maker.block.lgd_code: best(page.good.maker.block.names).text},
        "to": to,
        "only_within": _only_within(page.good),
        "fresh": page.good.shelf_life_days is not None and page.good.shelf_life_days <= FRESH_DAYS,
        "where": where_words(page.good.maker, request.mart.place),
        "share_picture": links.full(share) if share.startswith("/") else share,
        "back_url": address("craft", page.good.craft.slug),
        "maker_url": address("maker", page.good.maker.slug),
        "amount": amount(page.chosen.variant.price_paise) if page.chosen else "",
        "schema": good_schema(request.mart, page, links),
        "about": _about(page.description.text or page.name.text),
        **pin_context(request.mart, slug, request.GET.get("pin", "").strip()),
    }
    return show(request, "shop/look/good.html", context, kept=True)


def _only_within(good: Good) -> str:
    """The state beyond which its seller may not send it; empty when it may go anywhere the mart delivers to."""
    seller = good.maker.seller
    return "" if seller.registered else places.name(seller.state)


def _about(text: str) -> str:
    """The first letters of a text; a short one as it is."""
    if len(text) <= ABOUT_LETTERS and is_normalized("NFC", text):
        return text
    return str(Truncator(text).chars(ABOUT_LETTERS))


def _sizes(page: Shown) -> list[dict[str, Any]]:
    """The variants as choices; one that is sold out stays, closed."""
    if len(page.choices) < 2:
        return []
    return [
        {
            "value": c.variant.pk,
            "title": c.label or c.variant.sku,
            "closed": c.free <= 0,
            "price": c.variant.price_paise,
        }
        for c in page.choices
    ]


@cache
def _map(district: str) -> Any:
    """The district's map; None where none is drawn yet."""
    try:
        return block_map(district)
    except FileNotFoundError:
        return None
