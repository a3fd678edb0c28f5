"""Marking goods as perhaps stale, and sweeping the marked ones: many events about a good cost one refresh."""

from collections.abc import Iterable

from django.db import transaction

from haat.core.jobs import enqueue, job
from haat.shelf import build
from haat.shelf.models import ShelfMark

SWEPT_AT_ONCE = 500


@transaction.atomic
def mark(good_ids: Iterable[int]) -> None:
    """Note that these goods may have changed, and see to it that they are swept."""
    rows = [ShelfMark(good_id=good_id) for good_id in sorted(set(good_ids))]
    if rows:
        ShelfMark.objects.bulk_create(rows, ignore_conflicts=True)
        _queue_sweep()


def _queue_sweep() -> None:
    """One sweep for as long as the oldest mark stands: its number is the job's key."""
    oldest = ShelfMark.objects.order_by("pk").values_list("pk", flat=True).first()
    if oldest is not None:
        enqueue("shelf.sweep", key=f"shelf.sweep:{oldest}")


@job("shelf.sweep")
def sweep() -> None:
    """Bring the marked goods up to date, at most SWEPT_AT_ONCE; what is left is swept next.

    A mark goes before its good is read: what changes after the reading marks the good again.
    """
    with transaction.atomic():
        marks = ShelfMark.objects.select_for_update(skip_locked=True).order_by("pk")[:SWEPT_AT_ONCE]
        found = {row.pk: row.good_id for row in marks}
        ShelfMark.objects.filter(pk__in=found).delete()
        build.refresh(list(found.values()))
    _queue_sweep()
