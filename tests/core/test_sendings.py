"""A form acted on once: its name stands exactly when its deed does."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from haat.core.actor import Actor
from haat.core.models import Sending, Sequence
from haat.core.sendings import Again, once, tried
from haat.core.sequences import next_number
from tests.refusals import refused

BY = Actor(7)


def deed() -> int:
    return next_number("deeds")


def deeds() -> int:
    return sum(Sequence.objects.values_list("last", flat=True))


@pytest.mark.django_db
def test_once_acts_and_answers_what_the_action_did():
    assert once("a", deed, by=BY) == 1
    assert [(row.name, row.by_id) for row in Sending.objects.all()] == [("a", 7)]


@pytest.mark.django_db
def test_once_told_twice_acts_once_and_says_so():
    once("a", deed, by=BY)
    with refused("sendings.again"):
        once("a", deed, by=BY)
    assert deeds() == 1


@pytest.mark.django_db
def test_once_knows_each_form_for_itself():
    once("a", deed, by=BY)
    once("b", deed, by=BY)
    assert deeds() == 2


@pytest.mark.django_db
def test_tried_is_free_again_when_nothing_was_done_and_what_it_counted_stands():
    assert tried("a", deed, done=lambda number: number > 1, by=BY) == 1
    assert (Sending.objects.count(), deeds()) == (0, 1)
    assert tried("a", deed, done=lambda number: number > 1, by=BY) == 2
    with refused("sendings.again"):
        tried("a", deed, done=bool, by=BY)
    assert deeds() == 2


@pytest.mark.django_db
def test_once_dying_after_the_deed_and_before_the_commit_leaves_neither():
    def dies() -> None:
        deed()
        raise SystemExit

    with pytest.raises(SystemExit):
        once("a", dies, by=BY)
    assert (Sending.objects.count(), deeds()) == (0, 0)
    assert once("a", deed, by=BY) == 1


@pytest.mark.django_db(transaction=True)
def test_once_within_a_transaction_that_breaks_leaves_neither():
    with pytest.raises(KeyError), transaction.atomic():
        once("a", deed, by=BY)
        raise KeyError
    assert (Sending.objects.count(), deeds()) == (0, 0)


class Two:
    """The same form sent twice at once: the first holds its transaction open until the second is on its way."""

    def __init__(self, *, first_dies: bool) -> None:
        self._first_dies, self._inside, self._sent = first_dies, threading.Event(), threading.Event()

    def first(self) -> str:
        def action() -> int:
            self._inside.set()
            self._sent.wait(5)
            number = deed()
            if self._first_dies:
                raise KeyError
            return number

        return self._told(action)

    def second(self) -> str:
        self._inside.wait(5)
        threading.Timer(0.05, self._sent.set).start()
        return self._told(deed)

    def _told(self, action) -> str:
        try:
            return f"acted {once('a', action, by=BY)}"
        except (Again, KeyError) as told:
            return type(told).__name__
        finally:
            connection.close()

    def answers(self) -> tuple[str, str]:
        with ThreadPoolExecutor(2) as pool:
            first, second = pool.submit(self.first), pool.submit(self.second)
            return first.result(), second.result()


@pytest.mark.django_db(transaction=True)
def test_once_sent_twice_at_once_acts_once():
    assert (Two(first_dies=False).answers(), deeds()) == (("acted 1", "Again"), 1)


@pytest.mark.django_db(transaction=True)
def test_once_sent_twice_at_once_lets_the_second_act_when_the_first_breaks():
    assert (Two(first_dies=True).answers(), deeds()) == (("KeyError", "acted 1"), 1)
