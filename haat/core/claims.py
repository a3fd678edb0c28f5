"""Claiming jobs, several at once, and saying how a claim ended: every statement about a claim bears its fence.

The fence is the worker's name and the claim's number of attempts: whoever comes back from a long pause and finds that
another has claimed the job since may neither renew the lease nor say how the job ended.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from haat.core.clock import LEASE
from haat.core.models import Job

_COLUMNS = ", ".join(f'"{field.column}"' for field in Job._meta.concrete_fields)
# Both ways in have an index of their own, read in its order and no further than the claim goes.
_LOST = "SELECT id FROM core_job WHERE state = 'running' AND lease_until < %s ORDER BY run_at, id LIMIT {most}"
_DUE = "SELECT id FROM core_job WHERE state = 'waiting' AND run_at <= %s ORDER BY run_at, id LIMIT {most}"
_TAKE = (
    "UPDATE core_job SET state = 'running', worker = %s, lease_until = %s, attempts = attempts + 1 "
    f"WHERE id {{these}} RETURNING {_COLUMNS}"
)
_SKIP = " FOR UPDATE SKIP LOCKED"
_POSTGRESQL = f"WITH lost AS MATERIALIZED ({_LOST}{_SKIP}), due AS MATERIALIZED ({_DUE}{_SKIP}) " + _TAKE.format(
    these="= ANY (ARRAY(SELECT id FROM lost UNION ALL SELECT id FROM due LIMIT {most}))"
)
_SQLITE = _TAKE.format(these=f"IN (SELECT id FROM ({_LOST}) UNION ALL SELECT id FROM ({_DUE}) LIMIT {{most}})")


def claim_many(name: str, *, most: int, now: datetime) -> list[Job]:
    """Take the next due jobs, and those whose worker died (their lease ran out), for LEASE: one statement.

    They are given in the order in which they were due.
    """
    at = connection.ops.adapt_datetimefield_value
    due, taken = [at(now), at(now)], [name, at(now + LEASE)]
    if connection.vendor == "postgresql":
        rows = Job.objects.raw(_POSTGRESQL.format(most=most), [*due, *taken])
    else:
        rows = Job.objects.raw(_SQLITE.format(most=most), [*taken, *due])
    return sorted(rows, key=lambda job: (job.run_at, job.pk))


def held(claimed: Job) -> "QuerySet[Job]":
    """The job's row while it still belongs to this claim."""
    return Job.objects.filter(pk=claimed.pk, state=Job.State.RUNNING, worker=claimed.worker, attempts=claimed.attempts)


def renew(claims: Collection[Job], until: datetime) -> None:
    """Hold those that still belong to these claims until then."""
    for alike, rows in _held(claims):
        if rows.update(lease_until=until) == len(alike):
            kept = {job.pk for job in alike}
        else:
            kept = set(rows.filter(lease_until=until).values_list("pk", flat=True))
        for job in alike:
            if job.pk in kept:
                job.lease_until = until


def end_done(claims: Collection[Job], now: datetime) -> list[Job]:
    """Write that these are done; answers those that another has taken over meanwhile."""
    lost: list[Job] = []
    for alike, rows in _held(claims):
        told = {job.pk for job in alike}
        if rows.update(state=Job.State.DONE, done_at=now, lease_until=None, error="") < len(alike):
            done = Job.objects.filter(pk__in=told, state=Job.State.DONE, worker=alike[0].worker, done_at=now)
            told -= set(done.values_list("pk", flat=True))
            lost += [job for job in alike if job.pk in told]
    return lost


def give_back(claims: Collection[Job]) -> None:
    """Let others have what was claimed and not begun: it waits as before, and was not tried.

    Told once for a claim and never again, whatever came of it: the same worker may hold the job anew by then, with the
    same number of attempts.
    """
    for _alike, rows in _held(claims):
        rows.update(state=Job.State.WAITING, lease_until=None, attempts=F("attempts") - 1)


def _held(claims: Collection[Job]) -> Iterator[tuple[list[Job], "QuerySet[Job]"]]:
    """Claims that were made alike, and their rows while they belong to them; mostly all of them at once."""

    def fence(job: Job) -> tuple[str, int]:
        return job.worker, job.attempts

    for (worker, attempts), some in groupby(sorted(claims, key=fence), key=fence):
        alike = list(some)
        keys: Any = [job.pk for job in alike]
        yield alike, Job.objects.filter(pk__in=keys, state=Job.State.RUNNING, worker=worker, attempts=attempts)
