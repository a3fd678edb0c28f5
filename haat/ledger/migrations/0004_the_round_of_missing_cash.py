"""Cash brought later names its round in a column, not only in its cause."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0002_rounds_short_of_cash"),
        ("ledger", "0003_even_tax_on_open_orders"),
    ]

    operations = [
        migrations.AddField(
            model_name="transfer",
            name="round",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="delivery.round",
            ),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(condition=models.Q(("round__isnull", False)), fields=["round"], name="transfer_round"),
        ),
    ]
