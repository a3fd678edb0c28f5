"""The basket's two cookies: a signed one that finds it, and its count, which the pages' script may read."""

from django.conf import settings
from django.http import HttpResponse

from haat.orders.models import Basket
from haat.orders.queries import basket_by_token
from haat.web.ui.request import Request

TOKEN = "basket"
COUNT = "basket_count"
SALT = "haat.shop.basket"
DAYS_60 = 60 * 24 * 3600


def basket_of(request: Request) -> Basket | None:
    """The reader's basket in this mart; None when there is none, or the cookie is not ours."""
    token = request.get_signed_cookie(TOKEN, default=None, salt=SALT, max_age=DAYS_60)
    if not token:
        return None
    basket = basket_by_token(request.mart, token)
    if basket is not None:
        basket.mart = request.mart  # known already: not to be read again
    return basket


def basket_count(request: Request) -> int:
    """How many pieces the basket held at last; 0 when the cookie is not a count."""
    text = request.COOKIES.get(COUNT, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0


def remember_basket(response: HttpResponse, basket: Basket, pieces: int) -> HttpResponse:
    """Set both cookies on the answer."""
    kept = {"max_age": DAYS_60, "secure": settings.SESSION_COOKIE_SECURE, "samesite": "Lax"}
    response.set_signed_cookie(TOKEN, basket.token, salt=SALT, httponly=True, **kept)
    return remember_count(response, pieces)


def remember_count(response: HttpResponse, pieces: int) -> HttpResponse:
    """Set the count alone."""
    response.set_cookie(COUNT, str(pieces), max_age=DAYS_60, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")
    return response


def remembered_pin(request: Request) -> str:
    """The PIN the reader last asked about on this device, if it looks like one."""
    text = request.COOKIES.get("pin", "")
    return text if len(text) == 6 and text.isascii() and text.isdigit() else ""
