"""One account: its health in words, its quotas, what it sold before us; checked, paused, closed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue.queries import variant_by_sku
from haat.channels import actions
from haat.channels.channel import find
from haat.channels.matters import news_of, waiting_at
from haat.channels.models import Account, Found
from haat.channels.queries import account_of, causes_of, lacks_of, open_attempts, quotas_of, rows_of
from haat.channels.showing import found_at, found_of
from haat.channels.troubles import word_of
from haat.core.dates import today
from haat.core.errors import HaatError
from haat.people.queries import people
from haat.web.office.channels.bars import standing
from haat.web.office.channels.causes import shown_causes
from haat.web.office.channels.forms import CodeForm
from haat.web.office.channels.frame import CHANGE, SEE, account_here, keys_url, open_here, page, title_of
from haat.web.office.channels.matters import matters_of
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import paged
from haat.web.office.desk.page import act, act_with, of_district
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once

MOST_CAUSES, MOST_ATTEMPTS, SIZE = 5, 10, 20


@dataclass(frozen=True)
class Check:
    """A step of an account's health: whether it is well (None: nobody can say yet), and in words."""

    well: bool | None
    words: "str | Promise"
    step: "str | Promise" = ""
    since: datetime | None = None
    again: datetime | None = None


def checks_of(account: Account) -> list[Check]:
    """What of an account is well, each step said in words."""
    found = [_let_in(account), _keys(account)]
    found += [Check(False, lack.sentence, lack.next_step, lack.since) for lack in lacks_of(account)]
    found.append(
        Check(bool(account.seller.gstin), _("The seller has a GST number."))
        if account.seller.gstin
        else Check(None, _("The seller has no GST number: it sells within its own state."))
    )
    if account.place is not None and account.place.closed_at is not None:
        closed = _("The pick-up place is closed.")
        found.append(Check(False, closed, _("Choose another pick-up place.")))
    read = account.listed_at is not None
    found.append(
        Check(True, _("All it sold before us was read once."))
        if read
        else Check(None, _("What it sells already was not read yet: nothing is sent before that."))
    )
    if account.contact_at is None:
        found.append(Check(None, _("No turn has been run yet.")))
    return found


def _let_in(account: Account) -> Check:
    if account.state == Account.State.STOPPED or account.trouble:
        word = word_of(account.trouble)
        stopped = account.state == Account.State.STOPPED
        again = account.rest_until if stopped else account.orders_at
        return Check(False, word.sentence, word.next_step, account.trouble_since, again)
    return Check(True, _("The channel lets us in."))


def _keys(account: Account) -> Check:
    if account.keys_end is None:
        return Check(None, _("The channel does not say when the keys end."))
    left = (account.keys_end - today()).days
    if left < 0:
        return Check(False, _("The keys have ended."), _("Take new keys there, and connect the account again."))
    if left <= 30:
        soon = _("The keys end within 30 days.")
        return Check(False, soon, _("Take new keys there, and connect the account again."))
    return Check(True, _("The keys hold."))


@require_safe
@office(SEE)
def account(request: Request, pk: int) -> HttpResponse:
    """An account's own page; one that is closed can be looked at."""
    found = account_here(request, pk, SEE)
    row = next((each for each in rows_of(request.mart) if each.account.pk == pk), None)
    doers = people([found.paused_by_id])
    channel = find(found.channel)
    causes = causes_of(request.mart, account=found)
    context: dict[str, Any] = {
        "account": found,
        "title": title_of(found),
        "row": row,
        "bands": standing(row.counts) if row else [],
        "checks": checks_of(found),
        "quotas": quotas_of(found),
        "live_after": channel.live_after if channel else "",
        "paused_by": doers.get(found.paused_by_id or 0),
        "closed": found.state == Account.State.CLOSED,
        "again": keys_url(found),
        "attempts": list(open_attempts(found)[:MOST_ATTEMPTS]),
        "causes": shown_causes(causes[:MOST_CAUSES]),
        "matters": matters_of(found, waits) if (waits := waiting_at([found]).get(found.pk)) else [],
        "news": news_of(found),
        "history": history_of(("channels.account", [found.pk])),
        "nonce": nonce(),
    }
    return page(request, "account", tab="overview", **context)


@require_POST
@office(CHANGE)
def check(request: Request, pk: int) -> HttpResponse:
    """Ask the channel whether it lets us in; one that was stopped goes on."""
    found = open_here(request, pk, CHANGE)
    done = _("The channel lets us in.")
    act(request, lambda: actions.check_account(found, by=actor(request)), done=done)
    return redirect("office:channels:account", pk)


@require_POST
@office(CHANGE)
def close(request: Request, pk: int) -> HttpResponse:
    """It sells no more; what stands there is taken off, and when its last order has left its keys are forgotten."""
    of_district(request, CHANGE)
    found = account_of(request.mart, pk)
    if found is None:
        raise Http404
    done = _(
        "Closed. What stands there goes with the next turns; when its last order has left, its keys are forgotten."
    )
    act(request, lambda: actions.close_account(found, by=actor(request)), done=done)
    return redirect("office:channels:overview")


# ---- what stood there before us ----


@dataclass(frozen=True)
class Answered:
    """Something that stood there before us, and what is typed of it."""

    row: Found
    form: CodeForm


@require_safe
@office(SEE)
def found(request: Request, pk: int) -> HttpResponse:
    """What the account sold before us, and nobody has said whose it is."""
    return _found_page(request, open_here(request, pk, SEE))


def _found_page(request: Request, here: Account, refused: Answered | None = None) -> HttpResponse:
    """The list; what was typed of one and `refused` stands at it, also when it is on another page."""
    listing = paged(request, found_at(here), "id", size=SIZE)
    told = {refused.row.pk: refused} if refused is not None and refused.row.state == Found.State.OPEN else {}
    rows = [*told.values(), *(Answered(row, _code_form(row)) for row in listing.rows if row.pk not in told)]
    context: dict[str, Any] = {
        "account": here,
        "title": title_of(here),
        "listing": listing,
        "rows": rows,
        "on": request.GET.urlencode(),
        "nonce": nonce(),
    }
    return page(request, "found", tab="overview", status=422 if refused else 200, **context)


def _code_form(row: Found, data: Any = None) -> CodeForm:
    return CodeForm(data, label=_("Our SKU"), code=row.variant.sku if row.variant else "", of=row.pk)


def _found(request: Request, pk: int) -> Found:
    of_district(request, CHANGE)
    row = found_of(request.mart, pk)
    if row is None:
        raise Http404
    return row


@require_POST
@office(CHANGE)
def adopt(request: Request, pk: int) -> HttpResponse:
    """It is the size of ours whose code was typed; a code that is refused stays where it was typed."""
    row = _found(request, pk)
    form = _code_form(row, request.POST)
    size = variant_by_sku(request.mart, request.POST.get("sku", "").strip()[:60])

    def do() -> None:
        if size is None:
            raise NoSuchSize
        actions.adopt(row, variant=size, by=actor(request))

    done = _("It is ours from now on: what we want of it is sent with the next turn.")
    if size is not None and size.good.kind_id is None:
        done = _(
            "It is ours from now on: its stock and its price are kept true. "
            "Its words and pictures go there when its kind is chosen."
        )
    if act_with(request, form, once(request, do), done=done):
        return redirect("office:channels:found", row.account_id)
    row.refresh_from_db()
    return _found_page(request, row.account, Answered(row, form))


@require_POST
@office(CHANGE)
def leave(request: Request, pk: int) -> HttpResponse:
    """It is none of ours."""
    row = _found(request, pk)
    done = _("Left as it is. Nothing of ours is sent under its code.")
    act(request, once(request, lambda: actions.leave(row, by=actor(request))), done=done)
    return redirect("office:channels:found", row.account_id)


class NoSuchSize(HaatError):
    """No size of the mart has this code."""

    def __init__(self) -> None:
        super().__init__("channels.no_size", _("SKU: no size of ours is called so."), field="sku")
