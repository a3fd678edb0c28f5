"""What is asked of the rows every room shares: what waits, and what happened."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, Count, Min, Model, Q, QuerySet

from haat.core.models import Event, Job
from haat.core.prepared import Prepared, Slot

Row = TypeVar("Row", bound=Model)


def by_state(model: type[Model]) -> dict[str, int]:
    """How many rows of a model with a `state` are in each state, by its name."""
    rows = model._default_manager.values_list("state").annotate(Count("pk"))
    return dict(rows.order_by("state"))


def oldest_waiting() -> datetime | None:
    """Since when the job that has waited longest is due; None when none waits."""
    oldest: datetime | None = Job.objects.filter(state=Job.State.WAITING).aggregate(at=Min("run_at"))["at"]
    return oldest


def events_of(mart_id: int, kinds: Collection[str]) -> QuerySet[Event]:
    """What of these kinds happened in a mart, the newest first."""
    # By the time: ordered by the key alone, SQLite walks all that ever happened to find the few of a rare kind.
    return Event.objects.filter(mart_id=mart_id, kind__in=kinds).order_by("-at", "-pk")


def happened_to(subjects: Iterable[tuple[str, Collection[int]]], kinds: Collection[str]) -> QuerySet[Event]:
    """What of these kinds happened to subjects (`("makers.maker", [7])`), the newest first; nothing to a number that
    no row can bear (Django refuses such numbers for `=`, and hands them to the database for `IN`)."""
    about = Q(pk__in=[])
    for model, ids in subjects:
        about |= Q(subject_type=model, subject_id__in=[pk for pk in ids if 0 < pk <= BigIntegerField.MAX_BIGINT])
    return Event.objects.filter(about, kind__in=kinds).order_by("-pk")


def last_event(mart_id: int) -> int:
    """The number of the last thing that happened in a mart; 0 for none."""
    newest = newest_event(mart_id)
    return newest.pk if newest else 0


def newest_event(mart_id: int) -> Event | None:
    """The last thing that happened in a mart: its number and when, the rest not read."""
    return _newest_event.first(mart=mart_id)


@Prepared
def _newest_event() -> QuerySet[Event]:
    return Event.objects.filter(mart_id=Slot("mart", BigIntegerField())).order_by("-pk").only("pk", "at")[:1]


def counted_each(lists: Sequence[QuerySet[Any]]) -> list[int]:
    """How many rows each of these has; one statement for all."""
    found = [0] * len(lists)
    for at, number in asked_at_once("COUNT(*)", [rows.order_by().values("pk") for rows in lists]):
        found[at] = number
    return found


def asked_at_once(columns: str, lists: Iterable[QuerySet[Any]]) -> list[tuple[Any, ...]]:
    """`columns` of each of these lists (`told` in SQL), behind the place of the list; one statement for all.

    None when every list is known to be empty.
    """
    parts: list[str] = []
    params: list[Any] = []
    for at, rows in enumerate(lists):
        try:
            sql, given = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT {at}, {columns} FROM ({sql}) AS told")
        params.extend(given)
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        rows_found: list[tuple[Any, ...]] = cursor.fetchall()
    return rows_found


def rows_by_id(model: type[Row], ids: Iterable[int]) -> dict[int, Row]:
    """Id → row of a model; what is gone is left out."""
    return model._default_manager.in_bulk(set(ids))
