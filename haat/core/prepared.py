"""Queries written once: what every checkout reads is asked with a statement worked out beforehand.

For a row or two Django takes several times as long to write a SELECT over four tables as the database takes
to answer it. A `Prepared` keeps the statement, and what turns its rows into objects.
"""

from collections.abc import Callable, Iterable
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import Expression, Field
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=models.Model)


class Slot(Expression):
    """Stands for a value given with each asking: `filter(pin=Slot("pin", CharField()))`."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """A place for the value, which is known later."""
        return "%s", [self]


class _Plan(NamedTuple):
    """A statement, and how a row of its answer becomes an object with those it refers to."""

    sql: str
    params: tuple[Any, ...]
    converters: list[tuple[int, tuple[list[Any], Any]]]
    model: type[models.Model]
    names: list[str]
    columns: slice
    populators: list[Any]
    annotations: dict[str, int]


class Prepared(Generic[M]):
    """A queryset of objects, written once for each kind of database; `all` fills its Slots."""

    def __init__(self, build: Callable[[], "models.QuerySet[M]"]) -> None:
        self._build = build
        self._plans: dict[str, _Plan] = {}

    def all(self, **values: Any) -> list[M]:
        """The objects for these values of the slots."""
        connection = connections[DEFAULT_DB_ALIAS]
        plan = self._plans.get(connection.vendor)
        if plan is None:
            plan = self._plans[connection.vendor] = _planned(self._build())
        with connection.cursor() as cursor:
            cursor.execute(plan.sql, [values[p.name] if isinstance(p, Slot) else p for p in plan.params])
            rows = cursor.fetchall()
        return [_object(plan, list(row), connection) for row in rows]

    def first(self, **values: Any) -> M | None:
        """The first of them, or None."""
        return next(iter(self.all(**values)), None)

    def get(self, **values: Any) -> M:
        """The only one. Raises the model's DoesNotExist when there is none."""
        found = self.first(**values)
        if found is None:
            model: Any = self._build().model
            raise model.DoesNotExist(f"no {model._meta.label} for {values}")
        return found


def slots(count: int, output_field: "Field[Any, Any]") -> list[Slot]:
    """Slots for `name__in`, to be filled with `numbered(values)`."""
    return [Slot(f"slot{number}", output_field) for number in range(count)]


def numbered(values: Iterable[Any]) -> dict[str, Any]:
    """The values of so many `slots`."""
    return {f"slot{number}": value for number, value in enumerate(values)}


def _planned(queryset: "models.QuerySet[Any]") -> _Plan:
    compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    info: Any = compiler.klass_info
    select: Any = compiler.select
    columns = slice(info["select_fields"][0], info["select_fields"][-1] + 1)
    return _Plan(
        sql=sql,
        params=tuple(params),
        converters=list(compiler.get_converters([column[0] for column in select]).items()),
        model=info["model"],
        names=[column[0].target.attname for column in select[columns]],
        columns=columns,
        populators=get_related_populators(info, select, DEFAULT_DB_ALIAS),  # type: ignore[call-arg]
        annotations=dict(compiler.annotation_col_map or {}),
    )


def _object(plan: _Plan, row: list[Any], connection: Any) -> Any:
    for place, (converters, expression) in plan.converters:
        for converter in converters:
            row[place] = converter(row[place], expression, connection)
    found = plan.model.from_db(DEFAULT_DB_ALIAS, plan.names, row[plan.columns])
    for populator in plan.populators:
        populator.populate(row, found)
    for name, place in plan.annotations.items():
        setattr(found, name, row[place])
    return found
