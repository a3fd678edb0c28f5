"""Many thousand new rows at once, which need no keys back: COPY on PostgreSQL, one prepared INSERT on SQLite."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models


def copy_in(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model whose columns are plain texts, numbers, days and keys; they get no primary keys.

    Raises IntegrityError as an INSERT does.
    """
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    names, begin, places = _columns(type(rows[0]))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, connection.wrap_database_errors:
            with cursor.copy(f"COPY {begin} FROM STDIN") as into:
                for values in _values(rows, names):
                    into.write_row(values)
        return
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {begin} VALUES ({places})", list(_values(rows, names)))


def _values(rows: Sequence[models.Model], names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    return (tuple(getattr(row, name) for name in names) for row in rows)


@cache
def _columns(model: type[models.Model]) -> tuple[tuple[str, ...], str, str]:
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    names = tuple(field.attname for field in fields)
    return names, f'"{model._meta.db_table}" ({columns})', ", ".join(["%s"] * len(names))
