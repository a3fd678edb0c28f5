"""An order that came by phone, at a stall or on a seller's page, written in by an officer."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haat.core.errors import HaatError
from haat.orders import actions
from haat.orders.arriving import channels_of
from haat.orders.errors import BadFacts
from haat.orders.facts import Source, facts_from
from haat.orders.models import Arrival
from haat.web.office.desk.page import page
from haat.web.office.orders.telling import LINES, ToldForm, line_fields
from haat.web.office.orders.words import CHANNELS, what_follows
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce
from haat.web.ui.signin_forms import refuse


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_orders")
def write_in(request: Request) -> HttpResponse:
    """The form; what is typed is kept whole like any order from elsewhere, and goes to its page."""
    form = ToldForm(request.mart, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = _receive(request, form)
        if found is not None:
            return redirect("office:orders:arrival", found.pk)
    abroad = ("country", "region", "postcode", "currency", "rate", "rate_on")
    context: dict[str, Any] = {
        "more_lines": any(form[name].value() for place in range(1, LINES) for name in line_fields(place)),
        "abroad": any(
            form[name].errors or form[name].value() != form.get_initial_for_field(form.fields[name], name)
            for name in abroad
        )
        if form.is_bound
        else False,
        "form": form,
        "nonce": request.POST.get("nonce") or nonce(),
        "channels": [*CHANNELS, *(each for each in channels_of(request.mart) if each not in CHANNELS)],
    }
    return page(request, "orders/write_in", status=422 if form.errors else 200, **context)


def _receive(request: Request, form: ToldForm) -> Arrival | None:
    """Keep what was typed; None when it was refused, with every refusal at its field."""
    name, by = request.POST.get("nonce") or nonce(), actor(request)
    source = Source(form.cleaned_data["channel"], form.cleaned_data["account"], form.number(name))
    try:
        facts = facts_from(form.told())
        found = actions.receive_order(request.mart, facts, source=source, by=by)
    except BadFacts as problem:
        for field, error in problem.fields.items():
            form.refuse(field, error)
        return None
    except HaatError as problem:
        refuse(form, problem)
        return None
    _say(request, found)
    return found


def _say(request: Request, found: Arrival) -> None:
    """What came of it, at the head of its page."""
    if found.state == Arrival.State.CHANGED:
        messages.info(request, _("This order was told before, and otherwise. Compare the two."))
    elif found.state == Arrival.State.OPEN:
        messages.info(request, _("Written in. Not every line could be taken: settle what waits below."))
    else:
        parts = found.order.parts.select_related("place") if found.order else []
        messages.success(request, f"{_('Written in.')} {what_follows(parts)}")
