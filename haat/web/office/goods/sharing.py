"""Sharing a good from the desk: the maker's own pictures and links, so that what they bring counts as hers."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from haat.catalogue.models import Good
from haat.core.languages import current
from haat.orders.sources import shared_since
from haat.web.office.desk.page import page
from haat.web.office.goods.mend import good_here
from haat.web.papers.kits import HEIGHTS, Form, Kit, caption, picture
from haat.web.papers.sharing import kit_of, may_share
from haat.web.ui.gate import office
from haat.web.ui.request import Request

DAYS = 90
FORMS: tuple[Form, ...] = ("status", "square")


def _good(request: Request, pk: int) -> Good:
    """A good in the reader's scope that buyers can see; 404 for all others."""
    good = good_here(request, "see_goods", pk)
    good.mart = request.mart
    if not may_share(good):
        raise Http404
    return good


def _kit(request: Request, good: Good, form: Form) -> Kit:
    host = request.get_host()
    return kit_of(good, form, head=f"{request.scheme}://{host}", host=host, language=current())


@require_safe
@office("see_goods")
def share(request: Request, pk: int) -> HttpResponse:
    """Both pictures to be taken, the words with the link, and what the maker's links brought."""
    good = _good(request, pk)
    kits = [(form, HEIGHTS[form] // 4, caption(_kit(request, good, form))) for form in FORMS]
    since = timezone.now() - timedelta(days=DAYS)
    return page(request, "goods/share", good=good, kits=kits, brought=shared_since(good.maker, since), days=DAYS)


@require_safe
@office("see_goods")
def share_picture(request: Request, pk: int, form: str) -> HttpResponse:
    """The picture itself."""
    if form not in HEIGHTS:
        raise Http404
    good = _good(request, pk)
    wanted: Form = "status" if form == "status" else "square"
    response = HttpResponse(picture(_kit(request, good, wanted), wanted), content_type="image/jpeg")
    response.headers["Content-Disposition"] = f'inline; filename="{good.slug}-{form}.jpg"'
    return response
