"""What was sold before there were months is counted by the worker, as soon as it runs."""

from typing import Any

from django.db import migrations
from django.db.models import Max

NAME = "livelihood.catch_up"


def ask(apps: Any, schema_editor: Any) -> None:
    """Where nothing was sold there is nothing to count."""
    last = apps.get_model("ledger", "Due").objects.aggregate(at=Max("earned_at"))["at"]
    if last is not None:  # as old as what it counts: no clock that was set back makes it wait
        asked = {"name": NAME, "made_at": last, "run_at": last}
        apps.get_model("core", "Job").objects.get_or_create(key=NAME, defaults=asked)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_picture_rendered"),
        ("ledger", "0013_fewer_indexes"),
        ("livelihood", "0001_initial"),
    ]

    operations = [migrations.RunPython(ask, migrations.RunPython.noop, elidable=True)]
