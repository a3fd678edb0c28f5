"""A machine whose clock was ahead leaves nothing waiting for that time to come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.core import clock, worker
from haat.core.clock import database_now, straighten
from haat.core.doctor import examine
from haat.core.jobs import HANDLERS
from haat.core.models import Job

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


def job(**fields) -> Job:
    return Job.objects.create(name="nothing", **fields)


def test_job_from_a_clock_ahead_keeps_its_wait_only():
    now = timezone.now()
    made = job(made_at=now + YEAR, run_at=now + YEAR + timedelta(hours=2))
    assert straighten(now) == 1
    made.refresh_from_db()
    assert abs(made.run_at - now - timedelta(hours=2)) < timedelta(seconds=1)
    assert made.made_at == now
    assert straighten(now) == 0


def test_job_tried_by_a_clock_ahead_is_tried_now():
    now = timezone.now()
    made = job(attempts=1, run_at=now + YEAR)
    fine = job(attempts=1, run_at=now + clock.MOST_WAIT)
    assert straighten(now) == 1
    assert [Job.objects.get(pk=row.pk).run_at for row in (made, fine)] == [now, fine.run_at]


def test_job_asked_for_a_later_day_waits_for_it():
    now = timezone.now()
    job(run_at=now + YEAR)
    assert straighten(now) == 0


def test_lease_of_a_clock_ahead_ends_within_a_lease():
    now = timezone.now()
    job(state=Job.State.RUNNING, lease_until=now + YEAR)
    assert straighten(now) == 1
    assert worker.claim("other", now=now + clock.LEASE + timedelta(seconds=1)) is not None


def test_periods_of_a_clock_ahead_run_again_when_they_come(monkeypatch):
    monkeypatch.setattr(HANDLERS, "clocks", {"tests.core.test_clock.none": 86400})
    now = timezone.now()
    worker.tick_clocks(now=now + timedelta(days=1))
    Job.objects.update(state=Job.State.DONE, made_at=now + timedelta(days=1), done_at=now + timedelta(days=1))
    assert straighten(now) == 1
    worker.tick_clocks(now=now + timedelta(days=1))
    assert Job.objects.get().state == Job.State.WAITING


def test_jobs_done_by_a_clock_ahead_are_forgotten_in_their_time():
    now = timezone.now()
    job(state=Job.State.DONE, key="once", done_at=now + YEAR)
    assert straighten(now) == 1
    assert Job.objects.get().done_at == now


def test_doctor_names_jobs_of_a_clock_ahead():
    now = timezone.now()
    made = job(made_at=now + YEAR, run_at=now + YEAR)
    job(run_at=now + timedelta(days=1))
    found = {finding.name: finding.examples for finding in examine()}["no job waits for a clock that was ahead"]
    assert [line.split(": ")[0] for line in found] == [f"job {made.pk} nothing"]


def test_shared_clock_goes_by_the_database(monkeypatch):
    monkeypatch.setattr(clock, "database_now", lambda: timezone.now() + YEAR)
    shared = clock.SharedClock()
    shared.set()
    assert abs(shared.now() - timezone.now() - YEAR) < timedelta(seconds=1)


def test_database_tells_its_time():
    assert abs(database_now() - timezone.now()) < timedelta(minutes=5)
