"""An organisation is made, and its names and place mended."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haat.core.errors import HaatError
from haat.core.sendings import Again
from haat.makers import actions
from haat.makers.models import Organisation
from haat.web.office.desk.listing import ids
from haat.web.office.desk.page import of_district, page
from haat.web.office.organisations.forms import OrganisationForm
from haat.web.office.organisations.pages import one
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_organisations")
def new(request: Request) -> HttpResponse:
    """A federation, or a village organisation below one; sent twice, it is made once."""
    of_district(request, "change_organisations")
    above = next(iter(ids([request.GET.get("parent", "")])), None)
    start = {"kind": "village" if above else "federation", "parent": above, "place": request.mart.place_id}
    if request.method != "POST":
        form = OrganisationForm(request.mart, initial=start)
        return page(request, "organisations/new", form=form, nonce=nonce())
    form = OrganisationForm(request.mart, request.POST)
    if form.is_valid():
        try:
            made = once(request, lambda: _make(request, form))()
        except Again as told:
            messages.info(request, told.message)
            return redirect("office:organisations:list")
        except HaatError as problem:
            form.refuse(problem)
        else:
            messages.success(request, _("Made. Now bring makers into it, and give it a seller."))
            return redirect("office:organisations:organisation", made.pk)
    return page(request, "organisations/new", status=422, form=form, nonce=nonce())


def _make(request: Request, form: OrganisationForm) -> Organisation:
    given = form.cleaned_data
    return actions.make_organisation(
        request.mart,
        kind=given["kind"],
        names=form.names(),
        place=given["place"],
        parent=given["parent"],
        by=actor(request),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_organisations")
def change(request: Request, pk: int) -> HttpResponse:
    """Its names and its place."""
    found = one(request, "change_organisations", pk)
    form = OrganisationForm(request.mart, request.POST if request.method == "POST" else None, known=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_organisation(found, names=form.names(), place=form.cleaned_data["place"], by=actor(request))
        except HaatError as problem:
            form.refuse(problem)
        else:
            messages.success(request, _("Saved."))
            return redirect("office:organisations:organisation", pk)
    status = 422 if form.errors else 200
    return page(request, "organisations/change", status=status, form=form, organisation=found)
