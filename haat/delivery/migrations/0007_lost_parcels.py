"""A lost parcel says so itself: until now only its pick-up or its question did."""

from typing import Any

from django.db import migrations, models


def say_lost(apps: Any, schema_editor: Any) -> None:
    """On a pick-up, or not brought back from its last try and answered as lost."""
    parcels, clashes = apps.get_model("delivery", "Parcel").objects, apps.get_model("delivery", "Clash").objects
    parcels.filter(fetches__state="lost", state__in=("packed", "back")).update(state="lost")
    for parcel in parcels.filter(state="not_delivered"):
        key = f"not_back:{parcel.round_id}:{parcel.pk}:{parcel.tries}"
        if clashes.filter(mart_id=parcel.mart_id, key=key, outcome="lost").exists():
            parcels.filter(pk=parcel.pk).update(state="lost")


class Migration(migrations.Migration):
    dependencies = [("delivery", "0006_first_mile")]

    operations = [
        migrations.AlterField(
            model_name="parcel",
            name="state",
            field=models.CharField(
                choices=[
                    ("packed", "Packed"),
                    ("out", "Out"),
                    ("delivered", "Delivered"),
                    ("not_delivered", "Not Delivered"),
                    ("back", "Back"),
                    ("lost", "Lost"),
                ],
                default="packed",
                max_length=14,
            ),
        ),
        migrations.RunPython(say_lost, migrations.RunPython.noop),
    ]
