"""What a person was told and has read: only what she was shown, or what she looked at itself."""

import pytest

from haat.messages.actions import mark_read, mark_seen, tell
from haat.messages.models import Message
from haat.messages.queries import SHOWN, told, unread
from tests.make import make_user

pytestmark = pytest.mark.django_db


def say(cause="order:1", **more):
    given = {"template": "order_placed", "language": "en", "body": "words", "values": {"number": "DGH-1"}} | more
    return tell("+919876543210", cause=cause, **given)


def test_told_leaves_out_codes_and_unread_counts_the_rest():
    user = make_user()
    for number, template in enumerate(("order_placed", "sign_in_code", "order_cancelled")):
        say(f"c{number}", template=template, user=user, values={"number": "1", "code": "123456"})
    assert [message.template for message in told(user)] == ["order_cancelled", "order_placed"]
    assert unread(user) == 2
    mark_read(user, shown=told(user)[:1])
    assert unread(user) == 1
    mark_read(user, shown=told(user))
    assert unread(user) == 0


def test_only_what_is_shown_to_her_counts_as_unread():
    user = make_user()
    for number in range(SHOWN + 2):
        say(f"c{number}", user=user)
    assert unread(user) == SHOWN
    mark_read(user, shown=told(user)[:SHOWN])
    assert (unread(user), Message.objects.filter(read_at=None).count()) == (0, 2)


def test_nobody_reads_what_was_told_to_another():
    user = make_user()
    say()
    assert mark_read(user, shown=Message.objects.all()) == 0


def test_mark_read_counts_the_new_ones():
    user = make_user()
    say(user=user)
    say("order:2", user=user)
    say("order:3")
    assert [mark_read(user, shown=Message.objects.all()) for _turn in range(2)] == [2, 0]


def test_mark_seen_goes_by_what_was_told_of_whoever_was_told():
    for cause in ("order_new:1", "order_waits:1", "order_new:2"):
        say(cause)
    assert [mark_seen(["order_new:1", "order_waits:1"]) for _turn in range(2)] == [2, 0]
    assert [message.cause for message in Message.objects.filter(read_at=None)] == ["order_new:2"]
