"""What has come of what a maker answered lately: where her goods may go now, and where others still have work."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise

from haat.catalogue.models import Good
from haat.catalogue.queries import goods_of, name
from haat.channels.ask_kinds import HERS
from haat.channels.asks import asks_of
from haat.channels.channel import find
from haat.channels.models import MakerTask, Offer
from haat.channels.selling import EMPTY, HIDDEN, LIVE, SENT, WAITING, state_of
from haat.channels.states import SOLD_OUT
from haat.core.languages import Text
from haat.makers.models import Maker


@dataclass
class Answered:
    """A good of which she answered something: what channels are called where it is on sale, may go, or waits.

    `live`: a buyer can buy it there. `goes`: nothing is asked of her any more, nor of anybody; what is wanted there is
    sent by itself. `others`: her part is done, the desk's or the federation's is not. `hers`: something is still asked
    of her. `handed`: how many of her questions others look after.
    """

    good: Good
    live: "list[str | Promise]" = field(default_factory=list)
    goes: "list[str | Promise]" = field(default_factory=list)
    others: "list[str | Promise]" = field(default_factory=list)
    hers: "list[str | Promise]" = field(default_factory=list)
    handed: int = 0

    @property
    def name(self) -> Text:
        return name(self.good)


def answered_lately(maker: Maker, since: datetime) -> list[Answered]:
    """Her goods of which she answered something, or handed it on, since then; statements do not grow with them."""
    tasks = MakerTask.objects.filter(good__maker=maker)
    ids = {task.good_id for task in tasks if _later(task, since)}
    found = {good.pk: Answered(good) for good in goods_of(maker).filter(pk__in=ids)} if ids else {}
    if not found:
        return []
    asked: set[tuple[int, int]] = set()
    for ask in asks_of([maker.pk]).get(maker.pk, ()):
        asked |= {(ask.good.pk, cause.account_id) for cause in ask.causes}
        if ask.handed_on and ask.good.pk in found:
            found[ask.good.pk].handed += 1
    for (good_id, account_id), offers in _offers(found).items():
        channel = find(offers[0].account.channel)
        title = channel.title if channel is not None else offers[0].account.name
        _put(found[good_id], title, offers, hers=(good_id, account_id) in asked)
    return list(found.values())


def _later(task: MakerTask, since: datetime) -> bool:
    return any(moment is not None and moment >= since for moment in (task.answered_at, task.handed_at))


def _offers(goods: "dict[int, Answered]") -> dict[tuple[int, int], list[Offer]]:
    """(good, account) → the offers of its sizes."""
    rows = Offer.objects.filter(variant__good__in=goods, variant__active=True, open=True)
    rows = rows.select_related("account", "variant").defer("wanted_body", "seen_body").order_by("account", "pk")
    found: dict[tuple[int, int], list[Offer]] = {}
    for offer in rows:
        found.setdefault((offer.variant.good_id, offer.account_id), []).append(offer)
    return found


def _put(into: Answered, title: "str | Promise", offers: list[Offer], *, hers: bool) -> None:
    state = state_of(offers)
    held = {reason["who"] for offer in offers for reason in offer.reasons if reason["code"] != SOLD_OUT}
    if state == LIVE:
        into.live.append(title)
    elif state in (HIDDEN, WAITING, SENT, EMPTY):
        return  # it has gone there: its page says how it stands
    elif hers:
        into.hers.append(title)
    elif held - set(HERS) or any(offer.state in (Offer.State.REFUSED, Offer.State.PAUSED) for offer in offers):
        into.others.append(title)
    else:
        into.goes.append(title)
