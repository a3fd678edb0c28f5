"""The basket: by maker, with what changed since it was filled, and why something cannot go to the PIN."""

from typing import Any

from django.core import signing
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haat.catalogue.models import Variant
from haat.catalogue.queries import name, variant_with_good
from haat.core.errors import HaatError
from haat.core.limits import hit
from haat.core.numerals import latin_digits
from haat.orders import actions
from haat.orders.errors import NotForSale, NotWholePieces
from haat.orders.models import Basket
from haat.orders.queries import pieces_in, pieces_of
from haat.orders.rules import MOST_PIECES
from haat.web.shop.base.baskets import look
from haat.web.shop.base.coming import source_of
from haat.web.shop.base.cookies import basket_of, remember_basket, remember_count, remembered_pin
from haat.web.shop.base.frame import shop_page, show
from haat.web.shop.base.same_origin import same_origin
from haat.web.ui.errors import too_many
from haat.web.ui.gate import client_address
from haat.web.ui.request import Request


@shop_page()
def basket(request: Request) -> HttpResponse:
    """What is in the basket."""
    held = basket_of(request)
    if held is None and "new" in request.GET:
        context = {"view": None, "wrong": _cookies_words()}
        return show(request, "shop/basket/basket.html", context, status=422)
    if held is None:
        response = show(request, "shop/basket/basket.html", {"view": None})
        return remember_count(response, 0) if request.COOKIES.get("basket_count", "0") != "0" else response
    pin = request.GET.get("pin", held.pin or remembered_pin(request))
    return basket_page(request, held, pin=pin, taken=_taken(request, held))


def _taken(request: Request, held: Basket) -> dict[str, Any] | None:
    """The good that was taken out of this basket just now and how many of it, to be put back with one press."""
    try:
        basket_id, number, had = _signer().unsign_object(request.GET.get("out", ""))
    except (signing.BadSignature, ValueError):
        return None
    variant = variant_with_good(request.mart, number) if basket_id == held.pk else None
    if variant is None or pieces_of(held, variant):
        return None
    return {"pk": variant.pk, "pieces": max(1, min(had, MOST_PIECES)), "name": name(variant.good).text}


def _signer() -> signing.Signer:
    """What was taken out stands in the address; nobody else writes it there: names of drafts are no reader's."""
    return signing.Signer(salt="haat.web.shop.basket.out")


def basket_page(
    request: Request,
    held: Basket,
    *,
    pin: str = "",
    wrong: str = "",
    at: str = "",
    taken: dict[str, Any] | None = None,
) -> HttpResponse:
    """The basket's page; `wrong` is what could not be done just now, `at` the variant at whose count it is said."""
    view, promise, pin_error = look(request.mart, held, pin)
    if promise is not None and promise.pin != held.pin:
        actions.set_pin(held, pin=promise.pin)
    context: dict[str, Any] = {
        "view": view,
        "pin": pin[:12],
        "pin_error": pin_error,
        "promise": promise,
        "wrong": wrong,
        "wrong_at": at if any(str(line.variant.pk) == at for line in view.lines) else "",
        "typed": request.POST.get(f"quantity-{at}", "")[:12] if at else "",
        "taken": taken,
        "most": MOST_PIECES,
        "basket_count": view.pieces,
    }
    status = 422 if wrong or pin_error else 200
    response = show(request, "shop/basket/basket.html", context, back="home_url", status=status)
    return remember_count(response, view.pieces)


@shop_page(methods=("POST",))
@same_origin
def change(request: Request) -> HttpResponse:
    """Put a variant in (`add`) or set how many (`set`; 0 takes it out). Answers JSON to a script, else the basket."""
    try:
        hit(f"basket:{client_address(request)}", most=600, seconds=600)
    except HaatError:
        return too_many(request)
    before = held = basket_of(request)
    had = 0
    try:
        variant = _variant(request)
        quantity = _quantity(request)
        if before is not None and quantity == 0 and "set" in request.POST:
            had = pieces_of(before, variant)
        held = _put(request, held, variant, quantity)
    except HaatError as error:
        return _refused(request, held, error)
    # Nothing else is in a basket that was begun just now.
    pieces = quantity if before is None else pieces_in(before)
    if _wants_json(request):
        lost = {"lost": _cookies_words()} if before is None else {}
        response: HttpResponse = JsonResponse({"count": pieces, "said": _said(pieces), **lost})
    else:
        told: dict[str, str] = {"new": "1"} if before is None and held is not None else {}
        if before is not None and had:
            told = {"out": _signer().sign_object([before.pk, variant.pk, had])}
        response = redirect(reverse("shop:basket") + (f"?{urlencode(told)}" if told else ""))
    return remember_basket(response, held, pieces) if held else remember_count(response, pieces)


def _put(request: Request, held: Basket | None, variant: Variant, quantity: int) -> Basket | None:
    """The basket as asked for; None when a good is taken out of a basket that is gone. Raises HaatError."""
    if held is None:
        if "set" in request.POST and quantity == 0:
            return None
        return actions.begin_basket(request.mart, variant=variant, quantity=quantity, source=source_of(request))
    if "set" in request.POST:
        actions.change_line(held, variant=variant, quantity=quantity)
    else:
        actions.put_in_basket(held, variant=variant, quantity=quantity, source=source_of(request))
    return held


def _cookies_words() -> str:
    """Said where a basket was begun and the browser does not show its cookie again."""
    return _("Your browser keeps no cookies, so the basket stays empty. Allow cookies for this page, then try again.")


def _variant(request: Request) -> Variant:
    """The variant asked for, of this mart; raises NotForSale."""
    found = variant_with_good(request.mart, _number(request.POST.get("set") or request.POST.get("variant", "")))
    if found is None:
        raise NotForSale
    return found


def _number(text: str) -> int:
    """The id or count that stands in an address or a form; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _quantity(request: Request) -> int:
    """How many, as typed in any script's digits. Raises NotWholePieces; too many is told by the action."""
    field = f"quantity-{request.POST['set']}" if request.POST.get("set") else "quantity"
    if "remove" in request.POST:
        return 0
    text = latin_digits(request.POST.get(field, "1")).strip()
    if not (text.isascii() and text.isdigit()):
        raise NotWholePieces
    return int(text) if len(text) < 6 else MOST_PIECES + 1


def _refused(request: Request, held: Basket | None, error: HaatError) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"error": error.message, "code": error.code}, status=422)
    if held is None:
        return show(request, "shop/basket/basket.html", {"view": None, "wrong": error.message}, status=422)
    at = request.POST.get("set", "") if error.field == "quantity" else ""
    return basket_page(request, held, pin=held.pin, wrong=error.message, at=at)


def _said(pieces: int) -> str:
    return ngettext("In the basket: %(count)d good", "In the basket: %(count)d goods", pieces) % {"count": pieces}


def _wants_json(request: Request) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
