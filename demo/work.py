"""The seed's own worker: the same handlers, run in order in one process, with their rows marked done in one go."""

from django.utils import timezone

from haat.core.jobs import HANDLERS
from haat.core.models import Job

# These are made from scratch at the end instead of again and again on the way.
READ_MODELS = ("haat.shelf.", "haat.review.")


def run_jobs() -> int:
    """Run every waiting job but those of the read models; answers how many."""
    done = 0
    while True:
        waiting = Job.objects.filter(state=Job.State.WAITING)
        for prefix in READ_MODELS:
            waiting = waiting.exclude(name__startswith=prefix)
        rows = list(waiting.order_by("pk")[:500])
        if not rows:
            return done
        for row in rows:
            HANDLERS.function(row.name)(**row.args)
        Job.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=Job.State.DONE, attempts=1, done_at=timezone.now()
        )
        done += len(rows)


def drop_read_model_jobs() -> int:
    """Forget what the read models would have been told: they are rebuilt whole."""
    dropped = 0
    for prefix in READ_MODELS:
        dropped += Job.objects.filter(state=Job.State.WAITING, name__startswith=prefix).delete()[0]
    return dropped
