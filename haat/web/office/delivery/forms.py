"""What is written down of rounds, parcels and cash."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haat.delivery import carriers
from haat.delivery.carriers import Carrier
from haat.delivery.fetching import hubs_of
from haat.delivery.models import Clash, Parcel
from haat.delivery.rules import LOOKED_FOR
from haat.people.models import User
from haat.people.queries import riders
from haat.places.models import Mart
from haat.stock.models import StockPlace
from haat.web.office.delivery.words import OUTCOMES
from haat.web.office.desk.day_field import DayField
from haat.web.office.desk.fields import RupeesField, choose_from


class PlanForm(forms.Form):
    """Who rides, when, with which parcels."""

    rider: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(label=_("Rider"), queryset=None, empty_label=None)
    day = DayField(label=_("Day"))

    def __init__(self, mart: Mart, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "rider", riders(mart))


class ArticleForm(forms.Form):
    """The number on the carrier's receipt, called as it calls it."""

    article = forms.CharField(
        max_length=30,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )

    def __init__(self, carrier: Carrier, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["article"].label = str(carrier.article_label)


class CountedForm(forms.Form):
    """Cash as counted at the desk."""

    counted = RupeesField(label=_("Cash counted"))


class MissingForm(forms.Form):
    """Cash a rider brings after his round was closed."""

    amount = RupeesField(label=_("Cash paid in"), least=1)


class NotDeliveredForm(forms.Form):
    """Why the post brought it back."""

    reason = forms.CharField(label=_("Why it came back"), max_length=200)


class HandOverForm(forms.Form):
    """The buyer's code, and that the cash is taken when there is some to take."""

    code = forms.CharField(
        label=_("Code the buyer tells you"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "enterkeyhint": "done"}),
    )
    taken = forms.BooleanField(required=False)

    def __init__(self, parcel: Parcel, data: Any = None) -> None:
        super().__init__(data, prefix=f"p{parcel.pk}")
        self.parcel = parcel
        self.fields["code"].required = carriers.get(parcel.carrier).code_at_door

    def clean_taken(self) -> bool:
        if self.parcel.collect_paise and not self.cleaned_data["taken"]:
            raise forms.ValidationError(_("Take the money first, then tick that you have it."))
        return bool(self.cleaned_data["taken"])


class AnswerForm(forms.Form):
    """What a buyer was told who asked for what no parcel brings."""

    answer = forms.CharField(
        label=_("What was answered"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "done"}),
    )


class PickupForm(PlanForm):
    """Who fetches, when, and where to."""

    hub: "forms.ModelChoiceField[StockPlace]" = forms.ModelChoiceField(
        label=_("Bring to"), queryset=None, empty_label=None
    )

    def __init__(self, mart: Mart, *args: Any, **kwargs: Any) -> None:
        super().__init__(mart, *args, **kwargs)
        choose_from(self, "hub", hubs_of(mart), label=lambda place: place.name)


class CountForm(forms.Form):
    """How many parcels lie on the table, and the numbers of those that are not on the list."""

    counted = forms.IntegerField(
        label=_("Parcels counted"),
        min_value=0,
        max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    others = forms.CharField(
        label=_("Numbers of others that came"),
        required=False,
        max_length=600,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def clean_others(self) -> list[str]:
        return self.cleaned_data["others"].replace(",", " ").split()


class BackForm(forms.Form):
    """Where what came back lies now."""

    hub: "forms.ModelChoiceField[StockPlace]" = forms.ModelChoiceField(
        label=_("It lies at"), queryset=None, required=False
    )

    def __init__(self, mart: Mart, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "hub", hubs_of(mart), label=lambda place: place.name)
        field: Any = self.fields["hub"]
        field.empty_label = _("The desk")


class ClashForm(forms.Form):
    """What whoever was asked has told, and where the parcel is when it was looked for."""

    outcome = forms.ChoiceField(label=_("Where it is"), choices=list(OUTCOMES.items()), widget=forms.RadioSelect)
    answer = forms.CharField(
        label=_("What was told"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "done"}),
    )

    def __init__(self, asked: Clash, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asked.kind not in LOOKED_FOR:
            del self.fields["outcome"]
