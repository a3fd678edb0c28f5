"""One row is the audit trail and the outbox: `record` inside the action's transaction, `subscribe` above.

Handlers run in the worker after commit, at least once, with back-off: each must be idempotent.
"""

from collections.abc import Callable
from typing import Any

from django.db import models, transaction

from haat.core.actor import Actor
from haat.core.jobs import HANDLERS, enqueue_many
from haat.core.models import Event
from haat.core.prepared import Prepared, Slot
from haat.core.rows import insert

Handler = Callable[[Event], None]


@Prepared
def _event() -> "models.QuerySet[Event]":
    return Event.objects.filter(pk=Slot("pk", models.BigIntegerField()))


def record(kind: str, subject: models.Model, /, *, by: Actor, mart_id: int | None = None, **data: Any) -> Event:
    """Write that `kind` ("orders.placed") happened to `subject`, and queue every subscriber.

    Must run inside a transaction, so that the event stands exactly when the change does.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"record({kind!r}) outside a transaction")
    event = Event(
        kind=kind,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        mart_id=mart_id if mart_id is not None else getattr(subject, "mart_id", None),
        by_id=by.user_id,
        for_maker_id=by.for_maker_id,
        data=data,
    )
    insert([event])
    names = HANDLERS.subscribers(kind)
    if names:
        enqueue_many([(name, {"event_id": event.pk}, f"{name}:{event.pk}") for name in names])
    return event


def subscribe(*kinds: str) -> Callable[[Handler], Handler]:
    """Call the function with each event of `kinds`, in the worker, at least once."""

    def register(handler: Handler) -> Handler:
        name = f"{handler.__module__}.{handler.__qualname__}"

        def run(event_id: int) -> None:
            handler(_event.get(pk=event_id))

        HANDLERS.add(name, run)
        HANDLERS.subscribe(name, kinds)
        return handler

    return register
