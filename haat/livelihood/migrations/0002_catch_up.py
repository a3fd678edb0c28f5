"""What was sold before there were months is counted by the worker, as soon as it runs."""

from typing import Any

from django.db import migrations

NAME = "livelihood.catch_up"


def ask(apps: Any, schema_editor: Any) -> None:
    """Where nothing was sold there is nothing to count."""
    if apps.get_model("ledger", "Due").objects.exists():
        apps.get_model("core", "Job").objects.get_or_create(key=NAME, defaults={"name": NAME})


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_picture_rendered"),
        ("ledger", "0013_fewer_indexes"),
        ("livelihood", "0001_initial"),
    ]

    operations = [migrations.RunPython(ask, migrations.RunPython.noop, elidable=True)]
