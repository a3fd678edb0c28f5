"""The only writes to feeds: opened at an address nobody can guess, moved, closed, and made anew by the worker."""

import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from haat.channels.feeds import files, kind
from haat.channels.feeds.errors import BadBase, FeedClosed, NotReadThere, UnknownFeed
from haat.channels.feeds.making import make
from haat.channels.models import Feed, FeedAsk
from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.events import record
from haat.core.jobs import enqueue
from haat.core.locks import hold
from haat.core.queries import last_event
from haat.core.rows import batches, insert_many_new, insert_new
from haat.places.models import Mart, MartHost

# How exactly it is known when a feed was fetched last: not every fetch need write.
NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def open_feed(mart: Mart, *, kind: str, language: str, base: str, by: Actor) -> Feed:
    """Publish the mart's ready goods at a new address; one that is open stays where it is.

    `base` begins every address in it ("https://deoghar.example"). Raises UnknownFeed, NotReadThere, BadBase.
    """
    _check(mart, kind, language, base)
    insert_new([Feed(mart=mart, kind=kind, language=language, token=_token(), base=base, closed_at=timezone.now())])
    feed = hold(Feed.objects.get(mart=mart, kind=kind, language=language), "mart")
    if feed.closed_at is None:
        return feed
    feed.token, feed.base, feed.closed_at = _token(), base, None
    feed.opened_at, feed.moved_at, feed.fetched_at = timezone.now(), None, None
    feed.save(update_fields=["token", "base", "closed_at", "opened_at", "moved_at", "fetched_at"])
    record("channels.feed_opened", feed, by=by, kind=kind, language=language)
    enqueue("channels.make_feed", key=f"feed:{feed.pk}:{feed.token[:12]}", feed_id=feed.pk)
    return feed


@transaction.atomic
def change_address(feed: Feed, *, seen: str = "", by: Actor) -> Feed:
    """Another address; at the old one nothing is any more. `seen`: the address that is to end; another one stays.

    Raises FeedClosed.
    """
    feed = hold(feed, "mart")
    if feed.closed_at is not None:
        raise FeedClosed
    if seen and seen != feed.token:
        return feed
    feed.token, feed.moved_at, feed.fetched_at = _token(), timezone.now(), None
    feed.save(update_fields=["token", "moved_at", "fetched_at"])
    record("channels.feed_moved", feed, by=by, kind=feed.kind, language=feed.language)
    return feed


@transaction.atomic
def close_feed(feed: Feed, *, by: Actor) -> Feed:
    """Publish it no more; told twice it counts once. What it was is taken away."""
    feed = hold(feed, "mart")
    if feed.closed_at is None:
        feed.closed_at, feed.digest, feed.made_at, feed.changed_at = timezone.now(), "", None, None
        feed.number, feed.held, feed.size, feed.seen_event, feed.report = 0, 0, 0, 0, {}
        figures = ("number", "held", "size", "seen_event", "report")
        feed.save(update_fields=["closed_at", "digest", "made_at", "changed_at", *figures])
        FeedAsk.objects.filter(feed=feed).delete()
        record("channels.feed_closed", feed, by=by, kind=feed.kind, language=feed.language)
        transaction.on_commit(lambda: files.drop_others(feed.pk))
    return feed


def make_feed(feed: Feed) -> bool:
    """Go through the mart's goods and write the feed as they stand; whether it is another one now.

    Nothing is held meanwhile. What happens while it is made belongs to the next time; of two that make it at once the
    one that has seen more stays.
    """
    found = kind.find(feed.kind)
    if feed.closed_at is not None or found is None:
        return False
    seen, now = last_event(feed.mart_id), timezone.now()
    made = make(feed, found, on=today())
    new = made.digest != feed.digest
    figures = {"digest": made.digest, "size": made.size, "number": made.number, "held": made.held}
    moments = {"made_at": now, "seen_event": seen} | ({"changed_at": now} if new else {})
    open_ = Feed.objects.filter(Q(closed_at=None), pk=feed.pk, seen_event__lte=seen)
    if open_.update(**figures, **moments, report=made.report):
        files.drop_others(feed.pk, made.digest)
        _keep_asks(feed, made.asks, now)
        return new
    current = Feed.objects.filter(pk=feed.pk).values_list("digest", flat=True).first()
    files.drop_others(feed.pk, current or "")
    return False


def _keep_asks(feed: Feed, asks: set[tuple[int, str, str, str]], now: datetime) -> None:
    """What makers can mend of what keeps sizes out, as this making met it; what it met before keeps its moment."""
    rows = FeedAsk.objects.filter(feed=feed).values_list("pk", "variant", "code", "about", "who")
    here = {(variant, code, about, who): pk for pk, variant, code, about, who in rows.iterator()}
    for some in batches(sorted(pk for name, pk in here.items() if name not in asks)):
        FeedAsk.objects.filter(pk__in=some).delete()
    new = sorted(asks.difference(here))
    insert_many_new(
        [
            FeedAsk(feed=feed, variant_id=variant, code=code, about=about, who=who, since=now)
            for variant, code, about, who in new
        ]
    )


def note_fetched(feed: Feed) -> None:
    """Somebody fetched it just now; at most one statement a minute."""
    now = timezone.now()
    if feed.fetched_at is None or now - feed.fetched_at >= NOTED_EVERY:
        Feed.objects.filter(pk=feed.pk, token=feed.token).update(fetched_at=now)


def _check(mart: Mart, wanted: str, language: str, base: str) -> None:
    if kind.find(wanted) is None:
        raise UnknownFeed
    if language not in mart.spoken:
        raise NotReadThere
    told = urlsplit(base)
    hosts = MartHost.objects.filter(mart=mart, host=(told.hostname or "").lower())
    if told.scheme not in ("http", "https") or told.path or told.query or len(base) > 140 or not hosts.exists():
        raise BadBase


def _token() -> str:
    """192 bits: nobody guesses it, and nobody need try it one by one."""
    return secrets.token_urlsafe(24)
