"""Rendered anonymous pages, kept for a minute in each process: a busy page costs no template and no query."""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from haat.core.languages import LANGUAGES

GetResponse = Callable[[HttpRequest], HttpResponse]
LONGEST_QUERY = 200
# A page is 6.0 KB instead of 5.4 at level 6, for less than half the work: most pages are rarely asked for twice.
LEVEL = 3
# Headers that are made anew for each answer.
_OWN = {"content-length", "vary", "cache-control", "etag"}


@dataclass(frozen=True)
class Kept:
    """A page as it was rendered, plain and compressed, with its headers and a name for its content."""

    plain: bytes
    packed: bytes
    tag: str
    headers: tuple[tuple[str, str], ...]


def page_cache(get_response: GetResponse) -> GetResponse:
    """Answer an anonymous reader's GET of a kept page from memory; ask the shop at most once a minute."""

    def handle(request: HttpRequest) -> HttpResponse:
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        request.user_signed_in = signed_in  # type: ignore[attr-defined]
        key = None if signed_in else _key(request)
        if key is None:
            return get_response(request)
        seconds = settings.PAGE_CACHE_SECONDS
        kept: Kept | None = caches["pages"].get(key) if seconds > 0 else None
        if kept is None:
            response = get_response(request)
            if not _may_keep(response):
                return response
            kept = _keep(response)
            if seconds > 0:
                caches["pages"].set(key, kept, seconds)
        return _answer(request, kept)

    return handle


def _key(request: HttpRequest) -> str | None:
    """The name under which this request's page is kept; None when it must not come from memory."""
    if request.method not in ("GET", "HEAD"):
        return None
    query = request.META.get("QUERY_STRING", "")
    if request.path_info.split("/", 2)[1] not in LANGUAGES or len(query) > LONGEST_QUERY:
        return None
    whole = f"{request.scheme}://{request.get_host()}{request.path}?{query}"
    return hashlib.sha256(whole.encode()).hexdigest()


def _may_keep(response: HttpResponse) -> bool:
    vary = response.headers.get("Vary", "").lower()
    return bool(
        getattr(response, "keepable", False)
        and response.status_code == 200
        and not response.cookies
        and "cookie" not in vary
    )


def _keep(response: HttpResponse) -> Kept:
    headers = tuple((name, value) for name, value in response.headers.items() if name.lower() not in _OWN)
    plain = response.content
    return Kept(plain, gzip.compress(plain, LEVEL, mtime=0), hashlib.sha256(plain).hexdigest()[:20], headers)


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
