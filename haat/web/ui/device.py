"""A device on which somebody has signed in before: strangers who try with her number do not lock her out on it.

One signed cookie: the device's name, and short keyed digests of the phones that signed in on it. It opens nothing.
"""

import secrets

from django.conf import settings
from django.http import HttpResponse
from django.utils.crypto import salted_hmac

from haat.people.tries import Caller
from haat.web.ui.gate import client_address
from haat.web.ui.request import Request

NAME, SALT = "device", "haat.ui.device"
SECONDS = 180 * 24 * 3600
MOST_PHONES = 8  # one phone is shared in a village
BROWSER = "browser"


def caller(request: Request, phone: str) -> Caller:
    """Who tries with this phone: the address, this browser's visit, and the device when it is known for the phone."""
    device, *known = _read(request)
    browser = request.session.get(BROWSER, "")
    return Caller(client_address(request), browser, device if _digest(phone) in known else "")


def name_browser(request: Request) -> None:
    """Give this visit its name, to which a code is bound."""
    if BROWSER not in request.session:
        request.session[BROWSER] = secrets.token_hex(16)


def remember(request: Request, response: HttpResponse, phone: str) -> HttpResponse:
    """Note on the device that this phone has signed in here."""
    device, *known = _read(request)
    mine = _digest(phone)
    words = [device or secrets.token_hex(12), mine, *(one for one in known if one != mine)]
    response.set_signed_cookie(
        NAME,
        ".".join(words[: MOST_PHONES + 1]),
        salt=SALT,
        max_age=SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _read(request: Request) -> list[str]:
    """The device's name, then the digests; a cookie that is not ours says nothing."""
    return str(request.get_signed_cookie(NAME, default="", salt=SALT, max_age=SECONDS)).split(".")


def _digest(phone: str) -> str:
    return salted_hmac(SALT, phone, algorithm="sha256").hexdigest()[:16]
