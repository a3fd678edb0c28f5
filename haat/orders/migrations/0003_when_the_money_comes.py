"""An order keeps when its money comes, and its method may be any slug. Until now there were two methods."""

from typing import Any

from django.db import migrations, models


def fill(apps: Any, _editor: Any) -> None:
    """The others are paid before, as the new column says until now."""
    apps.get_model("orders", "Order").objects.filter(method="cod").update(pays="at_the_door")


class Migration(migrations.Migration):
    dependencies = [("orders", "0002_the_tax_of_the_delivery")]

    operations = [
        migrations.AlterField(
            model_name="order",
            name="method",
            field=models.SlugField(db_index=False, max_length=20),
        ),
        migrations.AddField(
            model_name="order",
            name="pays",
            field=models.CharField(
                choices=[("before", "Before"), ("at_the_door", "At The Door"), ("elsewhere", "Elsewhere")],
                default="before",
                max_length=12,
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="sellerorder",
            name="carrier",
            field=models.SlugField(max_length=20),
        ),
    ]
