"""The front page, the makers, and the pages about the mart."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from haat.core.dates import today
from haat.core.languages import best, current
from haat.ledger.queries import reached_between
from haat.makers.models import Maker
from haat.places import queries as places
from haat.places.models import Mart
from haat.shelf import queries as shelf
from haat.web.shop.cards import patches, tiles
from haat.web.shop.festival import band
from haat.web.shop.frame import PAGES, shop_page, show
from haat.web.shop.words import page_words, words_of

NEW_SHOWN = 10
MAKERS_PAGE = 48


@shop_page(kept=True)
def home(request: HttpRequest) -> HttpResponse:
    """Crafts as a patchwork, what was made this week, the next festival, a maker's own words."""
    mart = request.mart
    front = shelf.home(mart, current(), new=NEW_SHOWN)
    month_start = today().replace(day=1)
    last_start = (month_start - timedelta(days=1)).replace(day=1)
    context = {
        "words": words_of(mart, "home"),
        "head_line": words_of(mart, "home").get("line") or mart.lines,
        "crafts": patches(front.crafts),
        "goods": tiles(front.new),
        "goods_count": front.goods,
        "festival": band(mart, front.festival),
        "story": _story(mart),
        "reached_paise": reached_between(mart, last_start, month_start),
        "reached_month": last_start,
    }
    return show(request, "shop/home.html", context, kept=True)


def _story(mart: Mart) -> dict[str, Any] | None:
    """This week's maker and what she says; another one each week."""
    quotes = mart.words.get("quotes") or []
    if not quotes:
        return None
    quote = quotes[today().isocalendar().week % len(quotes)]
    maker = (
        Maker.objects.live()
        .filter(mart=mart, slug=quote.get("maker", ""))
        .select_related("block", "place", "portrait")
        .first()
    )
    return {"text": quote.get("text"), "who": quote.get("who"), "maker": maker} if maker else None


@shop_page(kept=True)
def makers(request: HttpRequest) -> HttpResponse:
    """Everyone who makes, by block or all; a page at a time."""
    found = Maker.objects.live().filter(mart=request.mart).select_related("block", "place", "portrait")
    blocks = places.blocks_of(request.mart)
    block = next((b for b in blocks if b.slug == request.GET.get("block")), None)
    if block is not None:
        found = found.filter(block=block)
    after = request.GET.get("after", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 12 else 0
    rows = list(found.filter(pk__gt=start).order_by("pk")[: MAKERS_PAGE + 1])
    context = {
        "makers": rows[:MAKERS_PAGE],
        "next_after": rows[MAKERS_PAGE - 1].pk if len(rows) > MAKERS_PAGE else None,
        "blocks": blocks,
        "block": block,
    }
    return show(request, "shop/makers.html", context, kept=True)


@shop_page(kept=True)
def maker(request: HttpRequest, slug: str) -> HttpResponse:
    """One maker: who they are, where, and everything they make."""
    found = (
        Maker.objects.live()
        .filter(mart=request.mart, slug=slug)
        .select_related("block", "place", "portrait", "organisation", "seller")
        .first()
    )
    if found is None:
        raise Http404
    listing = shelf.listing(request.mart, current(), maker_id=found.pk, after=request.GET.get("after") or None)
    context = {"maker": found, "goods": tiles(listing.cards), "listing": listing, "story": best(found.stories)}
    return show(request, "shop/maker.html", context, kept=True)


@shop_page(kept=True)
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """A page about the mart: its own words where it has written them, else plain ones that hold everywhere."""
    words = page_words(request.mart, slug)
    if words is None and slug not in PAGES:
        raise Http404
    return show(request, "shop/page.html", {"slug": slug, "page": words, "title": _("About us")}, kept=True)


@shop_page(kept=True)
def festival(request: HttpRequest, slug: str) -> HttpResponse:
    """The goods a mart has gathered for a festival."""
    entry = next((e for e in request.mart.words.get("festivals") or [] if e.get("slug") == slug), None)
    if entry is None:
        raise Http404
    ids = goods_at(request.mart, entry.get("goods") or [])
    context = {"festival": entry, "goods": tiles(shelf.cards(request.mart, current(), ids))}
    return show(request, "shop/festival.html", context, kept=True)


def goods_at(mart: Mart, slugs: list[str]) -> list[int]:
    """The ids of a mart's goods by their addresses, in that order."""
    from_slug = dict(mart.goods.filter(slug__in=slugs).values_list("slug", "pk"))
    return [from_slug[slug] for slug in slugs if slug in from_slug]
