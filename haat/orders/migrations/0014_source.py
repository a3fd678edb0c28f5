from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0013_pieces_under_way"),
        ("places", "0002_mart_settings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="basket",
            name="source",
            field=models.CharField(blank=True, db_default="", default="", max_length=90),
        ),
        migrations.AddField(
            model_name="order",
            name="source",
            field=models.CharField(blank=True, db_default="", default="", max_length=90),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("source", ""), _negated=True), fields=["mart", "placed_at"], name="order_brought"
            ),
        ),
    ]
