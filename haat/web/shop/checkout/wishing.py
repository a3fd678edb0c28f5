"""What is too heavy or too large for a parcel is asked for: phone, place and a word, and the desk calls."""

import re
import secrets
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from haat.core.errors import HaatError
from haat.core.languages import current
from haat.core.limits import hit
from haat.delivery.actions import wish as ask
from haat.orders.errors import BadBuyer
from haat.orders.models import Basket
from haat.orders.queries import read_lines, review_lines, wished
from haat.web.shop.base.cookies import basket_of, remembered_pin
from haat.web.shop.base.frame import shop_page, show
from haat.web.shop.checkout.forms import WishForm
from haat.web.ui.gate import actor, client_address
from haat.web.ui.request import Request

KEY = re.compile(r"[A-Za-z0-9_-]{16,40}")
MOST_TRIES, TRY_SECONDS, MOST_KEY = 10, 3600, 40


@shop_page(methods=("GET", "HEAD", "POST"))
def wish(request: Request) -> HttpResponse:
    """Ask the desk for another way to bring what is in the basket."""
    held = basket_of(request)
    if held is None:
        return redirect(reverse("shop:basket"))
    if request.method != "POST":
        pin = request.GET.get("pin", held.pin or remembered_pin(request))[:12]
        return _page(request, held, WishForm(initial={"pin": pin}))
    form = WishForm(request.POST)
    try:
        hit(f"wish:{client_address(request)}", most=MOST_TRIES, seconds=TRY_SECONDS)
    except HaatError as error:  # many may share one address: what she typed stays, to be sent later
        key = request.POST.get("key", "")[:MOST_KEY]
        return _page(request, held, form, key=key, notice=error.message, status=429)
    return _sent(request, held, form)


def _sent(request: Request, held: Basket, form: WishForm) -> HttpResponse:
    key = request.POST.get("key", "")
    if not form.is_valid() or not KEY.fullmatch(key):
        return _page(request, held, form, status=422)
    lines = wished(read_lines(held))
    try:
        ask(
            request.mart,
            lines=lines,
            **form.cleaned_data,
            language=current(),
            key=f"{held.pk}-{key}",
            by=actor(request),
        )
    except BadBuyer as error:
        for field, problem in error.fields.items():
            form.add_error(field, problem.message)
        return _page(request, held, form, key=key, status=422)
    except HaatError as error:
        return _page(request, held, form, key=key, notice=error.message, status=422)
    return _page(request, held, form, done=True)


def _page(
    request: Request,
    held: Basket,
    form: WishForm,
    *,
    key: str = "",
    done: bool = False,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    view = review_lines(read_lines(held))
    if not view.lines:
        return redirect(reverse("shop:basket"))
    context: dict[str, Any] = {
        "form": form,
        "view": view,
        "key": key or secrets.token_urlsafe(16),
        "done": done,
        "notice": notice,
    }
    return show(request, "shop/checkout/wish.html", context, status=status)
