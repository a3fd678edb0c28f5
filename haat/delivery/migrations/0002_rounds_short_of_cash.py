"""Find the rounds that brought less cash than they took without reading all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="round",
            index=models.Index(
                condition=models.Q(("counted_paise__lt", models.F("cash_paise"))),
                fields=["mart", "closed_at"],
                name="round_short",
            ),
        ),
    ]
