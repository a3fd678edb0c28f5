"""Checkout on one page, without an account. What the buyer saw is what she pays, or she is told first."""

import hashlib
import re
import secrets
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from haat.core.dates import today
from haat.core.errors import HaatError
from haat.core.languages import best, current
from haat.core.limits import hit
from haat.core.money import format_rupees
from haat.orders.actions import change_line, set_pin
from haat.orders.errors import CannotSend, EmptyBasket
from haat.orders.models import Basket, Order
from haat.orders.promises import DeliveryPromise
from haat.orders.queries import BasketView, basket_lines, order_by_key, pieces_in
from haat.orders.rules import Buyer
from haat.payments import actions as payments
from haat.payments import methods
from haat.payments.methods import Method, Offer
from haat.payments.queries import offers
from haat.payments.queries import terms as terms_of
from haat.pricing.queries import known_of, rules_for
from haat.web.shop.base.baskets import Looked, look
from haat.web.shop.base.cards import whole_rupees
from haat.web.shop.base.cookies import basket_of, remember_count, remembered_pin
from haat.web.shop.base.frame import shop_page, show
from haat.web.shop.checkout.forms import CheckoutForm
from haat.web.ui.gate import actor, client_address
from haat.web.ui.request import Request

KEY = re.compile(r"[A-Za-z0-9_-]{16,40}")
MOST_TRIES, TRY_SECONDS = 120, 600


@shop_page(methods=("GET", "HEAD", "POST"))
def checkout(request: Request) -> HttpResponse:
    """Phone, address, payment, done."""
    held = basket_of(request)
    if held is None:
        return redirect(reverse("shop:basket"))
    if request.method == "POST":
        return _sent(request, held)
    pin = request.GET.get("pin", held.pin or remembered_pin(request))[:12]
    return _page(request, held, CheckoutForm(initial={"pin": pin, **_known(request)}), pin=pin)


def _known(request: Request) -> dict[str, str]:
    """What we know of a buyer who has signed in."""
    if not request.user_signed_in or not request.user.is_authenticated:
        return {}
    return {"phone": request.user.phone.removeprefix("+91"), "name": request.user.name}


def _sent(request: Request, held: Basket) -> HttpResponse:
    form = CheckoutForm(request.POST)
    pin = request.POST.get("pin", "")
    key = request.POST.get("key", "")
    try:
        hit(f"checkout:{client_address(request)}", most=MOST_TRIES, seconds=TRY_SECONDS)
    except HaatError as error:
        return _page(request, held, CheckoutForm(initial=form.typed()), pin="", notice=error.message, status=429)
    if not KEY.fullmatch(key):
        key = ""
    elif (told := _already(request, held, key)) is not None:
        return _to_order(told)
    if "take" in request.POST:
        _take(held, request.POST["take"])
        return _drawn(request, CheckoutForm(initial=form.typed()), look(request.mart, held, pin), key=key)
    if "look" in request.POST:
        return _page(request, held, CheckoutForm(initial=form.typed()), pin=pin, key=key)
    method_error = "" if methods.find(request.POST.get("method", "")) else _("Payment: choose how you will pay.")
    if not form.is_valid() or form.buyer is None or method_error:
        return _page(request, held, form, pin=pin, key=key, method_error=method_error, status=422)
    return _place(request, held, form, form.buyer, key)


def _take(held: Basket, wanted: str) -> None:
    """Set a line to what is left (`variant-pieces`); when that is gone too, the page says so."""
    pk, _dash, pieces = wanted.partition("-")
    line = next((line for line in basket_lines(held) if str(line.variant.pk) == pk), None)
    if line is None or not (pieces.isascii() and pieces.isdigit() and len(pieces) < 4):
        return
    with suppress(HaatError):
        change_line(held, variant=line.variant, quantity=min(int(pieces), line.quantity))


def _already(request: Request, held: Basket, key: str) -> Order | None:
    """The order this very page has made before: a double press, or the back button."""
    return order_by_key(request.mart, _external(held, key))


def _external(held: Basket, key: str) -> str:
    """The order's key: the page's own, within the buyer's basket, so that no one meets another's order."""
    return f"{held.pk}-{key}"


def _place(request: Request, held: Basket, form: CheckoutForm, wanted: Buyer, key: str) -> HttpResponse:
    """Order, when the page the buyer saw still holds."""
    view, promise, _wrong = look(request.mart, held, wanted.pin)
    if promise is None:
        return _page(request, held, form, pin=wanted.pin, key=key, status=422)
    if not key or request.POST.get("seen") != seen(promise):
        return _page(request, held, form, pin=promise.pin, key=key, notice=_look_again(promise), status=409)
    terms = terms_of(request.POST["method"])
    offer = offers(request.mart, promise)[terms.method]
    if not offer.open:
        return _page(request, held, form, pin=promise.pin, key=key, method_error=str(offer.reason), status=422)
    by = actor(request)
    buyer = replace(wanted, language=current(), user_id=by.user_id)
    how: dict[str, Any] = {"terms": terms, "key": _external(held, key), "moved": _moved(view)}
    try:
        order = payments.check_out(held, buyer=buyer, promise=promise, **how, by=by)
    except HaatError as error:
        return _refused(request, held, form, error, key)
    return remember_count(_to_order(order), pieces_in(held) if promise.blocked else 0)


def _moved(view: BasketView) -> bool:
    """Whether a price is another than when its good was put in."""
    return any(line.was_paise is not None for line in view.lines)


def _look_again(promise: DeliveryPromise) -> str:
    """What the buyer has not seen yet."""
    if not promise.pieces:
        return CannotSend(promise.blocked).message if promise.blocked else EmptyBasket().message
    return _("With delivery the total is %(total)s. Look once, then order.") % {
        "total": format_rupees(promise.total_paise)
    }


def _refused(request: Request, held: Basket, form: CheckoutForm, error: HaatError, key: str) -> HttpResponse:
    """Say at its place what could not be done; nothing typed is lost."""
    context: dict[str, Any] = {"notice": error.message}
    if error.field in form.fields:
        form.add_error(error.field, error.message)
        context = {}
    elif error.field == "method":
        context = {"method_error": error.message}
    return _page(request, held, form, pin=form.buyer.pin if form.buyer else "", key=key, status=409, **context)


def _to_order(order: Order) -> HttpResponse:
    response = redirect(reverse("shop:order", args=[order.token]))
    response.status_code = 303
    return response


def seen(promise: DeliveryPromise) -> str:
    """A short name for what a checkout page shows: pieces, prices, charge and days. Another promise, another name."""
    parts = promise.parts.values()
    days = sorted((part.seller_id, part.maker_id, part.promised_by.isoformat()) for part in parts)
    told = repr((promise.pin, sorted(promise.pieces.items()), promise.goods_paise, promise.charge_paise, days))
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def _page(
    request: Request,
    held: Basket,
    form: CheckoutForm,
    *,
    pin: str,
    key: str = "",
    status: int = 200,
    **said: Any,
) -> HttpResponse:
    looked = look(request.mart, held, pin)
    if not looked.view.lines and request.method != "POST":
        return redirect(reverse("shop:basket"))
    if looked.promise is not None and looked.promise.pin != held.pin:
        set_pin(held, pin=looked.promise.pin)
    return _drawn(request, form, looked, key=key, status=status, **said)


def _drawn(
    request: Request, form: CheckoutForm, looked: Looked, *, key: str, status: int = 200, **said: Any
) -> HttpResponse:
    """The page of a basket that was looked at."""
    view, promise, pin_error = looked
    if form.is_bound and pin_error and "pin" not in form.errors:
        form.add_error("pin", pin_error)
    form.fields["pin"].widget.attrs["data-pin"] = reverse("shop:pin")
    context = {
        "form": form,
        "view": view,
        "promise": promise,
        "place": _place_words(promise),
        "pin_error": "" if form.is_bound else pin_error,
        "seen": seen(promise) if promise else "",
        "key": key or secrets.token_urlsafe(16),
        "methods": _methods(request, promise),
        "method": request.POST.get("method", ""),
        "total_paise": view.goods_paise + (view.charge_paise or 0),
        "cash_paise": _in_cash(promise),
        "maker_paise": makers_part(request, view),
        "changed": _moved(view),
        **said,
    }
    return show(request, "shop/checkout/checkout.html", context, back="basket_url", status=status)


def _in_cash(promise: DeliveryPromise | None) -> int:
    """What it costs in cash, where that is less; 0 where it is not, or cash is closed."""
    if promise is None or promise.cod_reason or not promise.left_off_paise:
        return 0
    return promise.total_paise - promise.left_off_paise


def _place_words(promise: DeliveryPromise | None) -> str:
    """District and state of the promise's PIN."""
    return ", ".join(best(names).text for names in promise.place_names) if promise else ""


def _methods(request: Request, promise: DeliveryPromise | None) -> list[dict[str, Any]]:
    """The ways to pay; a closed one stays, with its reason."""
    known = offers(request.mart, promise) if promise else {}
    return [_card(method, known.get(method.slug, Offer(True))) for method in methods.every()]


def _card(method: Method, offer: Offer) -> dict[str, Any]:
    hint = method.hint if offer.open else offer.reason
    return {"value": method.slug, "title": method.title, "hint": hint, "closed": not offer.open}


def makers_part(request: Request, view: BasketView) -> int:
    """How much of the goods' price reaches the makers (paise)."""
    going = [line for part in view.parts for line in part.lines]
    variants = [line.variant for line in going]
    rules = rules_for(request.mart, variants, today(), known=known_of(request.mart)) if going else {}
    return whole_rupees(sum(rules[line.variant.pk].split(line.piece_paise, line.quantity).maker for line in going))
