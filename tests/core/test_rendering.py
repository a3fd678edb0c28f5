"""What `migrate` makes is the same, however much of Django's picture of the models is made anew on the way."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import get_commands
from django.db import connection, models
from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    RemoveField,
    RenameField,
    RenameModel,
    RunPython,
)
from django.db.migrations.state import ProjectState, StateApps

from haat.core.rendering import narrowly

pytestmark = pytest.mark.django_db
CODE = models.CharField(max_length=5, primary_key=True)


def to(model: str, **told: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(f"core.{model}", models.CASCADE, **told)


def writes(apps: Any, schema_editor: Any) -> None:
    """Along every relation, in both directions, with the columns that came last."""
    place, maker, good = (apps.get_model("core", name) for name in ("Place", "Maker", "Good"))
    assert str(place.objects.filter(makers__goods__name="pot", makers__goods__place__size=1).query)
    assert {field.name for field in maker._meta.related_objects} == {"goods"}
    assert good._meta.get_field("maker").related_model is maker
    assert maker._meta.get_field("place").related_model is place


STEPS = [
    CreateModel("Place", [("code", CODE), ("name", models.TextField())]),
    CreateModel("Person", [("id", models.AutoField(primary_key=True)), ("place", to("Place", related_name="makers"))]),
    CreateModel("Good", [("id", models.AutoField(primary_key=True)), ("name", models.CharField(max_length=9))]),
    AddField("Good", "maker", to("Person", related_name="goods")),
    AddField("Place", "size", models.IntegerField(default=0)),
    AddConstraint("Good", models.UniqueConstraint(fields=["maker", "name"], name="once")),
    AddIndex("Person", models.Index(fields=["place", "id"], name="by_place")),
    RenameModel("Person", "Maker"),
    AddField("Good", "place", to("Place", null=True)),
    RunPython(writes, writes),
    AlterField("Good", "name", models.CharField(max_length=80)),
    AlterField("Good", "place", to("Place", null=True, related_name="goods_of")),
    AlterField("Place", "code", models.CharField(max_length=40, primary_key=True)),
    RenameField("Place", "code", "key"),
    RemoveField("Place", "size"),
]


def made(how: AbstractContextManager[None]) -> tuple[list[str], int]:
    """The statements of all steps, and how many classes were made on the way."""
    rendered, render = [], StateApps.render_multiple

    def counted(self: Any, model_states: Any) -> None:
        rendered.extend(states := list(model_states))
        render(self, states)

    editor = connection.schema_editor(collect_sql=True)
    editor.deferred_sql = []
    with how, patch.object(StateApps, "render_multiple", counted):
        state = ProjectState()
        assert state.apps
        for step in STEPS:
            before = state.clone()
            step.state_forwards("core", state)
            step.database_forwards("core", editor, before, state)
    return [*editor.collected_sql, *map(str, editor.deferred_sql)], len(rendered)


def test_statements_are_the_same_and_fewer_classes_are_made():
    django, ours = made(nullcontext()), made(narrowly())
    assert sorted(ours[0]) == sorted(django[0])  # who refers to a table, Django keeps as a set
    assert any("varchar(40)" in line and "place_id" in line for line in ours[0])  # who refers follows
    assert ours[1] < django[1]


def test_django_is_itself_again_afterwards():
    before = [ProjectState._find_reload_model, ProjectState.add_field, AlterField.database_forwards]
    with narrowly():
        pass
    assert before == [ProjectState._find_reload_model, ProjectState.add_field, AlterField.database_forwards]


def test_migrate_is_ours():
    assert get_commands()["migrate"] == "haat.core"
