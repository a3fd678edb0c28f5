"""What stands around every page of the shop: who may see it, its addresses in other languages, its foot."""

from collections.abc import Callable
from functools import cache, wraps
from html import escape
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from haat.core.languages import LANGUAGES, current
from haat.web.shop.base.addresses import address
from haat.web.shop.base.cookies import basket_count
from haat.web.ui.request import Request

View = Callable[..., HttpResponse]
PAGES = ("about", "grievance", "returns", "privacy")


def shop_page(
    *, methods: tuple[str, ...] = ("GET", "HEAD"), kept: tuple[str, ...] | None = None
) -> Callable[[View], View]:
    """A page of a mart in a language the mart offers; else 404.

    `kept` pages are the same for every reader: the page cache keeps them by the fields of the query that are named
    here, and they are made of a request that has no others and no cookies (docs/decisions/kept-pages.md). All other
    pages are marked never to be stored.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def handle(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.mart is None or current() not in request.mart.languages:
                raise Http404
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            response = view(request, *args, **kwargs)
            if kept is not None and response.status_code == 200:
                response.keepable = True  # type: ignore[attr-defined]
            else:
                response.headers.setdefault("Cache-Control", "no-store, private")
            return response

        handle.kept = kept  # type: ignore[attr-defined]
        return handle

    return wrap


def show(
    request: Request,
    template: str,
    context: dict[str, Any],
    *,
    kept: bool = False,
    frame: tuple[tuple[str, Any], ...] = (),
    status: int = 200,
) -> HttpResponse:
    """A page within its frame. `kept` leaves out the basket's count, which the page's script fills in.

    The frame of a kept page is ready (`haat.web.ui.framed`); it may use the names and values of `frame` as well.
    """
    around = {**_around(current()), "links": Links(request)}
    around |= {"frame": frame} if kept else {"basket_count": basket_count(request)}
    return render(request, template, {**around, **context}, status=status)


@cache
def _around(_language: str) -> dict[str, Any]:
    """The addresses every page has at its head and foot, worked out once for each language."""
    return {
        "home_url": address("home"),
        "search_url": address("search"),
        "basket_url": address("basket"),
        "foot_links": foot_links(),
    }


def foot_links() -> list[dict[str, str]]:
    """The pages at the foot, in the reader's language."""
    names = {
        "about": _("About us"),
        "grievance": _("Complaints and help"),
        "returns": _("Returns and refunds"),
        "privacy": _("Your information"),
    }
    pages = [{"name": names[slug], "url": address("page", slug)} for slug in PAGES]
    return [
        {"name": _("The makers"), "url": address("makers")},
        {"name": _("My orders"), "url": address("orders")},
        *pages,
    ]


class Links:
    """The address of this page in full, and the same page in the mart's other languages."""

    def __init__(self, request: Request) -> None:
        self._head = f"{request.scheme}://{request.get_host()}"
        self._mart = request.mart
        self._rest = request.path.split("/", 2)[2]

    def full(self, path: str) -> str:
        """`path` with scheme and host."""
        return self._head + path

    @property
    def canonical(self) -> str:
        return f"{self._head}/{current()}/{self._rest}"

    @property
    def tags(self) -> SafeString:
        """The canonical address and the alternates as the page's head says them."""
        others = "\n".join(
            f'<link rel="alternate" hreflang="{code}" href="{escape(url)}">' for code, url in self.alternates
        )
        return mark_safe(f'<link rel="canonical" href="{escape(self.canonical)}">\n{others}')

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """(hreflang, address) of every language offered, and x-default."""
        codes = [code for code in self._mart.languages if code in LANGUAGES]
        first = self._mart.default_language
        default = f"{self._head}/{first}/{self._rest}" if self._rest else f"{self._head}/"
        return [*((code, f"{self._head}/{code}/{self._rest}") for code in codes), ("x-default", default)]
