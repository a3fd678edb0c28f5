"""The check of her craft before a parcel is closed: a few pictures, and of each whether it is so."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haat.catalogue.models import Craft
from haat.core.errors import HaatError
from haat.learning.actions import check_craft
from haat.learning.practice import QUALITY, check_of, points_for
from haat.learning.queries import lesson_of
from haat.orders.models import Part
from haat.web.maker.base.acting import for_maker, page
from haat.web.maker.base.request import Request
from haat.web.maker.orders.pages import TO_PACK, hers
from haat.web.ui.deeds import queued, refuse
from haat.web.ui.scenes import Own, draw


@require_http_methods(["GET", "HEAD", "POST"])
@for_maker
@queued
def check(request: Request, number: str) -> HttpResponse:
    """Each point of her craft’s card: yes, so it is. It can be passed over, and that is written down too."""
    part = hers(request, number)
    lesson = lesson_of(part.mart, QUALITY, closed=True)
    line = part.lines.select_related("good__craft").order_by("pk").first()
    if lesson is None or line is None or part.state not in TO_PACK:
        raise Http404
    craft: Craft = line.good.craft
    card, points = points_for(lesson, craft)
    if request.method == "POST":
        known = {point.key for point in points}
        said = set() if request.POST.get("over") else known.intersection(request.POST.getlist("yes"))
        try:
            check_craft(part, card=card, yes=len(said), asked=len(points), by=request.acting.by)
        except HaatError as problem:
            refuse(request, problem)
            messages.error(request, problem.message)
        else:
            messages.success(request, _("Checked. Now pack it.") if said else _("Passed over. Now pack it."))
        return redirect("maker:order", part.number)
    own = Own("", craft)
    shown = [(point, draw(point.shown, own)) for point in points]
    return page(request, "orders/check", part=part, points=shown, done=_done(part))


def _done(part: Part) -> bool:
    found = check_of(part)
    return found is not None and not found.passed_over
