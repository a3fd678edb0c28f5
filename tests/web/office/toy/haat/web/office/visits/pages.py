"""Whom to visit."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from haat.makers.models import Maker
from haat.makers.rules import visible_to
from haat.web.office.desk.page import page
from haat.web.ui.gate import office
from haat.web.ui.request import Request


@require_safe
@office("see_visits")
def visits(request: Request) -> HttpResponse:
    """Makers who rest."""
    makers = visible_to(request.user, request.mart, "see_visits").filter(state=Maker.State.PAUSED)
    return page(request, "visits/list", makers=makers)
