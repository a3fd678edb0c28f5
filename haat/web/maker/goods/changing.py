"""Another name, picture or words of a good in the shop: they wait for the desk, and the shop shows the old ones."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from haat.catalogue import actions as catalogue
from haat.catalogue.errors import NoName, NoPhoto
from haat.catalogue.models import Good
from haat.catalogue.queries import goods_of
from haat.catalogue.queries import name as shown_name
from haat.core.errors import HaatError
from haat.core.files import check_size, store_picture
from haat.core.languages import current
from haat.core.limits import hit
from haat.core.texts import clean_line
from haat.web.maker.base.acting import for_maker
from haat.web.maker.base.request import Request
from haat.web.maker.goods.one import one_page
from haat.web.ui.found import one_or_404


@require_POST
@for_maker
def change(request: Request, pk: int) -> HttpResponse:
    """A name or words (in the language she reads) or a picture, whichever was sent; refused beside what she typed."""
    good = one_or_404(goods_of(request.acting.maker), pk=pk)
    field = next((field for field in ("name", "words") if field in request.POST), "photo")
    try:
        if field == "name":
            _name(request, good)
        elif field == "words":
            _words(request, good)
        else:
            _picture(request, good)
    except HaatError as problem:
        return one_page(request, good, **{f"new_{field}": problem.message})
    messages.success(request, _("Sent. The shop shows the old one until the desk has looked."))
    return redirect("maker:good", good.pk)


def _name(request: Request, good: Good) -> None:
    name = clean_line(request.POST.get("name", ""))
    if not name:
        raise NoName()
    catalogue.ask_name(good, language=current(), name=name, by=request.acting.by)


def _words(request: Request, good: Good) -> None:
    """In the language in which she reads the good's name."""
    words, language = request.POST.get("words", ""), shown_name(good).language
    catalogue.ask_words(good, language=language, words=words, by=request.acting.by)


def _picture(request: Request, good: Good) -> None:
    sent = request.FILES.get("photo")
    if sent is None:
        raise NoPhoto()
    check_size(sent.size or 0)
    hit(f"sync:{request.user.pk}", most=60, seconds=600)
    catalogue.ask_picture(good, picture=store_picture(sent.read()), by=request.acting.by)
