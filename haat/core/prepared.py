"""Queries written once: what every checkout reads is asked with a statement worked out beforehand.

For a row or two Django takes several times as long to write a SELECT over four tables as the database takes
to answer it. A `Prepared` keeps the statement, and what turns its rows into objects.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models, router
from django.db.models import Expression, Field
from django.db.models.base import ModelState
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query import get_related_populators
from django.db.models.query_utils import DeferredAttribute

from haat.core.cursors import cursor, prepares

M = TypeVar("M", bound=models.Model)
MOST = 2**63  # numbers of rows are smaller in both databases
# What happens when an object is made, and where its values lie; nothing listens to it, for the house has no signals.
_MAKERS = ("__init__", "__new__", "__setattr__")
_KEEPERS = (DeferredAttribute, ForeignKeyDeferredAttribute)


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
    """A queryset of objects, written once for each database; `all` fills its Slots.

    It is asked where the house's router lets the model be read (a replica, when there is one), but within a
    transaction, and when it locks, where the model is written; `using` names the database instead.
    """

    def __init__(self, build: Callable[[], "models.QuerySet[M]"], *, using: str = "") -> None:
        self._build, self._using = build, using
        self._plans: dict[tuple[str, bool], _Plan] = {}
        self._built: models.QuerySet[M] | None = None

    def using(self, alias: str) -> "Prepared[M]":
        """The same question, asked of this database."""
        bound = Prepared(self._build, using=alias)
        bound._plans = self._plans
        return bound

    def all(self, **values: Any) -> list[M]:
        """The objects for these values of the slots; none for a number that no row can have."""
        if any(type(value) is int and not -MOST <= value < MOST for value in values.values()):
            return []
        alias = self._using or self._routed()
        connection = connections[alias]
        kind = (alias, prepares(connection))
        plan = self._plans.get(kind)
        if plan is None:
            # Compiling changes a query: two threads at once must not share one.
            plan = self._plans[kind] = _planned(self._build(), alias)
        with cursor(connection) as lines:
            lines.execute(plan.sql, [values[p.name] if isinstance(p, Slot) else p for p in plan.params])
            rows = lines.fetchall()
        return [_object(plan, list(row), connection, alias) for row in rows]

    def first(self, **values: Any) -> M | None:
        """The first of them, or None."""
        return next(iter(self.all(**values)), None)

    def get(self, **values: Any) -> M:
        """The only one. Raises the model's DoesNotExist when there is none."""
        found = self.first(**values)
        if found is None:
            model: Any = self._query().model
            raise model.DoesNotExist(f"no {model._meta.label} for {values}")
        return found

    def _query(self) -> "models.QuerySet[M]":
        if self._built is None:
            self._built = self._build()
        return self._built

    def _routed(self) -> str:
        """What an action decides on is read where it writes."""
        if not router.routers:
            return DEFAULT_DB_ALIAS
        query: Any = self._query()
        writes = router.db_for_write(query.model)
        if query._for_write or connections[writes].in_atomic_block:
            return writes
        return router.db_for_read(query.model)


def slots(count: int, output_field: "Field[Any, Any]") -> list[Slot]:
    """Slots for `name__in`, to be filled with `numbered(values)`."""
    return [Slot(f"slot{number}", output_field) for number in range(count)]


def numbered(values: Iterable[Any]) -> dict[str, Any]:
    """The values of so many `slots`."""
    return {f"slot{number}": value for number, value in enumerate(values)}


def keep(owner: models.Model, name: str, rows: list[Any]) -> None:
    """Let `owner.<name>.all()` give these rows, read already, as `prefetch_related` would."""
    manager: Any = getattr(type(owner), name).rel.related_model._default_manager
    found = manager.all()
    found._result_cache, found._prefetch_done = rows, True
    kept: Any = owner
    kept.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found


def made(model: type[M], **values: Any) -> M:
    """A new object, every field of which is given under its column's name: without what Django does for each."""
    if not _plain(model):
        return model(**values)
    new = model.__new__(model)
    new.__dict__.update(values, _state=ModelState())
    return new


def fresh(model: type[M], **values: Any) -> M:
    """As `model(**values)`: what is not given is as the model says, which is looked up once and not for each object.

    For rows that every order writes; fields are given by their column's name, or as the object they refer to.
    """
    known = _defaults(model)
    if known is None:
        return model(**values)
    constants, asked, relations = known
    new = model.__new__(model)
    kept = new.__dict__
    kept.update(constants, _state=ModelState())
    for name, default in asked.items():
        kept[name] = values[name] if name in values else default()
    for name, value in values.items():
        if name in constants:
            kept[name] = value
        elif name in relations:
            setattr(new, name, value)
        elif name not in asked:
            raise TypeError(f"{model._meta.label} has no {name}")
    return new


@cache
def _defaults(model: type[models.Model]) -> "tuple[dict[str, Any], dict[str, Callable[[], Any]], set[str]] | None":
    """What a new object says by itself, what is asked for each, and its relations; None where Django must make it."""
    if not _plain(model):
        return None
    fields: list[Any] = list(model._meta.concrete_fields)
    asked = {
        f.attname: f.get_default for f in fields if (callable(f.default) if f.has_default() else f.has_db_default())
    }
    constants = {field.attname: field.get_default() for field in fields if field.attname not in asked}
    return constants, asked, {field.name for field in fields if field.is_relation}


def _planned(queryset: "models.QuerySet[Any]", alias: str) -> _Plan:
    connection: Any = connections[alias]
    compiler = queryset.query.get_compiler(using=alias)
    sql, params = compiler.as_sql()
    if prepares(connection):
        from haat.core.postgresql import with_constants

        sql, params = with_constants(connection, sql, params, Slot), tuple(p for p in params if isinstance(p, Slot))
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
        populators=get_related_populators(info, select, alias),  # type: ignore[call-arg]
        annotations=dict(compiler.annotation_col_map or {}),
    )


def _object(plan: _Plan, row: list[Any], connection: Any, alias: str) -> Any:
    for place, (converters, expression) in plan.converters:
        for converter in converters:
            row[place] = converter(row[place], expression, connection)
    found = _made(plan.model, alias, plan.names, row[plan.columns])
    for populator in plan.populators:
        _populate(populator, row, found)
    for name, place in plan.annotations.items():
        setattr(found, name, row[place])
    return found


def _populate(populator: Any, row: list[Any], found: Any) -> None:
    """As Django's RelatedPopulator: the object it refers to, and what that refers to."""
    picked = populator.reorder_for_init
    values = picked(row) if picked else row[populator.cols_start : populator.cols_end]
    model = populator.model_cls
    referred = None
    if values[populator.pk_idx] is not None:
        referred = _made(model, populator.db, populator.init_list, values)
        for inner in populator.related_populators:
            _populate(inner, row, referred)
    populator.local_setter(found, referred)
    if referred is not None:
        populator.remote_setter(referred, found)


def _made(model: type[models.Model], alias: str, names: Sequence[str], values: Sequence[Any]) -> Any:
    """As `from_db`: an object with these values. A plain one is filled at once, without asking each of its fields."""
    if not _plain(model):
        return model.from_db(alias, names, values)
    made = model.__new__(model)
    state = ModelState()
    state.adding, state.db = False, alias
    made.__dict__.update(zip(names, values, strict=True), _state=state)
    return made


@cache
def _plain(model: type[models.Model]) -> bool:
    """Whether nothing but keeping its values happens when an object of it is made."""
    inherited = all(getattr(model, name) == getattr(models.Model, name) for name in _MAKERS)
    whole = model.from_db.__func__ is models.Model.from_db.__func__  # type: ignore[attr-defined]
    return inherited and whole and all(_keeps(model, field) for field in model._meta.concrete_fields)


def _keeps(model: type[models.Model], field: "Field[Any, Any]") -> bool:
    """Whether a field keeps its value under its own name, as it is."""
    return type(model.__dict__.get(field.attname, getattr(model, field.attname, None))) in _KEEPERS
