"""Channels: how goods stand at each, what stops them, and what keeps goods back; pausing all, or one account."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.channels import actions
from haat.channels.feeds.finding import feeds_of
from haat.channels.feeds.kind import find as find_feed
from haat.channels.matters import waiting_at
from haat.channels.models import Account, Offer
from haat.channels.portals.finding import portals_of
from haat.channels.queries import Row, causes_of, rows_of
from haat.channels.showing import in_own_mart, not_offered
from haat.people.models import User
from haat.people.queries import people
from haat.web.office.channels.bars import Band, own, standing
from haat.web.office.channels.causes import by_whose, shown_causes
from haat.web.office.channels.frame import CHANGE, SEE, keys_url, open_here, page
from haat.web.office.channels.matters import Matter, matters_of
from haat.web.office.channels.publish import whole
from haat.web.office.desk.page import act, of_district
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce

MOST_CAUSES = 8
S = Offer.State
LOOKED_AT = (S.SENDING, S.UNKNOWN, S.ACCEPTED)


@dataclass(frozen=True)
class Line:
    """An account as a line of the page."""

    row: Row
    bands: list[Band]
    paused_by: User | None
    orders: list[Matter] = field(default_factory=list)

    @property
    def stopped(self) -> bool:
        return self.row.account.state == Account.State.STOPPED

    @property
    def again(self) -> str:
        """Where it is connected again."""
        return keys_url(self.row.account)


def lines_of(request: Request) -> list[Line]:
    """Every account that is not closed, with who paused it, and what of its orders waits for a person."""
    rows = rows_of(request.mart)
    doers = people(row.account.paused_by_id for row in rows)
    waits = waiting_at([row.account for row in rows])
    return [
        Line(
            row,
            standing(row.counts),
            doers.get(row.account.paused_by_id or 0),
            matters_of(row.account, waits[row.account.pk]) if row.account.pk in waits else [],
        )
        for row in rows
    ]


@require_safe
@office(SEE)
def overview(request: Request) -> HttpResponse:
    """The room's first page; `?who=` shows the causes that are one's work."""
    of_district(request, SEE)
    lines, shop = lines_of(request), in_own_mart(request.mart)
    accounts = [line.row.account for line in lines]
    who = request.GET.get("who", "")
    causes = causes_of(request.mart, who=who)
    first = next((account for account in accounts if account.state == Account.State.OPEN), None)
    context: dict[str, Any] = {
        "lines": lines,
        "shut": any(account.mart.shut for account in accounts),
        "own": own(shop),
        "goods": sum(shop.values()),
        "channels": list(dict.fromkeys((line.row.account.channel, str(line.row.title)) for line in lines)),
        "all_paused": bool(accounts) and all(account.paused_at for account in accounts),
        "causes": shown_causes(causes[:MOST_CAUSES]),
        "whose": by_whose(request.mart),
        "who": who,
        "more_causes": causes.count() > MOST_CAUSES,
        "looked_at": sum(line.row.counts.get(str(state), 0) for line in lines for state in LOOKED_AT),
        "first": first,
        "first_title": next((line.row.title for line in lines if line.row.account == first), ""),
        "not_offered": not_offered(first) if first else 0,
        "foot": whole(request, first) if first else {},
        "nonce": nonce(),
        "feeds": [(feed, find_feed(feed.kind)) for feed in feeds_of(request.mart) if feed.closed_at is None],
        "portals": [portal for portal in portals_of(request.mart) if portal.closed_at is None],
    }
    return page(request, "overview", tab="overview", **context)


@require_POST
@office(CHANGE)
def pause_all(request: Request) -> HttpResponse:
    """Our changes stop at every channel, or at one of them with all its accounts; what is live stays on sale."""
    of_district(request, CHANGE)
    why, channel = request.POST.get("why", ""), request.POST.get("channel", "")
    done = _("Paused. What is live stays on sale, and its stock is kept true.")
    act(request, lambda: actions.pause_channel(request.mart, channel=channel, why=why, by=actor(request)), done=done)
    return redirect("office:channels:overview")


@require_POST
@office(CHANGE)
def resume_all(request: Request) -> HttpResponse:
    """What waited goes with the next turn."""
    of_district(request, CHANGE)
    channel = request.POST.get("channel", "")
    done = _("Its changes go on. What waited goes with the next turn.")
    act(request, lambda: actions.resume_channel(request.mart, channel=channel, by=actor(request)), done=done)
    return redirect("office:channels:overview")


@require_POST
@office(CHANGE)
def pause(request: Request, pk: int) -> HttpResponse:
    """Our changes stop at one account."""
    account, why = open_here(request, pk, CHANGE), request.POST.get("why", "")
    done = _("Paused. What is live stays on sale, and its stock is kept true.")
    act(request, lambda: actions.pause_account(account, why=why, by=actor(request)), done=done)
    return _back(request, pk)


@require_POST
@office(CHANGE)
def resume(request: Request, pk: int) -> HttpResponse:
    """What waited at one account goes with the next turn."""
    account = open_here(request, pk, CHANGE)
    done = _("Changes go on. What waited goes with the next turn.")
    act(request, lambda: actions.resume_account(account, by=actor(request)), done=done)
    return _back(request, pk)


def _back(request: Request, pk: int) -> HttpResponse:
    """To the account's own page when the form stood there."""
    if request.POST.get("at") == "account":
        return redirect("office:channels:account", pk)
    return redirect("office:channels:overview")
