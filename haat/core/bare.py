"""Rows read bare: instances made of what a statement answered, without what Django does besides for each.

For reading a hundred thousand rows, where `__init__` and its signals cost more than the row. A bare row has the columns
it was read with; any other is read when it is asked for, as a deferred one is: who makes bare rows reads all that is.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model
from django.db.models.base import ModelState

M = TypeVar("M", bound=Model)


def bare(model: type[M], names: Sequence[str], values: Sequence[Any], **related: Any) -> M:
    """A row that is there: `values` by the names of their columns (the key among them), and the rows it refers to.

    What follows in `values` after the last name belongs to somebody else.
    """
    row = model.__new__(model)
    state = ModelState()
    state.adding, state.db, state.fields_cache = False, DEFAULT_DB_ALIAS, related
    row.__dict__ = {"_state": state, **dict(zip(names, values, strict=False))}
    return row
