"""Corruptions of feeds and portals; see corruptions.py."""

from django.utils import timezone

from haat.channels import actions
from haat.channels.models import Feed, Portal
from haat.places.models import Mart
from tests.core.plants import Plant
from tests.make import BY


def feed_of_nobody() -> None:
    """Open, and nobody opened it."""
    mart = Mart.objects.earliest("pk")
    Feed.objects.create(mart=mart, kind="google", language="hi", token="guessed", base="http://here.example")


def feed_shut_by_hand() -> None:
    """Closed, and its address was not told to be dead."""
    mart = Mart.objects.earliest("pk")
    base = f"http://{mart.hosts.earliest('pk').host}"
    feed = actions.open_feed(mart, kind="google", language=mart.spoken[0], base=base, by=BY)
    Feed.objects.filter(pk=feed.pk).update(closed_at=timezone.now())


def portal_of_nobody() -> None:
    """Written down by nobody."""
    Portal.objects.create(mart=Mart.objects.earliest("pk"), slug="esaras", title="eSARAS", language="en")


FEEDS: list[tuple[str, str, Plant]] = [
    ("a feed opened by nobody", "feeds are open as told", feed_of_nobody),
    ("a feed closed by nobody", "feeds are open as told", feed_shut_by_hand),
    ("a portal of nobody", "portals stand as told", portal_of_nobody),
]
