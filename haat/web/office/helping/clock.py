"""How long answers may take, and who takes up what waits too long."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from haat.helping import actions
from haat.helping.queries import clock_now
from haat.web.office.desk.page import act_with, page
from haat.web.office.helping.forms import ClockForm
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_help")
def clock(request: Request) -> HttpResponse:
    """The clock as it runs, to be changed within the law."""
    form, status = ClockForm.of(clock_now(request.mart)), 200
    if request.method == "POST":
        form, status = ClockForm(request.POST), 422
        given = form.cleaned_data if form.is_valid() else {}
        done = _("Kept. What was asked before keeps its days.")
        if act_with(request, form, lambda: actions.set_clock(request.mart, **given, by=actor(request)), done=done):
            return redirect("office:helping:clock")
    return page(request, "helping/clock", status=status, form=form)
