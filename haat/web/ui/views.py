"""The style guide: every component in every language, drawn from the same templates the pages use."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from haat.core.languages import current
from haat.web.ui import styleguide as sample
from haat.web.ui.icons import ICONS
from haat.web.ui.request import Request

PAGES = ("components", "home", "good", "search", "checkout", "maker", "ask", "goods", "review")


def styleguide(request: Request, language: str, page: str) -> HttpResponse:
    """One page of the guide; only reachable when DEBUG is on."""
    if page not in PAGES:
        raise Http404
    return render(
        request,
        f"ui/styleguide/{page}.html",
        {"pages": PAGES, "icons": ICONS, "is_home": page == "home", **sample.content(current())},
    )
