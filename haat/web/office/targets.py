"""Targets, set and taken back by the collector; who did so and when is read from the audit trail."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from haat.core.errors import HaatError
from haat.core.languages import best
from haat.core.models import Event
from haat.core.money import parse_rupees
from haat.core.numerals import latin_digits
from haat.places.models import Mart, Place
from haat.review.actions import set_target, take_back_target
from haat.review.models import Target
from haat.web.office.day_field import DayField
from haat.web.office.history import names_of
from haat.web.office.maker_forms import choose_from
from haat.web.office.page import act, act_with, here, page
from haat.web.office.review_parts import amount
from haat.web.office.words import MEASURES
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

MOST, MOST_EVENTS = 60, 400
KINDS = ("review.target_set", "review.target_taken_back")


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
    by_day = DayField(label=_("By the day"))

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
    if measure == Target.Measure.REACHED:
        return parse_rupees(text, field="value")
    if measure == Target.Measure.IN_TIME:
        return parse_rupees(text.strip().removesuffix("%"), field="value")
    digits = latin_digits(text).replace(",", "").strip()
    if not (digits.isascii() and digits.isdigit()):
        raise HaatError("review.not_a_number", _("How much: write the number of makers in digits."), field="value")
    return int(digits)


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_targets")
def target(request: Request) -> HttpResponse:
    """The targets that hold, who set them, and changing one; setting one again replaces it."""
    scope = here(request, "change_targets")
    status, form = 200, TargetForm(scope, initial={"place": scope})
    if request.method == "POST":
        form, status = TargetForm(scope, request.POST), 422
        given = form.cleaned_data if form.is_valid() else {}
        if act_with(request, form, lambda: set_target(request.mart, **given, by=actor(request)), done=_("Target set.")):
            return redirect("office:target")
    held = Target.objects.filter(mart=request.mart).select_related("place")
    found = history(request.mart)
    # Newest first: the first event of a target is how it was set last.
    set_by = {change.target: change for change in reversed(found)}
    rows = [
        (line, amount(line.measure, line.value), set_by.get(line.pk))
        for line in held.order_by("-by_day", "place__path", "measure")[:MOST]
    ]
    return page(request, "target", "review", status=status, form=form, rows=rows, history=found[:MOST])


@require_POST
@office("change_targets")
def take_back(request: Request, pk: int) -> HttpResponse:
    """The target holds no more."""
    here(request, "change_targets")
    found = Target.objects.filter(mart=request.mart, pk=pk).first()
    if found is None:
        raise Http404
    act(request, lambda: take_back_target(found, by=actor(request)), done=_("Taken back."))
    return redirect("office:target")


@dataclass(frozen=True)
class Change:
    """One thing that was done to a target: when, by whom, and in words what it says now and said before."""

    target: int
    at: datetime
    kind: str
    who: str
    measure: str
    place: dict[str, str]
    value: str
    before: str
    by_day: date | None


def history(mart: Mart) -> list[Change]:
    """What was done to the mart's targets, newest first; at most four queries."""
    events = list(Event.objects.filter(mart_id=mart.pk, kind__in=KINDS).order_by("-pk")[:MOST_EVENTS])
    names = names_of(events)
    places = Place.objects.in_bulk({event.data["place"] for event in events})
    return [_change(event, names[event.pk], places.get(event.data["place"])) for event in events]


def _change(event: Event, who: str, place: Place | None) -> Change:
    data = event.data
    measure, before, day = data["measure"], data.get("before"), data.get("by_day")
    return Change(
        target=event.subject_id,
        at=event.at,
        kind=event.kind,
        who=who,
        measure=measure,
        place=place.names if place else {},
        value=amount(measure, data["value"]),
        before=amount(measure, before) if before and before != data["value"] else "",
        by_day=date.fromisoformat(day) if day else None,
    )
