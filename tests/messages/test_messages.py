"""People are told once per cause; carriers are tried again; what was written is never logged."""

import pytest
import structlog

from haat.core import worker
from haat.core.models import Job
from haat.messages import carriers
from haat.messages.actions import mark_read, tell
from haat.messages.carriers import log as log_carrier
from haat.messages.jobs import send_message
from haat.messages.models import Message
from tests.make import make_mart, make_user

pytestmark = pytest.mark.django_db
PHONE, BODY = "+919876543210", "Your code is 123456."


class Carrier:
    """Fails as often as told, then sends."""

    def __init__(self, failures=0):
        self.failures, self.sent = failures, []

    def send(self, phone, body):
        if self.failures:
            self.failures -= 1
            raise ConnectionError("no network")
        self.sent.append((phone, body))


@pytest.fixture
def carrier(monkeypatch):
    found = Carrier()
    monkeypatch.setattr(carriers, "current", lambda: found)
    return found


def say(cause="order:1", **more):
    return tell(PHONE, template="order_placed", language="hi", body=BODY, cause=cause, **more)


def test_tell_sends_after_the_worker_ran(carrier):
    message = say(mart=make_mart(), user=(user := make_user()), link="/o/abc/")
    assert (message.state, message.link, str(message)) == ("waiting", "/o/abc/", f"order_placed to user {user.pk}")
    assert carrier.sent == []
    worker.run_due()
    message.refresh_from_db()
    assert (carrier.sent, message.state) == ([(PHONE, BODY)], "sent")


def test_tell_once_per_cause(carrier):
    assert say() == say()
    say("order:2")
    worker.run_due()
    assert (Message.objects.count(), len(carrier.sent)) == (2, 2)


def test_failing_carrier_is_tried_again(carrier):
    carrier.failures = 1
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
    assert (carrier.sent, Message.objects.get().state) == ([(PHONE, BODY)], "sent")


def test_sent_message_is_left_alone(carrier):
    message = say()
    worker.run_due()
    send_message(message.pk)
    assert len(carrier.sent) == 1


def test_mark_read_counts_the_new_ones(carrier):
    user = make_user()
    say(user=user)
    say("order:2", user=user)
    say("order:3")
    assert (mark_read(user), mark_read(user)) == (2, 0)


def test_log_carrier_logs_neither_body_nor_number(settings, monkeypatch):
    settings.SMS_CARRIER = "log"
    monkeypatch.setattr(log_carrier, "log", written := structlog.testing.CapturingLogger())
    say()
    worker.run_due()
    assert carriers.current() is log_carrier
    assert [call.args for call in written.calls] == [("message",)]
    text = str(written.calls)
    assert [secret in text for secret in (BODY, "123456", PHONE, PHONE[3:], PHONE[3:8])] == [False] * 5
    assert written.calls[0].kwargs["characters"] == len(BODY)
