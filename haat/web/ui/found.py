"""One row by its key, or 404: what may be found at all is for the room's query to say."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

Row = TypeVar("Row", bound=Model)


def one_or_404(rows: "QuerySet[Row]", **key: Any) -> Row:
    """The row of `rows` (a mart's, or those a reader may see) with this key; 404 when it is none of them."""
    one = rows.filter(**key).first()
    if one is None:
        raise Http404
    return one
