import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A part leaves from a place, or (as all that were ordered before) from its maker."""

    dependencies = [("orders", "0006_from_anywhere"), ("stock", "0005_moves")]

    operations = [
        migrations.AddField(
            "part",
            "place",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="stock.stockplace",
            ),
        ),
    ]
