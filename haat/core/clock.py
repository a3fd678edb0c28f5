"""One clock for all workers, the database's; and what a clock that was ahead has left in the queue."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import DateTimeField, F, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from haat.core.models import Job

AHEAD = timedelta(seconds=10)
LEASE = timedelta(seconds=60)
MOST_WAIT = timedelta(minutes=75)  # an hour, and the quarter that chance may add
CLOCK_KEYS = "clock:"


def database_now() -> datetime:
    """The database's time. SQLite has none but this machine's."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


class SharedClock:
    """The database's time without asking it each time: how far this machine is off is measured now and then."""

    def __init__(self) -> None:
        self.off = timedelta(0)

    def set(self) -> timedelta:
        """Measure anew; answers how far the database is ahead of this machine."""
        before = timezone.now()
        told = database_now()
        took = timezone.now() - before
        self.off = told - before - took / 2
        return self.off

    def now(self) -> datetime:
        return timezone.now() + self.off


def from_ahead(now: datetime) -> QuerySet[Job]:
    """Open jobs no right clock can have written: made later than now, or waiting or leased longer than any may."""
    waiting = Q(state=Job.State.WAITING)
    return Job.objects.filter(
        waiting & Q(made_at__gt=now + AHEAD)
        | waiting & Q(attempts__gt=0, run_at__gt=now + MOST_WAIT + AHEAD)
        | Q(state=Job.State.RUNNING, lease_until__gt=now + LEASE + AHEAD)
    )


def straighten(now: datetime) -> int:
    """Put right what a clock that was ahead wrote, so that nothing waits for that time to come; how many jobs.

    A job keeps the wait it was queued with. What runs on a clock is forgotten instead: its period is still to come,
    and would be passed over as done.
    """
    early = Job.objects.filter(key__startswith=CLOCK_KEYS, made_at__gt=now + AHEAD)
    right = early.filter(state=Job.State.WAITING).delete()[0]
    done = Job.objects.filter(state=Job.State.DONE, done_at__gt=now + AHEAD)
    right += done.filter(key__startswith=CLOCK_KEYS, made_at__gt=now + AHEAD).delete()[0]
    right += done.update(done_at=now)
    ahead = from_ahead(now)
    today = Cast(Value(now), DateTimeField())
    fresh = ahead.filter(state=Job.State.WAITING, made_at__gt=now + AHEAD, attempts=0)
    right += fresh.update(run_at=today + (F("run_at") - F("made_at")), made_at=now)
    right += ahead.filter(state=Job.State.WAITING).update(run_at=now, made_at=now)
    right += ahead.filter(state=Job.State.RUNNING).update(lease_until=now + LEASE)
    return right
