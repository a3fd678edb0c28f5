"""The launch list: what the mart needs before buyers come; opening it, and closing it again."""

from itertools import cycle
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.core.languages import current
from haat.people.queries import kinds_held
from haat.places import actions as places
from haat.places.queries import mart_now
from haat.review.actions import open_to_buyers
from haat.review.launch import lacking, needs
from haat.web.office.desk.page import act, act_with, of_district
from haat.web.office.settings.frame import page
from haat.web.office.settings.mart import history
from haat.web.office.settings.needs import line_of
from haat.web.ui.gate import actor, office
from haat.web.ui.middleware import HOSTS
from haat.web.ui.request import Request

TOLD = ("places.mart_opened", "places.doors_opened", "places.doors_closed")
# No two cloths side by side or one above the other are alike, in two, four and seven columns.
GROUNDS = ("haldi", "lac", "leaf", "khadi", "indigo", "mitti", "haldi", "leaf", "indigo")
NUMBERS = (
    *("None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"),
    *("Eleven", "Twelve", "Thirteen", "Fourteen", "Fifteen"),
)


class CloseForm(forms.Form):
    """Why the mart closes."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))


@require_safe
@office("see_settings")
def first(request: Request) -> HttpResponse:
    """The launch list until the mart is open, then the mart."""
    of_district(request, "see_settings")
    return redirect("office:settings:launch" if mart_now(request.mart).shut else "office:settings:mart")


@require_safe
@office("see_settings")
def launch(request: Request) -> HttpResponse:
    """Each thing with its state, why it matters, and the key that leads to where it is mended."""
    of_district(request, "see_settings")
    return _page(request, CloseForm())


def _page(request: Request, form: CloseForm, *, status: int = 200) -> HttpResponse:
    now = mart_now(request.mart)
    found = needs(now)
    held = kinds_held(now)
    lines = [line_of(need, now, request.user, held) for need in found]
    open_ = [line for line in lines if not line.need.done]
    context: dict[str, Any] = {
        "mart": now,
        "cloths": list(zip(lines, cycle(GROUNDS), strict=False)),
        "headline": _headline(len(lines) - len(open_), len(lines)),
        "groups": [(name, [line for line in open_ if line.need.by == name]) for name in ("here", "two", "others")],
        "ready": [line for line in lines if line.need.done],
        "without": open_,
        "short": len(lacking(found)),
        "next": next((line for line in open_ if line.url and (line.need.must or not lacking(found))), None),
        "form": form,
        "history": history(now, TOLD),
    }
    return page(request, "launch", status=status, **context)


def _headline(ready: int, of: int) -> str:
    """How many are ready: in words where a language counts so easily."""
    if current() == "en" and of < len(NUMBERS):
        return f"{NUMBERS[ready]} of {NUMBERS[of].lower()} {'is' if ready == 1 else 'are'} ready"
    return say("%(ready)s of %(of)s are ready") % {"ready": ready, "of": of}


@require_POST
@office("change_settings")
def open_(request: Request) -> HttpResponse:
    """Let buyers in."""
    of_district(request, "change_settings")
    done = _("The mart is open. Buyers see it within a minute.")
    act(request, lambda: open_to_buyers(request.mart, by=actor(request)), done=done)
    HOSTS.forget()
    return redirect("office:settings:launch")


@require_POST
@office("change_settings")
def close(request: Request) -> HttpResponse:
    """Let no buyer in; orders that were placed go on."""
    of_district(request, "change_settings")
    form = CloseForm(request.POST)
    if act_with(
        request,
        form,
        lambda: places.close_doors(request.mart, **form.cleaned_data, by=actor(request)),
        done=_("The mart is closed. Orders that were placed go on."),
    ):
        HOSTS.forget()
        return redirect("office:settings:launch")
    return _page(request, form, status=422)
