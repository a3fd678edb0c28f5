"""Feeds are opened, moved and closed; an address nobody can guess, and none that is not true any more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.channels import actions
from haat.channels.feeds import files
from haat.channels.feeds.errors import BadBase, FeedClosed, NotReadThere, UnknownFeed
from haat.channels.feeds.finding import ASLEEP, OLDEST, feed_at, feed_of, is_old, to_make
from haat.channels.jobs import look_after_feeds
from haat.channels.jobs import make_feed as make_feed_job
from haat.channels.models import Feed
from haat.core.dates import start_of, today
from haat.core.models import Event, Job
from haat.core.queries import last_event
from tests.channels.feeds.items import BASE, make_feed, make_ready
from tests.make import BY, make_mart
from tests.make_rooms import trail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def told(kind):
    return Event.objects.filter(kind=f"channels.{kind}").count()


def test_opening_gives_an_address_and_asks_the_worker_to_make_it():
    feed = make_feed(make_mart(), made=False)
    assert len(feed.token) == 32
    assert (feed.closed_at, feed.made_at, feed.base) == (None, None, BASE)
    assert told("feed_opened") == 1
    assert Job.objects.get(name="channels.make_feed").args == {"feed_id": feed.pk}


def test_opening_again_leaves_it_where_it_is():
    mart = make_mart()
    first, second = make_feed(mart, made=False), make_feed(mart, made=False)
    assert (first.pk, first.token) == (second.pk, second.token)
    assert told("feed_opened") == 1


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"kind": "amazon"}, UnknownFeed),
        ({"kind": "../google"}, UnknownFeed),
        ({"language": "ur"}, NotReadThere),
        ({"language": "mr"}, NotReadThere),
        ({"base": "http://evil.example"}, BadBase),
        ({"base": "javascript://deoghar.localhost"}, BadBase),
        ({"base": "http://deoghar.localhost/path"}, BadBase),
        ({"base": ""}, BadBase),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(wrong, error):
    given = {"kind": "google", "language": "en", "base": BASE} | wrong
    with pytest.raises(error):
        actions.open_feed(make_mart(), by=BY, **given)
    assert Feed.objects.count() == 0


def test_a_changed_address_ends_the_old_one():
    feed = make_feed(make_ready().mart)
    old = feed.token
    moved = actions.change_address(feed, seen=old, by=BY)
    assert moved.token != old
    assert feed_at(feed.mart, old, "xml") is None
    assert feed_at(feed.mart, moved.token, "xml") == feed
    assert moved.fetched_at is None
    assert actions.change_address(feed, seen=old, by=BY).token == moved.token
    assert told("feed_moved") == 1


def test_a_closed_feed_is_gone_with_its_file_and_opens_at_another_address():
    feed = make_feed(make_ready().mart)
    path = files.path_of(feed.pk, feed.digest)
    assert path.exists()
    for _turn in range(2):
        actions.close_feed(feed, by=BY)
    assert told("feed_closed") == 1
    with pytest.raises(FeedClosed):
        actions.change_address(feed, by=BY)
    assert feed_at(feed.mart, feed.token, "xml") is None
    opened = make_feed(feed.mart, made=False)
    assert (opened.pk, opened.token == feed.token) == (feed.pk, False)


def test_files_of_a_closed_feed_are_taken_away(django_capture_on_commit_callbacks):
    feed = make_feed(make_ready().mart)
    path = files.path_of(feed.pk, feed.digest)
    with django_capture_on_commit_callbacks(execute=True):
        actions.close_feed(feed, by=BY)
    assert (path.exists(), list(files.folder().iterdir())) == (False, [])


def test_a_feed_closed_while_it_is_made_stays_closed_and_leaves_no_file(monkeypatch):
    from haat.channels.actions import feeds

    feed, make = make_feed(make_ready().mart, made=False), feeds.make

    def close_meanwhile(*given, **more):
        made = make(*given, **more)
        actions.close_feed(feed, by=BY)
        return made

    monkeypatch.setattr(feeds, "make", close_meanwhile)
    assert actions.make_feed(Feed.objects.get(pk=feed.pk)) is False
    feed.refresh_from_db()
    assert (feed.digest, list(files.folder().iterdir())) == ("", [])


def test_of_two_that_make_it_the_one_that_has_seen_more_stays(monkeypatch):
    variant = make_ready()
    feed = make_feed(variant.mart)
    Feed.objects.filter(pk=feed.pk).update(seen_event=last_event(feed.mart_id) + 5)
    assert actions.make_feed(Feed.objects.get(pk=feed.pk)) is False
    assert files.path_of(feed.pk, feed.digest).exists()


def test_only_the_whole_address_of_its_own_mart_and_form_leads_to_a_feed():
    feed, other = make_feed(make_ready().mart), make_mart("chandrapur")
    assert feed_at(feed.mart, feed.token, "xml") == feed
    wrong = [feed.token[:-1], feed.token + "x", feed.token.swapcase(), "", "é" * 32]
    assert [feed_at(feed.mart, token, "xml") for token in wrong] == [None] * 5
    assert feed_at(feed.mart, feed.token, "csv") is None
    assert feed_at(other, feed.token, "xml") is None
    assert (feed_of(feed.mart, feed.pk), feed_of(other, feed.pk)) == (feed, None)


def test_a_feed_is_made_anew_when_something_happened_or_the_day_is_another(monkeypatch):
    feed = make_feed(make_ready().mart)
    now, last = timezone.now(), last_event(feed.mart_id)
    assert is_old(feed, last, now) is False
    assert is_old(feed, last + 1, now) is True
    assert is_old(feed, last, now + OLDEST * 2) is True
    assert is_old(feed, last + 1, now + ASLEEP * 2) is False  # nobody has asked for it so long
    feed.fetched_at = now + ASLEEP * 2
    assert is_old(feed, last + 1, now + ASLEEP * 2) is True
    feed.made_at = start_of(today()) - timedelta(seconds=1)
    assert is_old(feed, last, now) is True


def test_the_clock_has_old_feeds_made():
    feed = make_feed(make_ready().mart)
    Job.objects.all().delete()
    look_after_feeds()
    assert Job.objects.count() == 0
    trail("catalogue.price_changed", feed.mart.goods.first().variants.first(), mart_id=feed.mart_id, before=1, after=2)
    assert list(to_make(timezone.now())) == [feed]
    look_after_feeds()
    assert Job.objects.get().args == {"feed_id": feed.pk}
    make_feed_job(feed.pk)
    assert list(to_make(timezone.now())) == []
    make_feed_job(feed.pk + 1)


def test_a_fetch_is_noted_once_a_minute(django_assert_num_queries):
    feed = make_feed(make_mart(), made=False)
    actions.note_fetched(feed)
    feed.refresh_from_db()
    assert feed.fetched_at is not None
    with django_assert_num_queries(0):
        actions.note_fetched(feed)
