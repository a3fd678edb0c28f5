"""Enrolling a maker at the desk."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haat.core.errors import HaatError
from haat.core.sendings import Again
from haat.makers import actions
from haat.makers.models import Maker
from haat.makers.rules import visible_to
from haat.web.office.desk.page import here, page
from haat.web.office.makers.forms import EnrolForm, Named
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_makers")
def maker_new(request: Request) -> HttpResponse:
    """The form, and enrolling with it; sent twice, it enrols once."""
    place = here(request, "change_makers")
    if request.method != "POST":
        form = EnrolForm(request.mart, place)
        return page(request, "makers/new", form=form, nonce=nonce())
    form = EnrolForm(request.mart, place, request.POST)
    if form.is_valid():
        try:
            maker = once(request, lambda: _enrol(request, form))()
        except Again as told:
            messages.info(request, told.message)
            return redirect("office:makers:list")
        except HaatError as problem:
            form.refuse(problem)
        else:
            messages.success(request, _("Enrolled. Write down what is still missing, then open."))
            return redirect("office:makers:maker", maker.pk)
    context = {"form": form, "nonce": nonce(), "known": known_maker(request, form)}
    return page(request, "makers/new", status=422, **context)


def _enrol(request: Request, form: EnrolForm) -> Maker:
    given = form.cleaned_data
    return actions.enrol_maker(
        request.mart,
        kind=given["kind"],
        names=form.names("name"),
        block=given["block"],
        place=given["place"],
        pin=given["pin"],
        phone=given["phone"],
        leader_names=form.names("leader"),
        leader_language=given["leader_language"],
        organisation=given["organisation"],
        since=given["since"],
        lokos_id=given["lokos_id"],
        members=form.new_members(),
        by=actor(request),
    )


def known_maker(request: Request, form: Named) -> Maker | None:
    """The maker that is already here, when the room refused for that and the reader may see it."""
    visible = visible_to(request.user, request.mart, "see_makers")
    return visible.filter(pk=form.known_id).first() if form.known_id else None
