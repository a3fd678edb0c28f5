"""Targets, set by the collector."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from haat.core.errors import HaatError
from haat.core.languages import best
from haat.core.money import parse_rupees
from haat.core.numerals import latin_digits
from haat.places.models import Place
from haat.review.actions import set_target
from haat.review.models import Target
from haat.web.office.maker_forms import DateInput, choose_from
from haat.web.office.page import act_with, here, page
from haat.web.office.review_parts import amount
from haat.web.office.words import MEASURES
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

MOST = 60


class TargetForm(forms.Form):
    """What should be reached, where, by when."""

    measure = forms.ChoiceField(label=_("Target"), choices=list(MEASURES.items()))
    place = forms.ModelChoiceField(label=_("Place"), queryset=Place.objects.none(), empty_label=None)
    value = forms.CharField(
        label=_("How much"),
        max_length=20,
        help_text=_("A number of makers, an amount in ₹, or a percentage"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    by_day = forms.DateField(label=_("By the day"), widget=DateInput())

    def __init__(self, scope: Place, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = Place.objects.within(scope).filter(kind__in=(Place.Kind.DISTRICT, Place.Kind.BLOCK))
        choose_from(self, "place", inside.order_by("path"), label=_name)

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
    """Makers, paise, or basis points from what was typed; raises HaatError(money.not_an_amount)."""
    if measure in (Target.Measure.REACHED, Target.Measure.IN_TIME):
        return parse_rupees(text.replace("%", ""), field="value")
    digits = latin_digits(text).replace(",", "").strip()
    if not (digits.isascii() and digits.isdigit()):
        raise HaatError("review.not_a_number", _("How much: write the number of makers in digits."), field="value")
    return int(digits)


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_targets")
def target(request: Request) -> HttpResponse:
    """The targets that hold, and changing one; setting one again replaces it."""
    scope = here(request, "change_targets")
    status, form = 200, TargetForm(scope, initial={"place": scope})
    if request.method == "POST":
        form, status = TargetForm(scope, request.POST), 422
        given = form.cleaned_data if form.is_valid() else {}
        if act_with(request, form, lambda: set_target(request.mart, **given, by=actor(request)), done=_("Target set.")):
            return redirect("office:target")
    rows = [
        (line, amount(line.measure, line.value))
        for line in Target.objects.filter(mart=request.mart)
        .select_related("place")
        .order_by("-by_day", "place__path", "measure")[:MOST]
    ]
    return page(request, "target", "review", status=status, form=form, rows=rows)
