"""One row is the audit trail and the outbox: `record` inside the action's transaction, `subscribe` above.

Handlers run in the worker after commit, at least once, with back-off: each must be idempotent. What may be recorded
is declared by the rooms (`core.kinds`).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import models, transaction

from haat.core.actor import Actor
from haat.core.jobs import HANDLERS, enqueue_many, events_in, path_of, plain_name
from haat.core.kinds import KINDS
from haat.core.models import Event
from haat.core.prepared import Prepared, Slot, fresh
from haat.core.rows import batches, insert_asking, insert_many

# One event, or those of a job together when it takes many.
Handler = Callable[[Any], None]
TOGETHER = 200  # so many events one job tells of


@Prepared
def _event() -> "models.QuerySet[Event]":
    return Event.objects.filter(pk=Slot("pk", models.BigIntegerField()))


def record(kind: str, subject: models.Model, /, *, by: Actor, mart_id: int | None = None, **data: Any) -> Event:
    """Write that `kind` ("orders.placed") happened to `subject`, and queue every subscriber.

    Must run inside a transaction, so that the event stands exactly when the change does. Raises LookupError for a
    kind that no room declares, TypeError when it lacks a word its kind needs.
    """
    return record_all([Happened(kind, subject, data, mart_id)], by=by)[0]


class Happened(NamedTuple):
    """What `record` is told of one event."""

    kind: str
    subject: models.Model
    data: Mapping[str, Any]
    mart_id: int | None = None


def record_all(happened: Sequence[Happened], *, by: Actor) -> list[Event]:
    """As `record`, of many things in their order. A subscriber that takes many is told of them in a few jobs."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"record({happened[0].kind!r}) outside a transaction")
    events = [_event_of(each, by) for each in happened]
    asked = list(dict.fromkeys(where for each in events for where in _conditions(each.kind)))
    if asked:
        answers = insert_asking(events, *asked)
        jobs = _jobs(events, [{where for where, holds in zip(asked, each, strict=True) if holds} for each in answers])
    else:
        insert_many(events)
        jobs = _jobs(events)
    if jobs:
        enqueue_many(jobs)
    return events


def _event_of(happened: Happened, by: Actor) -> Event:
    kind, subject, data, mart_id = happened
    label = subject._meta.label_lower
    KINDS.check(kind, label, data)
    return fresh(
        Event,
        kind=kind,
        subject_type=label,
        subject_id=subject.pk,
        mart_id=mart_id if mart_id is not None else getattr(subject, "mart_id", None),
        by_id=by.user_id,
        for_maker_id=by.for_maker_id,
        data=dict(data),
    )


def _conditions(kind: str) -> list[str]:
    """What some of its subscribers wait for besides."""
    return [where for name in HANDLERS.subscribers(kind) if (where := HANDLERS.where(name))]


def _jobs(
    events: Sequence[Event], hold: Sequence[Collection[str]] = ()
) -> list[tuple[str, dict[str, Any], str | None]]:
    """One for each event and subscriber, in their order; of many events one for many, where that is taken.

    `hold`: of each event the conditions that hold; who waits for another is not told.
    """
    jobs: list[tuple[str, dict[str, Any], str | None]] = []
    together: dict[str, list[int]] = {}
    for at, event in enumerate(events):
        for name in HANDLERS.subscribers(event.kind):
            where = HANDLERS.where(name)
            if where and where not in hold[at]:
                continue
            if len(events) > 1 and HANDLERS.takes_many(name):
                together.setdefault(name, []).append(event.pk)
            else:
                jobs.append((name, {"event_id": event.pk}, f"{name}:{event.pk}"))
    for name, ids in together.items():
        if len(ids) == 1:
            jobs.append((name, {"event_id": ids[0]}, f"{name}:{ids[0]}"))
            continue
        jobs += [(name, {"event_ids": list(some)}, f"{name}:{some[0]}-{some[-1]}") for some in batches(ids, TOGETHER)]
    return jobs


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The words `before` and `after` of an event: what of the fields `after` names is not as it was before."""
    fields = [field for field, value in after.items() if before.get(field) != value]
    return {
        "before": {field: before[field] for field in fields if field in before},
        "after": {field: after[field] for field in fields},
    }


def subscribe(
    *kinds: str, name: str = "", was: Collection[str] = (), many: bool = False, where: str = ""
) -> Callable[[Handler], Handler]:
    """Call the function with each event of `kinds`, in the worker, at least once.

    With `many` it is called with a list of events: all that one job tells of. It runs as the job `name` (its room and
    its own name, if not given); `was` are names under which it may still be queued. `where` is SQL over the event's
    row in `core_event`, answered by the statement that writes it: where it does not hold, no job is made. That the
    kinds exist is checked when all rooms are loaded (`unheard_of`).
    """

    def register(handler: Handler) -> Handler:
        path = path_of(handler)
        called = name or plain_name(path)

        def run(**args: Any) -> None:
            events = _read(events_in(args))
            if many:
                handler(events)
                return
            for event in events:
                handler(event)

        HANDLERS.add(called, run, path=path, was=was)
        HANDLERS.subscribe(called, kinds)
        if many:
            HANDLERS.let_take_many(called)
        if where:
            HANDLERS.let_tell_where(called, where)
        return handler

    return register


def _read(ids: Sequence[int]) -> list[Event]:
    """These events; raises DoesNotExist when one of them is gone."""
    if len(ids) == 1:
        return [_event.get(pk=ids[0])]
    found = list(Event.objects.filter(pk__in=ids).order_by("pk"))
    if len(found) < len(ids):
        raise Event.DoesNotExist(f"{len(ids) - len(found)} of {len(ids)} events are gone")
    return found


def unheard_of() -> list[str]:
    """A sentence for each subscriber that waits for an event no room declares."""
    return [
        f"{name} waits for {kind!r}, which no room declares in its events.py"
        for kind, names in sorted(HANDLERS.subscriptions.items())
        if kind not in KINDS
        for name in names
    ]
