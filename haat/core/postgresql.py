"""What only psycopg can do: a cursor that prepares its statements, and values written into a statement's text."""

import re
import select
from typing import Any, NamedTuple

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.types.numeric import Int8
from psycopg_pool import ConnectionPool

WIDEST = 2**63
PLACE = re.compile(r"%([%s])")


class Said(NamedTuple):
    """A statement as Django's log of statements asks for it."""

    query: bytes


class PreparingCursor(psycopg.Cursor[Any]):
    """Prepares each statement the first time it is run on a connection, and sends only the values after that.

    `logs` is the connection when its statements are logged: with their values, as Django's own cursor tells them.
    """

    def __init__(self, line: Any, logs: BaseDatabaseWrapper | None = None) -> None:
        super().__init__(line)
        self._logs = logs

    def execute(self, query: Any, params: Any = None, **_more: Any) -> Any:
        super().execute(query, None if params is None else [_alike(value) for value in params], prepare=True)
        if self._logs is not None:
            ops: Any = self._logs.ops
            said: Any = Said(ops.compose_sql(query, params).encode())
            self._query = said
        return self


def _alike(value: Any) -> Any:
    """A whole number is sent as the widest: by what it is it would be small, or wide, and prepared for each anew."""
    return Int8(value) if type(value) is not bool and isinstance(value, int) and -WIDEST <= value < WIDEST else value


def with_constants(connection: BaseDatabaseWrapper, sql: str, params: tuple[Any, ...], slot: type) -> str:
    """The statement with every value but the slots written into it.

    Prepared, the database plans it without the values: it can use an index for `state = 'live'` only when it is
    told so.
    """
    given = iter(params)

    def write(place: "re.Match[str]") -> str:
        if place[1] == "%":
            return place[0]
        value = next(given)
        return "%s" if isinstance(value, slot) else _literal(connection, value)

    return PLACE.sub(write, sql)


def _literal(connection: BaseDatabaseWrapper, value: Any) -> str:
    written: str = connection.ops.compose_sql("%s", [value])  # type: ignore[attr-defined]
    return written.replace("%", "%%")


_ask = ConnectionPool.check_connection


def check(line: "psycopg.Connection[Any]") -> None:
    """Raises psycopg.OperationalError when the server has ended this connection.

    A server that ends one says so on the line, where otherwise nothing lies unasked: only then is it asked, which the
    pool would do before every request, for as much as a small page costs.
    """
    heard = select.poll()
    heard.register(line.fileno(), select.POLLIN)
    if heard.poll(0):
        _ask(line)


def check_by_listening() -> None:
    """Let pools of connections try each with `check`; Django names no other way to say it."""
    ConnectionPool.check_connection = staticmethod(check)  # type: ignore[assignment]
