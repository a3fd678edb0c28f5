"""Rows that hang on a row, read with it in one statement: a page with ten lists costs one query, not eleven."""

from typing import Any

from django.db.models import F, JSONField, QuerySet, Subquery
from django.db.models.sql.compiler import SQLCompiler


class JsonRows(Subquery):
    """The rows of `rows` as a list of lists of the named columns, in their order; annotate with it.

    Only plain columns (text, numbers, instants): what the database writes as JSON is what one reads. Instants come
    as text. An empty list may come as None from PostgreSQL.
    """

    output_field = JSONField()

    def __init__(self, rows: "QuerySet[Any]", *columns: str) -> None:
        named = {f"c{number}": F(column) for number, column in enumerate(columns)}
        self.columns = ", ".join(f"kept.{name}" for name in named)
        super().__init__(rows.annotate(**named).values(*named))

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> tuple[str, Any]:
        template = f"(SELECT json_group_array(json_array({self.columns})) FROM (%(subquery)s) AS kept)"
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> tuple[str, Any]:
        template = f"(SELECT jsonb_agg(jsonb_build_array({self.columns})) FROM (%(subquery)s) AS kept)"
        return self.as_sql(compiler, connection, template=template, **extra)
