"""The seed's own worker: the same handlers, run in order in one process, with their rows marked done in one go."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from haat.cohorts import jobs as cohorts
from haat.core.jobs import HANDLERS
from haat.core.models import Job
from haat.review import facts
from haat.shelf import build

# An account's turns are had when the seed says so (`demo.selling`): the clock they wait for stands still meanwhile.
ELSEWHERE = ("channels.turn",)


def run_jobs() -> int:
    """Run every waiting job; answers how many."""
    done = 0
    while rows := list(Job.objects.filter(state=Job.State.WAITING).order_by("pk")[:500]):
        for row in rows:
            if row.name not in ELSEWHERE:
                HANDLERS.function(row.name)(**row.args)
        Job.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=Job.State.DONE, attempts=1, done_at=timezone.now()
        )
        done += len(rows)
    return done


@contextmanager
def few_collections() -> Iterator[None]:
    """Let Python look for unreachable rings of objects more seldom: the seed makes millions of short-lived ones."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


@contextmanager
def read_models_at_the_end() -> Iterator[None]:
    """Shelf and facts are made once after the block, from scratch, instead of again and again on the way."""
    with HANDLERS.without("shelf.", "review.", "cohorts."):
        yield
    build.rebuild()
    facts.rebuild()
    cohorts.rebuild()
