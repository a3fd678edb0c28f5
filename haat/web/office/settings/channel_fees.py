"""What channels take of a sale: as the mart's office wrote it down, and as the project's list knows it."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue import asking
from haat.channels.channel import every_channel
from haat.core.dates import today
from haat.core.languages import best
from haat.core.money import format_rupees
from haat.orders.arriving import channels_of
from haat.places.models import Mart
from haat.pricing import actions
from haat.pricing.models import ChannelFee
from haat.pricing.queries import channel_fees_of, own_channel_fee
from haat.pricing.rules import holding_channel_fees
from haat.web.office.desk.page import act, act_with, of_district, say_gone
from haat.web.office.settings.channel_fee_form import ChannelFeeForm
from haat.web.office.settings.frame import page
from haat.web.office.settings.mart import history
from haat.web.office.settings.words import channel_words
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.units import unit_word

TOLD = ("pricing.channel_fee_set", "pricing.channel_fee_taken_back")


@dataclass(frozen=True)
class Line:
    """One fee, when it holds (`now`, `coming`, or `covered` where another goes before it), and of which goods."""

    fee: ChannelFee
    when: str
    goods: str

    @property
    def ours(self) -> bool:
        return self.fee.mart_id is not None

    @property
    def weights(self) -> list[str]:
        """What is taken by weight, a text each; empty while nobody knows."""
        fee = self.fee
        if not fee.slabs:
            return [say("nothing")] if fee.further_kg_paise == 0 else []
        return [
            say("up to %(weight)s %(charge)s") % {"weight": f"{grams} {unit_word('g')}", "charge": format_rupees(paise)}
            for grams, paise in fee.slabs
        ]


def lines_of(fees: list[ChannelFee], goods: dict[str, str]) -> list[tuple[str, list[Line]]]:
    """Channel in words, and what it takes: first what holds or comes, ours before the project's list."""
    day = today()
    found = []
    for channel, rows in groupby(fees, key=lambda fee: fee.channel):
        known = list(rows)
        holding = {fee.pk for fee in holding_channel_fees(known, on=day)}
        lines = [Line(fee, _when(fee, holding, day), _goods(fee, goods)) for fee in known]
        found.append((channel_words(channel), sorted(lines, key=lambda line: line.when == "covered")))
    return sorted(found, key=lambda pair: pair[0])


def _when(fee: ChannelFee, holding: set[int], day: date) -> str:
    if fee.from_date > day:
        return "coming"
    return "now" if fee.pk in holding else "covered"


def _goods(fee: ChannelFee, goods: dict[str, str]) -> str:
    """A kind by its name; what only the channel calls so as it is."""
    return goods.get(fee.category, fee.category) if fee.category else say("All goods")


def _kinds() -> dict[str, str]:
    return {kind.slug: best(kind.names).text for kind in asking.kinds()}


def _form(mart: Mart, fees: list[ChannelFee], goods: dict[str, str], *data: Any, **more: Any) -> ChannelFeeForm:
    sold = {*(each.slug for each in every_channel()), *channels_of(mart), *(fee.channel for fee in fees)}
    return ChannelFeeForm(sorted(sold, key=channel_words), goods, *data, **more)


def _page(
    request: Request, fees: list[ChannelFee], goods: dict[str, str], form: ChannelFeeForm, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "channels": lines_of(fees, goods),
        "form": form,
        "history": history(request.mart, TOLD),
    }
    return page(request, "channel_fees", status=status, tab="fees", **context)


@require_safe
@office("see_settings")
def channel_fees(request: Request) -> HttpResponse:
    """All that is known of what channels take."""
    of_district(request, "see_settings")
    fees, goods = channel_fees_of(request.mart), _kinds()
    return _page(request, fees, goods, _form(request.mart, fees, goods, initial={"from_date": today()}))


@require_POST
@office("change_settings")
def new(request: Request) -> HttpResponse:
    """What a channel takes, as the office has found it out."""
    of_district(request, "change_settings")
    fees, goods = channel_fees_of(request.mart), _kinds()
    form = _form(request.mart, fees, goods, request.POST)
    if act_with(
        request,
        form,
        lambda: actions.set_channel_fee(request.mart, **form.cleaned_data, by=actor(request)),
        done=_("Written down. It goes before the project’s list."),
    ):
        return redirect("office:settings:channel_fees")
    return _page(request, fees, goods, form, status=422)


@require_POST
@office("change_settings")
def take_back(request: Request, pk: int) -> HttpResponse:
    """What the office wrote down no longer holds; what the project's list knows does again."""
    of_district(request, "change_settings")
    fee = own_channel_fee(request.mart, pk)
    if fee is None:
        say_gone(request, "pricing.channel_fee_taken_back", data__fee_id=pk)
        return redirect("office:settings:channel_fees")
    act(request, lambda: actions.take_back_channel_fee(fee, by=actor(request)), done=_("Taken back."))
    return redirect("office:settings:channel_fees")
