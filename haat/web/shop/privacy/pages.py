"""My data, for whoever has shown by a code that a phone is hers: a buyer, or somebody met in the survey."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from haat.core.errors import HaatError
from haat.core.identifiers import mask_phone
from haat.web.papers.copies import copy_pdf
from haat.web.shop.base.frame import shop_page, show
from haat.web.ui import mine
from haat.web.ui.gate import signed_in
from haat.web.ui.request import Request

DEEDS = {**mine.DEEDS, "paper": mine.paper(copy_pdf)}


@shop_page(methods=("GET", "HEAD", "POST"), while_shut=True)
@signed_in
def privacy(request: Request) -> HttpResponse:
    """What she asked, and asking more; of a number that nobody proved nothing is shown."""
    if request.method != "POST" or not request.user.phone_verified:
        return _page(request)
    deed = DEEDS.get(request.POST.get("deed", ""))
    if deed is None:
        raise Http404
    try:
        answer = deed(request, "shop")
    except HaatError as problem:
        return _page(request, wrong=problem, status=422)
    if answer is not None:
        return answer
    messages.success(request, _("Kept."))
    return redirect("shop:privacy")


def _page(request: Request, *, wrong: HaatError | None = None, status: int = 200) -> HttpResponse:
    typed: dict[str, Any] = {"words": request.POST.get("words", ""), "kind": request.POST.get("kind", "")}
    context = {"typed": typed, "wrong": wrong, "phone": mask_phone(request.user.phone)}
    hers = mine.shown(request) if request.user.phone_verified else {}
    return show(request, "shop/privacy/privacy.html", context | hers, status=status)
