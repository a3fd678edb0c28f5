"""Cursors for statements that are asked again and again: PostgreSQL parses and plans each once on a connection.

Django's own cursor puts the values into the text of a statement, so that PostgreSQL parses and plans it anew each
time, which for a row or two takes several times as long as finding them. Only what this house has written once goes
this way (`core.prepared`, `core.rows`, and of the shelf what one plan serves); every other statement is planned for
its values as ever.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

# More of them than the house has; one that falls out is prepared again when it is asked.
MOST_PREPARED = 400


def prepares(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database keeps statements for this connection: PostgreSQL, unless a pooler stands between."""
    return (
        connection.vendor == "postgresql" and connection.settings_dict["OPTIONS"].get("prepare_threshold") is not None
    )


def cursor(connection: BaseDatabaseWrapper) -> Any:
    """A cursor, as `connection.cursor()` gives one, that prepares what it runs where the database can keep it."""
    if not prepares(connection):
        return connection.cursor()
    from haat.core.postgresql import PreparingCursor

    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        line: Any = connection.connection
        if line.prepared_max != MOST_PREPARED:
            _begin(line, own=not connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"])
        return connection._prepare_cursor(PreparingCursor(line, connection if connection.queries_logged else None))  # type: ignore[attr-defined]


def _begin(line: Any, *, own: bool) -> None:
    """What holds as long as this connection: how much it keeps, and where the session is our `own`, how it is planned.

    One plan serves what the house prepares. Left alone, PostgreSQL plans each statement anew for its values in its
    first five runs on a connection, which costs a new connection about as much as those runs. Statements whose values
    stand in their text are planned for these as ever.
    """
    if own:
        line.execute("SET plan_cache_mode = force_generic_plan")
    line.prepared_max = MOST_PREPARED


def for_columns(connection: BaseDatabaseWrapper, values: Iterable[Any]) -> list[Any]:
    """Values to be written into columns, as text where statements are prepared: the column says of which type they are.

    Otherwise a statement would be prepared anew for each column that is NULL in one row and not in another.
    """
    return [_text(value) for value in values] if prepares(connection) else list(values)


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, int | Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
