"""What is typed about petitions, clocks and breaches; the room of privacy judges it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haat.people.consents import HOW
from haat.places.models import Mart, Place
from haat.places.queries import blocks_within
from haat.privacy.words import DATA, WHOM
from haat.web.office.desk.day_field import DayField
from haat.web.office.privacy.words import KINDS
from haat.web.ui.enclosed import SoundInput


class AskForm(forms.Form):
    """Who asks, and what."""

    kind = forms.ChoiceField(label=_("What she asks"), choices=list(KINDS.items()))
    phone = forms.CharField(
        label=_("Mobile number"), max_length=16, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    words = forms.CharField(
        label=_("Her words"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(forms.Form):
    """What was mended, or what is said to a complaint."""

    answer = forms.CharField(label=_("Answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class DaysForm(forms.Form):
    """For how many days."""

    name = forms.CharField(widget=forms.HiddenInput)
    days = forms.IntegerField(label=_("Days"))


class ConsentForm(forms.Form):
    """What she answers to one purpose, and how."""

    purpose = forms.CharField(widget=forms.HiddenInput)
    how = forms.ChoiceField(label=_("How she answers"), choices=list(HOW.items()))
    voice = forms.FileField(label=_("Her yes, recorded"), required=False, widget=SoundInput())


class BreachForm(forms.Form):
    """What came into hands it was not for."""

    name = forms.CharField(label=_("Name"), max_length=160)
    drill = forms.BooleanField(label=_("Only a drill: nothing leaves"), required=False)
    known_on = DayField(label=_("Known since, day"))
    known_time = forms.TimeField(label=_("Known since, time"), widget=forms.TimeInput(attrs={"type": "time"}))
    words = forms.CharField(label=_("What happened"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    kinds = forms.MultipleChoiceField(
        label=_("What data"), choices=list(DATA.items()), widget=forms.SelectMultiple(attrs={"size": 8})
    )
    people_count = forms.IntegerField(label=_("How many people"), min_value=0)
    whom = forms.ChoiceField(label=_("Who is told"), choices=list(WHOM.items()))
    block: "forms.ModelChoiceField[Place]" = forms.ModelChoiceField(
        label=_("Of which block"), queryset=None, required=False, empty_label=_("Of the whole mart")
    )
    measures = forms.CharField(
        label=_("What was done"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, mart: Mart, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["block"].queryset = blocks_within(mart.place)  # type: ignore[attr-defined]


class NumbersForm(forms.Form):
    """Whose data it was, where that is known."""

    numbers = forms.CharField(
        label=_("Mobile numbers of whom it concerns, one in a line"),
        required=False,
        max_length=40_000,
        help_text=_("With numbers only these persons are told; without them everybody of the kind."),
        widget=forms.Textarea(attrs={"rows": 4, "inputmode": "tel"}),
    )


class MeasuresForm(forms.Form):
    """What was done since."""

    measures = forms.CharField(label=_("What was done"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    people_count = forms.IntegerField(label=_("How many people"), min_value=0)
