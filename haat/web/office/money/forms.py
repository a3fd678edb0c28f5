"""What the bank said of payments, refunds and payouts, and cash paid in."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from haat.ledger.actions import FIGURES
from haat.orders.promises import Reason
from haat.payments.methods import Method
from haat.payments.refund_roads import ROADS
from haat.web.office.desk.day_field import DayField
from haat.web.office.desk.fields import RupeesField, SignedRupeesField
from haat.web.office.money.words import LANDS


def _digits(**kwargs: object) -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", **kwargs})


def _name(form: forms.Form, label: Reason, method: Method) -> None:
    field = form.fields["reference"]
    field.label = str(label)
    field.widget.attrs["inputmode"] = method.reference_keys


class ConfirmForm(forms.Form):
    """What the bank statement says, in the words of how it was paid."""

    reference = forms.CharField(max_length=40, widget=_digits())
    amount = RupeesField(label=_("Amount in the bank statement"))

    def __init__(self, method: Method, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, gettext("%(label)s in the bank statement") % {"label": method.reference_label}, method)


class RefuseForm(forms.Form):
    """Why the money was not found; `seen`, the reference that was looked for."""

    seen = forms.CharField(max_length=40, required=False, strip=False, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why"), max_length=200)


class RefundForm(forms.Form):
    """The reference of the money sent back, called as on its road, or as by the method it was paid with.

    `seen` is the way it went by, as its sender had it before her.
    """

    seen = forms.CharField(max_length=200, required=False, strip=False, widget=forms.HiddenInput)
    reference = forms.CharField(max_length=40, widget=_digits())

    def __init__(self, method: Method, *args: Any, road: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, method.refund_label, method)
        if road:
            self.fields["reference"].label = str(ROADS[road].reference_label)
            self.fields["reference"].widget.attrs["inputmode"] = "text"


class RoadForm(forms.Form):
    """How and to whom money goes back."""

    road = forms.ChoiceField(label=_("How it goes back"), choices=[(slug, road.title) for slug, road in ROADS.items()])
    whom = forms.CharField(label=_("To whom"), max_length=160, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].help_text = " · ".join(f"{road.title}: {road.whom_hint}" for road in ROADS.values())


class BankedForm(forms.Form):
    """Cash paid into the bank."""

    amount = RupeesField(label=_("Cash paid into the bank"), least=100)


class UtrForm(forms.Form):
    """The bank's word that a payout was paid."""

    utr = forms.CharField(label=_("UTR"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class FailureForm(forms.Form):
    """Why the bank sent a payout back."""

    reason = forms.CharField(label=_("Why the bank sent it back"), max_length=200)


class SettleForm(forms.Form):
    """What a party told and paid for one part, as its statement says."""

    came = SignedRupeesField(label=_("What came"), required=True)
    fee = SignedRupeesField(label=_("Fee kept"))
    tcs = SignedRupeesField(label=_("TCS, tax collected"))
    tds = SignedRupeesField(label=_("TDS, tax deducted"))
    adjustment = SignedRupeesField(label=_("Put on, or taken off with a minus"))
    rounding = SignedRupeesField(label=_("Rounded, less than a rupee"))
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)
    lands_in = forms.ChoiceField(label=_("Where it came"), choices=lambda: list(LANDS.items()))
    reference = forms.CharField(label=_("Reference of the statement or bank line"), max_length=60)
    day = DayField(label=_("Day of the statement"))

    @property
    def changed(self) -> bool:
        """Whether something is put on, taken off or rounded, or refused there."""
        return any(self[name].value() or self[name].errors for name in ("adjustment", "rounding", "reason"))

    @property
    def told(self) -> dict[str, Any]:
        """The figures and words as `ledger.Told` names them."""
        given = self.cleaned_data
        words = {name: given[name] for name in ("reason", "lands_in", "reference", "day")}
        return {f"{name}_paise": given[name] for name in FIGURES} | words


class NameForm(forms.Form):
    """What a party is called here."""

    name = forms.CharField(label=_("Name"), max_length=80, required=False)


class WrongForm(forms.Form):
    """Why a settlement is taken back."""

    reason = forms.CharField(label=_("Why"), max_length=200)
