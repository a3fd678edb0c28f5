"""My craft is not here: said in her own words, it stands on the desk's Today until somebody answers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haat.catalogue import actions as catalogue
from haat.core.errors import HaatError
from haat.core.limits import hit
from haat.web.maker.base.acting import for_maker, page
from haat.web.maker.base.request import Request

MOST_WORDS = 200


@require_http_methods(["GET", "HEAD", "POST"])
@for_maker
def craft(request: Request) -> HttpResponse:
    """What she makes, in a few words; the same words again are the same ask."""
    if request.method != "POST":
        return page(request, "goods/craft")
    words = request.POST.get("words", "")[:MOST_WORDS]
    try:
        hit(f"craft:{request.user.pk}", most=20, seconds=3600)
        catalogue.ask_craft(request.acting.maker, words=words, by=request.acting.by)
    except HaatError as problem:
        return page(request, "goods/craft", status=422, words=words, wrong=problem.message)
    messages.success(request, _("Asked. The desk answers you with a message."))
    return redirect("maker:home")
