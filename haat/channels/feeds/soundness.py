"""Feeds and portals are open and closed as was told; loaded by the room's `doctor`."""

from collections.abc import Iterator

from haat.channels.models import Feed, Portal
from haat.core.doctor import check
from haat.core.trail import last, told

FEED = ("channels.feed_opened", "channels.feed_moved", "channels.feed_closed")
PORTAL = ("channels.portal_set", "channels.portal_closed")


@check("feeds are open as told")
def feeds_are_told() -> Iterator[str]:
    """A feed that nobody opened would publish goods at an address that nobody gave away."""
    rows = Feed.objects.annotate(told_kind=last(told(Feed, *FEED))).order_by("pk")
    for feed in rows:
        if (feed.closed_at is None) != (feed.told_kind in FEED[:2]):
            yield f"feed {feed.pk} ({feed}): told last as {feed.told_kind or 'nothing'}"


@check("portals stand as told")
def portals_are_told() -> Iterator[str]:
    rows = Portal.objects.annotate(told_kind=last(told(Portal, *PORTAL))).order_by("pk")
    for portal in rows:
        if (portal.closed_at is None) != (portal.told_kind == PORTAL[0]):
            yield f"portal {portal.pk} ({portal}): told last as {portal.told_kind or 'nothing'}"
