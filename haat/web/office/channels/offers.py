"""Goods by channel: a list of offers by how they stand, and what is done with one of them."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue.queries import craft_words, main_pictures
from haat.channels import actions
from haat.channels.finding import find_offers, for_listing, offer_of
from haat.channels.models import Account, Offer
from haat.channels.queries import accounts_of
from haat.channels.showing import by_state
from haat.makers.models import Maker
from haat.makers.queries import makers_by_id
from haat.web.office.channels.frame import CHANGE, SEE, called, page
from haat.web.office.channels.offer_page import code_form, context_of
from haat.web.office.channels.words import STATES
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.listing import ids, paged, typed
from haat.web.office.desk.page import act, act_with, here, of_district
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import once


def named(accounts: list[Account]) -> list[tuple[int, str]]:
    """Accounts to choose among, by their channels' names."""
    channels = [account.channel for account in accounts]
    return [(account.pk, called(account, channels.count(account.channel) > 1)) for account in accounts]


def maker_of(request: Request) -> Maker | None:
    """The maker that `?maker=` names, of this mart; none for any other."""
    wanted = next(iter(ids([request.GET.get("maker", "")])), 0)
    found = makers_by_id([wanted]).get(wanted) if wanted else None
    return found if found is not None and found.mart_id == request.mart.pk else None


@require_safe
@office(SEE)
def offers(request: Request) -> HttpResponse:
    """The list, by account, state, craft, block, maker and words; `?due=1`: of which something waits to be sent."""
    of_district(request, SEE)
    blocks, given = Blocks(request, here(request, SEE)), request.GET
    accounts = list(accounts_of(request.mart))
    wanted = next(iter(ids([given.get("account", "")])), 0)
    account = next((each for each in accounts if each.pk == wanted), None)
    if given.get("account") and account is None:
        raise Http404
    maker, craft = maker_of(request), given.get("craft", "")
    narrowed = find_offers(
        request.mart,
        blocks.place,
        account=account,
        craft=craft,
        maker=maker,
        due=given.get("due") == "1",
        words=typed(request, "q"),
    )
    state = given.get("state", "")
    rows = narrowed.filter(state=state) if state in STATES else narrowed
    counts = by_state(narrowed)
    listing = paged(request, for_listing(rows), "id")
    context: dict[str, Any] = {
        "blocks": blocks,
        "accounts": [(str(pk), name) for pk, name in named(accounts)],
        "titles": dict(named(accounts)),
        "account": str(account.pk) if account else "",
        "states": [("", _("All"), sum(counts.values()))]
        + [(code, words, counts[code]) for code, words in STATES.items() if code in counts],
        "state": state if state in STATES else "",
        "crafts": craft_words(),
        "craft": craft,
        "maker": maker,
        "due": given.get("due") == "1",
        "listing": listing,
        "pictures": main_pictures([offer.variant.good_id for offer in listing.rows]),
    }
    return page(request, "offers", tab="offers", **context)


def _here(request: Request, pk: int, deed: str) -> Offer:
    of_district(request, deed)
    found = offer_of(request.mart, here(request, deed), pk)
    if found is None:
        raise Http404
    return found


@require_safe
@office(SEE)
def offer(request: Request, pk: int) -> HttpResponse:
    """One good at one account: how it stands, what is to be done, wanted beside seen, money, and who did what."""
    found = _here(request, pk, SEE)
    return page(request, "offer", tab="offers", **context_of(request.mart, found))


@require_POST
@office(CHANGE)
def rename(request: Request, pk: int) -> HttpResponse:
    """Another code there, for under its own the account sells something else."""
    found = _here(request, pk, CHANGE)
    form = code_form(found, request.POST)
    sku = request.POST.get("sku", "")
    done = _("It goes by the new code there. It is sent with the next turn, when nothing else holds it back.")
    if act_with(
        request, form, once(request, lambda: actions.rename_offer(found, sku=sku, by=actor(request))), done=done
    ):
        return redirect("office:channels:offer", pk)
    return page(request, "offer", tab="offers", status=422, **context_of(request.mart, _here(request, pk, SEE), form))


def _do(request: Request, pk: int, action: Callable[[Offer], object], done: "str | Promise") -> HttpResponse:
    """One deed of an offer, and back to its page."""
    found = _here(request, pk, CHANGE)
    act(request, once(request, lambda: action(found)), done=done)
    return redirect("office:channels:offer", pk)


@require_POST
@office(CHANGE)
def pause(request: Request, pk: int) -> HttpResponse:
    """It is not changed there any more."""
    why = request.POST.get("why", "")
    done = _("Paused. What stands there stays, and its stock is kept true.")
    return _do(request, pk, lambda found: actions.pause_offer(found, why=why, by=actor(request)), done)


@require_POST
@office(CHANGE)
def pause_good(request: Request, pk: int) -> HttpResponse:
    """All sizes of its good are held back, at every channel."""
    why = request.POST.get("why", "")
    done = _("Paused at every channel, in every size. What stands there stays, and its stock is kept true.")
    return _do(request, pk, lambda found: actions.pause_offers(found.variant.good, why=why, by=actor(request)), done)


@require_POST
@office(CHANGE)
def resume_good(request: Request, pk: int) -> HttpResponse:
    """The changes of all sizes of its good go on, at every channel."""
    done = _("Its changes go on at every channel, in every size.")
    return _do(request, pk, lambda found: actions.resume_offers(found.variant.good, by=actor(request)), done)


@require_POST
@office(CHANGE)
def resume(request: Request, pk: int) -> HttpResponse:
    """Its changes go on."""
    done = _("Its changes go on. What waited goes with the next turn.")
    return _do(request, pk, lambda found: actions.resume_offer(found, by=actor(request)), done)


@require_POST
@office(CHANGE)
def send(request: Request, pk: int) -> HttpResponse:
    """Its listing goes once more."""
    done = _("It is sent again with the next turn.")
    return _do(request, pk, lambda found: actions.send_again(found, by=actor(request)), done)


@require_POST
@office(CHANGE)
def read(request: Request, pk: int) -> HttpResponse:
    """It is read back with the next turn."""
    done = _("It is read back with the next turn.")
    return _do(request, pk, lambda found: actions.read_again(found, by=actor(request)), done)


@require_POST
@office(CHANGE)
def take_off(request: Request, pk: int) -> HttpResponse:
    """It is not wanted there any more."""
    done = _("It is taken off with the next turn. Its page stays, and “Publish it again” brings it back.")
    return _do(
        request, pk, lambda found: actions.close_offers(found.account, offers=[found.pk], by=actor(request)), done
    )


@require_POST
@office(CHANGE)
def put_back(request: Request, pk: int) -> HttpResponse:
    """It shall stand there again."""
    done = _("It is wanted there again. It goes by itself when nothing holds it back.")
    return _do(
        request,
        pk,
        lambda found: actions.publish(found.account, variants=[found.variant_id], by=actor(request)),
        done,
    )
