"""A job that is given up: whoever waits for it is told."""

import pytest
from django.utils import timezone

from haat.core import worker
from haat.core.jobs import HANDLERS, TRIES, enqueue
from haat.core.models import Job

pytestmark = pytest.mark.django_db
ran: list[int] = []


def note(number: int) -> None:
    ran.append(number)


def fail(number: int) -> None:
    raise ValueError(number)


@pytest.fixture(autouse=True)
def _nobody_was_told():
    ran.clear()


@pytest.mark.parametrize("told", [note, fail])
def test_run_tells_whoever_waits_that_it_gives_up_and_ends_even_when_that_fails(monkeypatch, told):
    HANDLERS.add("tests.fail_for", lambda number: 1 / 0)
    monkeypatch.setitem(HANDLERS._given_up, "tests.fail_for", told)
    enqueue("tests.fail_for", number=5)
    Job.objects.update(attempts=TRIES - 2)
    worker.run_due()
    assert ran == []
    Job.objects.update(run_at=timezone.now())
    worker.run_due()
    row = Job.objects.get()
    assert (row.state, row.attempts, row.error) == (Job.State.FAILED, TRIES, "ZeroDivisionError: division by zero")
    assert ran == ([5] if told is note else [])
