from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def name_causes(apps: Any, _editor: Any) -> None:
    """Until now a seller order had one refund: it was cancelled, or it came back with its one return."""
    refunds = apps.get_model("payments", "Refund").objects
    returns = dict(apps.get_model("orders", "Return").objects.values_list("part_id", "pk"))
    for pk, part_id, state in list(refunds.order_by("pk").values_list("pk", "part_id", "part__state")):
        returned = state == "returned" and part_id in returns
        refunds.filter(pk=pk).update(cause=f"return:{returns[part_id]}" if returned else f"cancelled:{part_id}")


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_refund_reference_once"), ("orders", "0004_by_the_piece")]

    operations = [
        migrations.AlterField(
            "refund",
            "part",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="orders.sellerorder"
            ),
        ),
        migrations.AddField("refund", "cause", models.CharField(default="", max_length=40), preserve_default=False),
        migrations.RunPython(name_causes, migrations.RunPython.noop),
        migrations.AlterField("refund", "cause", models.CharField(max_length=40, unique=True)),
    ]
