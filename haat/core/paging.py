"""A page of a long list, found by where the page before it ended: the thousandth costs what the first does.

A list is ordered by one field and, where rows are alike in it, by their keys; both go the same way, so that one index
serves both directions. Keys are found first and joins are made for the rows shown (docs/decisions/office-lists.md).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.core import signing
from django.db.models import BooleanField, F, Func, Model, Q, QuerySet, Value

M = TypeVar("M", bound=Model)
# So many rows of a list are counted; of more it is said that there are more.
MOST_COUNTED = 500
_SALT = "haat.core.paging"


@dataclass(frozen=True)
class Edge:
    """Where a page begins: behind (or, going `back`, before) the row with this value and key, the `number`th."""

    value: Any
    pk: int
    number: int
    back: bool = False


@dataclass(frozen=True)
class Slice:
    """Rows of a list from the `first` on (1 for the beginning), and the edges of the pages beside them, if any.

    `total` is how many rows there are; None when there are more than MOST_COUNTED.
    """

    rows: list[Any]
    first: int
    total: int | None
    before: Edge | None = None
    after: Edge | None = None


class _Past(Func):
    """Whether (field, key) lies behind these values: one comparison of rows, which an index answers whole."""

    output_field = BooleanField()
    conditional = True

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Sequence[Any]]:  # type: ignore[override]
        parts = [compiler.compile(each) for each in self.get_source_expressions()]
        texts, params = [sql for sql, _params in parts], [value for _sql, values in parts for value in values]
        return f"({texts[0]}, {texts[1]}) {self.extra['sign']} ({texts[2]}, {texts[3]})", params


def past(field: Any, key: Any, edge: Edge, *, down: bool) -> Func:
    """Whether a row lies behind the edge in an order by (`field`, `key`), `down` from the greatest."""
    return _Past(field, key, Value(edge.value), Value(edge.pk), sign="<" if down else ">")


def write(edge: Edge, sort: str) -> str:
    """An edge as it stands in an address, signed: nothing but what was written here is read back."""
    value = edge.value
    kind = "t" if isinstance(value, datetime) else "d" if isinstance(value, date) else ""
    told = [sort, kind, value.isoformat() if kind else value, edge.pk, edge.number, edge.back]
    return signing.Signer(salt=_SALT).sign_object(told)


def read(text: str, sort: str) -> Edge | None:
    """The edge of an address; None for one that was not written for this order."""
    try:
        told_sort, kind, value, pk, number, back = signing.Signer(salt=_SALT).unsign_object(text)
    except (signing.BadSignature, ValueError):
        return None
    if told_sort != sort:
        return None
    if kind:
        value = datetime.fromisoformat(value) if kind == "t" else date.fromisoformat(value)
    return Edge(value, pk, number, back)


def cut(
    rows: QuerySet[M],
    order: str,
    size: int,
    edge: Edge | None = None,
    page: int = 1,
    *,
    at_once: bool = False,
    among: Sequence[tuple[Any, Q]] = (),
    count: Callable[[], int | None] | None = None,
) -> Slice:
    """`size` of `rows` by the field `order` (`-` in front: the greatest first) from an edge, or the page of a number.

    Of a number behind the end, the last page. At most four statements, of which only one joins what `rows` joins.
    `at_once`: the keys stand within the statement that reads the rows, for a field that each row itself has.
    `among`: of a field of another table without an index, all its values from the least, each with what holds of its
    rows. Where there are many rows they are asked for one value after the other, as far as the page goes.
    `count`: how many rows there are, as `total` has it, where that is known more cheaply.
    """
    field, down = order.removeprefix("-"), order.startswith("-")
    back = edge is not None and edge.back
    found = _keys(rows, field, down=down != back, edge=edge)
    start = 0 if edge else (page - 1) * size
    there: dict[int, Any] | None = None
    number = count or (lambda: counted(rows))
    if at_once:
        wanted = rows.filter(pk__in=found.values("pk")[start : start + size + 1])
        there = {row.pk: row for row in _ordered(wanted, field, down=down != back)}
        keys = [(getattr(row, field), pk) for pk, row in there.items()]
    elif among and not start and _many(edge, number):
        keys = _keys_among(rows, among, down=down != back, edge=edge, most=size + 1)
        number = _more_than_counted
    else:
        keys = list(found[start : start + size + 1])
    first = start + 1 if edge is None else edge.number + 1
    if not keys and start:
        return _last(rows, order, size)
    more, keys = len(keys) > size, keys[:size]
    if edge is not None and back:
        keys.reverse()
        first = max(1, edge.number - len(keys) + 1) if more else 1
    return _slice(rows, keys, first, number, behind=more or back, ahead=more if back else first > 1, there=there)


def _more_than_counted() -> None:
    return None


def _many(edge: Edge | None, number: Callable[[], int | None]) -> bool:
    return (edge is not None and edge.number > MOST_COUNTED) or number() is None


def _keys_among(
    rows: QuerySet[M], among: Sequence[tuple[Any, Q]], *, down: bool, edge: Edge | None, most: int
) -> list[tuple[Any, int]]:
    """The first `most` (value, key) behind the edge, of one value of the field after the other."""
    found: list[tuple[Any, int]] = []
    for value, where in reversed(among) if down else among:
        if edge is not None and (value > edge.value if down else value < edge.value):
            continue
        keys = rows.filter(where).order_by("-pk" if down else "pk").values_list("pk", flat=True)
        if edge is not None and value == edge.value:
            keys = keys.filter(pk__lt=edge.pk) if down else keys.filter(pk__gt=edge.pk)
        found += [(value, pk) for pk in keys[: most - len(found)]]
        if len(found) == most:
            break
    return found


def _last(rows: QuerySet[M], order: str, size: int) -> Slice:
    """The last page, its rows counted from the beginning."""
    field, down = order.removeprefix("-"), order.startswith("-")
    total = rows.order_by().values("pk").count()
    over = total % size or min(size, total)
    keys = list(_keys(rows, field, down=not down, edge=None)[:over])[::-1]
    return _slice(rows, keys, total - over + 1 if total else 1, lambda: total, behind=False, ahead=total > over)


def _slice(
    rows: QuerySet[M],
    keys: list[tuple[Any, int]],
    first: int,
    number: Callable[[], int | None],
    *,
    behind: bool,
    ahead: bool,
    there: "dict[int, Any] | None" = None,
) -> Slice:
    by_key = there or {}
    if keys and there is None:
        by_key = {row.pk: row for row in rows.filter(pk__in=[pk for _value, pk in keys]).order_by()}
    last = first + len(keys) - 1
    return Slice(
        rows=[by_key[pk] for _value, pk in keys if pk in by_key],
        first=first if keys else 0,
        total=_total(number, last, behind=behind),
        before=Edge(*keys[0], first - 1, back=True) if keys and ahead else None,
        after=Edge(*keys[-1], last) if keys and behind else None,
    )


def _total(number: Callable[[], int | None], last: int, *, behind: bool) -> int | None:
    if not behind and last <= MOST_COUNTED:
        return last
    return None if last > MOST_COUNTED else number()


def counted(rows: QuerySet[M]) -> int | None:
    """How many rows there are; None for more than MOST_COUNTED."""
    found = rows.order_by().values("pk")[: MOST_COUNTED + 1].count()
    return found if found <= MOST_COUNTED else None


def _keys(rows: QuerySet[M], field: str, *, down: bool, edge: Edge | None) -> QuerySet[M, tuple[Any, int]]:
    if edge is not None:
        rows = rows.filter(past(F(field), F("pk"), edge, down=down))
    return _ordered(rows, field, down=down).values_list(field, "pk")


def _ordered(rows: QuerySet[M], field: str, *, down: bool) -> QuerySet[M]:
    return rows.order_by(f"-{field}", "-pk") if down else rows.order_by(field, "pk")
