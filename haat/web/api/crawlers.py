"""What search engines, browsers and researchers look for at fixed addresses."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation

from haat.core.dates import day_of
from haat.core.numerals import whole_number
from haat.makers.queries import live_makers
from haat.places.models import Mart
from haat.shelf.queries import addresses, crafts_on_shelf

GOODS_A_FILE = 5000
HOUR = "public, max-age=3600"
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'


def _mart(request: HttpRequest) -> Mart:
    mart: Mart | None = getattr(request, "mart", None)
    if mart is None or mart.shut:
        raise Http404
    return mart


def _text(body: str, kind: str = "text/plain") -> HttpResponse:
    response = HttpResponse(body, content_type=f"{kind}; charset=utf-8")
    response.headers["Cache-Control"] = HOUR
    return response


def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers should leave alone, and where the sitemap is."""
    lines = ["User-agent: *"]
    mart: Mart | None = getattr(request, "mart", None)
    if mart is not None and mart.shut:
        return _text("User-agent: *\nDisallow: /\n")
    closed = ("basket/", "orders/", "o/", "pin/")
    lines += [f"Disallow: /*/{path}" for path in closed]
    lines += ["Disallow: /office/", "Disallow: /maker/", "Disallow: /sign-in/", "Disallow: /*?*panel="]
    lines.append(f"Sitemap: {_head(request)}{reverse('api:sitemap')}")
    return _text("\n".join(lines) + "\n")


def _head(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def sitemap(request: HttpRequest) -> HttpResponse:
    """The list of the mart's site maps: one of its pages, and one for every five thousand goods."""
    files = -(-addresses(_mart(request)).count() // GOODS_A_FILE)
    parts = ["pages", *(f"goods-{number}" for number in range(1, files + 1))]
    rows = [
        f"<sitemap><loc>{_head(request)}{reverse('api:sitemap_part', args=[part])}</loc></sitemap>" for part in parts
    ]
    return _xml(f"<sitemapindex {NS}>{''.join(rows)}</sitemapindex>")


def sitemap_part(request: HttpRequest, part: str) -> HttpResponse:
    """One site map: every address in every language of the mart, each naming the others."""
    mart = _mart(request)
    if part == "pages":
        return _urls(request, mart, _pages(mart))
    kind, _dash, number = part.partition("-")
    if kind != "goods" or not 1 <= (whole_number(number) or 0) <= 1000:
        raise Http404
    start = (int(number) - 1) * GOODS_A_FILE
    rows = addresses(mart)
    return _urls(request, mart, (("shop:good", [slug], at) for slug, at in rows[start : start + GOODS_A_FILE]))


Address = tuple[str, list[str], datetime | None]


def _pages(mart: Mart) -> Iterable[Address]:
    yield "shop:home", [], None
    yield "shop:makers", [], None
    for slug in crafts_on_shelf(mart):
        yield "shop:craft", [slug], None
    for slug, at in live_makers(mart).order_by("pk").values_list("slug", "live_at"):
        yield "shop:maker", [slug], at
    for slug in ("about", "grievance", "returns", "privacy"):
        yield "shop:page", [slug], None


def _urls(request: HttpRequest, mart: Mart, addresses: Iterable[Address]) -> HttpResponse:
    head = _head(request)
    made = []
    for name, args, at in addresses:
        places = {}
        for code in mart.spoken:
            with translation.override(code):
                places[code] = escape(head + reverse(name, args=args))
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{url}"/>' for code, url in places.items()
        )
        changed = f"<lastmod>{day_of(at).isoformat()}</lastmod>" if at else ""
        made += [f"<url><loc>{url}</loc>{changed}{others}</url>" for url in places.values()]
    return _xml(f"<urlset {NS} {XHTML}>{''.join(made)}</urlset>")


def _xml(body: str) -> HttpResponse:
    return _text(f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n', "application/xml")


def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a hole (RFC 9116)."""
    mart = _mart(request)
    expires = (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    languages = ", ".join(mart.spoken)
    return _text(f"Contact: mailto:{mart.email}\nExpires: {expires}\nPreferred-Languages: {languages}\n")


def change_password(request: HttpRequest) -> HttpResponse:
    """Where password managers send people; buyers and makers have no password."""
    return redirect("office:password")


def favicon(request: HttpRequest) -> HttpResponse:
    """The mark, for browsers that ask without reading the page."""
    return redirect(static("ui/favicon.svg"), permanent=True)
