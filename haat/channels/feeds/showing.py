"""Which feeds tell of one good: as it stands now, beside what the file said when it was made last."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from haat.catalogue.models import Good, Variant
from haat.channels.asks import Ask, asks_because
from haat.channels.feeds import kind
from haat.channels.feeds.goods import Look, of_mart
from haat.channels.feeds.making import row_of
from haat.channels.models import Feed
from haat.core.dates import today
from haat.makers.models import Maker
from haat.studio.where import Reason


@dataclass(frozen=True)
class InFeed:
    """A good and a kind of feed: how many of its `sizes` may stand in it, else why none does.

    `made`: the file was made anew since the good changed. `fetched_at`: when somebody asked for it last. `told`: all
    that keeps sizes out of it.
    """

    title: "str | Promise"
    shown: int
    sizes: int
    made: bool
    fetched_at: datetime | None
    told: Sequence[tuple[Variant, Reason]] = ()

    @property
    def reason(self) -> Reason | None:
        """What most keeps it out."""
        return next((reason for _size, reason in self.told), None)


def feeds_with(good: Good) -> list[InFeed]:
    """How a good in the shop (its mart, maker and sizes loaded) stands with every kind of feed that the mart has open.

    One statement where it has none; else a number that does not grow with the sizes.
    """
    sizes = [variant for variant in good.variants.all() if variant.active]
    if good.state != Good.State.LIVE or good.maker.state != Maker.State.LIVE or not sizes:
        return []
    found: dict[str, InFeed] = {}
    for feed in Feed.objects.filter(mart=good.mart_id, closed_at=None).order_by("kind", "pk"):
        known = kind.find(feed.kind)
        if known is not None and feed.kind not in found:
            feed.mart = good.mart
            found[feed.kind] = _in(feed, known, good, sizes)
    return list(found.values())


def _in(feed: Feed, known: kind.FeedKind, good: Good, sizes: list[Variant]) -> InFeed:
    for variant in sizes:
        variant.good = good
    shown, told = 0, list[tuple[Variant, Reason]]()
    for standing in Look(feed, known, today()).at(of_mart(sizes, good.mart)):
        why = standing.reasons if standing.item is None else row_of(standing.item, known).lacks
        shown += not why
        told += [(standing.variant, reason) for reason in why]
    made = feed.made_at is not None and feed.made_at >= good.changed_at
    return InFeed(known.title, shown, len(sizes), made, feed.fetched_at, told)


def asked_by(good: Good, feeds: Iterable[InFeed]) -> list[Ask]:
    """What of that is its maker's to mend, once however many feeds want it."""
    return asks_because(good, [(size, reason, feed.title) for feed in feeds for size, reason in feed.told])
