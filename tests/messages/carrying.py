"""What tests of senders share: a message said, the worker's work, its fate, and reports that come to the pages."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from haat.core import worker
from haat.core.models import Job
from haat.messages.actions import tell
from haat.messages.sender import Sender, Taken

PHONE = "+919876543210"


class Double(Sender):
    """A sender that answers as it was told to, then takes everything."""

    title = "Double"

    def __init__(self, name, *answers):
        self.name, self.answers, self.sent = name, list(answers), []

    @property
    def slug(self):
        return self.name

    def send(self, letter, setup):
        if self.answers:
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
        self.sent.append(letter)
        return Taken(f"{self.name}-{len(self.sent)}", 1)


def to_web(path: str) -> Any:
    """Reports come to the pages of this test, not over a socket."""
    client = Client()

    def call(address, *, method="GET", body=b"", headers=None):
        query = address.partition("?")[2]
        if method == "POST":
            given = {name: value for name, value in (headers or {}).items() if name != "Content-Type"}
            return client.post(path, body, content_type="application/json", headers=given).status_code
        return client.get(f"{path}?{query}").status_code

    return call


def say(mart, cause="order:1", **more):
    given = {"template": "order_placed_cash", "language": "hi", "body": "long words"} | more
    return tell(PHONE, cause=cause, mart=mart, values={"number": "DGH-1", "money": "560", "code": "123456"}, **given)


def work(times=1):
    for _time in range(times):
        Job.objects.filter(state="waiting").update(run_at=timezone.now() - timedelta(seconds=1))
        worker.run_due()


def fate(message):
    message.refresh_from_db()
    last = message.attempts.order_by("pk").last()
    return (message.state, last.state, last.code) if last else (message.state, "", "")


def steps(message):
    message.refresh_from_db()
    return message.state, list(message.attempts.order_by("pk").values_list("sender", "state", "code"))


def rewrite(settings, old, new):
    """The file of senders says something else now."""
    path = settings.SENDERS_FILE
    with open(path, encoding="utf-8") as file:
        text = file.read()
    assert old in text
    with open(f"{path}.2", "w", encoding="utf-8") as file:
        file.write(text.replace(old, new))
    settings.SENDERS_FILE = f"{path}.2"
