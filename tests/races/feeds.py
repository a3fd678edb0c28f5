"""Feeds and portals."""

from haat.channels import actions
from haat.channels.models import Feed, Portal
from haat.channels.portals.told import Column, PortalTold
from tests.make import BY, make_mart, number
from tests.races.race import Pair, given, race, told, twice


def opened() -> Feed:
    slug = f"mart-{number()}"
    mart = make_mart(slug)
    return actions.open_feed(mart, kind="google", language=mart.spoken[0], base=f"http://{slug}.localhost", by=BY)


def portal_told(title: str = "eSARAS", slug: str = "") -> PortalTold:
    return PortalTold(slug or f"p{number()}", title, "en", [Column("Code", "sku")], {})


def portal() -> Portal:
    return actions.set_portal(make_mart(), portal_told(), by=BY)


@race(actions.open_feed)
def two_officers_open_one_feed() -> Pair:
    feed = opened()
    actions.close_feed(feed, by=BY)

    def again() -> Feed:
        return actions.open_feed(feed.mart, kind="google", language=feed.language, base=feed.base, by=BY)

    return Pair(again, again, told("channels.feed_opened", feed), once=2)


@race(actions.change_address)
def one_address_is_changed_twice() -> Pair:
    feed = opened()
    return twice(
        lambda row: actions.change_address(row, seen=feed.token, by=BY), feed, counted=told("channels.feed_moved", feed)
    )


@race(actions.change_address, "channels.feed_closed", always=False)
def an_address_is_changed_while_its_feed_is_closed() -> Pair:
    feed = opened()
    return Pair(
        given(lambda row: actions.change_address(row, by=BY), feed),
        given(lambda row: actions.close_feed(row, by=BY), feed),
        told("channels.feed_closed", feed),
    )


@race(actions.close_feed)
def a_feed_is_closed_twice() -> Pair:
    feed = opened()
    return twice(lambda row: actions.close_feed(row, by=BY), feed, counted=told("channels.feed_closed", feed))


@race(actions.make_feed)
def a_feed_is_made_twice() -> Pair:
    feed = opened()
    made = Feed.objects.filter(pk=feed.pk, made_at__isnull=False)
    return twice(actions.make_feed, feed, counted=made.count)


@race(actions.note_fetched)
def a_fetch_is_noted_twice() -> Pair:
    feed = opened()
    there = Feed.objects.filter(pk=feed.pk, fetched_at__isnull=False)
    return twice(actions.note_fetched, feed, counted=there.count)


@race(actions.set_portal, "channels.portal_changed")
def two_officers_change_the_portal_both_saw() -> Pair:
    one = portal()
    return Pair(
        given(lambda row: set_title(row, "One"), one),
        given(lambda row: set_title(row, "Two"), one),
        told("channels.portal_set", one),
        once=2,
    )


def set_title(row: Portal, title: str) -> Portal:
    told = portal_told(title, row.slug)
    return actions.set_portal(row.mart, told, portal=row, seen=row.changed_at, by=BY)


@race(actions.set_portal, "channels.portal_taken")
def two_portals_take_one_name() -> Pair:
    mart, told = make_mart(), portal_told()
    return Pair(
        lambda: actions.set_portal(mart, told, by=BY),
        lambda: actions.set_portal(mart, told, by=BY),
        lambda: Portal.objects.filter(mart=mart, slug=told.slug).count(),
    )


@race(actions.close_portal)
def a_portal_is_closed_twice() -> Pair:
    one = portal()
    return twice(lambda row: actions.close_portal(row, by=BY), one, counted=told("channels.portal_closed", one))
