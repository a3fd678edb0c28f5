"""Questions that Django answers by itself, because no row can be so: the database is never asked, and nothing found."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db.models.lookups import IntegerFieldOverflow

from tests.doctor import everything_is_asked


@contextmanager
def asked_in_vain() -> Iterator[list[str]]:
    """Those that are met meanwhile: a field beside a number outside of its range."""
    met: list[str] = []
    real = IntegerFieldOverflow.process_rhs

    def watched(self: Any, compiler: Any, connection: Any) -> Any:
        try:
            return real(self, compiler, connection)
        except (EmptyResultSet, FullResultSet):
            met.append(f"{self.lhs} {self.lookup_name} {self.rhs}")
            raise

    with everything_is_asked(), patch.object(IntegerFieldOverflow, "process_rhs", watched):
        yield met
