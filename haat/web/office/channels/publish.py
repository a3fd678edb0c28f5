"""Choosing goods by how they stand at an account and what they need: published, taken off, and each undone."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue.models import Variant
from haat.catalogue.queries import craft_words
from haat.channels import actions
from haat.channels.actions.offers import MOST
from haat.channels.channel import find
from haat.channels.choosing import (
    STANDINGS,
    Chosen,
    causes_among,
    choose,
    group_of,
    held_by_cause,
    sizes_called,
    standing_counts,
)
from haat.channels.finding import find_offers, for_listing, publishable
from haat.channels.goods import where_of
from haat.channels.models import Account, Offer
from haat.channels.showing import PUBLISHED, published_lately, publishing_of, since_then, sizes_of
from haat.channels.wording import words_of, words_of_ours
from haat.core.kept import Kept
from haat.core.models import Event
from haat.people.queries import people
from haat.studio.readiness import readiness_of
from haat.web.office.channels.bars import chosen
from haat.web.office.channels.frame import CHANGE, SEE, open_here, page, title_of
from haat.web.office.channels.offers import maker_of
from haat.web.office.channels.stand_table import BY, rows_by
from haat.web.office.channels.words import STANDS
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.listing import ids, numbered, paged, typed
from haat.web.office.desk.meanwhile import digest
from haat.web.office.desk.page import act, here
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once

SIZE = 20
AT_ONCE = 1_000  # sizes that the room's first page reckons
CHOSEN: Kept[Chosen] = Kept()


class Filter:
    """What the address chooses: a block, craft, maker and words; how goods stand there, and why."""

    def __init__(self, request: Request, account: Account) -> None:
        self.request, self.account = request, account
        self.blocks = Blocks(request, here(request, SEE))
        self.craft, self.maker, self.words = request.GET.get("craft", ""), maker_of(request), typed(request, "q")
        stands = request.GET.get("stands", "")
        self.stands = stands if stands in STANDINGS else ""
        self.why = request.GET.get("why", "")[:140]
        self.upto = next(iter(ids([request.GET.get("upto", "")])), 0)

    @property
    def _told(self) -> dict[str, Any]:
        return {"craft": self.craft, "maker": self.maker, "words": self.words}

    @property
    def every(self) -> QuerySet[Variant]:
        """Sizes that are not offered there."""
        return publishable(self.account, self.blocks.place, **self._told)

    @property
    def sizes(self) -> QuerySet[Variant]:
        """The same, and no others than those that were there when the page was drawn."""
        return self.every.filter(pk__lte=self.upto) if self.upto else self.every

    @property
    def offers(self) -> QuerySet[Offer]:
        """What is offered there, however it stands."""
        rows = find_offers(self.request.mart, self.blocks.place, account=self.account, **self._told).filter(open=True)
        return rows.filter(pk__lte=self.upto) if self.upto else rows

    @property
    def offered(self) -> QuerySet[Offer]:
        """Of these what is chosen: those that stand so, and that one cause holds back."""
        rows = self.offers.filter(state__in=STANDINGS[self.stands])
        cause = next(iter(ids([self.why])), 0)
        return held_by_cause(rows, cause) if cause else rows

    @property
    def key(self) -> tuple[object, ...]:
        """What it chooses, to know it again."""
        return self.account.pk, self.blocks.place.path, self.craft, self.maker and self.maker.pk, self.words

    def chosen(self) -> Chosen:
        """How the sizes stand, for whatever reason: as it was reckoned before, while nothing has happened."""
        found = CHOSEN.get(self.account.mart_id, self.key, lambda: choose(self.account, self.every))
        return found.until(self.upto) if self.upto else found

    @property
    def address(self) -> str:
        """The page again with what was chosen there; not what was chosen among (`why`), which is done now."""
        kept = self.request.GET.copy()
        for name in ("upto", "each", "page", "why", "by"):
            kept.pop(name, None)
        return f"{reverse('office:channels:publish', args=[self.account.pk])}{'?' if kept else ''}{kept.urlencode()}"


@dataclass(frozen=True)
class Reason:
    """A reason among the chosen, with how many goods it comes first for; `why` is how the address names it."""

    why: str
    words: "str | Promise"
    goods: int
    kind: str = ""


@require_safe
@office(SEE)
def publish(request: Request, pk: int) -> HttpResponse:
    """What is chosen, by how it stands there and why; `?each=1` shows each size with what it needs first."""
    account = open_here(request, pk, SEE)
    asked = Filter(request, account)
    counts, sizes = standing_counts(asked.offers), asked.sizes.order_by().count()
    standings = [("", _("not offered yet"), sizes), *((name, STANDS[name], n) for name, n in counts.items() if n)]
    lately = published_lately(account)
    since, doers = since_then(account, lately), people(event.by_id for event in lately)
    context: dict[str, Any] = {
        "account": account,
        "title": title_of(account),
        "blocks": asked.blocks,
        "crafts": craft_words(),
        "craft": asked.craft,
        "maker": asked.maker,
        "stands": asked.stands,
        "standings": standings,
        "why": asked.why,
        "most": MOST,
        "lately": [(event, since[event.pk], doers.get(event.by_id or 0)) for event in lately],
        "nonce": nonce(),
        **(_offered(request, asked) if asked.stands else _not_offered(request, asked, sizes)),
    }
    return page(request, "publish", tab="overview", **context)


def _not_offered(request: Request, asked: Filter, sizes: int) -> dict[str, Any]:
    """Goods that are not there yet: how many are ready, and what keeps the others."""
    fits = 0 < sizes <= MOST
    found = asked.chosen() if fits else Chosen({}, {})
    some, told = found.only(asked.why), found.preview
    words = words_of_ours(asked.account, [name for name, _n in found.reasons])
    last = asked.sizes.order_by("-pk").values_list("pk", flat=True).first() or 0
    each = _each(request, asked.account, some) if request.GET.get("each") and fits else None
    by = request.GET.get("by", "") if fits else ""
    return {
        "sizes": sizes,
        "fits": fits,
        "told": some.preview,
        "shown": shown_in(some),
        "bands": chosen(told.ready, told.paper, told.picture, told.answer, told.other),
        "reasons": [Reason(f"{name[0]}:{name[1]}", words[name], n, group_of(name)) for name, n in found.reasons],
        "upto": last,
        "each": each,
        "by": by if by in BY else "",
        "ways": list(BY.items()),
        "table": rows_by(by, asked.account, asked.sizes, asked.blocks.all, asked.key) if by else (),
    }


def whole(request: Request, account: Account) -> dict[str, Any]:
    """All goods that an account does not offer yet, for the foot of the room's first page; nothing where they are too
    many to be reckoned while somebody waits, or the address narrows that page."""
    asked = Filter(request, account)
    sizes = asked.sizes.order_by().count()
    if not 0 < sizes <= AT_ONCE or request.GET.get("stands") or request.GET.get("why"):
        return {}
    return {**_not_offered(request, asked, sizes), "account": account, "title": title_of(account)}


def _offered(request: Request, asked: Filter) -> dict[str, Any]:
    """Goods that are offered there and stand in one way: what holds them back, and taking them off."""
    among = causes_among(asked.offers.filter(state__in=STANDINGS[asked.stands]))
    said = words_of([cause for cause, _n in among])
    rows = asked.offered
    listing = paged(request, for_listing(rows), "id", size=SIZE)
    sizes = rows.order_by().count()
    return {
        "sizes": sizes,
        "shown": str(sizes),
        "fits": 0 < sizes <= MOST,
        "goods": rows.order_by().values("variant__good").distinct().count(),
        "reasons": [Reason(str(cause.pk), said[cause.pk].sentence, number) for cause, number in among],
        "upto": rows.order_by("-pk").values_list("pk", flat=True).first() or 0,
        "listing": listing,
    }


def _each(request: Request, account: Account, found: Chosen) -> dict[str, Any] | None:
    """A page of the sizes, each with what stops it first; nothing where the channel's folder is gone."""
    channel = find(account.channel)
    if channel is None:
        return None
    listing = numbered(request, found.keys, size=SIZE)
    shown = sizes_called(listing.rows)
    reasons = readiness_of(shown, where_of(account, channel)) if shown else {}
    stops = {row.pk: [reason for reason in reasons.get(row.pk, []) if reason.stops] for row in shown}
    return {"listing": listing, "rows": [(row, stops[row.pk]) for row in shown]}


def shown_in(found: Chosen) -> str:
    """What a page shows of these goods, in short: which sizes, and which of the goods are ready."""
    return digest((found.keys, found.ready))


def _is_old(request: Request, now: str) -> bool:
    """Whether the page that was sent showed something else than is so now; that is said, and nothing is done."""
    seen = request.POST.get("shown", "")
    if seen in ("", now):
        return False
    said = _("Since this page was drawn something has changed. Nothing was done: look at the numbers, and press again.")
    messages.warning(request, str(said))
    return True


def _again(request: Request, asked: Filter) -> str:
    """The same page with all that was chosen, to be looked at once more."""
    why = urlencode({"why": asked.why}) if asked.why else ""
    return f"{asked.address}{'&' if '?' in asked.address else '?'}{why}".rstrip("?&")


def _back(asked: Filter) -> HttpResponse:
    return redirect(f"{asked.address}#lately")


@require_POST
@office(CHANGE)
def do_publish(request: Request, pk: int) -> HttpResponse:
    """All that is chosen shall stand there: what is ready goes, what is not goes by itself when it is."""
    account = open_here(request, pk, CHANGE)
    asked = Filter(request, account)
    if asked.every.order_by().count() <= MOST:
        found = asked.chosen().only(asked.why)
        if _is_old(request, shown_in(found)):
            return redirect(_again(request, asked))
        keys = found.keys
    else:
        keys = list(asked.sizes.values_list("pk", flat=True)[: MOST + 1])
    done = _("Published. What is ready goes with the next turn; the rest goes by itself when it is mended.")
    act(request, once(request, lambda: actions.publish(account, variants=keys, by=actor(request))), done=done)
    return _back(asked)


@require_POST
@office(CHANGE)
def take_all_off(request: Request, pk: int) -> HttpResponse:
    """All that is chosen among what is offered there is taken off."""
    account = open_here(request, pk, CHANGE)
    asked = Filter(request, account)
    keys = list(asked.offered.order_by("pk").values_list("pk", flat=True)[: MOST + 1]) if asked.stands else []
    if _is_old(request, str(len(keys))):
        return redirect(_again(request, asked))
    done = _("Taken off. What stands there goes with the next turn.")
    act(request, once(request, lambda: actions.close_offers(account, offers=keys, by=actor(request))), done=done)
    return _back(asked)


@require_POST
@office(CHANGE)
def undo(request: Request, pk: int, event: int) -> HttpResponse:
    """All that one deed published is taken off again; all that one took off shall stand there again."""
    account = open_here(request, pk, CHANGE)
    found = publishing_of(account, event)
    if found is None:
        raise Http404
    done = _("Taken off again, as far as it still stood there.")
    if found.kind != PUBLISHED:
        done = _("Wanted there again. What is ready goes with the next turn.")
    act(request, once(request, lambda: _undo(account, found, request)), done=done)
    return _back(Filter(request, account))


def _undo(account: Account, event: Event, request: Request) -> object:
    keys = event.data["offer_ids"]
    if event.kind == PUBLISHED:
        return actions.close_offers(account, offers=keys, by=actor(request))
    return actions.publish(account, variants=sizes_of(account, keys), by=actor(request))
