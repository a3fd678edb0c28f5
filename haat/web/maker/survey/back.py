"""A yes is taken back as easily as it was given: by the number, without saying whether it is known."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haat.core.errors import HaatError
from haat.core.limits import hit
from haat.survey.actions import withdraw_number
from haat.survey.queries import walked_by
from haat.web.maker.base.request import Request
from haat.web.maker.survey.entering import page, surveying
from haat.web.ui.deeds import queued, refuse
from haat.web.ui.gate import actor


@require_http_methods(["GET", "HEAD", "POST"])
@surveying
@queued
def take_back(request: Request) -> HttpResponse:
    """All that was kept under a number in the places where she walks is deleted."""
    if request.method != "POST":
        return page(request, "back", typed="", wrong={})
    phone = request.POST.get("phone", "")
    try:
        hit(f"survey-back:{request.user.pk}", most=40, seconds=3600)
        within = walked_by(request.user, request.mart)
        withdraw_number(request.mart, phone=phone, within=within, by=actor(request))
    except HaatError as problem:
        refuse(request, problem)
        return page(request, "back", status=422, typed=phone, wrong={"phone": problem.message})
    messages.success(request, _("Whatever was kept under this number in your villages is deleted."))
    return redirect("maker:survey")
