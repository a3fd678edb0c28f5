"""Feeds of the mart's goods: opened, looked at, moved to another address, closed; and what keeps goods out of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue.queries import name
from haat.channels import actions
from haat.channels.feeds.finding import Why, feed_of, feeds_of, notes_about, told_of, why
from haat.channels.feeds.goods import AT_ONCE, Standing
from haat.channels.feeds.kind import FeedKind, every_kind, find
from haat.channels.feeds.lines import found_in, line_of
from haat.channels.models import Feed
from haat.core.languages import LANGUAGES, best
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import MOST_EXPORTED, as_xlsx, ids, typed
from haat.web.office.desk.page import act, of_district, page
from haat.web.office.desk.words import word
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once

SEE, CHANGE = "see_channels", "change_channels"
SHOWN = 50


@dataclass(frozen=True)
class Row:
    """A feed with what its folder says of it; `kind` is None when that was taken out."""

    feed: Feed
    kind: FeedKind | None
    address: str

    @property
    def language(self) -> str:
        """As who reads it calls it."""
        return LANGUAGES[self.feed.language].endonym


def _row(feed: Feed) -> Row:
    kind = find(feed.kind)
    path = reverse("api:feed", args=[feed.token, kind.form]) if kind else ""
    return Row(feed, kind, f"{feed.base}{path}" if path else "")


def _here(request: Request, pk: int, deed: str) -> Feed:
    """An open feed of the mart; 404 for any other."""
    of_district(request, deed)
    found = feed_of(request.mart, pk)
    if found is None or found.closed_at is not None:
        raise Http404
    return found


@require_safe
@office(SEE)
def feeds(request: Request) -> HttpResponse:
    """Every feed there can be, with those of the mart that are open."""
    of_district(request, SEE)
    rows = [_row(feed) for feed in feeds_of(request.mart) if feed.closed_at is None]
    kinds = [(kind, [row for row in rows if row.feed.kind == kind.slug]) for kind in every_kind()]
    spoken = [(code, LANGUAGES[code].endonym) for code in request.mart.spoken]
    return page(request, "channels/feeds", kinds=kinds, spoken=spoken, nonce=nonce())


@require_POST
@office(CHANGE)
def open_(request: Request) -> HttpResponse:
    """Publish the goods at an address of their own; it is made in the next minute."""
    of_district(request, CHANGE)
    told = {name: request.POST.get(name, "") for name in ("kind", "language")}
    base, made = f"{request.scheme}://{request.get_host()}", list[Feed]()

    def do() -> None:
        made.append(actions.open_feed(request.mart, base=base, by=actor(request), **told))

    if act(request, once(request, do), done=_("Open. The worker makes it now: give its address to who fetches it.")):
        return redirect("office:channels:feed", made[0].pk) if made else redirect("office:channels:feeds")
    return redirect("office:channels:feeds")


@require_safe
@office(SEE)
def feed(request: Request, pk: int) -> HttpResponse:
    """Its address, how it stands, and what keeps goods out of it."""
    return _page(request, _here(request, pk, SEE))


def _page(request: Request, found: Feed) -> HttpResponse:
    cut = [(column, sizes) for column, sizes in sorted(found.report.get("cut", {}).items())]
    return page(
        request,
        "channels/feed",
        row=_row(found),
        feed=found,
        reasons=why(found),
        cut=cut,
        history=history_of(("channels.feed", [found.pk])),
        nonce=nonce(),
    )


@require_safe
@office(SEE)
def goods(request: Request, pk: int) -> HttpResponse:
    """The sizes that one reason keeps out (`why`, `about`), or all that are kept out, as they stand by now; or those
    that are called so (`q`), also when they go."""
    found = _here(request, pk, SEE)
    if words := typed(request, "q"):
        shown = found_in(found, words, most=SHOWN)
        return page(request, "channels/feed_goods", row=_row(found), feed=found, shown=shown, words=words)
    code, about = request.GET.get("why", "")[:40], request.GET.get("about", "")[:120]
    start = next(iter(ids([request.GET.get("from", "")])), 0)
    notes = notes_about(found, code, about, start=start, most=SHOWN + 1)
    shown = told_of(found, notes[:SHOWN])
    context: dict[str, Any] = {
        "row": _row(found),
        "feed": found,
        "why": _why(found, code, about),
        "code": code,
        "shown": shown,
        "mended": len(notes[:SHOWN]) - sum(bool(standing.reasons) for standing in shown) if code != "cut" else 0,
        "before": max(0, start - SHOWN) if start else None,
        "after": start + SHOWN if len(notes) > SHOWN else None,
    }
    return page(request, "channels/feed_goods", **context)


@require_safe
@office(SEE)
def line(request: Request, pk: int, variant: int) -> HttpResponse:
    """The line of one size, cell by cell, as whoever fetches the feed would get it now."""
    found = _here(request, pk, SEE)
    shown = line_of(found, variant)
    if shown is None:
        raise Http404
    return page(
        request, "channels/feed_line", row=_row(found), feed=found, line=shown, good=shown.standing.variant.good
    )


def _why(found: Feed, code: str, about: str) -> Why | None:
    return next((each for each in why(found) if (each.code, each.about) == (code, about)), None) if code else None


@require_safe
@office(SEE)
def report(request: Request, pk: int) -> HttpResponse:
    """Every size that does not go, or was cut, with its reasons and steps, as a table."""
    found = _here(request, pk, SEE)
    heads = ["SKU", say("Name"), say("Maker"), say("Block"), say("Reason"), say("What to do"), say("Whose work")]
    by_reason = [say("Reason"), say("Sizes"), say("What to do"), say("Whose work")]
    sheets = [(found.kind, heads, _lines(found)), (say("By reason"), by_reason, _by_reason(found))]
    return as_xlsx(f"feed-{found.kind}-{found.language}", sheets)


def _by_reason(found: Feed) -> Iterator[list[object]]:
    """How many sizes each reason keeps out, most first; then what was cut."""
    for each in why(found):
        sentence = str(each.reason.sentence) if each.reason else f"{each.code} {each.about}".strip()
        step = str(each.reason.next_step) if each.reason else ""
        yield [sentence, each.sizes, step, word(each.who, "whose_work")]
    for column, sizes in sorted(found.report.get("cut", {}).items()):
        yield [say("Cut: %(column)s") % {"column": column}, sizes, say("Write it shorter."), word("desk", "whose_work")]


def _lines(found: Feed) -> Iterator[list[object]]:
    start = 0
    while start < MOST_EXPORTED and (notes := notes_about(found, start=start, most=AT_ONCE)):
        for standing in told_of(found, notes):
            for reason in standing.reasons:
                words = [str(reason.sentence), str(reason.next_step), word(reason.who, "whose_work")]
                yield [*_named(standing), *words]
        start += AT_ONCE


def _named(standing: Standing) -> list[object]:
    good = standing.variant.good
    maker = good.maker
    return [standing.variant.sku, name(good).text, best(maker.names).text, best(maker.block.names).text]


@require_POST
@office(CHANGE)
def move(request: Request, pk: int) -> HttpResponse:
    """To another address: at the old one nothing is any more."""
    found, seen = _here(request, pk, CHANGE), request.POST.get("seen", "")
    act(
        request,
        once(request, lambda: actions.change_address(found, seen=seen, by=actor(request))),
        done=_("It has another address now. Give it to who fetches it: the old one is dead."),
    )
    return redirect("office:channels:feed", pk)


@require_POST
@office(CHANGE)
def close(request: Request, pk: int) -> HttpResponse:
    """Publish it no more."""
    of_district(request, CHANGE)
    found = feed_of(request.mart, pk)
    if found is None:
        raise Http404
    act(request, lambda: actions.close_feed(found, by=actor(request)), done=_("Closed. Nobody can fetch it any more."))
    return redirect("office:channels:feeds")
