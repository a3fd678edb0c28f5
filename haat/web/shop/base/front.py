"""Kept pages before Django: who asks for one that has gone out already gets it without a request being made of it.

A page goes out the first time through every middleware; what they wrote on it is kept with it, and written again. It is
answered here only if nothing about this request could change that: a GET of a packed page, from a host and scheme that
Django has let through, for a mart that is open. All else goes the whole road.
"""

import secrets
import time
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import structlog
from django.conf import settings
from django.http import HttpResponse

from haat.orders.sources import FIELD
from haat.web.shop.base.kept_addresses import KeptPage, name_at, page_at, read_of
from haat.web.shop.base.kept_pages import PAGES, Given, Kept
from haat.web.ui.middleware import HOSTS, REFERENCE, bare_host, tell

Environ = dict[str, Any]
LONGEST_QUERY = 1000  # longer ones are read by Django alone, which bounds their fields
MOST_DOORS = 200


class Door(NamedTuple):
    """Scheme and host as Django took them from a request, and the host as marts know it."""

    head: str
    host: str


# By what a request says of its scheme and host: only what has come through Django's own checks.
_doors: dict[tuple[str, str, str], Door] = {}


def answer(environ: Environ, start_response: Callable[..., Any]) -> list[bytes] | None:
    """The kept page, given out; None when the whole road must say."""
    started = time.perf_counter()
    door = _doors.get(_said(environ))
    if door is None or environ["REQUEST_METHOD"] != "GET" or "gzip" not in environ.get("HTTP_ACCEPT_ENCODING", ""):
        return None
    name = _name(environ, door)
    kept = PAGES.find(name) if name else None
    mart = HOSTS.known(door.host)
    if kept is None or kept.sent is None or mart is None or mart.shut:
        return None
    has_it = kept.held_by(environ.get("HTTP_IF_NONE_MATCH", ""), packed=True)
    reference = secrets.token_hex(4)
    headers = [*(_unmodified(kept) if has_it else kept.sent), (REFERENCE, reference)]
    start_response("304 Not Modified" if has_it else "200 OK", headers)
    with structlog.contextvars.bound_contextvars(reference=reference):
        tell("GET", environ["PATH_INFO"], 304 if has_it else 200, started)
    return [b"" if has_it else kept.packed]


def remember(environ: Environ, response: Iterable[bytes]) -> Iterable[bytes]:
    """Django's answer; if it was a kept page, what it went out with is noted for the next who asks."""
    given: Given | None = getattr(response, "given", None)
    if given is None or not isinstance(response, HttpResponse) or response.status_code != 200 or response.cookies:
        return response
    door = Door(given.head, bare_host(given.head.partition("//")[2]))
    packed = response.headers.get("Content-Encoding") == "gzip"
    if packed and _name(environ, door) == given.name and (_said(environ) in _doors or len(_doors) < MOST_DOORS):
        given.kept.sent = tuple((name, value) for name, value in response.items() if name != REFERENCE)
        _doors[_said(environ)] = door
    return response


def _said(environ: Environ) -> tuple[str, str, str]:
    """What a request says of its scheme and host: all that Django looks at for them."""
    told = settings.SECURE_PROXY_SSL_HEADER
    return environ.get("wsgi.url_scheme", ""), environ.get(told[0], "") if told else "", environ.get("HTTP_HOST", "")


def _name(environ: Environ, door: Door) -> str:
    """The name of the page that is asked for; empty when it is none, or not plain enough to be sure."""
    path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
    plain = path.isascii() and query.isascii() and len(query) <= LONGEST_QUERY and not environ.get("SCRIPT_NAME")
    page = page_at(path, query) if plain and f"{FIELD}=" not in query else None
    return "" if page is None else name_at(door.head, path, _read(query, page))


def _read(query: str, page: KeptPage) -> str:
    """What the page reads of the query, as Django would understand it."""
    if not query or not page.reads:
        return ""
    return read_of(dict(parse_qsl(query, keep_blank_values=True)), page.reads)


def _unmodified(kept: Kept) -> list[tuple[str, str]]:
    """The headers for who has the page: none that say what it is."""
    own = {*(name for name, _value in kept.headers), "Content-Length", "Content-Encoding"}
    return [(name, value) for name, value in kept.sent or () if name not in own]
