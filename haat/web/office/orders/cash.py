"""Cash orders are promises: what the mart asks of their buyers, and the call that settles one."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from haat.messages.queries import carried
from haat.orders.models import Order
from haat.orders.queries import part_to_see
from haat.payments import actions
from haat.payments.caps import cash_rule
from haat.payments.models import Payment
from haat.payments.notices import WORD
from haat.payments.queries import word_of
from haat.payments.rules import CLAIM_HOURS, UNPAID_HOURS, lapses
from haat.web.office.desk.fields import rupees_text
from haat.web.office.desk.page import act, act_with, of_district, page
from haat.web.office.orders.forms import CashForm
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

NUMBERS = ("lapse_hours", "last_minutes", "most_orders", "most_pieces", "claim_hours")


def until_word(order: Order, payment: Payment | None) -> datetime | None:
    """Until when a cash order waits for its buyer's word; None when it does not."""
    waits = order.state == Order.State.AWAITING_PAYMENT and order.pays == Order.Pays.AT_THE_DOOR
    return lapses(order, payment) if waits else None


@require_POST
@office("change_orders")
def keep_word(request: Request, number: str) -> HttpResponse:
    """The buyer was called and said yes."""
    part = one_or_404(part_to_see(request.user, request.mart, "change_orders"), number=number)
    word = word_of(part.order)
    if word is not None:
        done = _("Noted. The order goes on now.")
        act(request, lambda: actions.keep_word_by_call(word, by=actor(request)), done=done)
    return redirect("office:orders:order", number)


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_orders")
def rule(request: Request) -> HttpResponse:
    """What the mart asks of who orders for cash or has not paid yet."""
    of_district(request, "change_orders")
    form, status = CashForm(initial=_now(request)), 200
    if request.method == "POST":
        form, status = CashForm(request.POST), 422
        if act_with(
            request,
            form,
            lambda: actions.set_cash_rule(request.mart, **form.rule(), by=actor(request)),
            done=_("Kept. It holds for orders from now on."),
        ):
            return redirect("office:orders:cash")
    return page(request, "orders/cash", status=status, form=form, coded=carried(WORD, request.mart))


def _now(request: Request) -> dict[str, Any]:
    found = cash_rule(request.mart.pk)
    if found is None:
        return {"asks": "never", "lapse_hours": UNPAID_HOURS, "claim_hours": CLAIM_HOURS}
    return {
        "asks": found.asks,
        "above": rupees_text(found.above_paise) if found.above_paise else "",
        "two_above": "" if found.two_above_paise is None else rupees_text(found.two_above_paise),
        **{name: getattr(found, name) for name in NUMBERS},
    }
