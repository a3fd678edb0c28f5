"""Whether a certificate or a card is genuine, and what it says today. Whoever holds the paper has its code."""

from collections.abc import Mapping

from django.http import HttpResponse

from haat.core.errors import HaatError
from haat.core.limits import hit
from haat.letters.frozen import names_of_place
from haat.letters.queries import card_by_code, goods_live, letter_by_code
from haat.web.shop.base.addresses import address
from haat.web.shop.base.frame import shop_page, show
from haat.web.ui.errors import too_many
from haat.web.ui.gate import client_address
from haat.web.ui.request import Request

MOST, SECONDS = 60, 600
LONGEST = 20


@shop_page(while_shut=True)
def letter(request: Request, code: str) -> HttpResponse:
    """What a certificate says, and whether that is so today; of people it says nothing."""
    if not _counted(request):
        return too_many(request)
    found = letter_by_code(request.mart, code) if len(code) <= LONGEST else None
    context = {
        "letter": found,
        "live": bool(found and getattr(found, "live", False)),
        "where": names_of_place(request.mart, found.where) if found else {},
        "goods": goods_live(found) if found else 0,
        "maker_url": address("maker", found.maker.slug) if found else "",
        "back_url": address("home"),
    }
    return _shown(request, "shop/letters/letter.html", context, known=found is not None)


@shop_page(while_shut=True)
def card(request: Request, code: str) -> HttpResponse:
    """Whether a card is valid. Whose it is stands here while it is, to be compared with the card, and not after."""
    if not _counted(request):
        return too_many(request)
    found = card_by_code(request.mart, code) if len(code) <= LONGEST else None
    context = {"card": found, "holds": bool(found and getattr(found, "holds", False)), "back_url": address("home")}
    return _shown(request, "shop/letters/card.html", context, known=found is not None)


def _counted(request: Request) -> bool:
    """Guessing is slow."""
    try:
        hit(f"letter-code:{client_address(request)}", most=MOST, seconds=SECONDS)
    except HaatError:
        return False
    return True


def _shown(request: Request, template: str, context: Mapping[str, object], *, known: bool) -> HttpResponse:
    response = show(request, template, dict(context))
    response.status_code = 200 if known else 404
    response.headers["X-Robots-Tag"] = "noindex"
    return response
