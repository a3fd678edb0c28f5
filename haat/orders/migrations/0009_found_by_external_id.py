from django.db import migrations, models


class Migration(migrations.Migration):
    """Orders are found by their number elsewhere, also where nobody says at whose."""

    dependencies = [("orders", "0008_arrivals")]

    operations = [
        migrations.AddIndex("order", models.Index(fields=["mart", "external_id"], name="order_external")),
    ]
