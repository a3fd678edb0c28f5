"""`field__among=keys`: of many keys at once, as one value of the statement.

Django's `in` makes a value of each key and the database reads a text as long as all of them: of some thousand keys that
costs more than finding their rows. The keys are whole numbers, in any collection.
"""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Field, ForeignKey, Lookup


class Among(Lookup):
    """A column is one of these keys."""

    lookup_name = "among"
    prepare_rhs = False
    rhs: Collection[int]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        if not self.rhs:
            raise EmptyResultSet
        column, values = self.process_lhs(compiler, connection)
        keys = sorted(map(int, self.rhs))
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", (*values, keys)
        return f"{column} IN (SELECT value FROM json_each(%s))", (*values, str(keys))


def register() -> None:
    """Have every column know it."""
    for kind in (Field, ForeignKey):
        kind.register_lookup(Among)
