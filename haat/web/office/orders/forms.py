"""What is asked when an order is ended, held or sent back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from haat.delivery.rules import MOST_WEIGHT_G
from haat.web.office.desk.day_field import DayField


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why, as the buyer will read it"), max_length=200)


class DropForm(forms.Form):
    """Why nothing is sent for a line."""

    reason = forms.CharField(label=_("Who was told, and why nothing is sent"), max_length=200)


class AnswerForm(forms.Form):
    """What came of an order that was told otherwise."""

    reason = forms.CharField(label=_("What you did about it"), max_length=300)


class PackForm(forms.Form):
    """How heavy the packed parcel is."""

    weight_g = forms.IntegerField(
        label=_("Weight of the parcel, in grams"),
        min_value=1,
        max_value=MOST_WEIGHT_G,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class HoldForm(ReasonForm):
    """Until when, and why."""

    day = DayField(label=_("Ready on"))
