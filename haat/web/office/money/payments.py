"""Payments: references buyers gave, compared with the bank; refunds owed, sent."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.ledger.actions import confirm_payment, send_refund
from haat.payments import actions, methods
from haat.payments.caps import cash_rule
from haat.payments.methods import Method
from haat.payments.models import Payment, Refund
from haat.payments.queries import payments_of, refunds_of, refunds_owed, to_confirm
from haat.payments.refund_roads import ROADS
from haat.payments.rules import second_hand
from haat.web.office.desk.listing import paged, with_those
from haat.web.office.desk.page import act_with, back_to, of_district, page, say_undrawn
from haat.web.office.money.forms import ConfirmForm, RefundForm, RefuseForm, RoadForm
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

# So many of each stand on a page: every one has its forms.
CLAIMS, REFUNDS = 8, 8


@require_safe
@office("see_money")
def payments(request: Request) -> HttpResponse:
    """Claims to look for in the bank, and refunds to send."""
    return _page(request)


def _page(request: Request, forms_by: dict[str, forms.Form] | None = None, status: int = 200) -> HttpResponse:
    of_district(request, "see_money")
    held = forms_by or {}
    claimed = paged(request, to_confirm(request.mart), "claimed_at", size=CLAIMS, name="claims")
    owing = paged(request, refunds_owed(request.mart), "made_at", size=REFUNDS, name="refunds")
    paying = with_those(claimed.rows, to_confirm(request.mart), _keys(held, "cr"))
    owed = with_those(owing.rows, refunds_owed(request.mart), _keys(held, "sw"))
    drawn = {
        f"{letter}{row.pk}" for letter, rows in (("c", paying), ("r", paying), ("s", owed), ("w", owed)) for row in rows
    }
    for prefix, form in held.items():
        say_undrawn(request, form, drawn=prefix in drawn)
    claims = [
        {
            "payment": payment,
            "method": (method := methods.get(payment.gateway)),
            "confirm": held.get(f"c{payment.pk}") or ConfirmForm(method, prefix=f"c{payment.pk}"),
            "refuse": held.get(f"r{payment.pk}")
            or RefuseForm(prefix=f"r{payment.pk}", initial={"seen": payment.reference}),
        }
        for payment in paying
    ]
    rule = cash_rule(request.mart.pk) if owed else None
    refunds = [
        {
            "refund": refund,
            "road": ROADS.get(refund.road),
            "lacks": second_hand(refund, rule, request.user.pk),
            "form": held.get(f"s{refund.pk}")
            or RefundForm(_method(refund), prefix=f"s{refund.pk}", road=refund.road, initial={"seen": refund.way}),
            "road_form": held.get(f"w{refund.pk}")
            or RoadForm(prefix=f"w{refund.pk}", initial={"road": refund.road, "whom": refund.whom}),
        }
        for refund in owed
    ]
    looks = [method.look_words for method in methods.every() if method.look_words]
    context: dict[str, Any] = {
        "claims": claims,
        "claimed": claimed,
        "refunds": refunds,
        "owing": owing,
        "looks": looks,
        "tab": "payments",
    }
    return page(request, "money/payments", status=status, **context)


def _keys(held: Mapping[str, forms.Form], letters: str) -> list[int]:
    """The rows whose forms these are, by the letters before their keys."""
    return [int(prefix[1:]) for prefix in held if prefix[0] in letters]


def _method(refund: Refund) -> Method:
    return methods.get(refund.payment.gateway)


def _payment(request: Request, pk: int) -> Payment:
    of_district(request, "confirm_payments")
    return one_or_404(payments_of(request.mart), pk=pk)


@require_POST
@office("confirm_payments")
def confirm(request: Request, pk: int) -> HttpResponse:
    """The money is in the bank, under this reference."""
    payment = _payment(request, pk)
    form = ConfirmForm(methods.get(payment.gateway), request.POST, prefix=f"c{pk}")

    def do() -> object:
        given = form.cleaned_data
        return confirm_payment(payment, reference=given["reference"], amount_paise=given["amount"], by=actor(request))

    if act_with(request, form, do, done=_("Confirmed. The makers see the order now.")):
        return back_to(request, "office:money:payments")
    return _page(request, {f"c{pk}": form}, status=422)


@require_POST
@office("confirm_payments")
def refuse(request: Request, pk: int) -> HttpResponse:
    """The money did not come: the buyer may write the right reference."""
    payment, form = _payment(request, pk), RefuseForm(request.POST, prefix=f"r{pk}")
    if act_with(
        request,
        form,
        lambda: actions.refuse(payment, **form.cleaned_data, by=actor(request)),
        done=_("Refused. The buyer is asked for the right number."),
    ):
        return back_to(request, "office:money:payments")
    return _page(request, {f"r{pk}": form}, status=422)


@require_POST
@office("confirm_payments")
def refund_sent(request: Request, pk: int) -> HttpResponse:
    """The money has gone back."""
    of_district(request, "confirm_payments")
    refund = one_or_404(refunds_of(request.mart), pk=pk)
    form = RefundForm(_method(refund), request.POST, prefix=f"s{pk}", road=refund.road)
    if act_with(
        request,
        form,
        lambda: send_refund(refund, **form.cleaned_data, by=actor(request)),
        done=_("Refund written down as sent."),
    ):
        return back_to(request, "office:money:payments")
    return _page(request, {f"s{pk}": form}, status=422)


@require_POST
@office("confirm_payments")
def prepare_refund(request: Request, pk: int) -> HttpResponse:
    """By which road and to whom a refund goes."""
    of_district(request, "confirm_payments")
    refund, form = one_or_404(refunds_of(request.mart), pk=pk), RoadForm(request.POST, prefix=f"w{pk}")
    if act_with(
        request,
        form,
        lambda: actions.prepare_refund(refund, **form.cleaned_data, by=actor(request)),
        done=_("Written down to whom it goes."),
    ):
        return back_to(request, "office:money:payments")
    return _page(request, {f"w{pk}": form}, status=422)
