"""Setting a target."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError
from haat.core.languages import best
from haat.core.money import parse_rupees
from haat.core.numerals import latin_digits, without_groups
from haat.places.models import Place
from haat.places.queries import districts_and_blocks
from haat.review.models import Target
from haat.web.office.desk.day_field import DayField
from haat.web.office.desk.fields import choose_from
from haat.web.office.review.words import MEASURES


class TargetForm(forms.Form):
    """What should be reached, where, by when."""

    measure = forms.ChoiceField(label=_("Target"), choices=list(MEASURES.items()))
    place: "forms.ModelChoiceField[Place]" = forms.ModelChoiceField(label=_("Place"), queryset=None, empty_label=None)
    value = forms.CharField(
        label=_("How much"),
        max_length=20,
        help_text=_("A number of makers, an amount in ₹, or a percentage"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    by_day = DayField(label=_("By the day"))

    def __init__(self, scope: Place, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "place", districts_and_blocks(scope), label=_name)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "value" in given and "measure" in given:
            try:
                given["value"] = read_value(given["measure"], given["value"])
            except HaatError as problem:
                self.add_error("value", problem.message)
        return given


def _name(place: Place) -> str:
    return best(place.names).text


def read_value(measure: str, text: str) -> int:
    """Makers, paise, or basis points from what was typed; raises NotAnAmount."""
    if measure == Target.Measure.REACHED:
        return parse_rupees(text, field="value")
    if measure == Target.Measure.IN_TIME:
        return parse_rupees(text.strip().removesuffix("%"), field="value")
    digits = without_groups(latin_digits(text).strip())
    if not (digits.isascii() and digits.isdigit()):
        raise HaatError("review.not_a_number", _("How much: write the number of makers in digits."), field="value")
    return int(digits)
