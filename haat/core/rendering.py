"""`migrate` from nothing in a fifth of the time: each step makes anew the one model it changes.

For its steps Django keeps classes of all models as they were, and after each step makes anew whatever hangs together
with the model that changed: in a house where everything belongs to a mart, nearly all of them, hundreds of times. To
make a table, a column, an index or a constraint only that table's own class is looked at. Steps that look further (the
Python of a migration, what is renamed, a column to which others refer) find every class made anew, as before.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from django.db.migrations.operations import AlterField, RenameField, RenameModel
from django.db.migrations.state import ProjectState
from django.db.migrations.utils import field_is_referenced

Key = tuple[str, str]
_LOOKS_FURTHER = (AlterField, RenameField, RenameModel)
_ADD, _ALTER = ProjectState.add_field, ProjectState.alter_field


@contextmanager
def narrowly() -> Iterator[None]:
    """Meanwhile Django renders so. For a process that does nothing else: it holds for all of its threads."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(ProjectState, "_find_reload_model", _made_anew))
        stack.enter_context(patch.object(ProjectState, "add_field", _add_field))
        stack.enter_context(patch.object(ProjectState, "alter_field", _alter_field))
        for operation in _LOOKS_FURTHER:
            wider = _exact(operation.database_forwards)
            stack.enter_context(patch.object(operation, "database_forwards", wider))
        yield


def _made_anew(self: Any, app_label: str, model_name: str, delay: bool = False) -> set[Key]:
    """The models to make anew after a change of this one. A new model is known to nobody: nothing else is behind.

    `delay` is Django's own word for a change that others need not see at once; a column that refers to another table
    is no exception here.
    """
    key = (app_label, model_name)
    if model_name not in self.apps.all_models[app_label]:
        return {key}
    if (delay or getattr(self, "changes_one", False)) and not _inherited(self, key):
        self.is_delayed = True
        return {key}
    self.is_delayed = False
    return {*self.models, *((model.app_label, model.name_lower) for model in self.apps.real_models)}


def _inherited(state: Any, key: Key) -> bool:
    name = ".".join(key)
    return any(
        isinstance(base, str) and base.lower() == name for model in state.models.values() for base in model.bases
    )


def _add_field(self: Any, app_label: str, model_name: str, name: str, field: Any, preserve_default: bool) -> None:
    self.changes_one = True
    _ADD(self, app_label, model_name, name, field, preserve_default)
    self.changes_one = False


def _alter_field(self: Any, app_label: str, model_name: str, name: str, field: Any, preserve_default: bool) -> None:
    self.changes_one = not _is_referred_to(self, (app_label, model_name), name, field)
    _ALTER(self, app_label, model_name, name, field, preserve_default)
    self.changes_one = False


def _is_referred_to(state: Any, key: Key, name: str, field: Any) -> bool:
    return bool(field.primary_key or field.many_to_many or field_is_referenced(state, key, (name, field)))


def _exact(forwards: Callable[..., None]) -> Callable[..., None]:
    """Every class made anew first, before and after the step, when the step asks who refers to its model."""

    def run(self: Any, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if from_state.is_delayed and _asks_who_refers(self, app_label, to_state):
            for state in (from_state, to_state):  # in this order: SQLite's columns follow it
                state.__dict__.pop("apps", None)
                state.is_delayed = False
                _rendered(state)
        forwards(self, app_label, schema_editor, from_state, to_state)

    return run


def _rendered(state: Any) -> Any:
    return state.apps


def _asks_who_refers(operation: Any, app_label: str, state: Any) -> bool:
    if not isinstance(operation, AlterField):
        return True
    return _is_referred_to(state, (app_label, operation.model_name_lower), operation.name, operation.field)
