"""A yes is given to one mart's notice: which, the trail knows."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def name_marts(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Where she said yes in several marts the row was one: it stands for the first, and is asked for in the others."""
    consents = apps.get_model("people", "Consent").objects
    told = apps.get_model("core", "Event").objects.filter(kind="people.consent_given", subject_type="people.user")
    rows = told.exclude(mart_id=None).order_by("-pk").values_list("subject_id", "mart_id", "data")
    for user_id, mart_id, data in rows.iterator():
        consents.filter(user=user_id, notice=data["notice"]).update(mart=mart_id)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_mark"),
        ("people", "0004_how_consent_was_given"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="mart",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.mart"
            ),
        ),
        migrations.RunPython(name_marts, migrations.RunPython.noop),
    ]
