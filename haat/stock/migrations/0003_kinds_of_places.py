from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

KINDS = [
    ("maker", "Maker"),
    ("hub", "Hub"),
    ("centre", "Centre"),
    ("stall", "Stall"),
    ("warehouse", "Warehouse"),
]


def tell_kinds(apps: Any, schema_editor: Any) -> None:
    """Until now a place was a maker's, or a centre of the mart: somewhere in its district."""
    place, mart = apps.get_model("stock", "StockPlace"), apps.get_model("places", "Mart")
    there = mart.objects.filter(pk=OuterRef("mart_id")).values("place_id")[:1]
    place.objects.filter(maker=None).update(kind="centre", place_id=Subquery(there))


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial"), ("stock", "0002_promises_by_pieces")]

    operations = [
        migrations.AddField("stockplace", "kind", models.CharField(choices=KINDS, default="maker", max_length=10)),
        migrations.AddField(
            "stockplace",
            "place",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
            ),
        ),
        migrations.AddField("stockplace", "address", models.CharField(blank=True, max_length=240)),
        migrations.AddField("stockplace", "pin", models.CharField(blank=True, max_length=6)),
        migrations.AddField("stockplace", "keeper", models.CharField(blank=True, max_length=80)),
        migrations.AddField("stockplace", "phone", models.CharField(blank=True, max_length=16)),
        migrations.AddField("stockplace", "channel", models.SlugField(blank=True, db_index=False, max_length=20)),
        migrations.AddField("stockplace", "account", models.CharField(blank=True, max_length=40)),
        migrations.AddField("stockplace", "closed_at", models.DateTimeField(null=True)),
        migrations.RunPython(tell_kinds, migrations.RunPython.noop),
    ]
