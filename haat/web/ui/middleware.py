"""What every request needs first: a reference number in the log, the mart, and the reader's language."""

import secrets
import threading
import time
from collections.abc import Callable
from typing import cast

import structlog
from django.conf import settings
from django.http import HttpResponse
from django.utils import translation

from haat.core.languages import LANGUAGES
from haat.places.models import Mart
from haat.places.queries import hosts
from haat.web.ui.request import Request, first_part

GetResponse = Callable[[Request], HttpResponse]
log = structlog.get_logger("haat.web")
_HOSTS_KEPT_SECONDS = 30.0
REFERENCE = "X-Reference"


def request_log(get_response: GetResponse) -> GetResponse:
    """Give the request a reference a person can read out, and log it without personal data."""

    def handle(request: Request) -> HttpResponse:
        request.reference = secrets.token_hex(4)
        started = time.perf_counter()
        structlog.contextvars.bind_contextvars(reference=request.reference)
        response = get_response(request)
        response[REFERENCE] = request.reference
        tell(str(request.method), _path(request), response.status_code, started)
        structlog.contextvars.unbind_contextvars("reference")
        return response

    return handle


def tell(method: str, path: str, status: int, started: float) -> None:
    """The line of a request that `started` then on the clock of `perf_counter`."""
    say = log.error if status >= 500 else log.info
    say("request", method=method, path=path, status=status, ms=round((time.perf_counter() - started) * 1000))


def _path(request: Request) -> str:
    """The address as its pattern: an order's secret link or a number never stands in the log."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else request.path


class _Hosts:
    """Host name → mart, read from the database at most every half minute in each process."""

    def __init__(self) -> None:
        self._marts: dict[str, Mart] = {}
        self._first: Mart | None = None
        self._read_at = float("-inf")
        self._lock = threading.Lock()

    def find(self, host: str) -> Mart | None:
        if self._over():
            self._read_anew()
        return self._marts.get(host, self._first)

    def known(self, host: str) -> Mart | None:
        """The same from memory alone; None when it is time to read them anew."""
        return None if self._over() else self._marts.get(host, self._first)

    def _over(self) -> bool:
        return time.monotonic() - self._read_at > _HOSTS_KEPT_SECONDS

    def _read_anew(self) -> None:
        """One reads for all: others go on meanwhile with what is known, or wait while nothing is."""
        if not self._lock.acquire(blocking=self._first is None):
            return
        try:
            if self._over():
                self._marts = {row.host: row.mart for row in hosts()}
                self._first = next(iter(self._marts.values()), None)
                self._read_at = time.monotonic()
        finally:
            self._lock.release()

    def forget(self) -> None:
        self._read_at = float("-inf")


HOSTS = _Hosts()


def bare_host(host: str) -> str:
    """A host as marts know it: without its port, in small letters."""
    return host.split(":")[0].lower()


def mart(get_response: GetResponse) -> GetResponse:
    """Set `request.mart` from the host name; an unknown but allowed host gets the first mart."""

    def handle(request: Request) -> HttpResponse:
        found = HOSTS.find(bare_host(request.get_host()))
        request.mart = cast(Mart, found)  # None only before the first mart is opened
        return get_response(request)

    return handle


def wanted_language(request: Request) -> str:
    """The language in the address, else the one chosen before (cookie), else the mart's first."""
    first = first_part(request.path_info)
    if first in LANGUAGES:
        return first
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in LANGUAGES:
        return chosen
    return request.mart.spoken[0] if request.mart else settings.LANGUAGE_CODE


def language(get_response: GetResponse) -> GetResponse:
    """Speak the reader's language for the length of the request."""

    def handle(request: Request) -> HttpResponse:
        code = wanted_language(request)
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = get_response(request)
            response.headers.setdefault("Content-Language", code)
        return response

    return handle
