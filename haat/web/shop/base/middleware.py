"""Rendered pages of the shop, kept for a minute in each process: a busy page costs no template and no query."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import translation
from django.utils.cache import patch_vary_headers

from haat.web.shop.base.kept_addresses import KeptPage, for_everybody, head_of, name_of, page_of
from haat.web.shop.base.kept_pages import PAGES, Given, Kept, pack

GetResponse = Callable[[HttpRequest], HttpResponse]
# What a form's token leaves in a request: a page with one in it is one reader's.
_TOKEN = ("CSRF_COOKIE", "CSRF_COOKIE_NEEDS_UPDATE")


def page_cache(get_response: GetResponse) -> GetResponse:
    """Answer any reader's GET of a kept page from memory; ask the shop at most once a minute.

    The shop makes a kept page of a request that says nothing of who asks, whoever does: see `for_everybody`.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        # A mart that is not open shows its office more than strangers: no page of it is anybody's.
        mart = getattr(request, "mart", None)
        page = None if mart is not None and mart.shut else page_of(request)
        if page is None:
            request.user_signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES  # type: ignore[attr-defined]
            return get_response(request)
        for_everybody(request, page.reads)
        request.user_signed_in = False  # type: ignore[attr-defined]
        unkept: list[HttpResponse] = []

        def make() -> Kept | None:
            response = _straight(request, page) or get_response(request)
            if _may_keep(response):
                return pack(response)
            unkept.append(response)
            return None

        seconds = settings.PAGE_CACHE_SECONDS
        kept = PAGES.once(name_of(request), make, seconds=seconds) if seconds > 0 else make()
        return unkept[0] if kept is None else _answer(request, kept)

    return handle


def _straight(request: HttpRequest, page: KeptPage) -> HttpResponse | None:
    """The page from its view, without what lies between: session, form tokens and messages, which nobody's page has.

    None for all that is no page to be kept: the whole road then says what it is.
    """
    request.LANGUAGE_CODE = page.language
    request.resolver_match = page  # type: ignore[assignment]  # for the log, which asks for its route
    with translation.override(page.language):
        try:
            response: HttpResponse = page.view(request, **page.arguments)
        except Exception:  # it will come again on the whole road, where each kind has its page
            return None
    token = [request.META.pop(name, None) for name in _TOKEN]
    if any(token) or not getattr(response, "keepable", False):
        return None
    response.headers["X-Frame-Options"] = settings.X_FRAME_OPTIONS
    response.headers["Content-Language"] = page.language
    return response


def _may_keep(response: HttpResponse) -> bool:
    vary = response.headers.get("Vary", "").lower()
    return bool(
        getattr(response, "keepable", False)
        and response.status_code == 200
        and not response.cookies
        and "cookie" not in vary
    )


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    packed = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    tag = kept.tagged(packed=packed)
    if kept.held_by(request.META.get("HTTP_IF_NONE_MATCH", ""), packed=packed):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(kept.packed if packed else kept.plain)
        for name, value in kept.headers:
            response.headers[name] = value
        response.headers["Content-Length"] = str(len(response.content))
        if packed:
            response.headers["Content-Encoding"] = "gzip"
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"public, max-age=0, s-maxage={settings.PAGE_CACHE_SECONDS}"
    patch_vary_headers(response, ["Accept-Encoding"])
    # For `front`, which answers with it next time.
    response.given = Given(kept, head_of(request), name_of(request))  # type: ignore[attr-defined]
    return response
