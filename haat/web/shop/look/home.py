"""The front page, the makers, and the pages about the mart."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from haat.catalogue.queries import good_ids
from haat.core.dates import today
from haat.core.languages import LANGUAGES, best, current
from haat.ledger.queries import reached_between
from haat.makers.models import Maker
from haat.makers.queries import live_makers, merged_slug, speakers
from haat.orders.rules import RETURN_DAYS
from haat.places import queries as places
from haat.places.models import Mart
from haat.shelf import queries as shelf
from haat.web.shop.base.addresses import address
from haat.web.shop.base.cards import patches, tiles, varied, where_words, whole_rupees
from haat.web.shop.base.frame import PAGES, shop_page, show
from haat.web.shop.base.words import page_words, words_of
from haat.web.shop.look.festival import band
from haat.web.ui.request import Request

NEW_SHOWN, NEW_READ = 10, 40
MAKERS_PAGE = 48


@shop_page(kept=())
def home(request: Request) -> HttpResponse:
    """Crafts as a patchwork, what was made this week, the next festival, a maker's own words."""
    mart, words = request.mart, words_of(request.mart, "home")
    front = shelf.home(mart, current(), new=NEW_READ)
    month_start = today().replace(day=1)
    last_start = (month_start - timedelta(days=1)).replace(day=1)
    context = {
        "week_words": words.get("made_this_week") or words.get("week"),
        "intro": words.get("intro") or words.get("share"),
        "head_line": mart.lines,
        "crafts": patches(front.crafts),
        "goods": tiles(varied(front.new, NEW_SHOWN)),
        "goods_count": front.goods,
        "festival": band(mart, front.festival),
        "story": _story(mart),
        "reached_paise": whole_rupees(reached_between(mart, last_start, month_start)),
        "reached_month": last_start,
    }
    return show(request, "shop/look/home.html", context, kept=True)


def _story(mart: Mart) -> dict[str, Any] | None:
    """This week's maker and what she says; another one each week. One statement."""
    quotes = mart.words.get("quotes") or []
    if not quotes:
        return None
    known = speakers(mart, [str(quote.get("maker", "")) for quote in quotes])
    told = [(quote, maker) for quote in quotes if (maker := _speaker(quote, known)) is not None]
    if not told:
        return None
    quote, maker = told[today().isocalendar().week % len(told)]
    said = quote.get("text") or {code: quote[code] for code in LANGUAGES if code in quote}
    return {"text": said, "who": quote.get("who") or {}, "maker": maker, "where": where_words(maker)}


def _speaker(quote: dict[str, Any], makers: Iterable[Maker]) -> Maker | None:
    """Whose words they are: `maker` is a maker's address, or its beginning."""
    named = str(quote.get("maker", "")) or "-"
    return next((maker for maker in makers if f"{maker.slug}-".startswith(f"{named}-")), None)


@shop_page(kept=("block", "after"))
def makers(request: Request) -> HttpResponse:
    """Everyone who makes, by block or all; a page at a time."""
    found = live_makers(request.mart)
    blocks = places.blocks_of(request.mart)
    block = next((b for b in blocks if b.slug == request.GET.get("block")), None)
    if block is not None:
        found = found.filter(block=block)
    after = request.GET.get("after", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 12 else 0
    rows = list(found.filter(pk__gt=start).order_by("pk")[: MAKERS_PAGE + 1])
    context = {
        "makers": [{"maker": each, "where": where_words(each)} for each in rows[:MAKERS_PAGE]],
        "next_after": rows[MAKERS_PAGE - 1].pk if len(rows) > MAKERS_PAGE else None,
        "blocks": blocks,
        "chosen_block": block,
    }
    return show(request, "shop/look/makers.html", context, kept=True)


@shop_page(kept=("after",))
def maker(request: Request, slug: str) -> HttpResponse:
    """One maker: who they are, where, and everything they make; the old address of one that is another leads there."""
    found = live_makers(request.mart).select_related("organisation", "seller").filter(slug=slug).first()
    if found is None:
        stays = merged_slug(request.mart, slug)
        if not stays:
            raise Http404
        return redirect(address("maker", stays))
    listing = shelf.listing(request.mart, current(), maker_id=found.pk, after=request.GET.get("after") or None)
    context = {
        "maker": found,
        "where": where_words(found, request.mart.place),
        "goods": tiles(listing.cards),
        "listing": listing,
        "story": best(found.stories),
        "back_url": address("makers"),
    }
    return show(request, "shop/look/maker.html", context, kept=True)


@shop_page(kept=(), while_shut=True)
def page(request: Request, slug: str) -> HttpResponse:
    """A page about the mart: its own words where it has written them, else plain ones that hold everywhere."""
    words = page_words(request.mart, slug)
    if words is None and slug not in PAGES:
        raise Http404
    context = {"slug": slug, "page": words, "return_days": RETURN_DAYS, "back_url": address("home")}
    return show(request, "shop/look/page.html", context, kept=True)


@shop_page(kept=())
def festival(request: Request, slug: str) -> HttpResponse:
    """The goods a mart has gathered for a festival."""
    entry = next((e for e in request.mart.words.get("festivals") or [] if e.get("slug") == slug), None)
    if entry is None:
        raise Http404
    ids = good_ids(request.mart, entry.get("goods") or [])
    context = {"festival": entry, "goods": tiles(shelf.cards(request.mart, current(), ids))}
    return show(request, "shop/look/festival.html", context, kept=True)
