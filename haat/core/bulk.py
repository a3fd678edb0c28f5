"""Many thousand new rows at once, which need no keys back: COPY on PostgreSQL, one prepared INSERT on SQLite."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models


def copy_in(model: type[models.Model], names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write new rows of a model: the values of its fields `names`, plain texts, numbers and keys.

    Raises IntegrityError as an INSERT does.
    """
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    into = _into(model, tuple(names))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copied:
                for row in rows:
                    copied.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {into} VALUES ({', '.join(['%s'] * len(names))})", rows)


@cache
def _into(model: type[models.Model], names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{model._meta.get_field(name).column}"' for name in names)  # type: ignore[union-attr]
    return f'"{model._meta.db_table}" ({columns})'
