"""All names of a good in one value of the row that refers to it, instead of a statement of their own."""

from typing import Any

from django.db.models import Func, JSONField, OuterRef, Subquery

from haat.catalogue.models import GoodText


def names_of(good: str) -> Subquery:
    """For a row with a good at `good`: language → name, as JSON; NULL where it has no text."""
    return Subquery(GoodText.objects.filter(good=OuterRef(good)).values(found=NamesByLanguage()))


class NamesByLanguage(Func):
    """All rows of a subquery on GoodText as one JSON object: language → name."""

    function = "jsonb_object_agg"
    output_field = JSONField()

    def __init__(self) -> None:
        super().__init__("language", "name")

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite's name of the same function."""
        return self.as_sql(compiler, connection, function="json_group_object", **context)
