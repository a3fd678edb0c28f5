"""The ways in: the bare address, PIN codes, the mart's colour, and addresses that lead nowhere."""

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from haat.core.errors import HaatError
from haat.core.identifiers import InvalidIdentifier, clean_pin
from haat.core.limits import hit
from haat.places import queries as places
from haat.web.shop.base.frame import shop_page
from haat.web.shop.look.promise import promise_words, promised
from haat.web.ui.accent import accent_css
from haat.web.ui.errors import too_many
from haat.web.ui.gate import client_address
from haat.web.ui.request import Request


def begin(request: Request) -> HttpResponse:
    """Send the reader to the home page in the language she chose, or her browser asks for, or the mart's own."""
    if request.mart is None:
        raise Http404
    response = HttpResponseRedirect(f"/{_language_for(request)}/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


def _language_for(request: Request) -> str:
    offered = request.mart.spoken
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in offered:
        return chosen
    for code in _asked(request.headers.get("Accept-Language", "")):
        if code in offered:
            return code
    return str(offered[0])


def _asked(header: str) -> list[str]:
    """Language codes of an Accept-Language header, best first; what cannot be read is passed over."""
    wanted: list[tuple[float, str]] = []
    for part in header[:200].split(","):
        tag, _semicolon, weight = part.strip().partition(";q=")
        try:
            wanted.append((float(weight or 1), tag.split("-")[0].lower()))
        except ValueError:
            continue
    return [code for weight, code in sorted(wanted, key=lambda each: -each[0]) if weight > 0]


@shop_page()
def pin(request: Request) -> HttpResponse:
    """What a PIN code is: `{"place"}` or `{"error"}`; with `good`, also the day it arrives and what that costs."""
    try:
        hit(f"pin:{client_address(request)}", most=300, seconds=600)
    except HaatError:
        return too_many(request)
    try:
        code = clean_pin(request.GET.get("pin", ""))
    except InvalidIdentifier as error:
        return JsonResponse({"error": error.message}, status=422)
    found = places.pin(code)
    if found is None:
        return JsonResponse({"error": _("PIN code: no post office has it. Look at the six digits again.")}, status=422)
    answer = {"place": f"{places.name(found.district)}, {places.name(found.state)}"}
    if slug := request.GET.get("good", ""):
        answer |= promise_words(promised(request.mart, slug, found.pin))
    return JsonResponse(answer)


def mart_css(request: Request) -> HttpResponse:
    """The mart's accent. The address carries the colour, so the answer may be kept for long."""
    if request.mart is None:
        raise Http404
    response = HttpResponse(accent_css(request.mart.accent), content_type="text/css")
    response.headers["Cache-Control"] = "public, max-age=604800"
    return response
