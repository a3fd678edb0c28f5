"""What the mart keeps of a sale, by channel: past, present and coming, each with who decided it."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from haat.core.dates import today
from haat.orders.arriving import channels_of
from haat.places.models import Mart
from haat.pricing import actions
from haat.pricing.models import FeeRule
from haat.pricing.queries import MART_CHANNEL, fees_of
from haat.web.office.desk.page import act, act_with, of_district, say_gone
from haat.web.office.settings.figures import FeeForm
from haat.web.office.settings.frame import page
from haat.web.office.settings.mart import history
from haat.web.office.settings.words import channel_words
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

TOLD = ("pricing.fee_set", "pricing.fee_taken_back")


@dataclass(frozen=True)
class Line:
    """One fee and when it holds: `coming`, `now`, or `past`."""

    rule: FeeRule
    when: str


def lines_of(mart: Mart) -> list[tuple[str, list[Line]]]:
    """Channel in words, and its fees, the latest first; the mart's own channel leads."""
    day = today()
    found = []
    for channel, rules in groupby(fees_of(mart), key=lambda rule: rule.channel):
        lines, holds = [], False
        for rule in rules:
            when = "coming" if rule.from_date > day else "past" if holds else "now"
            holds = holds or when == "now"
            lines.append(Line(rule, when))
        found.append((channel, lines))
    found.sort(key=lambda pair: (pair[0] != MART_CHANNEL, pair[0]))
    return [(channel_words(channel), lines) for channel, lines in found]


@require_http_methods(["GET", "HEAD"])
@office("see_settings")
def fees(request: Request) -> HttpResponse:
    """Every fee by channel."""
    of_district(request, "see_settings")
    return _page(request, FeeForm(channels_of(request.mart), initial={"from_date": today()}))


def _page(request: Request, form: FeeForm, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "channels": lines_of(request.mart),
        "form": form,
        "history": history(request.mart, TOLD),
    }
    return page(request, "fees", status=status, **context)


@require_POST
@office("change_settings")
def follow(request: Request) -> HttpResponse:
    """A new fee from a day on."""
    of_district(request, "change_settings")
    form = FeeForm(channels_of(request.mart), request.POST)
    if act_with(
        request,
        form,
        lambda: actions.follow_fee(request.mart, **form.cleaned_data, by=actor(request)),
        done=_("Set. Orders of before keep the fee they were placed under."),
    ):
        return redirect("office:settings:fees")
    return _page(request, form, status=422)


@require_POST
@office("change_settings")
def take_back(request: Request, pk: int) -> HttpResponse:
    """A coming fee shall not come."""
    of_district(request, "change_settings")
    rule = request.mart.fee_rules.filter(pk=pk).first()
    if rule is None:
        say_gone(request, "pricing.fee_taken_back", data__rule_id=pk)
        return redirect("office:settings:fees")
    act(request, lambda: actions.take_back_fee(rule, by=actor(request)), done=_("Taken back."))
    return redirect("office:settings:fees")
