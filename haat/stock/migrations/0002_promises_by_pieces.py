from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import migrations, models

BATCH = 1000
PROMISES = ("reserved", "released", "sold", "returned", "spoilt")


def tell_owners(apps: Any, schema_editor: Any) -> None:
    """Until now the cause alone said whose a promise was, and all of its pieces went one way: `order:7:31:sold`."""
    movement = apps.get_model("stock", "Movement")
    promised: dict[tuple[str, str], int] = {}
    rows: Iterator[Any] = movement.objects.filter(kind__in=PROMISES).order_by("pk").iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        for row in batch:
            owner, variant, _kind = row.cause.rsplit(":", 2)
            if row.kind == "reserved":
                promised[owner, variant] = row.reserved
            row.owner_cause, row.pieces = owner, promised.get((owner, variant), 0)
        movement.objects.bulk_update(batch, ["owner_cause", "pieces"])


class Migration(migrations.Migration):
    dependencies = [("stock", "0001_initial")]

    operations = [
        migrations.AddField("movement", "pieces", models.PositiveIntegerField(default=0)),
        migrations.AddField("movement", "owner_cause", models.CharField(blank=True, default="", max_length=40)),
        migrations.AlterField(
            "movement",
            "kind",
            models.CharField(
                choices=[
                    ("counted", "Counted"),
                    ("made", "Made"),
                    ("reserved", "Reserved"),
                    ("released", "Released"),
                    ("sold", "Sold"),
                    ("returned", "Returned"),
                    ("spoilt", "Spoilt"),
                    ("divided", "Divided"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunPython(tell_owners, migrations.RunPython.noop),
        migrations.AddIndex("movement", models.Index(fields=["owner_cause"], name="movement_owner")),
    ]
