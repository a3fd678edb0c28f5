"""Checkout on one page, without an account. What the buyer saw is what she pays, or she is told first."""

import hashlib
import re
import secrets
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from haat.core.dates import today
from haat.core.errors import HaatError
from haat.core.languages import current
from haat.core.limits import hit
from haat.core.money import format_rupees
from haat.orders import actions
from haat.orders.models import Basket, Order
from haat.orders.queries import BasketView, review_basket
from haat.orders.quotes import Quote
from haat.orders.rules import Buyer
from haat.payments import actions as payments
from haat.payments.queries import offers
from haat.places import queries as places
from haat.pricing.queries import rules_for
from haat.pricing.split import split_line
from haat.web.shop.basket import quote_for, with_pictures
from haat.web.shop.cards import whole_rupees
from haat.web.shop.cookies import basket_of, remember_count, remembered_pin
from haat.web.shop.forms import CheckoutForm
from haat.web.shop.frame import shop_page, show
from haat.web.ui.errors import too_many
from haat.web.ui.gate import actor, client_address
from haat.web.ui.request import Request

KEY = re.compile(r"[A-Za-z0-9_-]{16,40}")
METHODS = ("upi", "cod")
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
    try:
        hit(f"checkout:{client_address(request)}", most=MOST_TRIES, seconds=TRY_SECONDS)
    except HaatError:
        return too_many(request)
    key = request.POST.get("key", "")
    if not KEY.fullmatch(key):
        key = ""
    elif (told := _already(request, held, key)) is not None:
        return _to_order(told)
    form = CheckoutForm(request.POST)
    pin = request.POST.get("pin", "")
    if "look" in request.POST:
        return _page(request, held, CheckoutForm(initial=form.typed()), pin=pin, key=key)
    method_error = "" if request.POST.get("method") in METHODS else _("Payment: choose how you will pay.")
    if not form.is_valid() or form.buyer is None or method_error:
        return _page(request, held, form, pin=pin, key=key, method_error=method_error, status=422)
    return _place(request, held, form, form.buyer, key)


def _already(request: Request, held: Basket, key: str) -> Order | None:
    """The order this very page has made before: a double press, or the back button."""
    made = Order.objects.filter(mart=request.mart, channel="mart", account="", external_id=_external(held, key))
    return made.first()


def _external(held: Basket, key: str) -> str:
    """The order's key: the page's own, within the buyer's basket, so that no one meets another's order."""
    return f"{held.pk}-{key}"


def _place(request: Request, held: Basket, form: CheckoutForm, wanted: Buyer, key: str) -> HttpResponse:
    """Order, when the page the buyer saw still holds."""
    promise, _pin_error = quote_for(request.mart, held, wanted.pin)
    if promise is None:
        return _page(request, held, form, pin=wanted.pin, key=key, status=422)
    if not key or request.POST.get("seen") != seen(promise):
        said = _("With delivery the total is %(total)s. Look once, then order.") % {
            "total": format_rupees(promise.total_paise)
        }
        return _page(request, held, form, pin=promise.pin, key=key, notice=said, status=409)
    method = request.POST["method"]
    offer = offers(request.mart, promise)[method]
    if not offer.open:
        return _page(request, held, form, pin=promise.pin, key=key, method_error=str(offer.reason), status=422)
    by = actor(request)
    buyer = replace(wanted, language=current(), user_id=by.user_id)
    actions.see_prices(held)
    try:
        order = actions.place_order(held, buyer=buyer, quote=promise, method=method, key=_external(held, key), by=by)
    except HaatError as error:
        return _refused(request, held, form, error, key)
    payments.ask(order, by=by)
    return remember_count(_to_order(order), 0)


def _refused(request: Request, held: Basket, form: CheckoutForm, error: HaatError, key: str) -> HttpResponse:
    """Say at its place what could not be done; nothing typed is lost."""
    if error.code == "orders.empty_basket":
        return redirect(reverse("shop:basket"))
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


def seen(promise: Quote) -> str:
    """A short name for what a checkout page shows: pieces, prices, charge and days. Another promise, another name."""
    days = sorted((key, part.promised_by.isoformat()) for key, part in promise.parts.items())
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
    promise, pin_error = quote_for(request.mart, held, pin)
    if form.is_bound and pin_error and "pin" not in form.errors:
        form.add_error("pin", pin_error)
    if promise is not None and promise.pin != held.pin:
        actions.set_pin(held, pin=promise.pin)
    view = with_pictures(review_basket(held, quote=promise))
    if not view.lines or any(line.gone or line.short for line in view.lines):
        return redirect(reverse("shop:basket"))
    form.fields["pin"].widget.attrs["data-pin"] = reverse("shop:pin")
    context = {
        "form": form,
        "view": view,
        "quote": promise,
        "place": _place_words(promise),
        "pin_error": "" if form.is_bound else pin_error,
        "seen": seen(promise) if promise else "",
        "key": key or secrets.token_urlsafe(16),
        "methods": _methods(request, promise),
        "method": request.POST.get("method", ""),
        "total_paise": view.goods_paise + (view.charge_paise or 0),
        "maker_paise": makers_part(request, view),
        "changed": any(line.was_paise is not None for line in view.lines),
        **said,
    }
    return show(request, "shop/checkout.html", context, status=status)


def _place_words(promise: Quote | None) -> str:
    """District and state of the promise's PIN."""
    found = places.pin(promise.pin) if promise else None
    return f"{places.name(found.district)}, {places.name(found.state)}" if found else ""


def _methods(request: Request, promise: Quote | None) -> list[dict[str, Any]]:
    """The ways to pay; a closed one stays, with its reason."""
    names = {
        "upi": (_("UPI"), _("from any UPI app on your phone")),
        "cod": (_("Cash when it comes"), _("pay the rider in cash")),
    }
    if promise is None:
        return [{"value": value, "title": title, "hint": hint} for value, (title, hint) in names.items()]
    open_now = offers(request.mart, promise)
    return [
        {
            "value": value,
            "title": title,
            "hint": hint if open_now[value].open else str(open_now[value].reason),
            "closed": not open_now[value].open,
        }
        for value, (title, hint) in names.items()
    ]


def makers_part(request: Request, view: BasketView) -> int:
    """How much of the goods' price reaches the makers (paise)."""
    rules = rules_for(request.mart, [line.variant for line in view.lines], today())
    total = 0
    for line in view.lines:
        rule = rules[line.variant.pk]
        total += split_line(
            line.piece_paise,
            line.quantity,
            tax_bp=rule.tax_bp,
            fee_bp=rule.fee_bp,
            packing_paise=rule.packing_paise,
            charges_tax=rule.charges_tax,
        ).maker
    return whole_rupees(total)
