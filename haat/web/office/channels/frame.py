"""What every page of the room shares: its tabs, and finding what a page is of."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from haat.channels.channel import find
from haat.channels.models import Account
from haat.channels.queries import account_of
from haat.web.office.desk import page as desk
from haat.web.ui.request import Request

SEE, CHANGE = "see_channels", "change_channels"


def page(request: Request, template: str, *, tab: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the room below its tabs: `channels/overview` is the template `office/channels/overview.html`."""
    return desk.page(request, f"channels/{template}", status=status, **{"tab": tab} | context)


def account_here(request: Request, pk: int, deed: str) -> Account:
    """An account of the mart; 404 for any other, and for who may not do it for the whole mart."""
    desk.of_district(request, deed)
    found = account_of(request.mart, pk)
    if found is None:
        raise Http404
    return found


def open_here(request: Request, pk: int, deed: str) -> Account:
    """The same, as long as it is not closed."""
    found = account_here(request, pk, deed)
    if found.state == Account.State.CLOSED:
        raise Http404
    return found


def title_of(account: Account) -> str:
    """What its channel is called; its slug, when its folder is gone."""
    channel = find(account.channel)
    return str(channel.title) if channel else account.channel


def keys_url(account: Account) -> str:
    """Where an account is connected again, with new keys."""
    return f"{reverse('office:channels:keys', args=[account.channel])}?account={account.pk}"


def called(account: Account, several: bool) -> str:
    """The channel's name, and that of the account where there are several at it."""
    return f"{title_of(account)}: {account.name}" if several else title_of(account)
