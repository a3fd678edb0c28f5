"""The basket: by maker, with what changed since it was filled, and why something cannot go to the PIN."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext

from haat.catalogue.models import Variant
from haat.catalogue.queries import variant_with_good
from haat.core.errors import HaatError
from haat.core.limits import hit
from haat.core.numerals import latin_digits
from haat.orders import actions
from haat.orders.errors import NotForSale
from haat.orders.models import Basket
from haat.orders.queries import pieces_in, read_lines, review_lines, to_promise
from haat.orders.rules import MOST_PIECES
from haat.web.shop.base.baskets import basket_promise, with_pictures
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
    if held is None:
        response = show(request, "shop/basket/basket.html", {"view": None})
        return remember_count(response, 0) if request.COOKIES.get("basket_count", "0") != "0" else response
    return basket_page(request, held, pin=request.GET.get("pin", held.pin or remembered_pin(request)))


def basket_page(request: Request, held: Basket, *, pin: str = "", wrong: str = "") -> HttpResponse:
    """The basket's page; `wrong` is what could not be done just now."""
    lines = read_lines(held)
    promise, pin_error = basket_promise(request.mart, to_promise(lines), pin)
    if promise is not None and promise.pin != held.pin:
        actions.set_pin(held, pin=promise.pin)
    view = with_pictures(review_lines(lines, promise=promise))
    context: dict[str, Any] = {
        "view": view,
        "pin": pin[:12],
        "pin_error": pin_error,
        "promise": promise,
        "wrong": wrong,
        "most": MOST_PIECES,
        "basket_count": view.pieces,
    }
    response = show(request, "shop/basket/basket.html", context, status=422 if wrong or pin_error else 200)
    return remember_count(response, view.pieces)


@shop_page(methods=("POST",))
@same_origin
def change(request: Request) -> HttpResponse:
    """Put a variant in (`add`) or set how many (`set`; 0 takes it out). Answers JSON to a script, else the basket."""
    try:
        hit(f"basket:{client_address(request)}", most=600, seconds=600)
    except HaatError:
        return too_many(request)
    held = basket_of(request)
    try:
        variant = _variant(request)
        quantity = _quantity(request)
        held = _put(request, held, variant, quantity)
    except HaatError as error:
        return _refused(request, held, error)
    pieces = pieces_in(held) if held else 0
    if _wants_json(request):
        response: HttpResponse = JsonResponse({"count": pieces, "said": _said(pieces)})
    else:
        response = redirect(reverse("shop:basket"))
    return remember_basket(response, held, pieces) if held else remember_count(response, pieces)


def _put(request: Request, held: Basket | None, variant: Variant, quantity: int) -> Basket | None:
    """The basket as asked for; None when a good is taken out of a basket that is gone. Raises HaatError."""
    if held is None:
        taken_out = "set" in request.POST and quantity == 0
        return None if taken_out else actions.begin_basket(request.mart, variant=variant, quantity=quantity)
    if "set" in request.POST:
        actions.change_line(held, variant=variant, quantity=quantity)
    else:
        actions.put_in_basket(held, variant=variant, quantity=quantity)
    return held


def _variant(request: Request) -> Variant:
    """The variant asked for, of this mart; raises NotForSale."""
    text = request.POST.get("set") or request.POST.get("variant", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
    found = variant_with_good(request.mart, number)
    if found is None:
        raise NotForSale
    return found


def _quantity(request: Request) -> int:
    """How many, as typed in any script's digits; what is no number counts as too many, which is then said."""
    name = f"quantity-{request.POST['set']}" if request.POST.get("set") else "quantity"
    if "remove" in request.POST:
        return 0
    text = latin_digits(request.POST.get(name, "1")).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else MOST_PIECES + 1


def _refused(request: Request, held: Basket | None, error: HaatError) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"error": error.message, "code": error.code}, status=422)
    if held is None:
        return show(request, "shop/basket/basket.html", {"view": None, "wrong": error.message}, status=422)
    return basket_page(request, held, pin=held.pin, wrong=error.message)


def _said(pieces: int) -> str:
    return ngettext("In the basket: %(count)d good", "In the basket: %(count)d goods", pieces) % {"count": pieces}


def _wants_json(request: Request) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
