"""My data: yes and no to each purpose, what she may ask, and who looked."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haat.core.errors import HaatError
from haat.web.maker.base.acting import for_maker, page
from haat.web.maker.base.request import Request
from haat.web.papers.copies import copy_pdf
from haat.web.ui import mine
from haat.web.ui.deeds import refuse

DEEDS = {**mine.DEEDS, "paper": mine.paper(copy_pdf)}


@require_http_methods(["GET", "HEAD", "POST"])
@for_maker
def privacy(request: Request) -> HttpResponse:
    """Only she herself answers here; who helps her asks at the desk."""
    if not request.acting.own:
        return page(request, "privacy/privacy", status=403 if request.method == "POST" else 200)
    if request.method != "POST":
        return _page(request)
    deed = DEEDS.get(request.POST.get("deed", ""))
    if deed is None:
        raise Http404
    try:
        answer = deed(request, "phone")
    except HaatError as problem:
        refuse(request, problem)
        return _page(request, wrong=problem, status=422)
    if answer is not None:
        return answer
    messages.success(request, _("Kept."))
    return redirect("maker:privacy")


def _page(request: Request, *, wrong: HaatError | None = None, status: int = 200) -> HttpResponse:
    typed: dict[str, Any] = {"words": request.POST.get("words", ""), "kind": request.POST.get("kind", "")}
    return page(request, "privacy/privacy", status=status, typed=typed, wrong=wrong, **mine.shown(request))
