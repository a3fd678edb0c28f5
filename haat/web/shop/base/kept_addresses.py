"""Which pages of the shop are kept, and what of an address they read: the name under which a page is kept."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver

from haat.core.languages import LANGUAGES
from haat.web.shop.base.prefix import LanguagePrefix
from haat.web.ui.readable import NUL, query_can_be_read
from haat.web.ui.request import first_part

Reads = tuple[str, ...]
# What tells who asks: a kept page is made without it, so that it cannot stand in the page.
_READER = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_ACCEPT_LANGUAGE")


class KeptPage(NamedTuple):
    """A page that is kept: its view with what the address gives it, the fields it reads, its address as a pattern."""

    view: Any
    arguments: Mapping[str, Any]
    reads: Reads
    language: str
    route: str


def page_of(request: HttpRequest) -> KeptPage | None:
    """The kept page this request asks for; None when no kept page is there."""
    if request.method not in ("GET", "HEAD"):
        return None
    return page_at(request.path_info, request.META.get("QUERY_STRING", ""))


def page_at(path: str, query: str) -> KeptPage | None:
    """The kept page at this address; None when no kept page is there, or nobody could read the address."""
    if not query_can_be_read(query) or NUL in path:
        return None
    return _page(settings.ROOT_URLCONF, path)


@lru_cache(maxsize=2048)
def _page(urlconf: str, path: str) -> KeptPage | None:
    language = first_part(path)
    if language not in LANGUAGES:
        return None
    rest = path.removeprefix(f"/{language}/")
    for page in _by_first_part(urlconf).get(rest.partition("/")[0], ()):
        if (found := page.pattern.match(rest)) is not None:
            reads = getattr(page.callback, "kept", None)
            route = f"{language}/{page.pattern}"
            return None if reads is None else KeptPage(page.callback, found[2], reads, language, route)
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
    request.META["QUERY_STRING"] = read_of(request.GET, reads)
    del request.GET  # read anew, from what is left of the query
    request.COOKIES = {}
    for name in _READER:
        request.META.pop(name, None)


def read_of(said: Mapping[str, Any], reads: Reads) -> str:
    """What of a query a page reads, as a query: the same however the address says it."""
    return urlencode([(name, said[name]) for name in reads if said.get(name)])


def name_of(request: HttpRequest) -> str:
    """The name under which this page is kept."""
    return name_at(head_of(request), request.path, request.META["QUERY_STRING"])


def head_of(request: HttpRequest) -> str:
    """Scheme and host, as an address begins."""
    return f"{request.scheme}://{request.get_host()}"


def name_at(head: str, path: str, read: str) -> str:
    """The name under which a page is kept: scheme and host, path, and what it reads of the query."""
    return f"{head}{path}?{read}"
