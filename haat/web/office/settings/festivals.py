"""The festivals the shop speaks of: the state's list, and what the mart adds, dates otherwise or leaves out."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haat.core.dates import today
from haat.core.errors import HaatError
from haat.core.languages import LANGUAGES
from haat.core.texts import clean_line
from haat.places import actions
from haat.places.models import Mart
from haat.places.queries import Kept, festivals_of, mart_now
from haat.web.office.desk.day_field import DayField
from haat.web.office.desk.meanwhile import SeenForm, digest
from haat.web.office.desk.page import act, act_with, of_district, say_gone
from haat.web.office.settings.frame import page
from haat.web.office.settings.mart import history
from haat.web.ui.gate import actor, office
from haat.web.ui.middleware import HOSTS
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once

TOLD = ("places.festival_set", "places.festival_dropped")
AHEAD = timedelta(days=550)


class FestivalForm(SeenForm):
    """A festival: its days, its name in each language of the mart, and whether the shop speaks of it."""

    starts = DayField(label=_("First day"))
    ends = DayField(label=_("Last day"))
    shown = forms.BooleanField(label=_("The shop speaks of it"), required=False)

    def __init__(self, mart: Mart, kept: Kept | None, *args: Any, **kwargs: Any) -> None:
        self.mart, self.standing = mart, digest(kept) if kept else ""
        known = kept.festival.names if kept else {}
        initial: dict[str, Any] = {"shown": kept.shown if kept else True}
        if kept:
            initial |= {"starts": kept.festival.starts, "ends": kept.festival.ends}
        super().__init__(*args, **kwargs)
        self.initial = initial
        for code in mart.languages:
            self.fields[f"name_{code}"] = forms.CharField(
                label=say("Name (%(language)s)") % {"language": LANGUAGES[code].endonym},
                max_length=60,
                required=code == mart.default_language,
                initial=known.get(code, ""),
                widget=forms.TextInput(attrs={"lang": code, "autocomplete": "off"}),
            )
        self.known = known

    @property
    def name_fields(self) -> list[forms.BoundField]:
        return [self[f"name_{code}"] for code in self.mart.languages]

    def given(self) -> dict[str, Any]:
        """The fields of `places.set_festival`."""
        typed = {code: clean_line(self.cleaned_data[f"name_{code}"]) for code in self.mart.languages}
        names = {code: text for code, text in ({**self.known, **typed}).items() if text}
        return {field: self.cleaned_data[field] for field in ("starts", "ends", "shown")} | {"names": names}


@require_safe
@office("see_settings")
def festivals(request: Request) -> HttpResponse:
    """What comes in the next year and a half."""
    of_district(request, "see_settings")
    now, day = mart_now(request.mart), today()
    coming = [kept for kept in festivals_of(now) if kept.festival.ends >= day and kept.festival.starts < day + AHEAD]
    return page(request, "festivals", festivals=coming, history=history(now, TOLD))


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_settings")
def add(request: Request) -> HttpResponse:
    """A festival that the list does not have."""
    of_district(request, "change_settings")
    return _form(request, mart_now(request.mart), None)


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_settings")
def change(request: Request, slug: str, year: int) -> HttpResponse:
    """Other days, another name, or not to be spoken of."""
    of_district(request, "change_settings")
    now = mart_now(request.mart)
    return _form(request, now, _kept(now, slug, year))


def _find(mart: Mart, slug: str, year: int) -> Kept | None:
    return next((k for k in festivals_of(mart) if (k.festival.key, k.year) == (slug, year)), None)


def _kept(mart: Mart, slug: str, year: int) -> Kept:
    found = _find(mart, slug, year)
    if found is None:
        raise Http404
    return found


def _form(request: Request, now: Mart, kept: Kept | None) -> HttpResponse:
    form, status = FestivalForm(now, kept), 200
    known: dict[str, Any] = {"slug": kept.festival.key, "year": kept.year} if kept else {}
    if request.method == "POST":
        form, status = FestivalForm(now, kept, request.POST), 422

        def do() -> None:
            try:
                actions.set_festival(now, **known, **form.given(), seen=kept, by=actor(request))
            except HaatError as problem:
                if problem.field == "names":
                    problem.field = f"name_{now.default_language}"
                raise

        if act_with(request, form, once(request, do), done=_("Saved. The shop shows it within a minute.")):
            HOSTS.forget()
            return redirect("office:settings:festivals")
    context = {"mart": now, "form": form, "kept": kept, "nonce": nonce()}
    return page(request, "festival", status=status, tab="festivals", **context)


@require_POST
@office("change_settings")
def drop(request: Request, slug: str, year: int) -> HttpResponse:
    """What the mart has set of it holds no more."""
    of_district(request, "change_settings")
    now = mart_now(request.mart)
    if _find(now, slug, year) is None:
        say_gone(request, "places.festival_dropped", data__slug=slug, data__year=year)
        return redirect("office:settings:festivals")
    act(request, lambda: actions.drop_festival(now, slug=slug, year=year, by=actor(request)), done=_("Taken back."))
    HOSTS.forget()
    return redirect("office:settings:festivals")
