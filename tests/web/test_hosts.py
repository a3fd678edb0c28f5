"""The marts by their host names: read by one for all, and nobody waits who knows one already."""

import threading
from types import SimpleNamespace

import pytest

from haat.web.ui import middleware

OLD, NEW = (SimpleNamespace(slug=slug) for slug in ("old", "new"))


class Reading:
    """A reading of the marts that takes until it is told."""

    def __init__(self) -> None:
        self.begun, self.finish, self.times = threading.Event(), threading.Event(), 0

    def __call__(self) -> list[SimpleNamespace]:
        self.times += 1
        self.begun.set()
        assert self.finish.wait(20)
        return [SimpleNamespace(host="a.example", mart=NEW)]


@pytest.fixture
def reading(monkeypatch) -> Reading:
    monkeypatch.setattr(middleware, "hosts", made := Reading())
    return made


def ask(hosts: middleware._Hosts, answers: list) -> threading.Thread:
    asking = threading.Thread(target=lambda: answers.append(hosts.find("a.example")), daemon=True)
    asking.start()
    return asking


def test_who_knows_a_mart_does_not_wait_while_another_reads(reading):
    hosts, answers = middleware._Hosts(), []
    hosts._marts, hosts._first = {"a.example": OLD}, OLD
    first = ask(hosts, answers)
    assert reading.begun.wait(20)
    assert hosts.find("a.example") is OLD
    reading.finish.set()
    first.join(20)
    assert (answers, hosts.find("a.example"), reading.times) == ([NEW], NEW, 1)


def test_who_knows_none_waits_and_it_is_read_once(reading):
    hosts, answers = middleware._Hosts(), []
    asking = [ask(hosts, answers) for _turn in range(4)]
    assert reading.begun.wait(20)
    reading.finish.set()
    for each in asking:
        each.join(20)
    assert (answers, reading.times) == ([NEW] * 4, 1)


def test_a_reading_that_fails_is_tried_again(monkeypatch):
    hosts = middleware._Hosts()
    monkeypatch.setattr(middleware, "hosts", lambda: 1 / 0)
    for _turn in range(2):
        with pytest.raises(ZeroDivisionError):
            hosts.find("a.example")
