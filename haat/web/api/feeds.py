"""Feeds of the mart's goods, at addresses nobody can guess, as the worker has made them.

No cookie is read or set, and nothing is gathered: the packed file goes out as it lies there, or is unpacked on the way.
"""

import gzip
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from haat.channels.actions import note_fetched
from haat.channels.feeds import files
from haat.channels.feeds.finding import feed_at
from haat.channels.feeds.kind import find
from haat.channels.feeds.writing import MIME
from haat.channels.models import Feed
from haat.places.models import Mart

PATH = r"(?P<token>[A-Za-z0-9_-]{20,64})\.(?P<form>csv|tsv|xml)"
PIECE = 64 * 1024
# While it is being made for the first time: come again in so many seconds.
LATER = 300


@require_safe
def feed(request: HttpRequest, token: str, form: str) -> HttpResponseBase:
    """The feed at this address; 404 for one that was moved or closed, and while the mart is not open."""
    mart: Mart | None = getattr(request, "mart", None)
    found = feed_at(mart, token, form) if mart is not None and not mart.shut else None
    if found is None:
        raise Http404
    if request.method == "GET":
        note_fetched(found)
    for _turn in range(2):
        try:
            return _answer(request, found)
        except FileNotFoundError:  # it was made anew since its row was read, and lies elsewhere
            found.refresh_from_db()
    return HttpResponse(status=503, headers={"Retry-After": str(LATER), "Cache-Control": "no-store"})


def _answer(request: HttpRequest, found: Feed) -> HttpResponseBase:
    """Raises FileNotFoundError."""
    accepts = request.headers.get("Accept-Encoding", "")
    packed = _takes_gzip(accepts)
    tag = f'"{found.digest[:32]}-gz"' if packed else f'"{found.digest[:32]}"'
    changed = int(found.changed_at.timestamp()) if found.changed_at else None
    response: HttpResponseBase | None = get_conditional_response(request, tag, changed)
    if response is None:
        response = _content(found, packed=packed, bare=request.method == "HEAD")
        if packed or "gzip" in accepts:  # "identity" keeps the house from packing what is to go as it is
            response.headers["Content-Encoding"] = "gzip" if packed else "identity"
    response.headers["ETag"] = tag
    if changed is not None:
        response.headers["Last-Modified"] = http_date(changed)
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "no-cache"  # to be kept, and asked for each time
    response.headers["Content-Language"] = found.language
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _content(found: Feed, *, packed: bool, bare: bool) -> HttpResponseBase:
    """Raises FileNotFoundError."""
    kind, path = find(found.kind), files.path_of(found.pk, found.digest)
    mime = MIME[kind.form] if kind else "text/plain"
    length = path.stat().st_size if packed else found.size
    response: HttpResponseBase
    if bare:
        response = HttpResponse(content_type=mime)
    elif packed:
        response = FileResponse(path.open("rb"), content_type=mime)
    else:
        response = StreamingHttpResponse(_Unpacked(path), content_type=mime)
    response.headers["Content-Length"] = str(length)
    return response


class _Unpacked:
    """A packed file as it was, piece by piece; closed with the answer, also of one that nobody read."""

    def __init__(self, path: Path) -> None:
        self._file = gzip.GzipFile(path, "rb")

    def __iter__(self) -> Iterator[bytes]:
        return iter(partial(self._file.read, PIECE), b"")

    def close(self) -> None:
        self._file.close()


def _takes_gzip(accepts: str) -> bool:
    """Whether `gzip` (or anything) is among what is accepted, and not with the weight nought."""
    weights = {}
    for each in accepts.lower().split(","):
        name, _semicolon, weight = each.partition(";")
        weights[name.strip()] = weight.replace(" ", "").removeprefix("q=")
    said = weights.get("gzip", weights.get("*", "0"))
    return said.strip("0.") != "" if said else True
