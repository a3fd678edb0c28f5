"""Payments: UPI references buyers gave, compared with the bank; refunds owed, sent."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.core.actor import Actor
from haat.core.errors import HaatError
from haat.core.money import parse_rupees
from haat.core.numerals import latin_digits
from haat.ledger.queries import paid_under
from haat.payments import actions
from haat.payments.errors import ReferenceKnown
from haat.payments.models import Payment, Refund
from haat.payments.queries import refunds_owed, to_confirm
from haat.web.office.page import act_with, of_district, page, say_undrawn
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

MOST = 100


class RupeesField(forms.CharField):
    """Rupees as people write them; cleaned to paise, at least `least` of them."""

    def __init__(self, *, least: int = 0, **kwargs: object) -> None:
        self.least = least
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)  # type: ignore[arg-type]

    def clean(self, value: object) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            paise = parse_rupees(text)
        except HaatError as problem:
            raise forms.ValidationError(problem.message) from None
        if paise < self.least:
            raise forms.ValidationError(_("Write an amount above zero."))
        return paise


def rupees_text(paise: int) -> str:
    """Paise as one would type them: `129` or `129.50`."""
    return f"{paise // 100}.{paise % 100:02d}".removesuffix(".00")


def _digits(**kwargs: object) -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", **kwargs})


class ConfirmForm(forms.Form):
    """What the bank statement says."""

    reference = forms.CharField(label=_("UTR in the bank statement"), max_length=40, widget=_digits())
    amount = RupeesField(label=_("Amount in the bank statement"))


class RefuseForm(forms.Form):
    """Why the money was not found."""

    reason = forms.CharField(label=_("Why"), max_length=200)


class RefundForm(forms.Form):
    """The bank's reference of the money sent back."""

    reference = forms.CharField(label=_("UTR of the refund"), max_length=40, widget=_digits())


@require_safe
@office("see_money")
def payments(request: Request) -> HttpResponse:
    """UPI claims to look for in the bank, and refunds to send."""
    return _page(request)


def _page(request: Request, forms_by: dict[str, forms.Form] | None = None, status: int = 200) -> HttpResponse:
    of_district(request, "see_money")
    held = forms_by or {}
    paying = list(to_confirm(request.mart)[:MOST])
    owed = list(refunds_owed(request.mart)[:MOST])
    drawn = {f"{letter}{row.pk}" for letter, rows in (("c", paying), ("r", paying), ("s", owed)) for row in rows}
    for prefix, form in held.items():
        say_undrawn(request, form, drawn=prefix in drawn)
    claims = [
        {
            "payment": payment,
            "confirm": held.get(f"c{payment.pk}") or ConfirmForm(prefix=f"c{payment.pk}"),
            "refuse": held.get(f"r{payment.pk}") or RefuseForm(prefix=f"r{payment.pk}"),
        }
        for payment in paying
    ]
    refunds = [
        {"refund": refund, "form": held.get(f"s{refund.pk}") or RefundForm(prefix=f"s{refund.pk}")} for refund in owed
    ]
    return page(request, "payments", "money", status=status, claims=claims, refunds=refunds, tab="payments")


def _payment(request: Request, pk: int) -> Payment:
    of_district(request, "confirm_payments")
    found = Payment.objects.filter(mart=request.mart, pk=pk).select_related("order").first()
    if found is None:
        raise Http404
    return found


@require_POST
@office("confirm_payments")
def confirm(request: Request, pk: int) -> HttpResponse:
    """The money is in the bank, under this UTR."""
    payment, form = _payment(request, pk), ConfirmForm(request.POST, prefix=f"c{pk}")

    def do() -> object:
        given = form.cleaned_data
        return actions.confirm(payment, reference=given["reference"], amount_paise=given["amount"], by=actor(request))

    if act_with(request, form, do, done=_("Confirmed. The makers see the order now.")):
        return redirect("office:payments")
    return _page(request, {f"c{pk}": form}, status=422)


@require_POST
@office("confirm_payments")
def refuse(request: Request, pk: int) -> HttpResponse:
    """The money did not come: the buyer may write the right UTR."""
    payment, form = _payment(request, pk), RefuseForm(request.POST, prefix=f"r{pk}")
    if act_with(
        request,
        form,
        lambda: actions.refuse(payment, reason=form.cleaned_data["reason"], by=actor(request)),
        done=_("Refused. The buyer is asked for the right UTR."),
    ):
        return redirect("office:payments")
    return _page(request, {f"r{pk}": form}, status=422)


def _send(refund: Refund, reference: str, *, by: Actor) -> None:
    """Payments know no payouts: that the reference is not a payout's is looked up here."""
    if paid_under(refund.mart, "".join(latin_digits(reference).split())):
        raise ReferenceKnown(reference)
    actions.refund_sent(refund, reference=reference, by=by)


@require_POST
@office("confirm_payments")
def refund_sent(request: Request, pk: int) -> HttpResponse:
    """The money has gone back."""
    of_district(request, "confirm_payments")
    refund = Refund.objects.filter(mart=request.mart, pk=pk).select_related("mart").first()
    if refund is None:
        raise Http404
    form = RefundForm(request.POST, prefix=f"s{pk}")
    if act_with(
        request,
        form,
        lambda: _send(refund, form.cleaned_data["reference"], by=actor(request)),
        done=_("Refund written down as sent."),
    ):
        return redirect("office:payments")
    return _page(request, {f"s{pk}": form}, status=422)
