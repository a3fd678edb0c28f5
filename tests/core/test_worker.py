"""Jobs: queued with the transaction, once per key, retried with back-off, taken over when a worker dies."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from haat.core import worker
from haat.core.jobs import HANDLERS, TRIES, enqueue
from haat.core.models import Job

pytestmark = pytest.mark.django_db
ran: list[int] = []


def note(number: int) -> None:
    ran.append(number)


def fail() -> None:
    raise ValueError("no luck")


@pytest.fixture(autouse=True)
def _jobs():
    ran.clear()
    for function in (note, fail):
        HANDLERS.add(f"{function.__module__}.{function.__qualname__}", function)


def test_enqueue_rolls_back_with_its_transaction():
    with pytest.raises(KeyError), transaction.atomic():
        enqueue(note, number=1)
        raise KeyError
    assert Job.objects.count() == 0


def test_enqueue_same_key_queues_once():
    enqueue(note, key="k", number=1)
    enqueue(note, key="k", number=2)
    assert worker.run_due() == 1
    assert ran == [1]


def test_run_failure_waits_and_keeps_the_error():
    enqueue(fail)
    assert worker.run_due() == 0
    row = Job.objects.get()
    assert (row.state, row.attempts, row.error) == (Job.State.WAITING, 1, "ValueError: no luck")
    assert row.run_at > timezone.now()


def test_run_gives_up_after_last_try():
    enqueue(fail)
    Job.objects.update(attempts=TRIES - 1)
    worker.run_due()
    assert Job.objects.get().state == Job.State.FAILED


def test_claim_takes_over_when_the_lease_ran_out():
    enqueue(note, number=7)
    first = worker.claim("dead")
    assert first is not None
    assert worker.claim("alive") is None
    later = timezone.now() + worker.LEASE + timedelta(seconds=1)
    second = worker.claim("alive", now=later)
    assert second is not None
    assert (second.pk, second.attempts, second.worker) == (first.pk, 2, "alive")


def test_sweep_forgets_old_done_jobs_only():
    enqueue(note, number=1)
    worker.run_due()
    enqueue(fail)
    worker.sweep(now=timezone.now() + timedelta(days=8))
    assert [row.name.split(".")[-1] for row in Job.objects.all()] == ["fail"]


def test_tick_clocks_once_per_period(monkeypatch):
    monkeypatch.setattr(HANDLERS, "clocks", {"tests.core.test_worker.note": 600})
    now = timezone.now()
    worker.tick_clocks(now=now)
    worker.tick_clocks(now=now)
    assert Job.objects.count() == 1
