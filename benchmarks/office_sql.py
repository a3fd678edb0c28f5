"""Rows of a benchmark written in SQL that both databases read, and the mart's officers."""

import os
from typing import Any

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not apps.ready:
    django.setup()

from django.db import connection, models

from haat.people.models import User


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def moment(ago: str) -> str:
    """The moment so many seconds ago, as SQL."""
    if is_postgresql():
        return f"date_trunc('second', now() - ({ago}) * interval '1 second')"
    return f"datetime('now', '-' || ({ago}) || ' seconds')"


def day(ago: str) -> str:
    """The day so many days ago, as SQL; a minus before it: to come."""
    return f"(current_date - ({ago})::int)" if is_postgresql() else f"date('now', (-({ago})) || ' days')"


def json(text: str) -> str:
    """A text as JSON, as SQL."""
    return f"({text})::jsonb" if is_postgresql() else f"({text})"


def when(*cases: tuple[str, str], other: str) -> str:
    """CASE, as SQL."""
    return "CASE " + " ".join(f"WHEN {test} THEN {value}" for test, value in cases) + f" ELSE {other} END"


def _literal(field: Any) -> str:
    """What a column holds of which nothing was said."""
    if field.null:
        return "NULL"
    if field.has_default():
        value = field.get_default()
        if isinstance(field, models.JSONField):
            return json("'{}'" if value == {} else "'[]'")
        if isinstance(field, models.DateTimeField):
            return moment("0")
        if isinstance(value, bool):
            return str(value).upper() if is_postgresql() else str(int(value))
        return f"'{value}'" if isinstance(value, str) else str(value)
    return "''"


def put(model: type[models.Model], source: str, **columns: str) -> None:
    """INSERT … SELECT of these columns, by their names in the table, from `source`; others hold their defaults."""
    fields = {field.column: field for field in model._meta.local_concrete_fields}
    given = {
        column: columns.get(column, _literal(field))
        for column, field in fields.items()
        if not field.primary_key or column in columns
    }
    assert set(columns) <= set(fields), set(columns) - set(fields)
    names = ", ".join(f'"{column}"' for column in given)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {", ".join(given.values())} FROM {source}'
        )


def numbers(count: int) -> str:
    """Rows with `i` from 1 to `count`, as SQL."""
    if is_postgresql():
        return f"generate_series(1::bigint, {count}) AS n(i)"
    return f"(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) SELECT i FROM n) AS n"


def table(model: type[models.Model]) -> str:
    return f'"{model._meta.db_table}"'


def yes(text: str) -> str:
    """A condition as a value."""
    return f"({text})"


def officer(kind: str) -> User:
    """One of the mart's officers: collector, desk, accountant, rider, coordinator (of the smallest block)."""
    return User.objects.filter(roles__kind=kind, roles__mart__slug="bench").order_by("pk")[0]
