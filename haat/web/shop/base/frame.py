"""What stands around every page of the shop: who may see it, its addresses in other languages, its foot."""

from collections.abc import Callable
from functools import cache, wraps
from html import escape
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from haat.core.languages import current
from haat.people.rules import can
from haat.web.shop.base.addresses import address
from haat.web.shop.base.cookies import basket_count
from haat.web.shop.base.words import has_terms
from haat.web.ui.request import Request

View = Callable[..., HttpResponse]
PAGES = ("about", "grievance", "returns", "privacy")


def shop_page(
    *,
    methods: tuple[str, ...] = ("GET", "HEAD"),
    kept: tuple[str, ...] | None = None,
    while_shut: bool = False,
) -> Callable[[View], View]:
    """A page of a mart in a language the mart offers; else 404. One in which the road is not whole leads to the first.

    `kept` pages are the same for every reader: the page cache keeps them by the fields of the query that are named
    here, and they are made of a request that has no others and no cookies (docs/decisions/kept-pages.md). All other
    pages are marked never to be stored. `while_shut` pages answer everybody though the mart is not open: what a buyer
    needs of an order she has placed, and whom she may ask.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def handle(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.mart is None:
                raise Http404
            if current() not in request.mart.spoken:
                return _in_whole_language(request)
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            if request.mart.shut and not while_shut and not _of_the_office(request):
                return _opens_soon(request)
            response = view(request, *args, **kwargs)
            if kept is not None and response.status_code == 200:
                response.keepable = True  # type: ignore[attr-defined]
            else:
                response.headers.setdefault("Cache-Control", "no-store, private")
            return response

        handle.kept = kept  # type: ignore[attr-defined]
        return handle

    return wrap


def _in_whole_language(request: Request) -> HttpResponse:
    """The same page where it can be read to the end: the address may be an old one, kept by a reader or a crawler.

    404 for a language the mart never had.
    """
    if current() not in request.mart.languages or request.method not in ("GET", "HEAD"):
        raise Http404
    rest = request.get_full_path().split("/", 2)[2]
    response = HttpResponseRedirect(f"/{request.mart.spoken[0]}/{rest}")
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _of_the_office(request: Request) -> bool:
    return can(request.user, "see_office", mart=request.mart)


def _opens_soon(request: Request) -> HttpResponse:
    """What a stranger sees of a mart that is not open: who it will be, and whom to ask. No crawler keeps it."""
    response = show(request, "shop/opens_soon.html", {"title": request.mart.names})
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store, private"
    return response


def show(
    request: Request,
    template: str,
    context: dict[str, Any],
    *,
    kept: bool = False,
    frame: tuple[tuple[str, Any], ...] = (),
    back: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page within its frame. `kept` leaves out the basket's count, which the page's script fills in.

    The frame of a kept page is ready (`haat.web.ui.framed`); it may use the names and values of `frame` as well. So is
    that of a page with the narrow bar, which has no basket in its head: `back` names the address its arrow leads to
    (`home_url`, `basket_url`).
    """
    around = {**_around(current(), has_terms(request.mart)), "links": Links(request)}
    if request.mart.shut and _of_the_office(request):
        around["launch_url"] = reverse("office:settings:launch")
    around |= {"frame": frame} if kept or back else {}
    around |= {} if kept else {"basket_count": basket_count(request), "back_url": around.get(back, "")}
    return render(request, template, {**around, **context}, status=status)


@cache
def _around(_language: str, terms: bool) -> dict[str, Any]:
    """The addresses every page has at its head and foot, worked out once for each language, with terms and without."""
    return {
        "home_url": address("home"),
        "search_url": address("search"),
        "basket_url": address("basket"),
        "foot_links": foot_links(terms=terms),
    }


def foot_links(*, terms: bool = False) -> list[dict[str, str]]:
    """The pages at the foot, in the reader's language; the terms of sale where the mart has written them."""
    names = {
        "about": _("About us"),
        "terms": _("Terms of sale"),
        "grievance": _("Complaints and help"),
        "returns": _("Returns and refunds"),
        "privacy": _("Your information"),
    }
    pages = [{"name": names[slug], "url": address("page", slug)} for slug in names if slug in PAGES or terms]
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
        codes = self._mart.spoken
        first = codes[0]
        default = f"{self._head}/{first}/{self._rest}" if self._rest else f"{self._head}/"
        return [*((code, f"{self._head}/{code}/{self._rest}") for code in codes), ("x-default", default)]
