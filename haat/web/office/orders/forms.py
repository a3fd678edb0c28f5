"""What is asked when an order is ended, held or sent back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError
from haat.core.money import parse_rupees
from haat.delivery.rules import MOST_WEIGHT_G
from haat.web.office.desk.day_field import DayField
from haat.web.office.orders.words import CASH_ASKS


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why, as the buyer will read it"), max_length=200)


class DropForm(forms.Form):
    """Why nothing is sent for a line."""

    reason = forms.CharField(label=_("Who was told, and why nothing is sent"), max_length=200)


class AnswerForm(forms.Form):
    """What came of an order that was told otherwise."""

    reason = forms.CharField(label=_("What you did about it"), max_length=300)


class HideForm(forms.Form):
    """Why a buyer's words do not stand in the shop."""

    reason = forms.CharField(label=_("Why they are hidden; it stays in the history"), max_length=200)


class SayForm(forms.Form):
    """What the mart answers a buyer."""

    words = forms.CharField(
        label=_("Your answer, below the buyer’s words in the shop"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PackForm(forms.Form):
    """How heavy the packed parcel is."""

    weight_g = forms.IntegerField(
        label=_("Weight of the parcel, in grams"),
        min_value=1,
        max_value=MOST_WEIGHT_G,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


def _number(label: Any, hint: Any, *, needed: bool = False) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=1,
        max_value=999,
        required=needed,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class CashForm(forms.Form):
    """What a mart asks of who orders for cash or has not paid yet; an empty limit is none."""

    asks = forms.ChoiceField(
        label=_("Whose first cash order is confirmed"),
        help_text=_("By a code to the phone or a call of the desk. Who has paid here before is not asked."),
        choices=list(CASH_ASKS.items()),
    )
    above = forms.CharField(
        label=_("From ₹"),
        help_text=_("Only with “Above a sum”: cash orders of so much and more are confirmed."),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    lapse_hours = _number(
        _("Let go after hours"),
        _("An order that nobody confirmed or paid is cancelled then, and its pieces are free again."),
        needed=True,
    )
    last_minutes = _number(
        _("The last pieces after minutes"), _("Sooner, when it holds the last pieces of a good. Empty: as the others.")
    )
    most_orders = _number(
        _("Unpaid orders of one phone or house"), _("So many may be open at once. Empty: any number.")
    )
    most_pieces = _number(_("Unpaid pieces of one phone or house"), _("All open orders together. Empty: any number."))
    claim_hours = _number(
        _("A UPI number the bank does not know, after hours"),
        _("The buyer is told then, and has a day to write the right one. Empty: it waits until the desk says so."),
    )

    two_above = forms.CharField(
        label=_("Refunds take two people above ₹"),
        help_text=_("One writes down how it goes, another sends it. Empty: one is enough."),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )

    def clean_above(self) -> int:
        """Paise."""
        return self._paise("above") or 0

    def clean_two_above(self) -> int | None:
        """Paise; None: no refund does."""
        return self._paise("two_above")

    def _paise(self, name: str) -> int | None:
        text = self.cleaned_data[name].strip()
        try:
            return parse_rupees(text, field=name) if text else None
        except HaatError as problem:
            raise forms.ValidationError(problem.message) from problem

    def rule(self) -> dict[str, Any]:
        """What the action takes."""
        sums = ("above", "two_above")
        return {f"{name}_paise" if name in sums else name: value for name, value in self.cleaned_data.items()}


class HoldForm(ReasonForm):
    """Until when, and why."""

    day = DayField(label=_("Ready on"))


class PackingForm(forms.Form):
    """What is asked of who packs."""

    food_photo = forms.BooleanField(label=_("Food is packed only with a photo of its label"), required=False)
