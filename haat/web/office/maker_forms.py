"""What the desk types about a maker; the rooms below judge it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haat.core.languages import LANGUAGES, best
from haat.makers.models import Organisation
from haat.places.models import Mart, Place
from haat.web.office.words import MAKER_KINDS, PAPERS


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def choose_from(form: forms.Form, name: str, rows: Any, *, label: Callable[[Any], str] = str) -> None:
    """Let the field `name` choose among `rows`, each shown by `label`."""
    field: Any = form.fields[name]
    field.queryset = rows
    field.label_from_instance = label
    if not field.required:
        field.empty_label = "–"


class BankForm(forms.Form):
    """Where a maker's money goes."""

    holder = forms.CharField(label=_("Account holder"), max_length=120)
    number = forms.CharField(
        label=_("Account number"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    ifsc = forms.CharField(
        label=_("IFSC"),
        max_length=16,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )


class PaperForm(forms.Form):
    """A paper of a maker."""

    kind = forms.ChoiceField(label=_("Paper"), choices=list(PAPERS.items()))
    number = forms.CharField(label=_("Number"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    valid_until = forms.DateField(label=_("Holds until"), required=False, widget=DateInput())


class EnrolForm(forms.Form):
    """A new maker with its leader."""

    kind = forms.ChoiceField(label=_("Kind"), choices=list(MAKER_KINDS.items()), initial="group")
    block = forms.ModelChoiceField(label=_("Block"), queryset=Place.objects.none(), empty_label=None)
    place = forms.ModelChoiceField(label=_("Village or town"), queryset=Place.objects.none(), required=False)
    pin = forms.CharField(
        label=_("PIN code"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Leader’s mobile number"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    leader_language = forms.ChoiceField(label=_("Language she reads"))
    organisation = forms.ModelChoiceField(
        label=_("Federation or village organisation"), queryset=Organisation.objects.none(), required=False
    )
    since = forms.IntegerField(label=_("Since the year"), required=False, min_value=1950, max_value=2100)
    lokos_id = forms.CharField(label=_("LokOS number"), required=False, max_length=30)

    def __init__(self, mart: Mart, scope: Place, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mart = mart
        inside = Place.objects.within(scope)
        self._choose("block", inside.filter(kind=Place.Kind.BLOCK).order_by("slug"))
        self._choose(
            "place", inside.filter(kind=Place.Kind.LOCALITY).select_related("parent").order_by("parent__slug", "slug")
        )
        self._choose("organisation", Organisation.objects.filter(mart=mart).order_by("slug"))
        offered = [(code, LANGUAGES[code].endonym) for code in mart.languages]
        languages: Any = self.fields["leader_language"]
        languages.choices = offered
        for code, endonym in offered[:3]:
            first = code == mart.default_language
            for field, label in (("name", _("Name in %(language)s")), ("leader", _("Leader’s name in %(language)s"))):
                self.fields[f"{field}_{code}"] = forms.CharField(
                    label=label % {"language": endonym},
                    max_length=120,
                    required=first,
                    widget=forms.TextInput(attrs={"lang": code, "autocomplete": "off"}),
                )

    def _choose(self, name: str, rows: Any) -> None:
        choose_from(self, name, rows, label=_label)

    @property
    def name_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("name_")]

    @property
    def leader_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("leader_") and name != "leader_language"]

    def names(self, field: str) -> dict[str, str]:
        """Language → name as typed, of the maker (`name`) or its leader (`leader`)."""
        given = self.cleaned_data
        return {code: given[f"{field}_{code}"] for code in self.mart.languages if given.get(f"{field}_{code}")}


def _label(row: Any) -> str:
    name = best(row.names).text
    if getattr(row, "kind", "") == Place.Kind.LOCALITY:
        return f"{name} ({best(row.parent.names).text})"
    return name
