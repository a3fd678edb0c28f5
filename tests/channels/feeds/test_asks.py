"""What keeps goods out of lists that others fetch is asked of their makers as marketplaces' questions are."""

from datetime import datetime

import pytest

from haat.channels import actions
from haat.channels.asks import asks_of, open_asks
from haat.channels.models import Feed, FeedAsk
from haat.core.dates import INDIA
from haat.messages.models import Message
from tests.channels.feeds.items import make_feed, make_ready
from tests.channels.make import later
from tests.make import BY, make_attribute

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 30, 10, 0, tzinfo=INDIA)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def make_bare():
    """A size of which nobody has said who it is for, so that no list may tell of it."""
    variant = make_ready()
    make_attribute(None, "for_whom", labels={"en": "For whom"}, required_for=["google", "meta"])
    return variant


def again(feed):
    actions.make_feed(Feed.objects.select_related("mart").get(pk=feed.pk))


def test_a_question_of_a_list_is_counted_as_one_of_a_marketplace():
    variant = make_bare()
    feed = make_feed(variant.mart)
    (row,) = FeedAsk.objects.all()
    assert (row.variant, row.feed, row.about) == (variant, feed, "for_whom")
    (ask,) = open_asks(variant.good.maker)
    assert (ask.kind, ask.about, [str(title) for title in ask.where]) == ("answer", "for_whom", ["Google"])
    assert str(ask.reasons[0][0].sentence)
    make_feed(variant.mart, "meta")
    (ask,) = open_asks(variant.good.maker)
    assert len(ask.reasons) == 2


def test_what_was_said_is_asked_no_more_and_the_next_making_forgets_it():
    variant = make_bare()
    feed = make_feed(variant.mart)
    with later(hours=1):
        actions.answer_ask(variant.good, kind="answer", about="for_whom", answer="bamboo", by=BY)
        assert open_asks(variant.good.maker) == []
        again(feed)
    assert not FeedAsk.objects.exists()


def test_a_reason_keeps_the_moment_it_was_met_first_and_goes_with_its_feed():
    variant = make_bare()
    feed = make_feed(variant.mart)
    since = FeedAsk.objects.get().since
    with later(hours=2):
        again(feed)
    assert FeedAsk.objects.get().since == since
    actions.close_feed(feed, by=BY)
    assert (FeedAsk.objects.count(), asks_of([variant.good.maker_id])) == (0, {})


def test_the_message_of_the_day_tells_of_it():
    variant = make_bare()
    make_feed(variant.mart)
    FeedAsk.objects.update(since=MORNING)
    assert actions.tell_makers(MORNING) == 1
    assert Message.objects.get().values == {"count": "1"}
    assert actions.tell_makers(MORNING) == 0
