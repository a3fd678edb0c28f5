from itertools import islice
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

BATCH = 500


def say_pieces(apps: Any, _editor: Any) -> None:
    """Until now all of a seller order came back with its return."""
    returned = apps.get_model("orders", "ReturnLine")
    lines = apps.get_model("orders", "OrderLine").objects
    rows = apps.get_model("orders", "Return").objects.order_by("pk").iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        of = {row.part_id: row.pk for row in batch}
        found = lines.filter(part__in=of).order_by("pk").values_list("pk", "part_id", "quantity")
        returned.objects.bulk_create(
            returned(ret_id=of[part_id], line_id=pk, pieces=quantity) for pk, part_id, quantity in found
        )


class Migration(migrations.Migration):
    dependencies = [("orders", "0003_when_the_money_comes")]

    operations = [
        migrations.RemoveConstraint("sellerorder", "seller_order_once"),
        migrations.AddField(
            "sellerorder",
            "divided_from",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="divided_off",
                to="orders.sellerorder",
            ),
        ),
        migrations.AddField("sellerorder", "held_until", models.DateField(null=True)),
        migrations.AddField("sellerorder", "hold_reason", models.CharField(blank=True, max_length=200)),
        migrations.AlterField(
            "return",
            "part",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="orders.sellerorder"
            ),
        ),
        migrations.AddConstraint(
            "return",
            models.UniqueConstraint(
                fields=["part"], condition=models.Q(("state", "asked")), name="return_one_at_a_time"
            ),
        ),
        migrations.CreateModel(
            name="ReturnLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pieces", models.PositiveIntegerField()),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="returned", to="orders.orderline"
                    ),
                ),
                (
                    "ret",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="orders.return"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("ret", "line"), name="return_line_once"),
                    models.CheckConstraint(condition=models.Q(("pieces__gte", 1)), name="return_of_something"),
                ]
            },
        ),
        migrations.RunPython(say_pieces, migrations.RunPython.noop),
    ]
