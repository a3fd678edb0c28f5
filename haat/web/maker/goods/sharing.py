"""Sharing a good of hers: two pictures with words and price, the words to go with them, and what sharing brought."""

from datetime import timedelta
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from haat.catalogue.models import Good
from haat.core.languages import current
from haat.orders.sources import shared_since
from haat.web.maker.base.acting import for_maker, page
from haat.web.maker.base.request import Request
from haat.web.maker.goods.one import one
from haat.web.papers.kits import HEIGHTS, Form, Kit, caption, picture
from haat.web.papers.sharing import kit_of, may_share

# So far back it is told what sharing brought.
DAYS = 90
FORMS: tuple[Form, ...] = ("status", "square")


def _good(request: Request, pk: int) -> Good:
    """A good of hers that buyers can see; 404 for all others."""
    good = one(request, pk)
    good.maker = request.acting.maker
    good.mart = request.mart
    if not may_share(good):
        raise Http404
    return good


def _kit(request: Request, good: Good, form: Form) -> Kit:
    host = request.get_host()
    return kit_of(good, form, head=f"{request.scheme}://{host}", host=host, language=current())


@require_safe
@for_maker
def share(request: Request, pk: int) -> HttpResponse:
    """Both pictures, with a key for each that hands it on, and one that keeps it."""
    good = _good(request, pk)
    kits = {form: _kit(request, good, form) for form in FORMS}
    status = kits["status"]
    return page(
        request,
        "goods/share",
        good=good,
        name=status.name,
        words={form: caption(kit) for form, kit in kits.items()},
        whatsapp=f"https://wa.me/?text={quote(caption(status))}",
        brought=shared_since(request.acting.maker, timezone.now() - timedelta(days=DAYS)),
        days=DAYS,
    )


@require_safe
@for_maker
def share_picture(request: Request, pk: int, form: str) -> HttpResponse:
    """The picture itself."""
    if form not in HEIGHTS:
        raise Http404
    good = _good(request, pk)
    wanted: Form = "status" if form == "status" else "square"
    response = HttpResponse(picture(_kit(request, good, wanted), wanted), content_type="image/jpeg")
    response.headers["Content-Disposition"] = f'inline; filename="{good.slug}-{form}.jpg"'
    return response
