from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0005_states_of_orders"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="settlementline",
            index=models.Index(fields=["sku"], name="channel_settlement_sku"),
        ),
    ]
