"""The trail is sealed afterwards, in batches, each seal over the one before it, so that an edit shows.

Nothing waits while events are written: the worker seals what can no longer change. The last digest, kept on paper or
with somebody else (`haat doctor` prints it), shows even that a whole chain was written anew
(docs/decisions/sealed-events.md).
"""

import hashlib
import json
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db import connection
from django.db.models import Max

from haat.core.doctor import Finding, check
from haat.core.jobs import job
from haat.core.models import Event, Seal
from haat.core.rows import insert_new

BATCH = 1000
FIELDS = ("pk", "kind", "subject_type", "subject_id", "mart_id", "by_id", "for_maker_id", "data", "at")
# How often, a tenth of a second apart, a seal looks whether those who were writing have ended; then it waits its turn.
LOOKS = 50
# Whoever inserts into a table holds this lock on it from before its row gets a number until its transaction ends.
WRITERS = """
SELECT virtualtransaction FROM pg_locks
WHERE relation = %s::regclass AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()
"""


@job("core.seal_events", every=timedelta(minutes=1))
def seal_events() -> None:
    seal()


def seal(*, most: int = BATCH) -> int:
    """Seal what has come since, at most `most` events a seal; answers how many events were sealed.

    Two workers at once seal no event twice: a seal has one successor. What a crash interrupts is sealed next time.
    """
    sealed, settled = 0, _settled()
    before = Seal.objects.order_by("pk").last()
    while batch := _events(before.last_id if before else 0, settled, most):
        row = Seal(
            first_id=(before.last_id if before else 0) + 1,
            last_id=batch[-1][0],
            count=len(batch),
            before=before.digest if before else "",
            digest=_digest(before.digest if before else "", batch),
        )
        if not insert_new([row]):
            break  # another worker was quicker
        sealed, before = sealed + len(batch), row
    return sealed


def _events(after: int, upto: int, most: int) -> list[tuple[Any, ...]]:
    rows = Event.objects.filter(pk__gt=after, pk__lte=upto).order_by("pk")
    return list(rows.values_list(*FIELDS)[:most])


def _settled() -> int:
    """The highest number up to which no event can still come.

    SQLite has one writer, who counts upwards. On PostgreSQL numbers are taken in one order and committed in another:
    whoever has taken a number below the newest that can be seen had begun to write before that one was seen. When all
    who were writing then have ended, everything below it is there, or never will be.
    """
    newest = Event.objects.aggregate(newest=Max("pk"))["newest"] or 0
    if connection.vendor == "sqlite":
        return newest
    writing = _writers()
    for _look in range(LOOKS):
        if not writing & _writers():
            return newest
        time.sleep(0.1)
    return 0


def _writers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(WRITERS, [Event._meta.db_table])
        return {row[0] for row in cursor.fetchall()}


def _digest(before: str, rows: Iterable[tuple[Any, ...]]) -> str:
    """SHA-256 in hexadecimal over the digest before and a line for each event."""
    digest = hashlib.sha256(before.encode())
    for row in rows:
        digest.update(line_of(row))
    return digest.hexdigest()


def line_of(row: tuple[Any, ...]) -> bytes:
    """An event (its FIELDS) as canonical JSON: the same on every database."""
    *told, data, at = row
    assert isinstance(at, datetime)
    plain = [*told, _plain(data), at.astimezone(UTC).isoformat(timespec="microseconds")]
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> Any:
    """PostgreSQL keeps 1e3 and 1000.0 as other numbers than SQLite does: a whole number is written as one."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def kept(digest: str) -> Finding:
    """Whether a digest that was written down elsewhere is still one of the chain's."""
    there = Seal.objects.filter(digest=digest.strip().lower()).exists()
    wrong = [] if there else ["no seal has it: the chain was written anew, or cut off, since it was written down"]
    return Finding("the seal that was kept elsewhere is in the chain", len(wrong), wrong)


def last_seal() -> Seal | None:
    """The end of the chain."""
    return Seal.objects.order_by("pk").last()


# ---- what must hold ----


@check("the trail is as it was sealed")
def trail_is_as_sealed() -> Iterator[str]:
    """Every batch still has its digest. One pass over the trail, a batch in memory at a time."""
    rows = Event.objects.order_by("pk").values_list(*FIELDS).iterator()
    held: tuple[Any, ...] | None = next(rows, None)
    for row in Seal.objects.order_by("pk").iterator():
        batch = hashlib.sha256(row.before.encode())
        found = 0
        while held is not None and held[0] <= row.last_id:
            batch.update(line_of(held))
            found, held = found + 1, next(rows, None)
        if batch.hexdigest() != row.digest:
            yield f"{row} sealed on {row.at:%d/%m/%Y %H:%M}: {_how(found - row.count)}"


def _how(more: int) -> str:
    if not more:
        return "what they say was changed"
    return f"{abs(more)} {'too many' if more > 0 else 'missing'}"


@check("seals stand in one chain")
def seals_are_a_chain() -> Iterator[str]:
    """Each begins where the one before it ended, and over its digest."""
    seals = Seal.objects.order_by("pk")
    first = seals.first()
    if first is not None and (first.before, first.first_id) != ("", 1):
        yield f"seal {first.pk} ({first}): those before it are gone"
    for before, row in pairwise(seals.iterator()):
        if (row.before, row.first_id) != (before.digest, before.last_id + 1):
            yield f"seal {row.pk} ({row}): it does not follow seal {before.pk} ({before})"
