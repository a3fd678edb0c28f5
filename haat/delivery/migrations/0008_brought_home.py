"""A parcel cancelled under way says when it lies again where it was packed."""

from typing import Any

from django.db import migrations, models


def say_home(apps: Any, schema_editor: Any) -> None:
    """Nobody was asked until now: what came to the desk of those is taken to have gone back."""
    parcels = apps.get_model("delivery", "Parcel").objects
    parcels.filter(state="back", part__state="cancelled", hub=None).exclude(round=None, article="").update(state="home")


class Migration(migrations.Migration):
    dependencies = [("delivery", "0007_lost_parcels")]

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
                    ("home", "Home"),
                ],
                default="packed",
                max_length=14,
            ),
        ),
        migrations.RunPython(say_home, migrations.RunPython.noop),
    ]
