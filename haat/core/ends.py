"""Finding a text by how it begins or ends, by an index on either database."""

from typing import Any

from django.db import connection
from django.db.models import CharField, Func, Q


class LastFour(Func):
    """The last four characters of a text; written without values, so that an index of it is found."""

    function = "RIGHT"
    template = "RIGHT(%(expressions)s, 4)"
    arity = 1
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="SUBSTR(%(expressions)s, -4)", **extra)


def begins(field: str, text: str) -> Q:
    """That a text begins so. SQLite, which compares byte by byte, finds it as a range; PostgreSQL by its LIKE."""
    begun = Q(**{f"{field}__startswith": text})
    if connection.vendor == "sqlite":
        begun &= Q(**{f"{field}__gte": text, f"{field}__lt": f"{text}\U0010ffff"})
    return begun
