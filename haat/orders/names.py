"""Names and picture of a good as values of the row that refers to it, instead of statements of their own."""

from typing import Any

from django.db.models import Func, JSONField, OuterRef, Subquery

from haat.catalogue.models import GoodText, Photo


def names_of(good: str) -> Subquery:
    """For a row with a good at `good`: language → name, as JSON; NULL where it has no text."""
    return Subquery(GoodText.objects.filter(good=OuterRef(good)).values(found=NamesByLanguage()))


def digest_of(good: str) -> Subquery:
    """For a row with a good at `good`: the digest of its main picture; NULL where it has none."""
    return Subquery(Photo.objects.filter(good=OuterRef(good), position=0).values("picture__digest")[:1])


class NamesByLanguage(Func):
    """All rows of a subquery on GoodText as one JSON object: language → name."""

    function = "jsonb_object_agg"
    output_field = JSONField()

    def __init__(self) -> None:
        super().__init__("language", "name")

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite's name of the same function."""
        return self.as_sql(compiler, connection, function="json_group_object", **context)
