"""Writing rows with the statement worked out once: for tables into which every action writes.

Django writes each INSERT and UPDATE anew, which costs more than the database takes to run it.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from haat.core.cursors import cursor, for_columns, prepares

T = TypeVar("T")
# What one statement bears in either database: keys it names, values it writes.
KEYS, VALUES = 2_000, 10_000
# Every order writes so many; more of them once in a while, and a statement as long is not worth keeping.
FEW = 160
# Fields of Django's own that write a value of this type as it is.
_PLAIN: dict[type, type] = {
    **dict.fromkeys((models.CharField, models.SlugField, models.TextField), str),
    **dict.fromkeys((models.IntegerField, models.BigIntegerField, models.SmallIntegerField), int),
    **dict.fromkeys((models.PositiveIntegerField, models.PositiveBigIntegerField), int),
    models.PositiveSmallIntegerField: int,
}
# Others whose values psycopg writes as they are.
_AS_IT_IS = (models.BooleanField, models.DateTimeField, models.ForeignKey)


def insert(rows: Sequence[models.Model]) -> None:
    """Write some rows of one model (at most a few thousand values) in one statement; they get their primary keys."""
    _write(rows, "")


def insert_new(rows: Sequence[models.Model]) -> int:
    """Write those that no unique constraint knows already; how many those were. All new: all get primary keys."""
    return _write(rows, " ON CONFLICT DO NOTHING")


def insert_many(rows: Sequence[models.Model]) -> None:
    """As `insert`, of any number: as many to a statement as a statement bears."""
    for some in batches(rows, _in_one(rows)):
        insert(some)


def insert_asking(rows: Sequence[models.Model], *asked: str) -> list[tuple[Any, ...]]:
    """As `insert_many`; for each row what `asked`, SQL of the house's own over a row of the table, answers at once."""
    found: list[tuple[Any, ...]] = []
    for some in batches(rows, _in_one(rows)):
        found += [answer for _key, *answer in _written(some, "", asked)]  # type: ignore[misc]
    return found


def insert_many_new(rows: Sequence[models.Model]) -> int:
    """As `insert_new`, of any number; of each statement's rows all get primary keys, or none."""
    return sum(insert_new(some) for some in batches(rows, _in_one(rows)))


def put_many(rows: Sequence[models.Model], *unique: str) -> None:
    """Write any number of rows; where a unique constraint over the fields `unique` knows one, it becomes as this is."""
    for some in batches(rows, _in_one(rows)):
        _write(some, _becomes(type(some[0]), unique))


def copy_new(rows: Sequence[models.Model]) -> None:
    """Write any number of rows that are surely new; they need not get primary keys.

    PostgreSQL takes many as they come (COPY): no text as long as all of them is written, taken apart and read.
    """
    connection: Any = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql" or len(rows) < FEW:
        insert_many(rows)
        return
    fields = _fields(type(rows[0]))
    names = [field.attname for field in fields]
    as_it_is = all(type(field) in _PLAIN or isinstance(field, _AS_IT_IS) for field in fields)
    with connection.cursor() as lines, connection.wrap_database_errors, lines.copy(_copy(type(rows[0]))) as copying:
        for row in rows:
            values = [getattr(row, name) for name in names]
            if not as_it_is:
                values = [f.get_db_prep_save(value, connection) for f, value in zip(fields, values, strict=True)]
            copying.write_row(values)


def batches(items: Sequence[T], size: int | None = None) -> Iterator[Sequence[T]]:
    """The items in their order, `size` at a time; without one as many as a statement may name."""
    size = size or KEYS
    return (items[start : start + size] for start in range(0, len(items), size))


def add_to(model: type[models.Model], figures: Mapping[int, Sequence[int]], *names: str) -> None:
    """Add to the fields `names` of rows, by primary key, what `figures` gives for each of them; some rows at a time."""
    keys = sorted(figures)
    for some in batches(keys, VALUES // (len(names) + 1)):
        values = [value for key in some for value in (key, *figures[key])]
        change(_add(model, names) % _places(len(some), len(names) + 1), *values)


def update(row: models.Model, *names: str) -> None:
    """Write these fields of a row that is there, as `save(update_fields=…)` does. Raises the model's DoesNotExist."""
    model, connection = type(row), connections[DEFAULT_DB_ALIAS]
    fields, statement = _update(model, names)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    if not change(statement, *for_columns(connection, values), row.pk):
        missing: Any = model
        raise missing.DoesNotExist(f"no {model._meta.label} {row.pk}")


def change(statement: str, *values: Any) -> int:
    """Run an UPDATE or DELETE written out in SQL; how many rows it met. For the few that every checkout runs."""
    connection = connections[DEFAULT_DB_ALIAS]
    with cursor(connection) if len(values) <= FEW else connection.cursor() as lines:
        lines.execute(statement, values)
        return int(lines.rowcount)


def update_each(rows: Sequence[models.Model], *names: str) -> None:
    """As `update`, of many rows of one model: one statement, run for each. Raises the model's DoesNotExist."""
    if not rows:
        return
    model, connection = type(rows[0]), connections[DEFAULT_DB_ALIAS]
    fields, statement = _update(model, names)
    values = [
        [*(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields), row.pk] for row in rows
    ]
    with connection.cursor() as lines:
        lines.executemany(statement, values)
        if lines.rowcount < len(rows):
            missing: Any = model
            raise missing.DoesNotExist(f"{len(rows) - lines.rowcount} of {len(rows)} {model._meta.label} are gone")


def _write(rows: Sequence[models.Model], conflict: str) -> int:
    return len(_written(rows, conflict)) if rows else 0


def _written(rows: Sequence[models.Model], conflict: str, asked: Sequence[str] = ()) -> list[tuple[Any, ...]]:
    """What the statement answers: the keys of the rows it wrote, and what was asked besides."""
    model, connection = type(rows[0]), connections[DEFAULT_DB_ALIAS]
    fields = _fields(model)
    values = _values(rows, fields, connection)
    with cursor(connection) if len(values) <= FEW else connection.cursor() as lines:
        more = "".join(f", {each}" for each in asked)
        statement = _begin(model) + _places(len(rows), len(fields)) + conflict + _end(model) + more
        lines.execute(statement, values)
        answers: list[tuple[Any, ...]] = lines.fetchall()
    if len(answers) == len(rows):
        for row, (key, *_more) in zip(rows, answers, strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return answers


def _values(
    rows: Sequence[models.Model], fields: Sequence["models.Field[Any, Any]"], connection: BaseDatabaseWrapper
) -> list[Any]:
    """What is written, row by row. Where all goes as text, words and numbers go as they are: most are just these."""
    if not prepares(connection):
        return [field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows for field in fields]
    written: list[Any] = []
    kinds = [(field, field.attname, _PLAIN.get(type(field))) for field in fields]
    for row in rows:
        for field, name, plain in kinds:
            value = getattr(row, name)
            if plain is None or (value is not None and type(value) is not plain):
                written += for_columns(connection, (field.get_db_prep_save(value, connection),))
            else:
                written.append(str(value) if plain is int and value is not None else value)
    return written


@cache
def _update(model: type[models.Model], names: tuple[str, ...]) -> tuple[list["models.Field[Any, Any]"], str]:
    assert model._meta.pk is not None
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)
    return fields, f'UPDATE "{model._meta.db_table}" SET {columns} WHERE "{model._meta.pk.column}" = %s'


@cache
def _add(model: type[models.Model], names: tuple[str, ...]) -> str:
    """With a place for the rows of values: a key, and what is added to each field."""
    assert model._meta.pk is not None
    columns = [model._meta.get_field(name).column for name in names]  # type: ignore[union-attr]
    sums = ", ".join(f'"{column}" = "{column}" + told.column{at}' for at, column in enumerate(columns, start=2))
    table = model._meta.db_table
    return (
        f'UPDATE "{table}" SET {sums} FROM (VALUES %s) AS told WHERE "{table}"."{model._meta.pk.column}" = told.column1'
    )


@cache
def _becomes(model: type[models.Model], unique: tuple[str, ...]) -> str:
    known = [model._meta.get_field(name).column for name in unique]  # type: ignore[union-attr]
    new = [field.column for field in _fields(model) if field.column not in known]
    columns, sets = (", ".join(f'"{column}"' for column in known), ", ".join(f'"{c}" = EXCLUDED."{c}"' for c in new))
    return f" ON CONFLICT ({columns}) DO UPDATE SET {sets}"


def _in_one(rows: Sequence[models.Model]) -> int:
    return max(1, VALUES // len(_fields(type(rows[0])))) if rows else 1


@cache
def _fields(model: type[models.Model]) -> list["models.Field[object, object]"]:
    """What is written: everything but a key that the database gives."""
    return [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]


@cache
def _begin(model: type[models.Model]) -> str:
    columns = ", ".join(f'"{field.column}"' for field in _fields(model))
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES '


@cache
def _copy(model: type[models.Model]) -> str:
    columns = ", ".join(f'"{field.column}"' for field in _fields(model))
    return f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN'


@cache
def _places(rows: int, columns: int) -> str:
    return ", ".join(["(" + ", ".join(["%s"] * columns) + ")"] * rows)


@cache
def _end(model: type[models.Model]) -> str:
    assert model._meta.pk is not None
    return f' RETURNING "{model._meta.pk.column}"'
