"""Rendered pages of the shop, kept for a minute in each process: a busy page costs no template and no query."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from haat.web.shop.base.kept_addresses import for_everybody, name_of, reads_of
from haat.web.shop.base.kept_pages import PAGES, Kept, pack

GetResponse = Callable[[HttpRequest], HttpResponse]


def page_cache(get_response: GetResponse) -> GetResponse:
    """Answer any reader's GET of a kept page from memory; ask the shop at most once a minute.

    The shop makes a kept page of a request that says nothing of who asks, whoever does: see `for_everybody`.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        # A mart that is not open shows its office more than strangers: no page of it is anybody's.
        mart = getattr(request, "mart", None)
        reads = None if mart is not None and mart.shut else reads_of(request)
        if reads is None:
            request.user_signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES  # type: ignore[attr-defined]
            return get_response(request)
        for_everybody(request, reads)
        request.user_signed_in = False  # type: ignore[attr-defined]
        unkept: list[HttpResponse] = []

        def make() -> Kept | None:
            response = get_response(request)
            if _may_keep(response):
                return pack(response)
            unkept.append(response)
            return None

        seconds = settings.PAGE_CACHE_SECONDS
        kept = PAGES.once(name_of(request), make, seconds=seconds) if seconds > 0 else make()
        return unkept[0] if kept is None else _answer(request, kept)

    return handle


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
    tag = f'"{kept.tag}-gz"' if packed else f'"{kept.tag}"'
    held = {name.strip().removeprefix("W/") for name in request.META.get("HTTP_IF_NONE_MATCH", "").split(",")}
    if tag in held:
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
    return response
