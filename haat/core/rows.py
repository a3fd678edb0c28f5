"""Writing rows with the statement worked out once: for tables into which every action writes.

Django writes each INSERT and UPDATE anew, which costs more than the database takes to run it.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models


def insert(rows: Sequence[models.Model]) -> None:
    """Write some rows of one model (at most a few thousand values) in one statement; they get their primary keys."""
    _write(rows, "")


def insert_new(rows: Sequence[models.Model]) -> int:
    """Write those that no unique constraint knows already; how many those were. All new: all get primary keys."""
    return _write(rows, " ON CONFLICT DO NOTHING")


def update(row: models.Model, *names: str) -> None:
    """Write these fields of a row that is there, as `save(update_fields=…)` does. Raises the model's DoesNotExist."""
    model, connection = type(row), connections[DEFAULT_DB_ALIAS]
    fields, statement = _update(model, names)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    if not change(statement, *values, row.pk):
        missing: Any = model
        raise missing.DoesNotExist(f"no {model._meta.label} {row.pk}")


def change(statement: str, *values: Any) -> int:
    """Run an UPDATE or DELETE written out in SQL; how many rows it met. For the few that every checkout runs."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def _write(rows: Sequence[models.Model], conflict: str) -> int:
    if not rows:
        return 0
    model, connection = type(rows[0]), connections[DEFAULT_DB_ALIAS]
    fields = _fields(model)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_begin(model) + _places(len(rows), len(fields)) + conflict + _end(model), values)
        keys = cursor.fetchall()
    if len(keys) == len(rows):
        for row, (key,) in zip(rows, keys, strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return len(keys)


@cache
def _update(model: type[models.Model], names: tuple[str, ...]) -> tuple[list["models.Field[Any, Any]"], str]:
    assert model._meta.pk is not None
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)
    return fields, f'UPDATE "{model._meta.db_table}" SET {columns} WHERE "{model._meta.pk.column}" = %s'


@cache
def _fields(model: type[models.Model]) -> list["models.Field[object, object]"]:
    """What is written: everything but a key that the database gives."""
    return [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]


@cache
def _begin(model: type[models.Model]) -> str:
    columns = ", ".join(f'"{field.column}"' for field in _fields(model))
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES '


@cache
def _places(rows: int, columns: int) -> str:
    return ", ".join(["(" + ", ".join(["%s"] * columns) + ")"] * rows)


@cache
def _end(model: type[models.Model]) -> str:
    assert model._meta.pk is not None
    return f' RETURNING "{model._meta.pk.column}"'
