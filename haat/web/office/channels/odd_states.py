"""An order in a state that nobody here knows: a person says whether it is to be packed."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from haat.channels import actions
from haat.channels.showing import sales_of
from haat.web.office.channels.frame import CHANGE
from haat.web.office.desk.page import act, of_district
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import once


@require_POST
@office(CHANGE)
def read_state(request: Request, pk: int) -> HttpResponse:
    """Of an order in a state nobody here knows: whether it is to be packed, as the seller's own pages say."""
    of_district(request, CHANGE)
    found = sales_of(request.mart).filter(pk=pk).first()
    if found is None:
        raise Http404
    pack, state = request.POST.get("pack") == "yes", request.POST.get("state", "")
    done = _("Noted: it is to be packed.") if pack else _("Noted: nothing is to be done here.")
    act(
        request,
        once(request, lambda: actions.read_state(found, state=state, to_pack=pack, by=actor(request))),
        done=done,
    )
    return redirect("office:channels:sale", pk)
