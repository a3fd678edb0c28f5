"""What the worker does for channels."""

from datetime import timedelta

from django.utils import timezone

from haat.channels import actions
from haat.channels.feeds.finding import to_make
from haat.channels.models import Feed
from haat.core.jobs import enqueue, job


@job("channels.look_after_feeds", every=timedelta(minutes=10))
def look_after_feeds() -> None:
    """Have the feeds made anew whose goods may have changed."""
    now = timezone.now()
    for feed in to_make(now):
        enqueue("channels.make_feed", key=f"feed:{feed.pk}:{int(now.timestamp())}", feed_id=feed.pk)


@job("channels.make_feed")
def make_feed(feed_id: int) -> None:
    """Make one feed; of one that was closed meanwhile nothing is made."""
    feed = Feed.objects.select_related("mart").filter(pk=feed_id).first()
    if feed is not None:
        actions.make_feed(feed)
