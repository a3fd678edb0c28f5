"""Rows that hang on a row, read with it in one statement: a page with six lists costs one query, not seven.

Written as SQL, not as querysets: Django takes milliseconds to put six nested querysets together, at every request.
"""

from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import JSONField
from django.db.models.expressions import RawSQL

# How a database makes a list of rows, and a row of values.
_WORDS = {
    "sqlite": ("json_group_array", "json_array"),
    "postgresql": ("jsonb_agg", "jsonb_build_array"),
}


class Rows(NamedTuple):
    """The columns wanted, and `FROM … WHERE … ORDER BY …` of the rows, naming the outer row by its table."""

    columns: str
    rows: str


def rows_of(wanted: Rows, *values: Any) -> RawSQL:
    """An annotation: the rows as a list of lists, in their order; `values` fill the `%s` of the rows.

    Only plain columns (text, numbers, instants): what the database writes as JSON is what one reads. Instants come
    as text, true may come as 1. An empty list comes as None from PostgreSQL.
    """
    return RawSQL(_sql(wanted, connection.vendor), values, output_field=JSONField())


@cache
def _sql(wanted: Rows, vendor: str) -> str:
    each, row = _WORDS[vendor]
    columns = wanted.columns.split(", ")
    named = ", ".join(f"{column} AS c{number}" for number, column in enumerate(columns))
    listed = ", ".join(f"c{number}" for number in range(len(columns)))
    return f"SELECT {each}({row}({listed})) FROM (SELECT {named} {wanted.rows}) AS kept"
