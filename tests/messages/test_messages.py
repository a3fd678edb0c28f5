"""People are told once per cause; senders are tried again; what was written is never logged."""

import pytest
import structlog
from django.utils.translation import override

from haat.core import worker
from haat.core.models import Job
from haat.messages import senders
from haat.messages.actions import mark_read, send_code, tell
from haat.messages.jobs import send_message
from haat.messages.models import Message
from haat.messages.queries import told, unread
from haat.messages.senders import log as log_sender
from haat.people.tries import Caller
from tests.make import make_mart, make_user

pytestmark = pytest.mark.django_db
PHONE, BODY = "+919876543210", "Your code is 123456."


class Sender:
    """Fails as often as told, then sends."""

    def __init__(self, failures=0):
        self.failures, self.sent = failures, []

    def send(self, phone, body):
        if self.failures:
            self.failures -= 1
            raise ConnectionError("no network")
        self.sent.append((phone, body))


@pytest.fixture
def sender(monkeypatch):
    found = Sender()
    monkeypatch.setattr(senders, "current", lambda: found)
    return found


def say(cause="order:1", **more):
    return tell(PHONE, template="order_placed", language="hi", body=BODY, cause=cause, **more)


def test_tell_sends_after_the_worker_ran(sender):
    message = say(mart=make_mart(), user=(user := make_user()), link="/o/abc/")
    assert (message.state, message.link, str(message)) == ("waiting", "/o/abc/", f"order_placed to user {user.pk}")
    assert sender.sent == []
    worker.run_due()
    message.refresh_from_db()
    assert (sender.sent, message.state) == ([(PHONE, BODY)], "sent")


def test_send_code_tells_it_in_the_language_spoken_now():
    with override("en"):
        code = send_code(PHONE, mart=make_mart(), purpose="sign_in", caller=Caller("192.0.2.7", browser="b"))
    message = Message.objects.get()
    assert (message.phone, message.template, message.language) == (PHONE, "sign_in_code", "en")
    assert message.body == f"Your code for Deoghar Mart is {code}. It works for ten minutes. Tell it to nobody."


def test_told_leaves_out_codes_and_unread_counts_the_rest():
    user = make_user()
    for number, template in enumerate(("order_new", "sign_in_code", "paid")):
        tell(PHONE, template=template, language="hi", body=BODY, cause=f"c{number}", user=user)
    assert [message.template for message in told(user)] == ["paid", "order_new"]
    assert unread(user) == 2
    mark_read(user)
    assert unread(user) == 0


def test_tell_once_per_cause(sender):
    assert say() == say()
    say("order:2")
    worker.run_due()
    assert (Message.objects.count(), len(sender.sent)) == (2, 2)


def test_failing_sender_is_tried_again(sender):
    sender.failures = 1
    say()
    worker.run_due()
    job = Job.objects.get()
    assert (job.state, job.error, Message.objects.get().state) == (
        "waiting",
        "ConnectionError: no network",
        "waiting",
    )
    Job.objects.update(run_at=job.made_at)
    worker.run_due()
    assert (sender.sent, Message.objects.get().state) == ([(PHONE, BODY)], "sent")


def test_sent_message_is_left_alone(sender):
    message = say()
    worker.run_due()
    send_message(message.pk)
    assert len(sender.sent) == 1


def test_mark_read_counts_the_new_ones(sender):
    user = make_user()
    say(user=user)
    say("order:2", user=user)
    say("order:3")
    assert (mark_read(user), mark_read(user)) == (2, 0)


def test_log_sender_logs_neither_body_nor_number(settings, monkeypatch):
    settings.SMS_SENDER = "log"
    monkeypatch.setattr(log_sender, "log", written := structlog.testing.CapturingLogger())
    say()
    worker.run_due()
    assert senders.current() is log_sender
    assert [call.args for call in written.calls] == [("message",)]
    text = str(written.calls)
    assert [secret in text for secret in (BODY, "123456", PHONE, PHONE[3:], PHONE[3:8])] == [False] * 5
    assert written.calls[0].kwargs["characters"] == len(BODY)
