"""Who signs the mart's certificates, from a day on."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haat.core.dates import today
from haat.letters import actions
from haat.letters.queries import signing_on, signings_of
from haat.web.office.desk.history import history_of
from haat.web.office.desk.page import act_with, page
from haat.web.office.letters.forms import SigningForm
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

SHOWN = 12
KINDS = ("letters.signing_set",)


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_settings")
def signs(request: Request) -> HttpResponse:
    """Names and offices, at most two, and who signed before."""
    form, status = SigningForm(request.mart, before=signing_on(request.mart, today())), 200
    if request.method == "POST":
        form, status = SigningForm(request.mart, request.POST), 422

        def write() -> None:
            told = {"people": form.people(), "from_on": form.cleaned_data["from_on"]}
            actions.set_signing(request.mart, **told, by=actor(request))

        if act_with(request, form, write, done=_("Written down.")):
            return redirect("office:letters:signing")
    told = [line for line in history_of(("places.mart", [request.mart.pk])) if line.kind in KINDS]
    return page(
        request,
        "letters/signing",
        status=status,
        form=form,
        signings=list(signings_of(request.mart)[:SHOWN]),
        history=told,
    )
