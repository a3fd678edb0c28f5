"""Connecting an account, as a walk: the channel, who sells there with which keys, the check, the figures, the goods."""

import os
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from haat.channels import actions
from haat.channels.channel import Channel, every_channel, find
from haat.channels.finding import find_offers
from haat.channels.models import Account
from haat.channels.queries import account_of, accounts_of
from haat.channels.showing import sellers_for
from haat.stock.holdings import away_in
from haat.web.office.channels.forms import AccountForm, ConnectForm, places_for
from haat.web.office.channels.frame import CHANGE, open_here, page, title_of
from haat.web.office.channels.sheet_page import taking_sheets
from haat.web.office.desk.listing import ids
from haat.web.office.desk.page import act_with, of_district
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request, posted
from haat.web.ui.sending import nonce, once

STEPS = 4


def told_by_environment(channel: Channel) -> Mapping[str, str]:
    """What the environment, or the file that the settings read beside it, says of a channel's keys."""
    kept: Mapping[str, str] = getattr(settings, "CHANNELS", {})
    return {
        name: os.environ.get(variable) or kept.get(variable.removeprefix("HAAT_").lower(), "")
        for name, variable in channel.environment.items()
    }


@require_safe
@office(CHANGE)
def channels(request: Request) -> HttpResponse:
    """The first step: which channel."""
    of_district(request, CHANGE)
    known = [account.channel for account in accounts_of(request.mart)]
    rows = [(channel, known.count(channel.slug)) for channel in every_channel()]
    return page(request, "connect", tab="overview", rows=rows, sheets=taking_sheets(), step=1, steps=STEPS)


@require_http_methods(["GET", "HEAD", "POST"])
@office(CHANGE)
def keys(request: Request, slug: str) -> HttpResponse:
    """Who sells there and the keys; the channel is asked at once whether it lets us in."""
    of_district(request, CHANGE)
    channel = find(slug)
    if channel is None:
        raise Http404
    again = _again(request, slug)
    sellers = sellers_for(request.mart, away=channel.away)
    places = places_for(away_in(request.mart), slug, again.key if again else "")
    form = ConnectForm(channel, sellers, places, told_by_environment(channel), posted(request), again)
    made: list[Account] = []

    def do() -> None:
        given = form.cleaned_data
        made.append(
            actions.connect_account(
                request.mart,
                channel=slug,
                seller=given["seller"],
                secrets=form.given(),
                place=given["place"],
                key=given["key"] or (again.key if again else ""),
                by=actor(request),
            )
        )

    done = _("Connected: the channel lets us in. Now say how much is sold there, and at which price.")
    if request.method == "POST" and act_with(request, form, once(request, do), done=done):
        return redirect("office:channels:figures", made[0].pk) if made else redirect("office:channels:overview")
    context: dict[str, Any] = {
        "channel": channel,
        "form": form,
        "again": again,
        "sellers": sellers.exists(),
        "step": 2,
        "steps": STEPS,
        "nonce": nonce(),
    }
    return page(request, "keys", tab="overview", status=422 if request.method == "POST" else 200, **context)


def _again(request: Request, slug: str) -> Account | None:
    """The account that `?account=` names, which is connected again."""
    wanted = next(iter(ids([request.GET.get("account", "")])), 0)
    found = account_of(request.mart, wanted) if wanted else None
    return found if found is not None and found.channel == slug else None


@require_http_methods(["GET", "HEAD", "POST"])
@office(CHANGE)
def figures(request: Request, pk: int) -> HttpResponse:
    """The third step, and later: pick-up place, what is kept back, days until it leaves, price."""
    account = open_here(request, pk, CHANGE)
    form = AccountForm(account, places_for(away_in(request.mart), account.channel, account.key), posted(request))
    first = not find_offers(request.mart, request.mart.place, account=account).exists()

    def do() -> None:
        actions.change_account(account, **form.told(), by=actor(request))

    done = _("Saved. It holds from the next turn on.")
    if request.method == "POST" and act_with(request, form, once(request, do), done=done):
        return redirect(f"office:channels:{'publish' if first else 'account'}", pk)
    context: dict[str, Any] = {
        "account": account,
        "title": title_of(account),
        "form": form,
        "first": first,
        "step": 3,
        "steps": STEPS,
        "nonce": nonce(),
    }
    return page(request, "figures", tab="overview", status=422 if request.method == "POST" else 200, **context)
