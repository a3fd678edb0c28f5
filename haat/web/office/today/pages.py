"""Today: what is stuck, oldest first, each with a person to call and the one key that mends it."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from haat.web.office.desk.listing import Listing, numbered
from haat.web.office.desk.page import here, page
from haat.web.office.desk.troubles import Found, shown
from haat.web.ui.gate import office
from haat.web.ui.request import Request

SHOWN = 20


@require_safe
@office("see_office")
def today(request: Request) -> HttpResponse:
    """The work queue of the reader's place."""
    place = here(request, "see_office")

    def choose(found: list[Found]) -> tuple[Listing, list[Found]]:
        listing = numbered(request, found, size=SHOWN)
        return listing, listing.rows

    listing, rows = shown(request, place, choose)
    return page(request, "today/list", place=place, rows=rows, listing=listing, total=listing.total)
