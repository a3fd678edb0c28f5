"""The one way to lock what an action decides on: hold the row, then read, then decide.

A statement that locks a row and fetches its relations at once has waited with an old picture of the database: it
answers the new row beside the old relations, and two people plan the same parcel. So the lock comes first, in a
statement of its own, and what hangs on the row is read after it. In which order rows are held is in README.md.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar, cast

from django.db import connection, transaction
from django.db.models import BigIntegerField, Model, QuerySet

from haat.core.errors import Gone
from haat.core.prepared import Prepared, Slot
from haat.core.rows import batches

M = TypeVar("M", bound=Model)


def hold(row: M, *related: str) -> M:
    """The row as it stands now, nobody else's until the transaction ends, with its `related` rows read after the lock.

    What `row` itself says is what its caller read, perhaps long ago. Raises Gone.
    """
    own = cast("type[M]", row._meta.model)  # the person of a request is a proxy of another type
    return hold_key(own, row.pk, *related)


def hold_key(model: type[M], pk: int, *related: str) -> M:
    """The row with this primary key, as `hold` gives it. Raises Gone."""
    _inside()
    found: M | None = None
    if not related or connection.features.has_select_for_update:  # SQLite lets one writer in at a time
        found = _locked(model).first(pk=pk)
    if related:
        found = _with(model, related).first(pk=pk)
    if found is None:
        raise Gone()
    return found


def hold_all(rows: "QuerySet[M]") -> list[M]:
    """All of these rows as they stand now, held in the order of their keys. Their relations are read afterwards."""
    _inside()
    if rows.query.select_related:
        raise RuntimeError("hold the rows first, then read what hangs on them")
    return list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))


def hold_keys(model: type[Model], keys: Iterable[int]) -> list[int]:
    """Hold the rows of these keys, in their order and without reading them; the keys of those that are there.

    For many at once: some thousands of keys to a statement.
    """
    _inside()
    held: list[int] = []
    for some in batches(sorted(set(keys))):
        rows = model._default_manager.filter(pk__among=some).order_by("pk")
        held += rows.select_for_update(no_key=True).values_list("pk", flat=True)
    return held


def _inside() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a row is held in a transaction, and as long as it lasts")


@cache
def _locked(model: type[Any]) -> Prepared[Any]:
    """Whoever writes a row that refers to this one (no key of it changes) need not wait."""
    return Prepared(lambda: _rows(model).select_for_update(no_key=True))


@cache
def _with(model: type[Any], related: tuple[str, ...]) -> Prepared[Any]:
    return Prepared(lambda: _rows(model).select_related(*related))


def _rows(model: type[M]) -> "QuerySet[M]":
    return model._default_manager.filter(pk=Slot("pk", BigIntegerField()))
