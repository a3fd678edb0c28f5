"""Which pages of the shop are kept, and what of an address they read: the name under which a page is kept."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver

from haat.core.languages import LANGUAGES
from haat.web.shop.base.prefix import LanguagePrefix
from haat.web.ui.readable import query_can_be_read
from haat.web.ui.request import first_part

Reads = tuple[str, ...]
# What tells who asks: a kept page is made without it, so that it cannot stand in the page.
_READER = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_ACCEPT_LANGUAGE")


def reads_of(request: HttpRequest) -> Reads | None:
    """The fields of the query that the kept page at this address reads; None when no kept page is there."""
    language = first_part(request.path_info)
    if request.method not in ("GET", "HEAD") or language not in LANGUAGES:
        return None
    if not query_can_be_read(request.META.get("QUERY_STRING", "")):
        return None
    path = request.path_info.removeprefix(f"/{language}/")
    for page in _by_first_part(settings.ROOT_URLCONF).get(path.partition("/")[0], ()):
        if page.pattern.match(path) is not None:
            return getattr(page.callback, "kept", None)
    return None


@cache
def _by_first_part(urlconf: str) -> dict[str, list[URLPattern]]:
    """First part of an address behind its language → the pages that begin with it, in their order."""
    found = defaultdict(list)
    for page in _pages(get_resolver(urlconf).url_patterns):
        found[str(page.pattern).partition("/")[0]].append(page)
    return dict(found)


def _pages(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    """The pages that stand behind a language."""
    for each in patterns:
        if not isinstance(each, URLResolver):
            continue
        if isinstance(each.pattern, LanguagePrefix):
            yield from (page for page in each.url_patterns if isinstance(page, URLPattern))
        else:
            yield from _pages(each.url_patterns)


def for_everybody(request: HttpRequest, reads: Reads) -> None:
    """Leave in the request what the page reads, and nothing of who asks: what is made of it is anybody's."""
    said = request.GET
    request.META["QUERY_STRING"] = urlencode([(name, said[name]) for name in reads if said.get(name)])
    del request.GET  # read anew, from what is left of the query
    request.COOKIES = {}
    for name in _READER:
        request.META.pop(name, None)


def name_of(request: HttpRequest) -> str:
    """The name under which this page is kept."""
    return f"{request.scheme}://{request.get_host()}{request.path}?{request.META['QUERY_STRING']}"
