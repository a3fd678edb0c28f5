"""Publishing by filter: how many of the chosen goods are ready and what the others need first; and taking it back."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue.models import Variant
from haat.catalogue.queries import crafts
from haat.channels import actions
from haat.channels.actions.offers import MOST
from haat.channels.channel import find
from haat.channels.finding import preview, publishable
from haat.channels.goods import where_of
from haat.channels.models import Account
from haat.channels.showing import published_lately, publishing_of, still_open
from haat.core.languages import best
from haat.people.queries import people
from haat.studio.readiness import readiness_of
from haat.web.office.channels.bars import chosen
from haat.web.office.channels.frame import CHANGE, SEE, open_here, page, title_of
from haat.web.office.channels.offers import maker_of
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.listing import ids, paged, typed
from haat.web.office.desk.page import act, here
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once

SIZE = 20


def _chosen(request: Request, account: Account) -> QuerySet[Variant]:
    """The sizes that the filter in the address chooses, and no others than those that were there when it was drawn."""
    blocks = Blocks(request, here(request, SEE))
    rows = publishable(
        account,
        blocks.place,
        craft=request.GET.get("craft", ""),
        maker=maker_of(request),
        words=typed(request, "q"),
    )
    upto = next(iter(ids([request.GET.get("upto", "")])), 0)
    return rows.filter(pk__lte=upto) if upto else rows


@require_safe
@office(SEE)
def publish(request: Request, pk: int) -> HttpResponse:
    """What is chosen by craft, block, maker and words; `?each=1` shows each size with what it needs first."""
    account = open_here(request, pk, SEE)
    rows = _chosen(request, account)
    sizes = rows.order_by().count()
    fits = 0 < sizes <= MOST
    told = preview(account, rows) if fits else None
    last = rows.order_by("-pk").values_list("pk", flat=True).first() or 0
    lately = published_lately(account)
    open_ = still_open(account, lately)
    doers = people(event.by_id for event in lately)
    context: dict[str, Any] = {
        "account": account,
        "title": title_of(account),
        "blocks": Blocks(request, here(request, SEE)),
        "crafts": [(each.slug, best(each.names).text) for each in crafts()],
        "craft": request.GET.get("craft", ""),
        "maker": maker_of(request),
        "sizes": sizes,
        "most": MOST,
        "fits": fits,
        "told": told,
        "bands": chosen(told.ready, told.paper, told.picture, told.answer, told.other) if told else [],
        "upto": last,
        "each": _each(request, account, rows) if request.GET.get("each") else None,
        "lately": [(event, open_[event.pk], doers.get(event.by_id or 0)) for event in lately],
        "nonce": nonce(),
    }
    return page(request, "publish", tab="overview", **context)


def _each(request: Request, account: Account, rows: QuerySet[Variant]) -> dict[str, Any] | None:
    """A page of the sizes, each with what stops it first; nothing where the channel's folder is gone."""
    channel = find(account.channel)
    if channel is None:
        return None
    shown = rows.select_related("good__maker__block", "good__craft").prefetch_related("good__texts")
    listing = paged(request, shown, "id", size=SIZE)
    reasons = readiness_of(listing.rows, where_of(account, channel)) if listing.rows else {}
    stops = {row.pk: [reason for reason in reasons.get(row.pk, []) if reason.stops] for row in listing.rows}
    return {"listing": listing, "rows": [(row, stops[row.pk]) for row in listing.rows]}


@require_POST
@office(CHANGE)
def do_publish(request: Request, pk: int) -> HttpResponse:
    """All that is chosen shall stand there: what is ready goes, what is not goes by itself when it is."""
    account = open_here(request, pk, CHANGE)
    keys = list(_chosen(request, account).values_list("pk", flat=True)[: MOST + 1])
    done = _("Published. What is ready goes with the next turn; the rest goes by itself when it is mended.")
    act(request, once(request, lambda: actions.publish(account, variants=keys, by=actor(request))), done=done)
    return redirect(f"{reverse('office:channels:publish', args=[pk])}#lately")


@require_POST
@office(CHANGE)
def undo(request: Request, pk: int, event: int) -> HttpResponse:
    """All that one deed published is taken off again."""
    account = open_here(request, pk, CHANGE)
    found = publishing_of(account, event)
    if found is None:
        raise Http404
    done = _("Taken off again, as far as it still stood there.")
    keys = found.data["offer_ids"]
    act(request, once(request, lambda: actions.close_offers(account, offers=keys, by=actor(request))), done=done)
    return redirect(f"{reverse('office:channels:publish', args=[pk])}#lately")
