import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DailyFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("block_id", models.BigIntegerField()),
                ("maker_id", models.BigIntegerField()),
                ("craft_id", models.BigIntegerField()),
                ("channel", models.SlugField(max_length=20)),
                ("orders", models.PositiveIntegerField(default=0)),
                ("pieces", models.PositiveIntegerField(default=0)),
                ("sales_paise", models.PositiveBigIntegerField(default=0)),
                ("maker_paise", models.PositiveBigIntegerField(default=0)),
                ("delivered", models.PositiveIntegerField(default=0)),
                ("late", models.PositiveIntegerField(default=0)),
                ("returned", models.PositiveIntegerField(default=0)),
                ("cancelled", models.PositiveIntegerField(default=0)),
                ("paid_paise", models.PositiveBigIntegerField(default=0)),
                (
                    "mart",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.mart"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["mart", "day", "block_id"], name="fact_block")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("mart", "day", "block_id", "maker_id", "craft_id", "channel"), name="fact_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("vendors", "Vendors"),
                            ("groups", "Groups"),
                            ("reached_paise", "Reached"),
                            ("in_time_bp", "In Time"),
                        ],
                        max_length=14,
                    ),
                ),
                ("value", models.PositiveBigIntegerField()),
                ("by_day", models.DateField()),
                (
                    "mart",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="targets", to="places.mart"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("mart", "place", "measure", "by_day"), name="target_once")
                ],
            },
        ),
    ]
